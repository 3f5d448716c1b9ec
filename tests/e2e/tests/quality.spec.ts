import type { Page } from "@playwright/test";
import { expect, test } from "../harness/test.ts";

/** What each video encoder of the first connection may send, in order: camera, then screen. */
function encoders(page: Page) {
  return page.evaluate(() => {
    const [peer] = window.__neko?.peers() ?? [];
    const transceivers = peer?.pc.getTransceivers() ?? [];
    return transceivers
      .filter(({ receiver }) => receiver.track.kind === "video")
      .map(({ sender }) => {
        const { active, maxBitrate } = sender.getParameters().encodings[0] ?? {};
        return { active, kbps: (maxBitrate ?? 0) / 1_000 };
      });
  });
}

test("quality is measured, explained and chosen", async ({ meet }) => {
  const [alice, bob] = await meet("Alice", "Bob");

  await test.step("the indicator has a tier, and its button the details of each peer", async () => {
    const indicator = alice.page.locator("[role=status][data-quality]");
    await expect(indicator).toHaveAttribute("data-quality", /^(excellent|good|fair|poor)$/);
    const button = alice.button("Connection details");
    await button.click();
    await expect(button).toHaveAttribute("aria-expanded", "true");
    const ofBob = alice.page.getByRole("region", { name: "Bob", exact: true });
    await expect(ofBob).toContainText("Direct over UDP");
    await expect(ofBob).toContainText(/Round trip\s*[\d.]+ ms/);
    await expect(ofBob).toContainText(/Video received\s*\d+ × \d+, \d+ per second, \w+/);
    await alice.page.keyboard.press("Escape");
    await expect(ofBob).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  await test.step("what Bob wishes to receive is what Alice sends him", async () => {
    await bob.button("Settings").click();
    const receiving = bob.page.getByRole("radiogroup", { name: "Receiving quality" });
    await receiving.getByRole("radio", { name: "Low" }).check();
    await expect.poll(async () => (await encoders(alice.page))[0]).toEqual({ active: true, kbps: 500 });
    await receiving.getByRole("radio", { name: "Audio only" }).check();
    await expect.poll(async () => (await encoders(alice.page))[0]?.active).toBe(false);
    await receiving.getByRole("radio", { name: "High" }).check();
    await expect.poll(async () => (await encoders(alice.page))[0]?.active).toBe(true);
    await bob.expectSeesAndHears(alice);
  });

  await test.step("sending sound alone turns the camera off for the others", async () => {
    const sending = bob.page.getByRole("radiogroup", { name: "Sending quality" });
    await sending.getByRole("radio", { name: "Audio only" }).check();
    await expect.poll(async () => (await encoders(bob.page))[0]?.active).toBe(false);
    const before = await alice.mediaOf(bob);
    await expect
      .poll(async () => (await alice.mediaOf(bob))?.audioBytes)
      .toBeGreaterThan(before?.audioBytes ?? 0);
    await sending.getByRole("radio", { name: "Auto" }).check();
    await alice.expectSeesAndHears(bob);
  });

  await test.step("the choice is kept", async () => {
    const kept = await bob.page.evaluate(() => localStorage.getItem("neko.quality"));
    expect(JSON.parse(kept ?? "")).toEqual({ send: "auto", receive: "high" });
  });
});

test("an idle screen sends nothing, a shared one has its own budget", async ({ meet }) => {
  const [alice, bob] = await meet("Alice", "Bob");
  const videoStreams = () =>
    bob.page.evaluate(async () => {
      const [peer] = window.__neko?.peers() ?? [];
      const report = (await peer?.pc.getStats()) as
        | ReadonlyMap<string, { type: string; kind?: string }>
        | undefined;
      const entries = [...(report?.values() ?? [])];
      return entries.filter(({ type, kind }) => type === "inbound-rtp" && kind === "video").length;
    });
  expect(await videoStreams()).toBe(1);
  expect((await encoders(alice.page))[1]?.active).toBe(false);

  await alice.button("Share screen").click();
  await expect.poll(videoStreams).toBe(2);
  const [camera, screen] = await encoders(alice.page);
  expect(screen?.active).toBe(true);
  expect((camera?.kbps ?? 0) * 4).toBe(screen?.kbps);
  await alice.button("Stop sharing").click();
  await expect.poll(async () => (await encoders(alice.page))[1]?.active).toBe(false);
});
