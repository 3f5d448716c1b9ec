/**
 * Camera, microphone and screen: gets them, switches them, says why not, and lets go of them. A call goes on without
 * whatever can't be had. Muting silences the track; stopping video turns the camera's light off.
 */
import { type AudioProcessing, Preferences } from "../preferences";
import { Store } from "../store";
import {
  type CameraFacing,
  cameraConstraints,
  facingOf,
  microphoneConstraints,
  obeys,
  screenConstraints,
} from "./constraints";
import { arrivalsBetween, type DeviceArrival, type DeviceList, noDevices, toDeviceList } from "./devices";
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
  /** Known on devices with cameras on two sides alone. */
  cameraFacing: CameraFacing | undefined;
  screenTrack: MediaStreamTrack | null;
  /** What the shared screen sounds like, where that can be had. */
  screenAudioTrack: MediaStreamTrack | null;
  problems: MediaProblems;
  devices: DeviceList;
  /** What was plugged in last; a new list for each occurrence. */
  arrivals: readonly DeviceArrival[];
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;
  processing: AudioProcessing;
}

interface CaptureOptions {
  /** Whatever there is, instead of what was chosen. */
  anyDevice?: boolean;
  /** A side of the phone, instead of a chosen camera. */
  facing?: CameraFacing | undefined;
}

interface AcquireOptions extends Pick<CaptureOptions, "facing"> {
  enabled?: boolean;
}

const NO_PROBLEMS: MediaProblems = { audio: null, video: null, screen: null };

export class MediaService {
  readonly state: Store<LocalMediaState>;
  /** `undefined` on an insecure origin. */
  readonly #devices: MediaDevices | undefined;
  readonly #preferences: Preferences;
  /** Raised by `stop`: what is granted after that is given back at once. */
  #generation = 0;

