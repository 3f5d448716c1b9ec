/** From a frame's text to a message this client knows. */
import type { ServerMessage } from "../../protocol";

const KNOWN: Record<ServerMessage["type"], true> = {
  connected: true,
  "room-joined": true,
  "user-joined": true,
  "user-left": true,
  offer: true,
  answer: true,
  "ice-candidate": true,
  "chat-message": true,
  "media-state": true,
  pong: true,
  error: true,
};

/** `undefined` for what is no message, or one of a newer box that this client can do nothing with. */
export function decodeServerMessage(text: string): ServerMessage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const type = (value as { type?: unknown }).type;
    return typeof type === "string" && Object.hasOwn(KNOWN, type) ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}
