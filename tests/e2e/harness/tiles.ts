/** What becomes of the pictures on one page from now on, moment by moment: a flicker counts. */
import { expect, type Page } from "@playwright/test";

interface TileRecord {
  /** Tiles that were there at once. */
  most: number;
  least: number;
  /** Tiles of one name that were there at once. */
  mostOfOne: number;
}

declare global {
  interface Window {
    tileRecord?: TileRecord;
  }
}

export class TileWatch {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async over(page: Page): Promise<TileWatch> {
    await page.evaluate(recordTiles);
    return new TileWatch(page);
  }

  /** Nobody was there twice, not for a moment, and the page is the one that the watch began on. */
  async expectNoDoubleAndNoReload(): Promise<void> {
    expect((await this.#record()).mostOfOne, "tiles of one person").toBe(1);
  }

  /** As many as at the beginning, at every moment. */
  async expectSteady(): Promise<void> {
    const { least, most } = await this.#record();
    expect({ least, most }, "tiles at any moment").toEqual({ least: most, most });
  }

  async #record(): Promise<TileRecord> {
    const record = await this.#page.evaluate(() => window.tileRecord);
    if (record === undefined) throw new Error("the page was loaded anew");
    return record;
  }
}

/** Runs in the page. */
function recordTiles(): void {
  const look = () => {
    const names = [...document.querySelectorAll("[data-connection-id]")].map((tile) => tile.ariaLabel);
    const ofOne = names.map((name) => names.filter((other) => other === name).length);
    const before = window.tileRecord;
    window.tileRecord = {
      most: Math.max(before?.most ?? 0, names.length),
      least: Math.min(before?.least ?? names.length, names.length),
      mostOfOne: Math.max(before?.mostOfOne ?? 0, ...ofOne),
    };
  };
  look();
  const attributes = ["aria-label", "data-connection-id"];
  new MutationObserver(look).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: attributes,
  });
}
