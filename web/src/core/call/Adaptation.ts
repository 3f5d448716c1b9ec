/**
 * What is done about the network: divides the budget of the measured tier among the peers, asks the others for what
 * our side bears, and says so. The measuring is `NetworkQualityMonitor`'s, the arithmetic `budget`'s.
 */
import type { Cancel, Clock } from "../clock";
import type { LocalMediaState } from "../media/MediaService";
import { planVideo, receiveWish } from "../rtc/budget";
import type { NetworkQualityMonitor } from "../rtc/NetworkQualityMonitor";
import type { PeerConnectionManager } from "../rtc/PeerConnectionManager";
import { type ReadableStore, Store } from "../store";
import { NOTHING_TOLD, type Told, type Trouble, tell } from "./adaptationNotice";
import type { QualityPreferences } from "./QualityPreferences";

export interface AdaptationNotice {
  trouble: Trouble;
  /** What was done about it: pictures are made smaller only where some are sent, and `high` is left alone. */
  effect: "video-changed" | "sound-only" | "nothing";
  at: number;
}

export interface AdaptationParts {
  peers: PeerConnectionManager;
  quality: NetworkQualityMonitor;
  preferences: QualityPreferences;
  media: ReadableStore<LocalMediaState>;
  clock: Clock;
}

/** What browsers give when asked for 1280x720. */
const USUAL_SHORT_SIDE = 720;

export class Adaptation {
  /** The latest; an object for each. */
  readonly notice = new Store<AdaptationNotice | null>(null);
  readonly #parts: AdaptationParts;
  #told: Told = NOTHING_TOLD;
  #cancels: Cancel[] = [];

  constructor(parts: AdaptationParts) {
    this.#parts = parts;
  }

  start(): void {
    this.stop();
    const { peers, quality, preferences, media } = this.#parts;
    const apply = () => this.#apply();
    this.#cancels = [
      peers.state.subscribe(apply),
      preferences.state.subscribe(apply),
      media.subscribe(apply),
      quality.state.subscribe(() => {
        this.#apply();
        this.#tell();
      }),
    ];
    this.#apply();
  }

  stop(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#told = NOTHING_TOLD;
    this.notice.set(null);
  }

  #apply(): void {
    const { peers, quality: monitor, preferences, media } = this.#parts;
    const { quality } = monitor.state.get();
    const { send, receive } = preferences.state.get();
    const { cameraTrack, isScreenSharing } = media.get();
    peers.setWish(receiveWish(receive, quality));
    const others = [...peers.state.get().values()];
    const plans = planVideo({
      quality,
      send,
      wishes: others.map(({ receiveQuality }) => receiveQuality),
      cameraShortSide: shortSideOf(cameraTrack),
      isSharing: isScreenSharing,
    });
    for (const [index, plan] of plans.entries()) peers.setPlan(others[index]?.connectionId ?? "", plan);
  }

  #tell(): void {
    const { quality, preferences, media, clock } = this.#parts;
    const told = tell(this.#told, quality.state.get().quality, clock.now());
    if (told === this.#told) return;
    this.#told = told;
    const { send } = preferences.state.get();
    const { isVideoEnabled, isScreenSharing } = media.get();
    const sendsVideo = isScreenSharing || (isVideoEnabled && send !== "audio-only");
    const effect = sendsVideo ? (send === "high" ? "nothing" : "video-changed") : "sound-only";
    this.notice.set({ trouble: told.trouble, effect, at: clock.now() });
  }
}

function shortSideOf(track: MediaStreamTrack | null): number {
  const { width, height } = track?.getSettings() ?? {};
  return width === undefined || height === undefined ? USUAL_SHORT_SIDE : Math.min(width, height);
}
