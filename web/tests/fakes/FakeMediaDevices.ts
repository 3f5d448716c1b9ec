import { type FakeTrack, fakeTrack } from "./FakeRtc";

type Refusals = Partial<Record<"audio" | "video", string>>;

/** Devices that can be refused by the name of the error, each on its own. */
export class FakeMediaDevices extends EventTarget {
  refusals: Refusals = {};
  readonly asked: MediaStreamConstraints[] = [];
  readonly given: FakeTrack[] = [];
  screenRefusal: string | undefined;
  refusalMessage = "refused";
  screenHasSound = false;
  plugged: MediaDeviceInfo[] = [];
  /** Has a camera on each side, each with its own id. */
  isPhone = false;

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind] !== false);
    const refusal = kinds.map((kind) => this.refusals[kind]).find((name) => name !== undefined);
    if (refusal !== undefined) throw new DOMException("refused", refusal);
    const tracks = kinds.map((kind) => fakeTrack(kind, wanted(constraints[kind]) ?? `${kind}-1`));
    for (const track of tracks) if (this.isPhone && track.kind === "video") this.#face(track, constraints);
    return this.#stream(tracks);
  }

  async getDisplayMedia(): Promise<MediaStream> {
    if (this.screenRefusal !== undefined) throw new DOMException(this.refusalMessage, this.screenRefusal);
    const sound = this.screenHasSound ? [fakeTrack("audio", "screen")] : [];
    return this.#stream([fakeTrack("video", "screen"), ...sound]);
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.plugged;
  }

  /** Tells the page, as a browser does. */
  plug(...infos: Array<Partial<MediaDeviceInfo>>): void {
    this.plugged = [...this.plugged, ...infos.map((info) => ({ groupId: "", ...info }) as MediaDeviceInfo)];
    this.dispatchEvent(new Event("devicechange"));
  }

  unplug(deviceId: string): void {
    this.plugged = this.plugged.filter((info) => info.deviceId !== deviceId);
    this.dispatchEvent(new Event("devicechange"));
  }

  #face(track: FakeTrack, { video }: MediaStreamConstraints): void {
    const asked = typeof video === "object" ? video.facingMode : undefined;
    const facingMode = typeof asked === "string" ? asked : "user";
    track.settings = { deviceId: `video-${facingMode}`, facingMode };
  }

  #stream(tracks: FakeTrack[]): MediaStream {
    this.given.push(...tracks);
    return {
      getTracks: () => tracks,
      getVideoTracks: () => tracks.filter(({ kind }) => kind === "video"),
      getAudioTracks: () => tracks.filter(({ kind }) => kind === "audio"),
    } as unknown as MediaStream;
  }
}

function wanted(constraint: boolean | MediaTrackConstraints | undefined): string | undefined {
  if (typeof constraint !== "object") return undefined;
  return (constraint.deviceId as { exact?: string } | undefined)?.exact;
}
