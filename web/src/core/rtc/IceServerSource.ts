/**
 * The box's STUN and TURN addresses with credentials that last minutes. A call lasts hours: whoever joins late, or
 * an ICE restart, needs them fresh.
 */
import type { IceAnswer, IceServer } from "../../protocol";
import type { Clock } from "../clock";

/** Until the box has said how long they last. */
const ASSUMED_TTL_SECONDS = 120;

export type FetchIceServers = () => Promise<IceAnswer>;

export class IceServerSource {
  readonly #clock: Clock;
  readonly #fetch: FetchIceServers;
  #servers: IceServer[];
  #freshUntil: number;

  /** @param initial as they came with `room-joined` */
  constructor(clock: Clock, fetchServers: FetchIceServers, initial: IceServer[]) {
    this.#clock = clock;
    this.#fetch = fetchServers;
    this.#servers = initial;
    this.#freshUntil = this.#halfLife(ASSUMED_TTL_SECONDS);
  }

  /** Never fails: old ones still serve a direct path. */
  async current(): Promise<RTCIceServer[]> {
    if (this.#clock.now() >= this.#freshUntil) {
      try {
        const { iceServers, ttl } = await this.#fetch();
        this.#servers = iceServers;
        this.#freshUntil = this.#halfLife(ttl);
      } catch {
        // Asked again at the next need.
      }
    }
    return this.#servers;
  }

  #halfLife(ttlSeconds: number): number {
    return this.#clock.now() + ttlSeconds * 500;
  }
}
