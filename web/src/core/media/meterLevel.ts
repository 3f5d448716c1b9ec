/** A track's loudness as a bar shows it: up at once, down slowly. */
import type { Cancel, Clock } from "../clock";
import type { LevelSource, OpenLevelSource } from "./levelSource";

const READ_EVERY_MS = 60;
const FALL_PER_READ = 0.06;

/** Calls `show` with 0 to 1, several times a second; the returned function ends it. */
export function meterLevel(
  track: MediaStreamTrack,
  open: OpenLevelSource,
  clock: Clock,
  show: (level: number) => void,
): Cancel {
  const source: LevelSource = open(track);
  let level = 0;
  let cancel: Cancel = () => undefined;
  const tick = () => {
    level = Math.max(source.read(), level - FALL_PER_READ, 0);
    show(level);
    cancel = clock.after(READ_EVERY_MS, tick);
  };
  tick();
  return () => {
    cancel();
    source.close();
  };
}
