/** All the peers of a call: makes, feeds and ends them, and gives the room one list to show. */
import type { IceServer } from "../../protocol";
import type { Clock } from "../clock";
import { Store } from "../store";
import { MOST_FOR_ALL, type ReceiveQuality, type VideoPlan } from "./budget";
import { type FetchIceServers, IceServerSource } from "./IceServerSource";
import { PeerConnection, type PeerRole, type PeerSignal, type PeerSnapshot } from "./PeerConnection";
import { type LocalTracks, NO_TRACKS, type RtcPlatform, sameTracks } from "./platform";

export interface PeerSettings {
  iceServers: IceServer[];
  refreshIceServers: FetchIceServers;
  /** For diagnosis: use no path but the box's relay. */
  relayOnly: boolean;
}

/** What happened to the paths between peers. */
export interface IceEvents {
  restarts: number;
  failures: number;
}

export type SendSignal = (to: string, signal: PeerSignal) => void;

export class PeerConnectionManager {
  readonly state = new Store<ReadonlyMap<string, PeerSnapshot>>(new Map());
  readonly #platform: RtcPlatform;
  readonly #clock: Clock;
  readonly #send: SendSignal;
  readonly #peers = new Map<string, PeerConnection>();
  #tracks: LocalTracks = NO_TRACKS;
  #wish: ReceiveQuality = "high";
  #configuration: () => Promise<RTCConfiguration> = async () => ({});
  #iceEvents: IceEvents = { restarts: 0, failures: 0 };

  constructor(platform: RtcPlatform, clock: Clock, send: SendSignal) {
    this.#platform = platform;
    this.#clock = clock;
    this.#send = send;
  }

  /** For peers made from here on, and for ICE restarts of the present ones. */
  configure(settings: PeerSettings): void {
    const source = new IceServerSource(this.#clock, settings.refreshIceServers, settings.iceServers);
    this.#configuration = async () => ({
      iceServers: await source.current(),
      iceTransportPolicy: settings.relayOnly ? "relay" : "all",
      // One path for all: gathering for each kind apart would take a relay allocation for each.
      bundlePolicy: "max-bundle",
    });
  }

  add(connectionId: string, role: PeerRole, sharesScreen: boolean): void {
    this.remove(connectionId);
    const peer = new PeerConnection({
      connectionId,
      role,
      platform: this.#platform,
      clock: this.#clock,
      configuration: () => this.#configuration(),
      tracks: this.#tracks,
      sharesScreen,
      plan: MOST_FOR_ALL,
      wish: this.#wish,
      send: (signal) => this.#send(connectionId, signal),
      changed: () => this.#publish(),
      happened: (event) => {
        this.#iceEvents = { ...this.#iceEvents, [event]: this.#iceEvents[event] + 1 };
      },
    });
    this.#peers.set(connectionId, peer);
    this.#publish();
  }

  remove(connectionId: string): void {
    this.#peers.get(connectionId)?.close();
    if (this.#peers.delete(connectionId)) this.#publish();
  }

  closeAll(): void {
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#publish();
  }

  /** A signal of somebody who is not in the room (any more) means nothing. */
  receive(from: string, signal: PeerSignal): void {
    this.#peers.get(from)?.receive(signal);
  }

  setSharesScreen(connectionId: string, sharesScreen: boolean): void {
    this.#peers.get(connectionId)?.setSharesScreen(sharesScreen);
  }

  setTracks(tracks: LocalTracks): void {
    if (sameTracks(tracks, this.#tracks)) return;
    this.#tracks = tracks;
    for (const peer of this.#peers.values()) peer.setTracks(tracks);
  }

  /** How much picture a peer gets. */
  setPlan(connectionId: string, plan: VideoPlan): void {
    this.#peers.get(connectionId)?.setPlan(plan);
  }

  /** What to ask of everybody. */
  setWish(wish: ReceiveQuality): void {
    this.#wish = wish;
    for (const peer of this.#peers.values()) peer.setWish(wish);
  }

  has(connectionId: string): boolean {
    return this.#peers.has(connectionId);
  }

  /** Restarts ICE at once: to everybody, or only where the connection is lost. */
  retry(which: "all" | "lost"): void {
    for (const peer of this.#peers.values()) {
      if (which === "all" || peer.snapshot().recovering) peer.retry();
    }
  }

  /** By connection id, 0 to 1, of those who can be heard. */
  audioLevels(): Map<string, number> {
    return new Map(
      [...this.#peers].flatMap(([id, peer]) => {
        const level = peer.audioLevel();
        return level === undefined ? [] : [[id, level] as const];
      }),
    );
  }

  /** Of our own microphone, as one of the connections sees it. */
  async ownAudioLevel(): Promise<number | undefined> {
    const [peer] = this.#peers.values();
    return peer?.ownAudioLevel().catch(() => undefined);
  }

  /** With all peers there have been. */
  iceEvents(): IceEvents {
    return this.#iceEvents;
  }

  /** The connections themselves, for statistics and diagnosis. */
  connections(): Array<{ connectionId: string; pc: RTCPeerConnection }> {
    return [...this.#peers.values()].flatMap(({ connectionId, pc }) =>
      pc === undefined ? [] : [{ connectionId, pc }],
    );
  }

  #publish(): void {
    this.state.set(new Map([...this.#peers].map(([id, peer]) => [id, peer.snapshot()])));
  }
}
