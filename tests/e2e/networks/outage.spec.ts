import { expect, test } from "../harness/apart.ts";
import type { CallEvent } from "../harness/record.ts";
import { TileWatch } from "../harness/tiles.ts";

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
    for (const record of Object.values(records)) await record.flowAfter(0);

    const down = Date.now();
    await link.goDown();
    // Time is what this is about.
    await alice.page.waitForTimeout(seconds * 1_000);
    await link.comeUp();
    const up = Date.now();

    const repairs: CallEvent["what"][] = [];
    for (const [who, record] of Object.entries(records)) {
      const flow = await record.flowAfter(up);
      const events = await record.events(down);
      report(`${who}, ${seconds} s without a link`, [
        ...events.map(({ what, at }) => `${what} after ${inSeconds(at - down)}`),
        `frames again ${inSeconds(flow - up)} after the link`,
      ]);
      const seen = events.map(({ what }) => what);
      expect(seen).toContain("disconnected");
      repairs.push(...seen);
    }
    expect(repairs, "ICE restarts").toContain("restart");

    await alice.expectSeesAndHears(bob);
    await bob.expectSeesAndHears(alice);
    await alice.say("Are you still there?");
    await bob.expectReads("Are you still there?");
    expect(await alice.connectionIdOf(alice), "her seat").toBe(seat);
    for (const watch of watches) {
      await watch.expectSteady();
      await watch.expectNoDoubleAndNoReload();
    }
  });
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function report(what: string, facts: readonly string[]): void {
  process.stdout.write(`${what}: ${facts.join(", ")}\n`);
}
