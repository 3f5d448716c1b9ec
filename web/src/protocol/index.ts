/** The one door to the wire's types, which are written from the box's own. */
import type { ClientMessage, ServerMessage, User } from "./generated";

export type * from "./generated";

/**
 * What a client sends: any message may bear an `id`, and an error about it names that. `join-room` may claim back the
 * seat of a connection that was lost; a box that does not know of that gives another seat.
 */
export type OutgoingMessage = (
  | ClientMessage
  | (Extract<ClientMessage, { type: "join-room" }> & { resumeToken?: string })
) & { id?: string };

/** A line of chat as everybody in the room gets it. */
export type ChatMessage = Extract<ServerMessage, { type: "chat-message" }>;

export type Role = User["role"];
