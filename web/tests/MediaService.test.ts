import { beforeEach, describe, expect, it } from "vitest";
import { MediaService } from "../src/core/media/MediaService";
import { Preferences } from "../src/core/preferences";
import { settle } from "./fakes/FakeClock";
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

  it("brings its sound where the browser has it, and lets go of both", async () => {
    devices.screenHasSound = true;
    await media.startScreenShare();
    const { screenAudioTrack } = media.state.get();
    expect(screenAudioTrack).toMatchObject({ kind: "audio", stopped: false });
    media.stopScreenShare();
    expect(screenAudioTrack).toMatchObject({ stopped: true });
    expect(media.state.get()).toMatchObject({ screenAudioTrack: null, isVideoEnabled: true });
  });

  it("tells a refusal by the system from a change of mind", async () => {
    devices.screenRefusal = "NotAllowedError";
    devices.refusalMessage = "Permission denied by system";
    await media.startScreenShare();
    expect(media.state.get().problems.screen).toEqual({ why: "denied-by-system" });
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

describe("sound processing", () => {
  beforeEach(() => media.start());

  it("changes on the live track, without asking again", async () => {
    await media.setProcessing({ noiseSuppression: false });
    expect(devices.asked).toHaveLength(1);
    expect(media.state.get().processing).toEqual({
      echoCancellation: true,
      noiseSuppression: false,
      autoGainControl: true,
    });
  });

  it("asks for the microphone again where the live track does not obey, and stays muted", async () => {
    await media.setAudioEnabled(false);
    const [microphone] = devices.given;
    if (microphone === undefined) throw new Error("no microphone was given");
    microphone.settings = { ...microphone.settings, echoCancellation: true };
    await media.setProcessing({ echoCancellation: false });
    expect(microphone.stopped).toBe(true);
    expect(devices.asked.at(-1)?.audio).toMatchObject({ echoCancellation: false, noiseSuppression: true });
    expect(media.state.get()).toMatchObject({ isAudioEnabled: false, audioTrack: { enabled: false } });
  });
});

describe("what is plugged in during a call", () => {
  beforeEach(async () => {
    devices.plugged = [{ kind: "audioinput", deviceId: "audio-1", groupId: "a" } as MediaDeviceInfo];
    await media.start();
  });

  it("is offered once, its parts together", async () => {
    expect(media.state.get().arrivals).toEqual([]);
    devices.plug(
      { kind: "audioinput", deviceId: "m", groupId: "h", label: "Headset" },
      { kind: "audiooutput", deviceId: "s", groupId: "h", label: "Headset" },
    );
    await settle();
    const { arrivals } = media.state.get();
    expect(arrivals).toEqual([{ label: "Headset", microphoneId: "m", speakerId: "s" }]);
    devices.plug();
    await settle();
    expect(media.state.get().arrivals).toBe(arrivals);
  });

  it("is used for all that it can do", async () => {
    await media.setAudioEnabled(false);
    await media.takeUpArrival({ label: "Headset", microphoneId: "m", speakerId: "s" });
    expect(media.state.get()).toMatchObject({ microphoneId: "m", isAudioEnabled: false });
  });

  it("starts the camera only if that was lost", async () => {
    await media.setVideoEnabled(false);
    await media.takeUpArrival({ label: "Webcam", cameraId: "c" });
    expect(media.state.get().isVideoEnabled).toBe(false);
    await media.setVideoEnabled(true);
    media.state.get().cameraTrack?.onended?.(new Event("ended"));
    await media.takeUpArrival({ label: "Webcam", cameraId: "c" });
    expect(media.state.get()).toMatchObject({ isVideoEnabled: true, problems: { video: null } });
  });

  it("gives the sound back to the system when the chosen loudspeaker goes", async () => {
    devices.plug({ kind: "audiooutput", deviceId: "s1" }, { kind: "audiooutput", deviceId: "s2" });
    media.selectSpeaker("s2");
    await settle();
    expect(media.state.get().speakerId).toBe("s2");
    devices.unplug("s2");
    await settle();
    expect(media.state.get().speakerId).toBeUndefined();
  });
});

describe("what was chosen", () => {
  it("is asked for in the next call, and what the browser picked is not", async () => {
    const preferences = new Preferences();
    media = new MediaService(devices as unknown as MediaDevices, preferences);
    await media.start();
    await media.selectMicrophone("audio-2");
    await media.setProcessing({ autoGainControl: false });
    media.stop();
    await media.start();
    expect(devices.asked.at(-1)?.audio).toMatchObject({
      autoGainControl: false,
      deviceId: { exact: "audio-2" },
    });
    expect(devices.asked.at(-1)?.video).not.toHaveProperty("deviceId");
  });

  it("survives nonsense and refusals where it is kept", () => {
    const values = (kept: string) => new Preferences(storage(() => kept)).state.get();
    expect(values("not json").selfView).toBe("automatic");
    expect(values('{"selfView":"upside-down","shortcuts":"yes","processing":7}')).toMatchObject({
      selfView: "automatic",
      shortcuts: true,
      processing: { echoCancellation: true },
    });
    const forbidden = new Preferences(
      storage(() => {
        throw new Error("forbidden");
      }),
    );
    forbidden.set({ selfCorner: "top-left" });
    expect(forbidden.state.get().selfCorner).toBe("top-left");
  });

  function storage(access: () => string) {
    return { getItem: access, setItem: access };
  }
});

describe("a phone's two cameras", () => {
  it("are exchanged, one let go before the other is asked for", async () => {
    devices.isPhone = true;
    await media.start();
    expect(media.state.get()).toMatchObject({ cameraFacing: "user", cameraId: "video-user" });
    await media.flipCamera();
    expect(media.state.get()).toMatchObject({ cameraFacing: "environment", cameraId: "video-environment" });
    expect(devices.given.filter(({ kind }) => kind === "video").map(({ stopped }) => stopped)).toEqual([
      true,
      false,
    ]);
    await media.flipCamera();
    expect(media.state.get()).toMatchObject({ cameraFacing: "user", isVideoEnabled: true });
  });

  it("stay off when video is off", async () => {
    devices.isPhone = true;
    await media.start();
    await media.setVideoEnabled(false);
    await media.flipCamera();
    expect(media.state.get()).toMatchObject({ cameraTrack: null, isVideoEnabled: false });
  });

  it("are nothing that a laptop has", async () => {
    await media.start();
    await media.flipCamera();
    expect(media.state.get().cameraFacing).toBeUndefined();
    expect(devices.asked).toHaveLength(1);
  });
});
