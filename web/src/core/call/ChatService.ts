/** The room's conversation as this tab has seen it. */
import type { ChatLine, ChatMessage } from "../../protocol";
import { Store } from "../store";

/** `own` is settled on arrival: after a reconnection our earlier messages bear a connection id that is gone. */
export interface ChatEntry extends ChatLine {
  own: boolean;
}

export interface ChatState {
  messages: readonly ChatEntry[];
  /** Messages of others that came while the panel was shut. */
  unread: number;
  isOpen: boolean;
}

/** As the box has it by default; it refuses longer ones itself. */
export const CHAT_TEXT_LIMIT = 2_000;
/** A day-long call must not fill a phone's memory. */
const KEPT_MESSAGES = 1_000;

const EMPTY: ChatState = { messages: [], unread: 0, isOpen: false };

export class ChatService {
  readonly state = new Store<ChatState>(EMPTY);

  add(message: ChatMessage, own: boolean): void {
    const { messages, unread, isOpen } = this.state.get();
    this.state.patch({
      messages: [...messages, { ...message, own }].slice(-KEPT_MESSAGES),
      unread: isOpen || own ? unread : unread + 1,
    });
  }

  /**
   * What was said before we came, oldest first. At the first time it is history; after a reconnection, what we don't
   * know of it was said meanwhile, and is news.
   *
   * @param formerId our connection before, if this is a return
   */
  restore(history: readonly ChatLine[], formerId: string | undefined): void {
    const { messages, unread, isOpen } = this.state.get();
    const known = new Set(messages.map(({ messageId }) => messageId));
    const missed = history
      .filter(({ messageId }) => !known.has(messageId))
      .map((line) => ({ ...line, own: line.from === formerId }));
    if (missed.length === 0) return;
    const isNews = formerId !== undefined && !isOpen;
    this.state.patch({
      messages: [...messages, ...missed].slice(-KEPT_MESSAGES),
      unread: isNews ? unread + missed.filter(({ own }) => !own).length : unread,
    });
  }

  setOpen(isOpen: boolean): void {
    this.state.patch(isOpen ? { isOpen, unread: 0 } : { isOpen });
  }

  clear(): void {
    this.state.set(EMPTY);
  }
}
