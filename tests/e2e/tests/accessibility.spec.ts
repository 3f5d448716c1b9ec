import { expectNoBarrier } from "../harness/axe.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

// Colours are judged when they stand still.
test.use({ contextOptions: { reducedMotion: "reduce" }, mayLogErrors: true });
// Axe looks at every element of some thirty pages.
test.setTimeout(240_000);

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("no page has a barrier", async ({ box, newcomer }) => {
      const operator = await newcomer("Operator");
      await operator.page.goto(box.setupLink);
      await expect(operator.button("Create account")).toBeVisible();
      await expectNoBarrier(operator.page);
      await operator.isAdmin();
      await operator.goTo("/admin");
      await expect(operator.page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await expectNoBarrier(operator.page);

      const alice = await newcomer("Alice");
      for (const path of ["/", "/login", "/register", "/no-such-page", "/trust", "/check", "/password"]) {
        await alice.goTo(path);
        await expectNoBarrier(alice.page);
      }
      await alice.hasAccount();
      await alice.goTo("/dashboard");
      await expect(alice.button("Create room")).toBeVisible();
      await expectNoBarrier(alice.page);
      const invite = await alice.hasRoom({ name: "Kitchen table", isPublic: true });
      for (const path of ["/dashboard", "/settings"]) {
        await alice.goTo(path);
        await expectNoBarrier(alice.page);
      }
      await alice.goTo("/dashboard");
      await alice.button("Close Kitchen table").click();
      await expect(alice.button("Close for good")).toBeVisible();
      await expectNoBarrier(alice.page);

      const bob = await newcomer("Bob");
      await bob.page.goto(invite);
      await expect(bob.button("Join")).toBeVisible();
      await expectNoBarrier(bob.page);
      await alice.button("Close for good").click();
      await bob.field("Your name").fill("Bob");
      await bob.button("Join").click();
      await expect(bob.alert()).toContainText("This room is closed");
      await expectNoBarrier(bob.page);
      await bob.page.reload();
      await expect(bob.page.getByRole("heading", { name: "This room is closed" })).toBeVisible();
      await expectNoBarrier(bob.page);
    });

    test("no state of a call has a barrier", async ({ newcomer }) => {
      const alice = await (await newcomer("Alice")).hasAccount();
      await alice.page.goto(await alice.hasRoom({ isPublic: true }));
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
