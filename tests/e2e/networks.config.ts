import { defineConfig } from "@playwright/test";

/** Calls over networks that fail: run by `tests/netns/run`, which makes the networks. */
export default defineConfig({
  testDir: "networks",
  outputDir: "test-results",
  workers: 1,
  timeout: 400_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: { locale: "en-GB", actionTimeout: 30_000, navigationTimeout: 30_000 },
});
