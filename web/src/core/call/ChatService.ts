/** The room's conversation as this tab has seen it. */
import type { ChatLine, ChatMessage } from "../../protocol";
import { Store } from "../store";

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

  add(message: ChatMessage, ownUserId: string | undefined): void {
    const own = message.userId === ownUserId;
    const { messages, unread, isOpen } = this.state.get();
    this.state.patch({
      messages: [...messages, { ...message, own }].slice(-KEPT_MESSAGES),
      unread: isOpen || own ? unread : unread + 1,
    });
  }

  /**
   * What was said before we came, oldest first; some of it may be ours, from before a reload.
   *
   * @param isReturn after a reconnection, what we don't know of it was said meanwhile: it is news, and not history
   */
  restore(history: readonly ChatLine[], ownUserId: string, isReturn: boolean): void {
    const { messages, unread, isOpen } = this.state.get();
    const known = new Set(messages.map(({ messageId }) => messageId));
    const missed = history
      .filter(({ messageId }) => !known.has(messageId))
      .map((line) => ({ ...line, own: line.userId === ownUserId }));
    if (missed.length === 0) return;
    const isNews = isReturn && !isOpen;
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
