/** What the call needs of the browser, so that its logic runs without one. */
export interface RtcPlatform {
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(tracks: MediaStreamTrack[]): MediaStream;
}

/** What this side sends. `null` sends nothing and keeps the place, so that no mute ever renegotiates. */
export interface LocalTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}
