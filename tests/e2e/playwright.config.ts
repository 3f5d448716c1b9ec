import { defineConfig } from "@playwright/test";
import { chromium, desktop, phone } from "./harness/browsers.ts";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // One machine plays the box, the network and everybody in the call.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["html", { open: "never", outputFolder: "playwright-report" }]],
  use: { ...chromium, trace: "retain-on-failure" },
  projects: [
    { name: "desktop", use: desktop },
    // What a small screen can change; the rest is the same page.
    { name: "phone", use: phone, testMatch: ["call.spec.ts", "accessibility.spec.ts", "admin.spec.ts"] },
  ],
});
