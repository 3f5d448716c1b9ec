import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

// Colours are judged when they stand still.
test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("no page has a serious barrier", async ({ newcomer }) => {
      const alice = await newcomer("Alice");
      for (const path of ["/", "/login", "/register", "/no-such-page"]) {
        await alice.goTo(path);
        await expectNoBarrier(alice.page);
      }

      await alice.hasAccount();
      const invite = await alice.hasRoom({ isPublic: true });
      for (const path of ["/dashboard", "/settings"]) {
        await alice.goTo(path);
        await expectNoBarrier(alice.page);
      }
      await alice.page.goto(invite);
      await expect(alice.button("Join")).toBeVisible();
      await expectNoBarrier(alice.page);

      await alice.button("Join").click();
      await alice.expectInCall();
      await expectNoBarrier(alice.page);
      await expectNoBarrierInPanels(alice);
    });
  });
}

async function expectNoBarrierInPanels(person: Person): Promise<void> {
  await person.say("Nobody here yet?");
  await person.expectReads("Nobody here yet?");
  await expectNoBarrier(person.page);
  for (const panel of ["Participants", "Settings"]) {
    await person.button("Close panel").click();
    await person.button(panel).click();
    await expect(person.page.getByRole("heading", { name: panel })).toBeVisible();
    await expectNoBarrier(person.page);
  }
}

/** Waits for the page's own heading, so that no page is judged while it is still on its way. */
async function expectNoBarrier(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const barriers = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })));
  expect(barriers, `barriers on ${page.url()}`).toEqual([]);
}
