/** What a call's connections went through, and when the other's picture moved, by the page's own account. */
import type { BrowserContext, Locator, Page } from "@playwright/test";

export interface CallEvent {
  /** Milliseconds since the epoch. */
  at: number;
  /** A connection state, `created` for a connection that is new, `restart` for an ICE restart that was asked for. */
  what: RTCPeerConnectionState | "created" | "restart";
}

declare global {
  interface Window {
    callEvents: CallEvent[];
    /** When each frame was shown. */
    frameTimes: number[];
  }
}

export class CallRecord {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Before the page is opened. */
  static async of(context: BrowserContext, page: Page): Promise<CallRecord> {
    await context.addInitScript(recordConnections);
    return new CallRecord(page);
  }

  /** From here on, of the picture in this tile. */
  async watchFrames(tile: Locator): Promise<void> {
    await tile.locator("video").evaluate(recordFrames);
  }

  async events(since: number): Promise<CallEvent[]> {
    const events = await this.#page.evaluate(() => window.callEvents);
    return events.filter(({ at }) => at >= since);
  }

  /** Of the first frame after that moment, if there was one. */
  frameAfter(moment: number): Promise<number | undefined> {
    return this.#page.evaluate((after) => window.frameTimes.find((at) => at > after), moment);
  }

  frameCount(): Promise<number> {
    return this.#page.evaluate(() => window.frameTimes.length);
  }
}

/** Runs in the page. */
function recordConnections(): void {
  window.callEvents = [];
  const note = (what: CallEvent["what"]) => window.callEvents.push({ at: Date.now(), what });
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      note("created");
      this.addEventListener("connectionstatechange", () => note(this.connectionState));
    }

    override restartIce(): void {
      note("restart");
      super.restartIce();
    }
  };
}

/** Runs in the page. */
function recordFrames(video: HTMLElement | SVGElement): void {
  if (!(video instanceof HTMLVideoElement)) throw new Error("no video");
  window.frameTimes = [];
  const shown = () => {
    window.frameTimes.push(Date.now());
    video.requestVideoFrameCallback(shown);
  };
  video.requestVideoFrameCallback(shown);
}
