import { useMemo } from "react";

/** A stream of that one track, the same as long as the track is. */
export function useTrackStream(track: MediaStreamTrack | null): MediaStream | null {
  return useMemo(() => (track === null ? null : new MediaStream([track])), [track]);
}
