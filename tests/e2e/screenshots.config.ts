import { defineConfig } from "@playwright/test";
import { chromium, desktop, phone } from "./harness/browsers.ts";

/** Pictures of the product, for people to look at: run by `scripts/screenshots`. */
export default defineConfig({
  testDir: "screenshots",
  outputDir: "test-results",
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  // Tile and panel must have come to rest.
  use: { ...chromium, contextOptions: { reducedMotion: "reduce" } },
  projects: [
    { name: "1440", use: desktop },
    { name: "390", use: phone },
  ],
});
