import type { Page } from "@playwright/test";
import { expectAllSeeAndHear } from "../harness/meeting.ts";
import { expect, test } from "../harness/test.ts";
import { TileWatch } from "../harness/tiles.ts";

test("a call that may use no path but the relay", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob");
  const invite = new URL(await alice.hasRoom());
  invite.search = "?ice=relay";
  await alice.join(invite.href);
  await bob.joinAsGuest(invite.href);
  await expectAllSeeAndHear([alice, bob]);
  expect((await alice.mediaOf(bob))?.path).toBe("relay/relay");
  expect((await bob.mediaOf(alice))?.path).toBe("relay/relay");
});

test("after a reload one is back, once, and knows what one said", async ({ meet }) => {
  const [alice, bob] = await meet("Alice", "Bob");
  await bob.say("I have to load this anew");
  await alice.expectReads("I have to load this anew");

  await bob.page.reload();
  await expect(bob.field("Your name")).toHaveValue("Bob");
  await bob.button("Join").click();
  await bob.expectInCall();

  await expect(alice.tiles()).toHaveCount(2);
  await expect(alice.tileOf(bob)).toHaveCount(1);
  await expectAllSeeAndHear([alice, bob]);
  await bob.expectReads("I have to load this anew");
  await expect(bob.page.locator(".message", { hasText: "I have to load this anew" })).toContainText("You");
  await expect(alice.page.locator(".message")).toContainText("Bob");
});

test.describe("when the box", () => {
  test.use({ mayLogErrors: true });

  for (const [what, goDown] of [
    ["is restarted", "stop"],
    ["is killed and started again", "kill"],
  ] as const) {
    test(`${what}, a call comes back by itself`, async ({ box, meet }) => {
      const [alice, bob] = await meet("Alice", "Bob");
      const before = await alice.connectionIdOf(alice);
      const watches = [await TileWatch.over(alice.page), await TileWatch.over(bob.page)];

      await box[goDown]();
      const away = alice.page.getByText("The box can't be reached");
      await expect(away).toBeVisible();
      await box.startAgain();
      await expect(away).toHaveCount(0, { timeout: 60_000 });

      for (const person of [alice, bob]) await expect(person.tiles()).toHaveCount(2, { timeout: 60_000 });
      await expectAllSeeAndHear([alice, bob]);
      for (const watch of watches) await watch.expectNoDoubleAndNoReload();
      expect(await alice.connectionIdOf(alice)).not.toBe(before);
      await bob.say("There you are again");
      await alice.expectReads("There you are again");
    });
  }

  test("goes down politely, pages are told and come back by themselves to the next start", async ({
    box,
    newcomer,
  }) => {
    const alice = await (await newcomer("Alice")).hasAccount();
    const bob = await newcomer("Bob");
    const lines = [new SocketLine(alice.page), new SocketLine(bob.page)];
    const invite = await alice.hasRoom();
    await alice.join(invite);
    await bob.joinAsGuest(invite);
    await expectAllSeeAndHear([alice, bob]);

    await box.stop();
    for (const line of lines) {
      await expect.poll(() => line.heard("server-closing")).toBeGreaterThan(0);
      line.forget();
      // Away for so long that the pauses between attempts have grown to what they are for a minute.
      await expect.poll(() => line.failures, { timeout: 60_000 }).toBeGreaterThan(5);
    }
    await box.startAgain();
    const ready = Date.now();
    for (const line of lines) {
      await expect.poll(() => line.heard("room-joined"), { timeout: 60_000 }).toBeGreaterThan(0);
    }
    const took = Math.max(...lines.map((line) => line.heard("room-joined"))) - ready;
    test
      .info()
      .annotations.push({ type: "measured", description: `back in the room ${took} ms after the start` });
    // Three seconds on an idle machine; this one also plays everybody in the call.
    expect(took).toBeLessThan(10_000);
    for (const person of [alice, bob]) await expect(person.tiles()).toHaveCount(2);
    await expectAllSeeAndHear([alice, bob]);
  });
});

/** What a page hears over its sockets, and when. */
class SocketLine {
  /** Attempts to reach the box. */
  failures = 0;
  readonly #heard = new Map<string, number>();

  constructor(page: Page) {
    page.on("console", (message) => {
      if (message.text().includes("ERR_CONNECTION_REFUSED")) this.failures += 1;
    });
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        const said = String(payload);
        for (const word of ["server-closing", "room-joined"]) {
          if (said.includes(`"${word}"`)) this.#heard.set(word, Date.now());
        }
      });
    });
  }

  /** When it last heard this; 0 if it has not. */
  heard(word: string): number {
    return this.#heard.get(word) ?? 0;
  }

  forget(): void {
    this.failures = 0;
    this.#heard.clear();
  }
}
