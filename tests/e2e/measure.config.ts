import { defineConfig } from "@playwright/test";
import { chromium, desktop } from "./harness/browsers.ts";

// The device's own rate, as cameras have it: five frames a second would be measured instead of the join.
const args = chromium.launchOptions?.args?.map((flag) => flag.replace("=fps=5", "")) ?? [];

/** Times for `docs/performance.md`: run by `scripts/measure-join`, on a machine that does nothing else. */
export default defineConfig({
  testDir: "measure",
  outputDir: "test-results",
  workers: 1,
  timeout: 600_000,
  expect: { timeout: 30_000 },
  reporter: "line",
  use: { ...chromium, ...desktop, launchOptions: { ...chromium.launchOptions, args } },
});
