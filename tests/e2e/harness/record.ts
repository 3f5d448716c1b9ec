/** What a call's connections went through, and when the other's picture moved, by the page's own account. */
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";

const FRAMES_IN_A_ROW = 5;
const FLOW_DEADLINE_MS = 90_000;

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

  /** When frames flowed after that moment: one may be a leftover, a row of them is not. */
  async flowAfter(moment: number): Promise<number> {
    const find = () =>
      this.#page.evaluate(({ after, row }) => window.frameTimes.filter((at) => at > after)[row - 1], {
        after: moment,
        row: FRAMES_IN_A_ROW,
      });
    await expect.poll(find, { intervals: [250], timeout: FLOW_DEADLINE_MS }).toBeDefined();
    return (await find()) ?? Number.NaN;
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
