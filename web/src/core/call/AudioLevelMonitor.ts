/**
 * Who speaks, and how loud, five times a second while somebody can see it. A store of its own: what draws a level
 * listens here, so that nothing else is drawn anew.
 */
import type { Cancel, Clock } from "../clock";
import { listen, SILENCE, type Speaking } from "../rtc/speaking";
import { Store } from "../store";

export interface AudioLevelSources {
  /** Of the others, by connection id. */
  theirs: () => ReadonlyMap<string, number>;
  own: () => Promise<number | undefined>;
  ownId: () => string | undefined;
  /** Nothing is measured while the page is hidden. */
  isVisible: () => boolean;
}

const POLL_MS = 200;

export class AudioLevelMonitor {
  readonly state = new Store<Speaking>(SILENCE);
  readonly #sources: AudioLevelSources;
  readonly #clock: Clock;
  #cancel: Cancel | undefined;

  constructor(sources: AudioLevelSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
  }

  start(): void {
    this.stop();
    this.#schedule();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.state.set(SILENCE);
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(POLL_MS, () => {
      this.#schedule();
      if (this.#sources.isVisible()) void this.#poll();
    });
  }

  async #poll(): Promise<void> {
    const { theirs, own, ownId } = this.#sources;
    const level = await own();
    if (this.#cancel === undefined) return;
    const levels = new Map(theirs());
    const id = ownId();
    if (id !== undefined && level !== undefined) levels.set(id, level);
    this.state.set(listen(this.state.get(), levels, this.#clock.now()));
  }
}
