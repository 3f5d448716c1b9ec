import { expectAllSeeAndHear } from "../harness/meeting.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

const ROUNDS = 10;

declare global {
  interface Window {
    joinTimes: { clicked?: number; shown?: number };
  }
}

test("from Join to the first remote frame", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const rows: string[] = [];
  for (const [path, search] of [
    ["direct", ""],
    ["relayed", "?ice=relay"],
  ] as const) {
    const invite = new URL(await alice.hasRoom());
    invite.search = search;
    await alice.join(invite.href);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bob = await newcomer(`Bob ${path} ${round}`);
      times.push(await timeJoin(bob, invite.href));
      await expectAllSeeAndHear([alice, bob]);
      const taken = (await bob.mediaOf(alice))?.path ?? "";
      expect(taken.includes("relay"), taken).toBe(path === "relayed");
      await bob.context.close();
      await alice.expectGone(bob);
    }
    await alice.leave();
    times.sort((a, b) => a - b);
    const middle = ((times[ROUNDS / 2 - 1] ?? 0) + (times[ROUNDS / 2] ?? 0)) / 2;
    rows.push(`| ${[path, middle, times[0] ?? 0, times.at(-1) ?? 0].map(inCell).join(" | ")} |`);
  }
  process.stdout.write(`\n| path | median of ${ROUNDS} | fastest | slowest |\n| --- | --- | --- | --- |\n`);
  process.stdout.write(`${rows.join("\n")}\n`);
});

function inCell(value: string | number): string {
  return typeof value === "string" ? value : `${Math.round(value)} ms`;
}

/** By the page's own clock, with the devices ready as they are when somebody presses the button. */
async function timeJoin(person: Person, invite: string): Promise<number> {
  await person.context.addInitScript(noteTimes);
  await person.page.goto(invite);
  await person.expectPictureIn(person.page.locator(".preview"));
  await person.field("Your name").fill(person.name);
  await person.button("Join").click();
  const times = () => person.page.evaluate(() => window.joinTimes);
  await expect.poll(async () => (await times()).shown, { intervals: [100] }).toBeDefined();
  const { clicked = Number.NaN, shown = Number.NaN } = await times();
  return shown - clicked;
}

/** Runs in the page. */
function noteTimes(): void {
  window.joinTimes = {};
  const seen = new WeakSet<Element>();
  addEventListener(
    "submit",
    () => {
      window.joinTimes.clicked ??= performance.now();
    },
    true,
  );
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>("[data-connection-id] video")) {
      if (seen.has(video) || video.muted) continue;
      seen.add(video);
      video.requestVideoFrameCallback((now) => {
        window.joinTimes.shown ??= now;
      });
    }
  }).observe(document, { childList: true, subtree: true });
}
