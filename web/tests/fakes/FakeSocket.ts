import type { SocketLike } from "../../src/core/signaling/WebSocketService";
import type { OutgoingMessage, ServerMessage } from "../../src/protocol";

/** The page's end of a socket; the test plays the box. */
export class FakeSocket implements SocketLike {
  readyState = 0;
  closed = false;
  readonly sent: OutgoingMessage[] = [];
  onopen: SocketLike["onopen"] = null;
  onclose: SocketLike["onclose"] = null;
  onmessage: SocketLike["onmessage"] = null;
  readonly protocols: string[];

  constructor(protocols: string[]) {
    this.protocols = protocols;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as OutgoingMessage);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.call(this as unknown as WebSocket, new Event("open"));
  }

  drops(): void {
    this.readyState = 3;
    this.onclose?.call(this as unknown as WebSocket, new Event("close") as CloseEvent);
  }

  receives(message: ServerMessage): void {
    this.receivesText(JSON.stringify(message));
  }

  receivesText(data: string): void {
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent("message", { data }));
  }

  types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}
