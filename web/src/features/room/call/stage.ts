/** Where each picture of a call goes: all alike in a grid, or one large and the others in a strip. Pure. */
import type { Corner, SelfView } from "../../../core/preferences";
import { gridLayout } from "./gridLayout";

/** Names a picture: a participant's connection id, or that with `screen:` before it. */
export type PictureKey = string;

export interface Picture {
  key: PictureKey;
  isSelf: boolean;
  isScreen: boolean;
}

export interface Rect {
  /** From the side where text begins: in Arabic that is the right one. */
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Arrangement {
  /** What is large; `null` in a grid. */
  large: PictureKey | null;
  /** In the order of the window: the grid's, or the strip's. */
  small: readonly PictureKey[];
  /** Oneself, in a corner above the others. */
  floating: PictureKey | null;
}

export interface Wishes {
  pinned: PictureKey | null;
  /** `automatic`: large is what is pinned, or else a screen that another shares; without either all are alike. */
  layout: "automatic" | "grid" | "spotlight";
  selfView: SelfView;
  activeSpeaker: string | null;
}

export function arrange(pictures: readonly Picture[], wishes: Wishes): Arrangement {
  const others = pictures.filter(({ isSelf, isScreen }) => !isSelf || isScreen);
  const self = pictures.find(({ isSelf, isScreen }) => isSelf && !isScreen);
  const selfPlace = self?.key === wishes.pinned ? "grid" : placeOfSelf(wishes, others.length);
  const seen = pictures.filter((picture) => picture !== self || selfPlace === "grid");
  const large = largest(seen, wishes);
  return {
    large,
    small: seen.flatMap(({ key }) => (key === large ? [] : [key])),
    floating: selfPlace === "corner" ? (self?.key ?? null) : null,
  };
}

export interface LayoutOptions {
  width: number;
  height: number;
  gap: number;
  corner: Corner;
  /** Space for one more of the grid's tiles, such as an invitation. */
  extra?: PictureKey | undefined;
}

/** @returns a place for everything that is arranged, in CSS pixels */
export function placeAll(arrangement: Arrangement, options: LayoutOptions): ReadonlyMap<PictureKey, Rect> {
  const { width, height, gap, corner, extra } = options;
  const { large, floating } = arrangement;
  const small = extra === undefined ? arrangement.small : [...arrangement.small, extra];
  const whole: Rect = { left: 0, top: 0, width, height };
  const places = new Map<PictureKey, Rect>();
  if (large === null) {
    placeInGrid(small, whole, gap, places);
  } else {
    const [stage, strip] = small.length === 0 ? [whole, undefined] : split(whole, small.length, gap);
    places.set(large, stage);
    if (strip !== undefined) placeInGrid(small, strip, gap, places);
  }
  if (floating !== null) places.set(floating, cornerOf(whole, corner, gap));
  return places;
}

function placeOfSelf({ selfView, layout }: Wishes, others: number): "grid" | "corner" | "hidden" {
  // Alone there is nothing else to see.
  if (others === 0) return "grid";
  if (selfView !== "automatic") return selfView;
  return others === 1 && layout !== "grid" ? "corner" : "grid";
}

function largest(seen: readonly Picture[], { pinned, layout, activeSpeaker }: Wishes): PictureKey | null {
  if (layout === "grid" || seen.length === 0) return null;
  if (seen.some(({ key }) => key === pinned)) return pinned;
  // Not one's own, which is on the screen anyway: whoever shows something wants to see the others.
  const screen = seen.find(({ isScreen, isSelf }) => isScreen && !isSelf);
  if (screen !== undefined) return screen.key;
  if (layout === "automatic") return null;
  const others = seen.filter(({ isSelf, isScreen }) => !isSelf && !isScreen);
  return (others.find(({ key }) => key === activeSpeaker) ?? others[0] ?? seen[0])?.key ?? null;
}

/** How much of the window the strip takes, more when it holds many. */
const STRIP_SHARE = 0.18;
const STRIP_SHARE_MANY = 0.26;
const MANY = 5;
const STRIP_MIN = 96;
const STRIP_MAX = 320;

/** The strip goes where the large picture misses the space least. */
function split(whole: Rect, count: number, gap: number): [Rect, Rect] {
  const share = count > MANY ? STRIP_SHARE_MANY : STRIP_SHARE;
  const isWide = whole.width > whole.height * 1.25;
  const side = isWide ? whole.width : whole.height;
  const strip = Math.round(Math.min(STRIP_MAX, Math.max(STRIP_MIN, side * share), side / 2));
  const rest = Math.max(0, side - strip - gap);
  if (isWide) {
    return [
      { ...whole, width: rest },
      { ...whole, left: rest + gap, width: strip },
    ];
  }
  return [
    { ...whole, height: rest },
    { ...whole, top: rest + gap, height: strip },
  ];
}

/** Rows from the middle; a last row that is not full stands in the middle too. */
function placeInGrid(
  keys: readonly PictureKey[],
  { left, top, width, height }: Rect,
  gap: number,
  places: Map<PictureKey, Rect>,
): void {
  if (keys.length === 0) return;
  const { columns, rows, tileWidth, tileHeight } = gridLayout(keys.length, width, height, gap);
  const usedHeight = rows * tileHeight + (rows - 1) * gap;
  keys.forEach((key, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, keys.length - row * columns);
    const usedWidth = inRow * tileWidth + (inRow - 1) * gap;
    places.set(key, {
      left: Math.round(left + (width - usedWidth) / 2 + (index % columns) * (tileWidth + gap)),
      top: Math.round(top + (height - usedHeight) / 2 + row * (tileHeight + gap)),
      width: tileWidth,
      height: tileHeight,
    });
  });
}

const FLOAT_SHARE = 0.24;
const FLOAT_MIN = 104;
const FLOAT_MAX = 260;

function cornerOf(whole: Rect, corner: Corner, gap: number): Rect {
  const isPortrait = whole.height > whole.width;
  const width = Math.round(Math.min(FLOAT_MAX, Math.max(FLOAT_MIN, whole.width * FLOAT_SHARE)));
  const height = Math.round(isPortrait ? width * (4 / 3) : width * (9 / 16));
  return {
    left: corner.endsWith("left") ? gap : Math.max(0, whole.width - width - gap),
    top: corner.startsWith("top") ? gap : Math.max(0, whole.height - height - gap),
    width,
    height,
  };
}

/** The corner nearest to where it was let go. */
export function nearestCorner(centreX: number, centreY: number, width: number, height: number): Corner {
  const vertical = centreY < height / 2 ? "top" : "bottom";
  return centreX < width / 2 ? `${vertical}-left` : `${vertical}-right`;
}
