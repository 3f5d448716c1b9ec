import type { Page } from "@playwright/test";
import { useSmallCamera } from "../harness/cameras.ts";
import { bringCrowd } from "../harness/crowd.ts";
import { Renders } from "../harness/renders.ts";
import { expect, test } from "../harness/test.ts";

test.use({ trace: { mode: "retain-on-failure", screenshots: false } });
test.setTimeout(240_000);

const CROWD = Array.from({ length: 9 }, (_, index) => `Guest ${index + 1}`);
/** What shows measurements: the indicator with its details, and a badge beside a name, which may draw nothing. */
const LEAVES = [/ div\.network-place/, / span\.tile__signal$/, / p\.tile__name$/];
/** Of the statistics, three seconds each; levels come five times a second. */
const TICKS = 4;

declare global {
  interface Window {
    ticks: { statistics: number; levels: number };
  }
}

test("ten tiles move, and nothing renders per tick but what shows it", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await useSmallCamera(alice.context);
  const renders = await Renders.of(alice.context, alice.page);
  const invite = await alice.hasRoom({ maxParticipants: 10 });
  await alice.join(invite);
  const crowd = await newcomer("Crowd");
  await crowd.goTo("/login");
  await bringCrowd(crowd, { invite, audience: await alice.connectionIdOf(alice), names: CROWD });
  await expect(alice.tiles()).toHaveCount(10);
  await expect.poll(() => moving(alice.page), { timeout: 90_000 }).toBe(9);

  await alice.button("Connection details").click();
  const details = alice.page.getByRole("region", { name: "Guest 9", exact: true });
  await expect(details).toContainText(/Round trip\s*[\d.]+ ms/);
  // Whoever came is told of for a moment.
  await expect(alice.page.getByText("joined")).toHaveCount(0);

  await renders.restart();
  await alice.page.evaluate(countTicks);
  const ticks = () => alice.page.evaluate(() => window.ticks);
  await expect
    .poll(async () => (await ticks()).statistics, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(TICKS);
  const { commits, places } = await renders.log();
  const { statistics, levels } = await ticks();
  process.stdout.write(
    `${statistics} polls, ${levels} levels shown: ${commits} commits, ${places.length} components rendered\n`,
  );
  expect(levels).toBeGreaterThan(TICKS);
  expect(commits).toBeGreaterThanOrEqual(TICKS);
  const outside = (all: readonly string[]) => all.filter((place) => !LEAVES.some((leaf) => leaf.test(place)));
  expect(outside(places)).toEqual([]);
  expect(await moving(alice.page)).toBe(9);

  // Nothing is proved by a watch that sees nothing.
  await alice.button("Mute").click();
  await expect(alice.button("Unmute")).toBeVisible();
  expect(outside((await renders.log()).places)).toContainEqual(expect.stringMatching(/ div\.tile\S*$/));
});

/** Runs in the page: counts what measurements change in it. */
function countTicks(): void {
  window.ticks = { statistics: 0, levels: 0 };
  new MutationObserver((mutations) => {
    const touches = (place: string) =>
      mutations.some(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.closest(place) !== null;
      });
    if (touches(".details")) window.ticks.statistics += 1;
    if (touches(".tile__frame")) window.ticks.levels += 1;
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** How many of the others' pictures have moved within a second. */
function moving(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const times = () =>
      [...document.querySelectorAll("video")].map((video) => [video, video.currentTime] as const);
    const before = new Map(times());
    await new Promise((over) => setTimeout(over, 1_000));
    const others = times().filter(([video]) => !video.muted);
    return others.filter(([video, time]) => time > (before.get(video) ?? time)).length;
  });
}
