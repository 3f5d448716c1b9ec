import { beforeEach, describe, expect, it } from "vitest";
import { MediaService } from "../src/core/media/MediaService";
import { FakeMediaDevices } from "./fakes/FakeMediaDevices";

let devices: FakeMediaDevices;
let media: MediaService;

beforeEach(() => {
  devices = new FakeMediaDevices();
  media = new MediaService(devices as unknown as MediaDevices);
});

describe("starting", () => {
  it("asks for both in one prompt", async () => {
    await media.start();
    expect(devices.asked).toHaveLength(1);
    expect(media.state.get()).toMatchObject({
      isAudioEnabled: true,
      isVideoEnabled: true,
      isAcquiring: false,
    });
  });

  it("never asks for a frame rate", async () => {
    await media.start();
    expect(JSON.stringify(devices.asked)).not.toContain("frameRate");
  });

  it("goes on without the one that is missing", async () => {
    devices.refusals = { video: "NotFoundError" };
    await media.start();
    expect(media.state.get()).toMatchObject({
      isAudioEnabled: true,
      isVideoEnabled: false,
      problems: { audio: null, video: { why: "none" } },
    });
  });

  it("asks once only when the person says no", async () => {
    devices.refusals = { audio: "NotAllowedError", video: "NotAllowedError" };
    await media.start();
    expect(devices.asked).toHaveLength(1);
    expect(media.state.get().problems).toMatchObject({ audio: { why: "denied" }, video: { why: "denied" } });
  });

  it("says so on an insecure page", async () => {
    media = new MediaService(undefined);
    await media.start();
    expect(media.state.get().problems).toMatchObject({
      audio: { why: "insecure" },
      video: { why: "insecure" },
    });
    expect(media.canShareScreen).toBe(false);
  });

  it("gives back what is granted after it was stopped", async () => {
    const started = media.start();
    media.stop();
    await started;
    expect(devices.given).toHaveLength(2);
    expect(devices.given.every(({ stopped }) => stopped)).toBe(true);
    expect(media.state.get().cameraTrack).toBeNull();
  });
});

describe("switching", () => {
  beforeEach(() => media.start());

  it("mutes by silencing the track", async () => {
    await media.setAudioEnabled(false);
    expect(media.state.get().audioTrack).toMatchObject({ enabled: false, stopped: false });
    await media.setAudioEnabled(true);
    expect(media.state.get().audioTrack?.enabled).toBe(true);
    expect(devices.asked).toHaveLength(1);
  });

  it("stops the camera itself, and asks for it again", async () => {
    const [, camera] = devices.given;
    await media.setVideoEnabled(false);
    expect(camera?.stopped).toBe(true);
    expect(media.state.get()).toMatchObject({ cameraTrack: null, isVideoEnabled: false });
    await media.setVideoEnabled(true);
    expect(media.state.get().isVideoEnabled).toBe(true);
  });

  it("tells why when it can't be had again", async () => {
    await media.setVideoEnabled(false);
    devices.refusals = { video: "NotReadableError" };
    await media.setVideoEnabled(true);
    expect(media.state.get()).toMatchObject({
      isVideoEnabled: false,
      problems: { video: { why: "in-use" } },
    });
  });

  it("counts the same refusal again as news", async () => {
    devices.refusals = { video: "NotAllowedError" };
    await media.setVideoEnabled(true);
    const first = media.state.get().problems.video;
    await media.setVideoEnabled(true);
    expect(media.state.get().problems.video).toEqual(first);
    expect(media.state.get().problems.video).not.toBe(first);
  });

  it("does not unmute by another microphone", async () => {
    await media.setAudioEnabled(false);
    await media.selectMicrophone("audio-2");
    expect(media.state.get()).toMatchObject({ isAudioEnabled: false, microphoneId: "audio-2" });
    expect(media.state.get().audioTrack?.enabled).toBe(false);
  });

  it("does not start the camera by choosing another", async () => {
    await media.setVideoEnabled(false);
    await media.selectCamera("video-2");
    expect(media.state.get().isVideoEnabled).toBe(false);
    await media.setVideoEnabled(true);
    expect(media.state.get().cameraTrack?.getSettings().deviceId).toBe("video-2");
  });

  it("notices a device that is pulled out", () => {
    media.state.get().cameraTrack?.onended?.(new Event("ended"));
    expect(media.state.get()).toMatchObject({
      isVideoEnabled: false,
      problems: { video: { why: "unplugged" } },
    });
  });
});

describe("the screen", () => {
  beforeEach(() => media.start());

  it("is shared beside the camera, sharp text first", async () => {
    await media.startScreenShare();
    expect(media.state.get()).toMatchObject({ isScreenSharing: true, isVideoEnabled: true });
    expect(media.state.get().screenTrack?.contentHint).toBe("detail");
  });

  it("ends by the browser's own button too", async () => {
    await media.startScreenShare();
    media.state.get().screenTrack?.onended?.(new Event("ended"));
    expect(media.state.get()).toMatchObject({ isScreenSharing: false, screenTrack: null });
  });

  it("takes a closed picker for a change of mind", async () => {
    devices.screenRefusal = "NotAllowedError";
    await media.startScreenShare();
    expect(media.state.get()).toMatchObject({ isScreenSharing: false, problems: { screen: null } });
  });

  it("says what else went wrong", async () => {
    devices.screenRefusal = "NotReadableError";
    await media.startScreenShare();
    expect(media.state.get().problems.screen).toEqual({ why: "in-use" });
  });
});
