/** What the call needs of the browser, so that its logic runs without one. */
export interface RtcPlatform {
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(tracks: MediaStreamTrack[]): MediaStream;
  /** That can be received. */
  videoCodecs(): RTCRtpCodec[];
}

/** What this side sends. `null` sends nothing and keeps the place, so that no mute or share ever renegotiates. */
export interface LocalTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  screenAudio: MediaStreamTrack | null;
}

export const NO_TRACKS: LocalTracks = { audio: null, video: null, screen: null, screenAudio: null };

export function sameTracks(a: LocalTracks, b: LocalTracks): boolean {
  return (Object.keys(NO_TRACKS) as Array<keyof LocalTracks>).every((slot) => a[slot] === b[slot]);
}
