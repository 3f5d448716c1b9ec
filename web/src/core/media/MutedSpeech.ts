/**
 * "You are talking while muted." Listens to a copy of the muted microphone, in this browser alone. Says it once, takes
 * it back by itself, and keeps quiet for a while, or until the next mute when the person has waved it away.
 */
import type { Cancel, Clock } from "../clock";
import { type ReadableStore, Store } from "../store";
import type { LevelSource, OpenLevelSource } from "./levelSource";
import type { LocalMediaState } from "./MediaService";

const READ_EVERY_MS = 100;
/** As loud as speech close to a microphone; keys and chairs are mostly below, and shorter. */
const SPEECH_LEVEL = 0.5;
/** So many of the latest readings must be speech. */
const SPEECH_READS = 6;
const WINDOW_READS = 15;
const SHOWN_MS = 6_000;
const QUIET_MS = 30_000;

export class MutedSpeech {
  /** Whether to say it just now. */
  readonly state = new Store(false);
  readonly #media: ReadableStore<LocalMediaState>;
  readonly #open: OpenLevelSource;
  readonly #clock: Clock;
  #unsubscribe: Cancel = noop;
  #listening: { to: MediaStreamTrack; stop: Cancel } | undefined;
  #quietUntil = 0;
  #cancelShown: Cancel = noop;

  constructor(media: ReadableStore<LocalMediaState>, open: OpenLevelSource, clock: Clock) {
    this.#media = media;
    this.#open = open;
    this.#clock = clock;
  }

  /** For the time of a call. */
  start(): void {
    this.stop();
    this.#unsubscribe = this.#media.subscribe(() => this.#mediaChanged());
    this.#mediaChanged();
  }

  stop(): void {
    this.#unsubscribe();
    this.#unsubscribe = noop;
    this.#stopListening();
  }

  dismiss(): void {
    this.#quietUntil = Number.POSITIVE_INFINITY;
    this.state.set(false);
  }

  #mediaChanged(): void {
    const { audioTrack, isAudioEnabled } = this.#media.get();
    const muted = isAudioEnabled ? null : audioTrack;
    if (muted === (this.#listening?.to ?? null)) return;
    this.#stopListening();
    if (muted !== null) this.#listen(muted);
  }

  #listen(to: MediaStreamTrack): void {
    const copy = to.clone();
    copy.enabled = true;
    const source: LevelSource = this.#open(copy);
    let reads: boolean[] = [];
    let cancel: Cancel = noop;
    const tick = () => {
      reads = [...reads, source.read() >= SPEECH_LEVEL].slice(-WINDOW_READS);
      if (reads.filter(Boolean).length >= SPEECH_READS) this.#heard();
      cancel = this.#clock.after(READ_EVERY_MS, tick);
    };
    tick();
    this.#listening = {
      to,
      stop: () => {
        cancel();
        source.close();
        copy.stop();
      },
    };
  }

  #heard(): void {
    if (this.#clock.now() < this.#quietUntil) return;
    this.#quietUntil = this.#clock.now() + QUIET_MS;
    this.state.set(true);
    this.#cancelShown = this.#clock.after(SHOWN_MS, () => this.state.set(false));
  }

  #stopListening(): void {
    this.#listening?.stop();
    this.#listening = undefined;
    this.#quietUntil = 0;
    this.#cancelShown();
    this.state.set(false);
  }
}

function noop(): void {}
