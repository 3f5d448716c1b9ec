/** A person's camera and microphone in the test's hand: pulled out, plugged in, talked into. */
import type { BrowserContext, Page } from "@playwright/test";

interface DeviceTest {
  /** Everything that the page was ever given. */
  tracks: MediaStreamTrack[];
  /** What the list of devices has besides the browser's own. */
  plugged: Array<{ kind: MediaDeviceKind; deviceId: string; groupId: string; label: string }>;
}

declare global {
  interface Window {
    deviceTest: DeviceTest;
  }
}

export class Devices {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Before the page is opened. */
  static async of(context: BrowserContext, page: Page): Promise<Devices> {
    await context.addInitScript(watchDevices);
    return new Devices(page);
  }

  /** As the browser tells that a device, or what is shared, is gone. */
  async end(what: "camera" | "microphone" | "screen"): Promise<void> {
    await this.#page.evaluate((ended) => {
      const isScreen = (track: MediaStreamTrack) => "displaySurface" in track.getSettings();
      const track = window.deviceTest.tracks.findLast(
        (candidate) =>
          candidate.readyState === "live" &&
          candidate.kind === (ended === "microphone" ? "audio" : "video") &&
          isScreen(candidate) === (ended === "screen"),
      );
      track?.stop();
      track?.dispatchEvent(new Event("ended"));
    }, what);
  }

  async plugIn(label: string, kinds: readonly MediaDeviceKind[]): Promise<void> {
    await this.#page.evaluate(
      ({ name, of }) => {
        for (const kind of of) {
          window.deviceTest.plugged.push({ kind, deviceId: `${name} ${kind}`, groupId: name, label: name });
        }
        navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
      },
      { name: label, of: kinds },
    );
  }

  /** How many of all that was ever given still run. */
  live(): Promise<number> {
    return this.#page.evaluate(
      () => window.deviceTest.tracks.filter(({ readyState }) => readyState === "live").length,
    );
  }

  /** What the browser says that it does to the sound. */
  soundSettings(): Promise<MediaTrackSettings | undefined> {
    return this.#page.evaluate(() =>
      window.deviceTest.tracks
        .findLast(({ kind, readyState }) => kind === "audio" && readyState === "live")
        ?.getSettings(),
    );
  }
}

/** Runs in the page. */
function watchDevices(): void {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return;
  const test: DeviceTest = { tracks: [], plugged: [] };
  window.deviceTest = test;
  for (const ask of ["getUserMedia", "getDisplayMedia"] as const) {
    const original = mediaDevices[ask].bind(mediaDevices);
    mediaDevices[ask] = async (constraints) => {
      const stream = await original(constraints);
      test.tracks.push(...stream.getTracks());
      return stream;
    };
  }
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => [...(await list()), ...(test.plugged as MediaDeviceInfo[])];
}
