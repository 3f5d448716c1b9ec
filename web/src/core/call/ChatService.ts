/** The room's conversation as this tab has seen it. */
import type { ChatMessage } from "../../protocol";
import { Store } from "../store";

/** `own` is settled on arrival: after a reconnection our earlier messages bear a connection id that is gone. */
export interface ChatEntry extends ChatMessage {
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

  setOpen(isOpen: boolean): void {
    this.state.patch(isOpen ? { isOpen, unread: 0 } : { isOpen });
  }

  clear(): void {
    this.state.set(EMPTY);
  }
}
