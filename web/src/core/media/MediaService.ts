/**
 * Camera, microphone and screen: gets them, switches them, says why not, and lets go of them. A call goes on without
 * whatever can't be had. Muting silences the track; stopping video turns the camera's light off.
 */
import { Store } from "../store";
import { type DeviceList, noDevices, toDeviceList } from "./devices";
import { type MediaProblem, mediaProblemOf } from "./mediaProblem";

export type CaptureKind = "audio" | "video";

/** An object for each occurrence, so that the same refusal a second time is news. */
export type MediaProblems = Readonly<Record<CaptureKind | "screen", { why: MediaProblem } | null>>;

export interface LocalMediaState {
  isAudioEnabled: boolean;
  isVideoEnabled: boolean;
  isScreenSharing: boolean;
  /** Waiting for the browser or the person to let us have a device. */
  isAcquiring: boolean;
  audioTrack: MediaStreamTrack | null;
  cameraTrack: MediaStreamTrack | null;
  screenTrack: MediaStreamTrack | null;
  problems: MediaProblems;
  devices: DeviceList;
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;
}

const NOTHING: LocalMediaState = {
  isAudioEnabled: false,
  isVideoEnabled: false,
  isScreenSharing: false,
  isAcquiring: false,
  audioTrack: null,
  cameraTrack: null,
  screenTrack: null,
  problems: { audio: null, video: null, screen: null },
  devices: noDevices,
  microphoneId: undefined,
  cameraId: undefined,
  speakerId: undefined,
};

// No frame rate: asking for another than the camera's own makes some drivers stall.
const VIDEO: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } };
const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

export class MediaService {
  readonly state = new Store<LocalMediaState>(NOTHING);
  /** `undefined` on an insecure origin. */
  readonly #devices: MediaDevices | undefined;
  /** Raised by `stop`: what is granted after that is given back at once. */
  #generation = 0;

  constructor(devices: MediaDevices | undefined) {
    this.#devices = devices;
  }

  get canShareScreen(): boolean {
    return this.#devices !== undefined && "getDisplayMedia" in this.#devices;
  }

