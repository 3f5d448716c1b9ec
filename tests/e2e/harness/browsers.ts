/** The browsers as Debian ships them, with fake cameras and microphones, and the two sizes of window. */
import type { LaunchOptions, PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";

type Use = Partial<PlaywrightTestOptions & PlaywrightWorkerOptions>;

export const chromium: Use = {
  browserName: "chromium",
  launchOptions: {
    executablePath: process.env["NEKO_CHROMIUM"] ?? "/usr/bin/chromium",
    chromiumSandbox: false,
    args: [
      // Few frames a second, or six encoders on two cores would starve each other.
      "--use-fake-device-for-media-stream=fps=5",
      "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
      "--disable-gpu",
      "--disable-quic",
      // Firefox on the same machine offers only this.
      "--allow-loopback-in-peer-connection",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
  // The box is its own authority; trusting it is the subject of other tests.
  ignoreHTTPSErrors: true,
  locale: "en-GB",
  actionTimeout: 20_000,
  navigationTimeout: 20_000,
};

/** Stock Firefox speaks WebDriver BiDi, which Playwright's channel of this name uses. */
export const firefox: LaunchOptions = {
  channel: "moz-firefox",
  executablePath: process.env["NEKO_FIREFOX"] ?? "/usr/bin/firefox-esr",
  firefoxUserPrefs: {
    "media.navigator.streams.fake": true,
    "media.navigator.permission.disabled": true,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": false,
    "media.gmp-manager.updateEnabled": false,
    "app.update.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
  },
};

export const desktop: Use = { viewport: { width: 1440, height: 900 } };

export const phone: Use = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

export const tablet: Use = {
  viewport: { width: 820, height: 1180 },
  isMobile: true,
  hasTouch: true,
};
