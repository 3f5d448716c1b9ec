/** Takes a picture of a page in both themes, once it has come to rest. */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page, TestInfo } from "@playwright/test";

export const root = resolve(import.meta.dirname, "../../..");
const folder = process.env["NEKO_SCREENSHOTS"] ?? join(root, "target/screenshots");
const SCHEMES = ["light", "dark"] as const;

export type Shoot = (name: string) => Promise<void>;

/** @returns what takes `NAME-PROJECT-THEME.png` of `page` */
export async function camera(page: Page, { project }: TestInfo): Promise<Shoot> {
  await mkdir(folder, { recursive: true });
  const schemes = project.name === "forced" ? (["dark"] as const) : SCHEMES;
  return async (name) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await nextFrame(page);
      await page.screenshot({ path: join(folder, `${name}-${project.name}-${colorScheme}.png`) });
    }
  };
}

/** Otherwise a picture may show half of one theme and half of the other. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown(null)))),
  );
}
