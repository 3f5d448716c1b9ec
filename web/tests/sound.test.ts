import { beforeEach, describe, expect, it } from "vitest";
import { type LevelSource, levelOf } from "../src/core/media/levelSource";
import { MediaService } from "../src/core/media/MediaService";
import { MutedSpeech } from "../src/core/media/MutedSpeech";
import { meterLevel } from "../src/core/media/meterLevel";
import { FakeClock } from "./fakes/FakeClock";
import { FakeMediaDevices } from "./fakes/FakeMediaDevices";
import { fakeTrack } from "./fakes/FakeRtc";

let clock: FakeClock;
let level: number;
let open: number;

beforeEach(() => {
  clock = new FakeClock();
  level = 0;
  open = 0;
});

function openFake(): LevelSource {
  open += 1;
  return {
    read: () => level,
    close: () => {
      open -= 1;
    },
  };
}

describe("loudness", () => {
  it("is 0 for silence, 1 for all there is, and grows with every doubling alike", () => {
    const square = (amplitude: number) => levelOf([amplitude, -amplitude, amplitude, -amplitude]);
    expect(square(0)).toBe(0);
    expect(square(1)).toBe(1);
    expect(square(0.0001)).toBe(0);
    expect(square(0.2) - square(0.1)).toBeCloseTo(square(0.1) - square(0.05));
    expect(levelOf([])).toBe(0);
  });

  it("is shown rising at once and falling slowly, until it is ended", async () => {
    const shown: number[] = [];
    const end = meterLevel(fakeTrack("audio"), openFake, clock, (value) => shown.push(value));
    level = 0.9;
    await clock.advance(60);
    level = 0;
    await clock.advance(120);
    expect(shown.map((value) => Math.round(value * 100))).toEqual([0, 90, 84, 78]);
    end();
    await clock.advance(1_000);
    expect(shown).toHaveLength(4);
    expect(open).toBe(0);
  });
});

describe("talking while muted", () => {
  let devices: FakeMediaDevices;
  let media: MediaService;
  let speech: MutedSpeech;

  beforeEach(async () => {
    devices = new FakeMediaDevices();
    media = new MediaService(devices as unknown as MediaDevices);
    await media.start();
    speech = new MutedSpeech(media.state, openFake, clock);
    speech.start();
  });

  async function talk(milliseconds = 1_500) {
    level = 0.8;
    await clock.advance(milliseconds);
    level = 0;
  }

  it("is noticed, and taken back by itself", async () => {
    await media.setAudioEnabled(false);
    await talk();
    expect(speech.state.get()).toBe(true);
    await clock.advance(6_000);
    expect(speech.state.get()).toBe(false);
  });

  it("is nobody's business while the microphone is on", async () => {
    await talk();
    expect(open).toBe(0);
    expect(speech.state.get()).toBe(false);
  });

  it("is more than a bang", async () => {
    await media.setAudioEnabled(false);
    await talk(300);
    await clock.advance(3_000);
    expect(speech.state.get()).toBe(false);
  });

  it("is said again only after a while", async () => {
    await media.setAudioEnabled(false);
    await talk();
    await clock.advance(7_000);
    await talk();
    expect(speech.state.get()).toBe(false);
    await clock.advance(30_000);
    await talk();
    expect(speech.state.get()).toBe(true);
  });

  it("is not said again in this mute when it was waved away", async () => {
    await media.setAudioEnabled(false);
    await talk();
    speech.dismiss();
    await clock.advance(120_000);
    await talk();
    expect(speech.state.get()).toBe(false);
    await media.setAudioEnabled(true);
    await media.setAudioEnabled(false);
    await talk();
    expect(speech.state.get()).toBe(true);
  });

  it("is listened to on a copy, which goes with the mute, the microphone or the call", async () => {
    const [microphone] = devices.given;
    const latest = () => microphone?.clones.at(-1);
    await media.setAudioEnabled(false);
    expect(latest()).toMatchObject({ enabled: true, stopped: false });
    await media.setAudioEnabled(true);
    expect(latest()?.stopped).toBe(true);
    await media.setAudioEnabled(false);
    media.stop();
    expect(latest()?.stopped).toBe(true);
    expect(open).toBe(0);
    await media.start();
    await media.setAudioEnabled(false);
    speech.stop();
    expect(devices.given.every(({ clones }) => clones.every(({ stopped }) => stopped))).toBe(true);
  });
});
