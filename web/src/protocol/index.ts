/** The one door to the wire's types, which are written from the box's own. */
import type { ClientMessage, ServerMessage, User } from "./generated";

export type * from "./generated";

/** What a client sends: any message may bear an `id`, and an error about it names that. */
export type OutgoingMessage = ClientMessage & { id?: string };

/** A line of chat as everybody in the room gets it. */
export type ChatMessage = Extract<ServerMessage, { type: "chat-message" }>;

export type Role = User["role"];
