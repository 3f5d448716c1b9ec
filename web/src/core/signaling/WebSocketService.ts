/**
 * One socket to the box, kept alive: reconnects with backoff, notices a dead line by an unanswered ping, and
 * looks at once when the machine wakes or the network returns. It carries messages and knows nothing of rooms:
 * what is queued while away goes out only when the room says that the seat is taken again (`flush`).
 */
import type { OutgoingMessage, ServerMessage } from "../../protocol";
import type { Cancel, Clock } from "../clock";
import { Emitter } from "../emitter";
import { Store } from "../store";
import { backoffDelay } from "./backoff";
import { decodeServerMessage } from "./decode";

export type SocketState =
  | "idle"
  | "connecting"
  | "open"
  /** Lost; another attempt is coming. */
  | "waiting"
  /** The box does not know this session any more: only the person can mend that. */
  | "refused";

/** What a socket needs to know of `WebSocket`, so that a test can stand in for it. */
export type SocketLike = Pick<WebSocket, "send" | "close" | "onopen" | "onclose" | "onmessage"> & {
  readonly readyState: number;
};

/** A guest's bearer token, or none where the cookie is the session; `over` when neither holds any more. */
export type Authorization = { bearer: string | undefined } | "over";

/**
 * Asked before each attempt; `failures` counts those since the last open socket. What it throws counts as a
 * failed attempt.
 */
export type Authorize = (failures: number) => Promise<Authorization>;

export interface WebSocketOptions {
  open: (protocols: string[]) => SocketLike;
  clock: Clock;
}

const PROTOCOL = "neko.v1";
const OPEN_DEADLINE_MS = 5_000;
/** An attempt this old may hang in a network that is gone. */
const STALE_ATTEMPT_MS = 1_500;
const HEARTBEAT_MS = 15_000;
const PONG_DEADLINE_MS = 5_000;
const QUEUE_LIMIT = 50;
const OPEN = 1;

export class WebSocketService {
  readonly state = new Store<SocketState>("idle");
  readonly messages = new Emitter<ServerMessage>();

  readonly #options: WebSocketOptions;
  #authorize: Authorize = async () => "over";
  #socket: SocketLike | undefined;
  /** Lost without a close. To close it is to say goodbye, which may yet get through and cost the seat. */
  #silent: SocketLike | undefined;
  #failures = 0;
  /** Since the last open socket or `nudge`. */
  #pauses = 0;
  /** Raised at the beginning and at the end of each attempt: answers to an older one are void. */
  #attempt = 0;
  #attemptedAt = 0;
  #queue: OutgoingMessage[] = [];
  #flushed = false;
  #cancelRetry: Cancel = noop;
  #cancelHeartbeat: Cancel = noop;
  #cancelDeadline: Cancel = noop;

  constructor(options: WebSocketOptions) {
    this.#options = options;
  }

  connect(authorize: Authorize): void {
    this.disconnect();
    this.#authorize = authorize;
    this.#failures = this.#pauses = 0;
    void this.#attemptOpen();
  }

  disconnect(): void {
    this.#attempt += 1;
    this.#dropSocket();
    this.#closeSilent();
    this.#cancelRetry();
    this.#queue = [];
    this.state.set("idle");
  }

  /** Sends now or not at all: for what means nothing after a reconnection. */
  send(message: OutgoingMessage): boolean {
    if (this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Sends now, or after the next `flush`. The oldest are let go beyond the limit. */
  sendOrQueue(message: OutgoingMessage): void {
    if (this.#flushed && this.send(message)) return;
    this.#queue.push(message);
    if (this.#queue.length > QUEUE_LIMIT) this.#queue.shift();
  }

  /** The seat is taken: what waited goes out, and what follows goes straight through until the socket is lost. */
  flush(): void {
    this.#closeSilent();
    this.#flushed = true;
    for (const message of this.#queue.splice(0)) this.sendOrQueue(message);
  }

  /** The world may have changed (woke up, back online, back in view): look now instead of at the next beat. */
  nudge(): void {
    // A network that has just come may take a moment to carry anything.
    this.#pauses = 0;
    const state = this.state.get();
    const isStale = this.#options.clock.now() - this.#attemptedAt >= STALE_ATTEMPT_MS;
    if (state === "waiting" || (state === "connecting" && isStale)) {
      this.#cancelRetry();
      this.#dropSocket();
      void this.#attemptOpen();
    } else if (state === "open") {
      this.#beat();
    }
  }

  async #attemptOpen(): Promise<void> {
    this.#attempt += 1;
    this.#attemptedAt = this.#options.clock.now();
    const attempt = this.#attempt;
    this.state.set("connecting");
    // Also for the authorization: it may ask over a connection that died with the network.
    this.#deadline(OPEN_DEADLINE_MS);
    const authorization = await this.#authorize(this.#failures).catch(() => undefined);
    if (attempt !== this.#attempt) return;
    if (authorization === undefined) return this.#lost();
    if (authorization === "over") {
      this.#cancelDeadline();
      return this.state.set("refused");
    }
    const { bearer } = authorization;
    const protocols = bearer === undefined ? [PROTOCOL] : [PROTOCOL, `bearer.${bearer}`];
    const socket = this.#options.open(protocols);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onclose = () => this.#lost();
    socket.onmessage = (event) => this.#received(event.data);
  }

  #opened(): void {
    this.#cancelDeadline();
    this.#failures = this.#pauses = 0;
    this.state.set("open");
    this.#scheduleBeat();
  }

  #received(data: unknown): void {
    // Whatever arrives proves that the line is alive.
    this.#cancelDeadline();
    if (typeof data !== "string") return;
    const message = decodeServerMessage(data);
    if (message !== undefined) this.messages.emit(message);
  }

  #scheduleBeat(): void {
    this.#cancelHeartbeat();
    this.#cancelHeartbeat = this.#options.clock.after(HEARTBEAT_MS, () => this.#beat());
  }

  #beat(): void {
    this.#scheduleBeat();
    this.send({ type: "ping" });
    this.#deadline(PONG_DEADLINE_MS);
  }

  #deadline(milliseconds: number): void {
    this.#cancelDeadline();
    // A dead line may take minutes to report its close: we don't wait for it.
    this.#cancelDeadline = this.#options.clock.after(milliseconds, () => this.#lost());
  }

  #lost(): void {
    this.#attempt += 1;
    const socket = this.#dropSocket("keep-open");
    // The first one has the seat, until there is a `flush`.
    if (this.#silent === undefined) this.#silent = socket;
    else socket?.close();
    this.state.set("waiting");
    const delay = backoffDelay(this.#pauses, this.#options.clock.random());
    this.#failures += 1;
    this.#pauses += 1;
    this.#cancelRetry = this.#options.clock.after(delay, () => void this.#attemptOpen());
  }

  /** @returns the socket if it was open and is to stay so */
  #dropSocket(openOne: "close" | "keep-open" = "close"): SocketLike | undefined {
    this.#flushed = false;
    this.#cancelHeartbeat();
    this.#cancelDeadline();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return undefined;
    socket.onopen = socket.onclose = socket.onmessage = null;
    if (openOne === "keep-open" && socket.readyState === OPEN) return socket;
    socket.close();
    return undefined;
  }

  #closeSilent(): void {
    this.#silent?.close();
    this.#silent = undefined;
  }
}

function noop(): void {}