  constructor(devices: MediaDevices | undefined, preferences = new Preferences()) {
    this.#devices = devices;
    this.#preferences = preferences;
    this.state = new Store(this.#nothing());
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
    const { audioTrack, cameraTrack, screenTrack, screenAudioTrack } = this.state.get();
    release([audioTrack, cameraTrack, screenTrack, screenAudioTrack]);
    this.state.set(this.#nothing());
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
    this.#choose({ microphoneId: deviceId });
    // Another microphone must not unmute anybody.
    await this.#acquire("audio", { enabled: audioTrack === null || isAudioEnabled });
  }

  async selectCamera(deviceId: string): Promise<void> {
    this.#choose({ cameraId: deviceId });
    if (this.state.get().isVideoEnabled) await this.#acquire("video");
  }

  /** To the camera on the other side of the phone. */
  async flipCamera(): Promise<void> {
    const { cameraFacing } = this.state.get();
    if (!canFlipCamera(this.state.get())) return;
    await this.#acquire("video", { facing: cameraFacing === "user" ? "environment" : "user" });
  }

  selectSpeaker(deviceId: string): void {
    this.#choose({ speakerId: deviceId });
  }

  /** Uses what was plugged in for everything that it can do. */
  async takeUpArrival({ microphoneId, cameraId, speakerId }: DeviceArrival): Promise<void> {
    if (speakerId !== undefined) this.selectSpeaker(speakerId);
    if (microphoneId !== undefined) await this.selectMicrophone(microphoneId);
    if (cameraId === undefined) return;
    const wasLost = this.state.get().problems.video !== null;
    await this.selectCamera(cameraId);
    if (wasLost) await this.setVideoEnabled(true);
  }

  /** On the live track where the browser can do that, or else by asking for the microphone again. */
  async setProcessing(change: Partial<AudioProcessing>): Promise<void> {
    const processing = { ...this.state.get().processing, ...change };
    this.state.patch({ processing });
    this.#preferences.set({ processing });
    const { audioTrack, microphoneId, isAudioEnabled } = this.state.get();
    if (audioTrack === null) return;
    const applied = await audioTrack.applyConstraints(microphoneConstraints(processing, microphoneId)).then(
      () => obeys(audioTrack.getSettings(), processing),
      () => false,
    );
    if (!applied && audioTrack === this.state.get().audioTrack)
      await this.#acquire("audio", { enabled: isAudioEnabled });
  }

  /** Asks which screen or window; turning that question down is no problem. */
  async startScreenShare(): Promise<void> {
    if (this.#devices === undefined) return;
    const generation = this.#generation;
    try {
      const stream = await this.#devices.getDisplayMedia(screenConstraints());
      const [track] = stream.getVideoTracks();
      if (track === undefined || generation !== this.#generation) return release(stream.getTracks());
      // Text must stay sharp; motion may suffer.
      track.contentHint = "detail";
      track.onended = () => this.stopScreenShare();
      this.stopScreenShare();
      this.state.patch({
        screenTrack: track,
        screenAudioTrack: stream.getAudioTracks()[0] ?? null,
        isScreenSharing: true,
      });
    } catch (error) {
      const why = mediaProblemOf(error);
      if (why === "denied") return;
      this.state.patch({ problems: { ...this.state.get().problems, screen: { why } } });
    }
  }

  stopScreenShare(): void {
    const { screenTrack, screenAudioTrack } = this.state.get();
    release([screenTrack, screenAudioTrack]);
    this.state.patch({ screenTrack: null, screenAudioTrack: null, isScreenSharing: false });
  }

  async #acquire(kind: CaptureKind, { enabled = true, facing }: AcquireOptions = {}): Promise<void> {
    const generation = this.#generation;
    // Some drivers give a device out once, and Chromium gives one that is in use only with the processing that it has:
    // the old track goes first, and whoever has a copy of it gets the time to let go of that.
    release([kind === "audio" ? this.state.get().audioTrack : this.state.get().cameraTrack]);
    this.state.patch(kind === "audio" ? { audioTrack: null } : { cameraTrack: null });
    await Promise.resolve();
    const { tracks, problem } = await this.#capture([kind], { facing });
    if (generation !== this.#generation) return release(tracks);
    if (problem !== null) this.#drop(kind, problem);
    for (const track of tracks) track.enabled = enabled;
    this.#adopt(tracks);
    await this.#refreshDevices();
  }

  async #capture(
    kinds: readonly CaptureKind[],
    { anyDevice = false, facing }: CaptureOptions = {},
  ): Promise<{ tracks: MediaStreamTrack[]; problem: MediaProblem | null }> {
    if (this.#devices === undefined) return { tracks: [], problem: "insecure" };
    const { microphoneId, cameraId, processing } = this.state.get();
    try {
      const stream = await this.#devices.getUserMedia({
        audio:
          kinds.includes("audio") && microphoneConstraints(processing, anyDevice ? undefined : microphoneId),
        video:
          kinds.includes("video") &&
          cameraConstraints({ deviceId: anyDevice ? undefined : cameraId, facing }),
      });
      return { tracks: stream.getTracks(), problem: null };
    } catch (error) {
      const problem = mediaProblemOf(error);
      const chosen = microphoneId !== undefined || cameraId !== undefined;
      // The chosen device may be gone while another is there.
      if (problem === "none" && chosen && !anyDevice) return this.#capture(kinds, { anyDevice: true });
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
          : {
              cameraTrack: track,
              cameraFacing: facingOf(track),
              isVideoEnabled: true,
              cameraId: deviceId,
              problems,
            },
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

  /** Remembered for the next call too; what the browser picks by itself is not. */
  #choose(choice: Partial<Pick<LocalMediaState, "microphoneId" | "cameraId" | "speakerId">>): void {
    this.state.patch(choice);
    this.#preferences.set(choice);
  }

  readonly #refreshDevices = async (): Promise<void> => {
    const generation = this.#generation;
    const infos = await this.#devices?.enumerateDevices().catch(() => []);
    if (generation !== this.#generation) return;
    const { devices: before, speakerId, arrivals } = this.state.get();
    const devices = toDeviceList(infos ?? []);
    const news = arrivalsBetween(before, devices);
    const { speakers } = devices;
    const isHidden = speakers.length === 0;
    const hasSpeaker = isHidden || speakers.some(({ id }) => id === speakerId);
    this.state.patch({
      devices,
      arrivals: news.length > 0 ? news : arrivals,
      // The system's own choice takes over from one that was pulled out.
      speakerId: hasSpeaker ? speakerId : undefined,
    });
  };

  #nothing(): LocalMediaState {
    const { microphoneId, cameraId, speakerId, processing } = this.#preferences.state.get();
    return {
      isAudioEnabled: false,
      isVideoEnabled: false,
      isScreenSharing: false,
      isAcquiring: false,
      audioTrack: null,
      cameraTrack: null,
      cameraFacing: undefined,
      screenTrack: null,
      screenAudioTrack: null,
      problems: NO_PROBLEMS,
      devices: noDevices,
      arrivals: [],
      microphoneId,
      cameraId,
      speakerId,
      processing,
    };
  }
}

/** Whether there is a picture, and another side to turn to. */
export function canFlipCamera({ cameraFacing, isVideoEnabled }: LocalMediaState): boolean {
  return cameraFacing !== undefined && isVideoEnabled;
}

/** Like a mirror, unless the camera looks away from its holder. */
export function isMirrored({ cameraFacing }: LocalMediaState): boolean {
  return cameraFacing !== "environment";
}

function release(tracks: ReadonlyArray<MediaStreamTrack | null>): void {
  for (const track of tracks) {
    if (track === null) continue;
    track.onended = null;
    track.stop();
  }
}
