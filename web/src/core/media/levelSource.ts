/** How loud a track is, read from the browser's audio graph: the edge that `LevelMeter` and `MutedSpeech` stand on. */
export interface LevelSource {
  /** Just now: 0 is silence, 1 as loud as it gets. */
  read(): number;
  close(): void;
}

export type OpenLevelSource = (track: MediaStreamTrack) => LevelSource;

/** Quieter than this counts as silence, in decibels below the loudest. */
const FLOOR_DB = -60;

let shared: AudioContext | undefined;

export const openLevelSource: OpenLevelSource = (track) => {
  const context = sharedContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    close() {
      source.disconnect();
    },
  };
};

/** Root mean square on a scale of decibels, as ears have it. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

/** One for the page: browsers allow few. It waits for a touch of the page where the browser wants one. */
function sharedContext(): AudioContext {
  if (shared !== undefined) return shared;
  const context = new AudioContext();
  shared = context;
  const resume = () => void context.resume().catch(() => undefined);
  context.onstatechange = () => {
    if (context.state !== "running") return;
    for (const type of ["pointerup", "keydown"]) document.removeEventListener(type, resume);
  };
  for (const type of ["pointerup", "keydown"]) document.addEventListener(type, resume);
  resume();
  return context;
}