  /** Asks for both in one prompt; if that fails, for each alone, so that one missing device costs only itself. */
  async start(): Promise<void> {
    this.#devices?.addEventListener("devicechange", this.#refreshDevices);
    const generation = this.#generation;
    this.state.patch({ isAcquiring: true });
    const together = await this.#capture(["audio", "video"]);
    if (generation !== this.#generation) return release(together.tracks);
    this.#adopt(together.tracks);
    if (together.problem === "none" || together.problem === "in-use" || together.problem === "failed") {
      await this.#acquire("audio");
      await this.#acquire("video");
    } else if (together.problem !== null) {
      const problem = { why: together.problem };
      this.state.patch({ problems: { audio: problem, video: problem, screen: null } });
    }
    if (generation !== this.#generation) return;
    this.state.patch({ isAcquiring: false });
    await this.#refreshDevices();
  }

  /** Lets go of everything. */
  stop(): void {
    this.#generation += 1;
    this.#devices?.removeEventListener("devicechange", this.#refreshDevices);
    const { audioTrack, cameraTrack, screenTrack, microphoneId, cameraId, speakerId } = this.state.get();
    release([audioTrack, cameraTrack, screenTrack]);
    this.state.set({ ...NOTHING, microphoneId, cameraId, speakerId });
  }

  async setAudioEnabled(enabled: boolean): Promise<void> {
    const { audioTrack } = this.state.get();
    if (audioTrack === null) {
      if (enabled) await this.#acquire("audio");
      return;
    }
    audioTrack.enabled = enabled;
    this.state.patch({ isAudioEnabled: enabled });
  }

  async setVideoEnabled(enabled: boolean): Promise<void> {
    if (enabled) return this.#acquire("video");
    release([this.state.get().cameraTrack]);
    this.state.patch({ cameraTrack: null, isVideoEnabled: false });
  }

  async selectMicrophone(deviceId: string): Promise<void> {
    const { audioTrack, isAudioEnabled } = this.state.get();
    this.state.patch({ microphoneId: deviceId });
    // Another microphone must not unmute anybody.
    await this.#acquire("audio", audioTrack === null || isAudioEnabled);
  }

  async selectCamera(deviceId: string): Promise<void> {
    this.state.patch({ cameraId: deviceId });
    if (this.state.get().isVideoEnabled) await this.#acquire("video");
  }

  selectSpeaker(deviceId: string): void {
    this.state.patch({ speakerId: deviceId });
  }

  /** Asks which screen or window; turning that question down is no problem. */
  async startScreenShare(): Promise<void> {
    if (this.#devices === undefined) return;
    const generation = this.#generation;
    try {
      const stream = await this.#devices.getDisplayMedia({ video: true, audio: false });
      const [track] = stream.getVideoTracks();
      if (track === undefined || generation !== this.#generation) {
        return release(stream.getTracks());
      }
      // Text must stay sharp; motion may suffer.
      track.contentHint = "detail";
      track.onended = () => this.stopScreenShare();
      this.stopScreenShare();
      this.state.patch({ screenTrack: track, isScreenSharing: true });
    } catch (error) {
      const why = mediaProblemOf(error);
      if (why === "denied") return;
      this.state.patch({ problems: { ...this.state.get().problems, screen: { why } } });
    }
  }

  stopScreenShare(): void {
    release([this.state.get().screenTrack]);
    this.state.patch({ screenTrack: null, isScreenSharing: false });
  }

  async #acquire(kind: CaptureKind, enabled = true): Promise<void> {
    const generation = this.#generation;
    // Some drivers give a device out once: the old track goes first.
    release([kind === "audio" ? this.state.get().audioTrack : this.state.get().cameraTrack]);
    const { tracks, problem } = await this.#capture([kind]);
    if (generation !== this.#generation) return release(tracks);
    if (problem !== null) this.#drop(kind, problem);
    for (const track of tracks) track.enabled = enabled;
    this.#adopt(tracks);
    await this.#refreshDevices();
  }

  async #capture(
    kinds: readonly CaptureKind[],
    anyDevice = false,
  ): Promise<{ tracks: MediaStreamTrack[]; problem: MediaProblem | null }> {
    if (this.#devices === undefined) return { tracks: [], problem: "insecure" };
    const { microphoneId, cameraId } = this.state.get();
    try {
      const stream = await this.#devices.getUserMedia({
        audio: kinds.includes("audio") && withDevice(AUDIO, anyDevice ? undefined : microphoneId),
        video: kinds.includes("video") && withDevice(VIDEO, anyDevice ? undefined : cameraId),
      });
      return { tracks: stream.getTracks(), problem: null };
    } catch (error) {
      const problem = mediaProblemOf(error);
      const chosen = microphoneId !== undefined || cameraId !== undefined;
      // The chosen device may be gone while another is there.
      if (problem === "none" && chosen && !anyDevice) return this.#capture(kinds, true);
      return { tracks: [], problem };
    }
  }

  #adopt(tracks: readonly MediaStreamTrack[]): void {
    for (const track of tracks) {
      const kind = track.kind === "audio" ? "audio" : "video";
      track.onended = () => this.#drop(kind, "unplugged");
      const problems = { ...this.state.get().problems, [kind]: null };
      const deviceId = track.getSettings().deviceId;
      this.state.patch(
        kind === "audio"
          ? { audioTrack: track, isAudioEnabled: track.enabled, microphoneId: deviceId, problems }
          : { cameraTrack: track, isVideoEnabled: true, cameraId: deviceId, problems },
      );
    }
  }

  #drop(kind: CaptureKind, why: MediaProblem): void {
    const problems = { ...this.state.get().problems, [kind]: { why } };
    this.state.patch(
      kind === "audio"
        ? { audioTrack: null, isAudioEnabled: false, problems }
        : { cameraTrack: null, isVideoEnabled: false, problems },
    );
  }

  readonly #refreshDevices = async (): Promise<void> => {
    const infos = await this.#devices?.enumerateDevices().catch(() => []);
    this.state.patch({ devices: toDeviceList(infos ?? []) });
  };
}

function withDevice(constraints: MediaTrackConstraints, deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? constraints : { ...constraints, deviceId: { exact: deviceId } };
}

function release(tracks: ReadonlyArray<MediaStreamTrack | null>): void {
  for (const track of tracks) {
    if (track === null) continue;
    track.onended = null;
    track.stop();
  }
}
