import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../harness/apart.ts";
import type { Link } from "../harness/link.ts";
import { sentVideoKbps } from "../harness/media.ts";

/** Two polls of the network. */
const TWO_POLLS_MS = 6_000;
/** Estimates grow slowly, and the tier waits until it has been well for a while. */
const RECOVERY_MS = 120_000;
const POOR_KBPS = 500;

const WEAKNESSES: ReadonlyArray<[name: string, weaken: (link: Link) => Promise<void>]> = [
  ["lossy", (link) => link.lose(30)],
  ["narrow", (link) => link.carry(400)],
  ["very_narrow", (link) => link.carry(150)],
];

for (const [name, weaken] of WEAKNESSES) {
  test(name, async ({ apart, link }) => {
    const { alice, bob } = apart;
    const { page } = alice;
    const indicator = page.locator("[role=status][data-quality]");
    const full = await fullKbps(page);
    const told: string[] = [`${name}: ${Math.round(full)} kbit/s before`];

    await test.step("the indicator becomes poor, and less is sent", async () => {
      const since = Date.now();
      await weaken(link);
      await expectQuality(indicator, /^poor$/, 60_000);
      told.push(`poor after ${inSeconds(Date.now() - since)}`);
      await expect(page.getByText(/^The connection is poor/)).toBeVisible();
      let kbps = full;
      await expect
        .poll(
          async () => {
            kbps = await sentVideoKbps(page);
            return kbps;
          },
          { intervals: [0], timeout: TWO_POLLS_MS },
        )
        .toBeLessThan(full * 0.6);
      expect(await cameraLimitKbps(page)).toBeLessThanOrEqual(POOR_KBPS);
      told.push(`${Math.round(kbps)} kbit/s then`);
    });

    await test.step("both come back", async () => {
      const since = Date.now();
      await link.mend();
      await expectQuality(indicator, /^(good|excellent)$/, RECOVERY_MS);
      told.push(
        `${await indicator.getAttribute("data-quality")} ${inSeconds(Date.now() - since)} after its end`,
      );
      await expect
        .poll(() => sentVideoKbps(page), { intervals: [0], timeout: RECOVERY_MS })
        .toBeGreaterThan(full * 0.8);
      told.push(`all of the bitrate ${inSeconds(Date.now() - since)} after it`);
    });

    process.stdout.write(`${told.join(", ")}\n`);
    await alice.expectSeesAndHears(bob);
    await bob.expectSeesAndHears(alice);
  });
}

/** A call begins with less than it can: waits until it has grown to what these pictures take. */
async function fullKbps(page: Page): Promise<number> {
  let [kbps, before] = [0, 0];
  await expect
    .poll(
      async () => {
        [kbps, before] = [await sentVideoKbps(page), kbps];
        return kbps > POOR_KBPS && kbps < before * 1.1;
      },
      { intervals: [0], timeout: 90_000 },
    )
    .toBe(true);
  return kbps;
}

async function expectQuality(indicator: Locator, quality: RegExp, timeout: number): Promise<void> {
  await expect(indicator).toHaveAttribute("data-quality", quality, { timeout });
}

/** What the camera's encoder may send. */
function cameraLimitKbps(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [peer] = window.__neko?.peers() ?? [];
    const sender = peer?.pc.getSenders().find(({ track }) => track?.kind === "video");
    return (sender?.getParameters().encodings[0]?.maxBitrate ?? Number.NaN) / 1_000;
  });
}

function inSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}
