import { expect, test } from "../harness/apart.ts";
import { TileWatch } from "../harness/tiles.ts";

const SECONDS = 1_000;

for (const [name, seconds] of [
  ["short_outage", 8],
  ["long_outage", 25],
] as const) {
  test(name, async ({ apart, link }) => {
    const { alice, bob, records } = apart;
    const seat = await alice.connectionIdOf(alice);
    const watches = [await TileWatch.over(alice.page), await TileWatch.over(bob.page)];
    await records.alice.watchFrames(alice.tileOf(bob));
    await records.bob.watchFrames(bob.tileOf(alice));
    await expect.poll(() => records.alice.frameCount()).toBeGreaterThan(10);
    await expect.poll(() => records.bob.frameCount()).toBeGreaterThan(10);
    let sockets = 0;
    alice.page.on("websocket", () => {
      sockets += 1;
    });

    const down = Date.now();
    await link.goDown();
    // The length of the outage is what is tried.
    await alice.page.waitForTimeout(seconds * SECONDS);
    await link.comeUp();
    const up = Date.now();

    for (const [who, record] of Object.entries(records)) {
      await expect.poll(() => record.frameAfter(up), { timeout: 60 * SECONDS }).toBeDefined();
      const back = (await record.frameAfter(up)) ?? 0;
      const events = await record.events(down);
      const told = events.map(({ what, at }) => `${what} at ${((at - down) / SECONDS).toFixed(1)} s`);
      process.stdout.write(
        `${who}: ${told.join(", ")}; frames again ${((back - up) / SECONDS).toFixed(1)} s after the link\n`,
      );
      expect(events.map(({ what }) => what)).toContain("disconnected");
    }
    process.stdout.write(`sockets: ${sockets}\n`);
    await alice.expectSeesAndHears(bob);
    await bob.expectSeesAndHears(alice);
    await expect(alice.button("Retry")).toHaveCount(0);
    await alice.say("Are you still there?");
    await bob.expectReads("Are you still there?");
    expect(await alice.connectionIdOf(alice), "her seat").toBe(seat);
    for (const watch of watches) {
      await watch.expectSteady();
      await watch.expectNoDoubleAndNoReload();
    }
  });
}
