/** How many columns and how big a tile, so that n pictures waste the least of a given area. Pure. */
export interface GridLayout {
  columns: number;
  rows: number;
  /** CSS pixels, rounded down. */
  tileWidth: number;
  tileHeight: number;
}

/** How far a picture may be cropped towards portrait: further on a phone held upright, where width is scarce. */
const NARROWEST_IN_LANDSCAPE = 0.9;
const NARROWEST_IN_PORTRAIT = 0.7;
/** One face alone may fill a phone. */
const NARROWEST_ALONE = 0.45;
/** How much a cropped part is missed: 1 as much as empty space, 0 not at all. Faces are in the middle. */
const CROPPING_MATTERS = 0.25;
/** No wider than cameras are. */
const WIDEST = 16 / 9;

/**
 * @param count tiles, at least 1
 * @param gap between tiles, in the same pixels as the area
 */
export function gridLayout(count: number, width: number, height: number, gap: number): GridLayout {
  const narrowest = narrowestFor(count, width > height);
  let best: GridLayout = { columns: 1, rows: count, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const candidate = {
      columns,
      rows,
      ...fitTile((width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows, narrowest),
    };
    if (pictureArea(candidate) > pictureArea(best)) best = candidate;
  }
  return best;
}

function narrowestFor(count: number, isLandscape: boolean): number {
  if (isLandscape) return NARROWEST_IN_LANDSCAPE;
  return count === 1 ? NARROWEST_ALONE : NARROWEST_IN_PORTRAIT;
}

/** The largest tile of an allowed shape inside a cell. */
function fitTile(
  cellWidth: number,
  cellHeight: number,
  narrowest: number,
): { tileWidth: number; tileHeight: number } {
  const width = Math.max(0, Math.min(cellWidth, cellHeight * WIDEST));
  const height = Math.max(0, Math.min(cellHeight, cellWidth / narrowest));
  return { tileWidth: Math.floor(width), tileHeight: Math.floor(height) };
}

/** What one tile shows of a 16:9 picture that fills it: cropping costs, empty space costs. */
function pictureArea({ tileWidth, tileHeight }: GridLayout): number {
  const shown = Math.min(1, tileWidth / tileHeight / WIDEST);
  return tileWidth * tileHeight * (shown || 0) ** CROPPING_MATTERS;
}
