/** What this person chose in this browser and expects to find again. Nothing here is secret, or leaves the browser. */
import { LANGUAGES, type Language } from "./languages";
import { Store } from "./store";

/** What the browser does to the microphone's sound. */
export interface AudioProcessing {
  echoCancellation: boolean;
  noiseSuppression: boolean;
  autoGainControl: boolean;
}

export const SELF_VIEWS = ["automatic", "corner", "grid", "hidden"] as const;
/** Where one's own picture is; `automatic`: in a corner beside one other, in the grid with more. */
export type SelfView = (typeof SELF_VIEWS)[number];

/** Left and right as in English: mirrored where text goes from right to left. */
export const CORNERS = ["bottom-right", "bottom-left", "top-left", "top-right"] as const;
export type Corner = (typeof CORNERS)[number];

export interface PreferenceValues {
  processing: AudioProcessing;
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;
  selfView: SelfView;
  selfCorner: Corner;
  /** Single letters as commands, in a call. */
  shortcuts: boolean;
  /** None: the browser's. */
  language: Language | undefined;
}

const DEFAULTS: PreferenceValues = {
  processing: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  microphoneId: undefined,
  cameraId: undefined,
  speakerId: undefined,
  selfView: "automatic",
  selfCorner: "bottom-right",
  shortcuts: true,
  language: undefined,
};

const KEY = "neko.preferences";

type KeptIn = Pick<Storage, "getItem" | "setItem">;

export class Preferences {
  readonly state: Store<PreferenceValues>;

  /** @param storage none: kept as long as the page lives */
  constructor(storage?: KeptIn) {
    this.state = new Store(storage === undefined ? DEFAULTS : read(storage));
    if (storage !== undefined) this.state.subscribe(() => write(storage, this.state.get()));
  }

  set(part: Partial<PreferenceValues>): void {
    this.state.patch(part);
  }
}

/** Whatever stands there, written by another version or by hand: each value counts only if it can be one of ours. */
function read(storage: KeptIn): PreferenceValues {
  const kept = parse(storage);
  const processing = record(kept["processing"]);
  return {
    processing: {
      echoCancellation: bool(processing["echoCancellation"], DEFAULTS.processing.echoCancellation),
      noiseSuppression: bool(processing["noiseSuppression"], DEFAULTS.processing.noiseSuppression),
      autoGainControl: bool(processing["autoGainControl"], DEFAULTS.processing.autoGainControl),
    },
    microphoneId: text(kept["microphoneId"]),
    cameraId: text(kept["cameraId"]),
    speakerId: text(kept["speakerId"]),
    selfView: SELF_VIEWS.find((view) => view === kept["selfView"]) ?? DEFAULTS.selfView,
    selfCorner: CORNERS.find((corner) => corner === kept["selfCorner"]) ?? DEFAULTS.selfCorner,
    shortcuts: bool(kept["shortcuts"], DEFAULTS.shortcuts),
    language: LANGUAGES.find((language) => language === kept["language"]),
  };
}

function parse(storage: KeptIn): Record<string, unknown> {
  try {
    return record(JSON.parse(storage.getItem(KEY) ?? "null"));
  } catch {
    return {};
  }
}

function write(storage: KeptIn, values: PreferenceValues): void {
  try {
    storage.setItem(KEY, JSON.stringify(values));
  } catch {
    // Full or forbidden: the choice holds for this page.
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function bool(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
