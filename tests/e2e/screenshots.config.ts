import { defineConfig } from "@playwright/test";
import { chromium, desktop, phone, tablet } from "./harness/browsers.ts";

/** Pictures of the product, for people to look at: run by `scripts/screenshots`. */
export default defineConfig({
  testDir: "screenshots",
  outputDir: "test-results",
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  // Tile and panel must have come to rest.
  use: { ...chromium, contextOptions: { reducedMotion: "reduce" } },
  projects: [
    { name: "1440", use: desktop },
    { name: "820", use: tablet },
    { name: "390", use: phone },
    { name: "landscape", use: { ...phone, viewport: { width: 844, height: 390 } } },
    // A laptop's window at twice its size is one half as wide and high.
    { name: "zoomed", use: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 } },
    {
      name: "forced",
      use: { ...desktop, contextOptions: { reducedMotion: "reduce", forcedColors: "active" } },
    },
  ],
});
