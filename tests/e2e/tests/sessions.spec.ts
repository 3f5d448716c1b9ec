/** Where one is logged in, and the end of a session somewhere else. */
import type { Browser } from "@playwright/test";
import { expectNoBarrier } from "../harness/axe.ts";
import { PASSWORD, type Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test.use({ mayLogErrors: true, contextOptions: { reducedMotion: "reduce" } });

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

test("a session that is ended elsewhere loses its call at once", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const invite = await alice.hasRoom();
  const left = await again(newcomer, { userAgent: PHONE });
  await left.join(invite);
  const bob = await newcomer("Bob");
  await bob.joinAsGuest(invite);
  await bob.expectSeesAndHears(alice);

  await alice.goTo("/settings");
  const sessions = alice.page.getByRole("region", { name: "Where you are logged in" });
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await expect(sessions.getByRole("listitem").first()).toContainText("This browser, now");
  await expect(sessions.getByText("Safari on iPhone")).toBeVisible();
  await expectNoBarrier(alice.page);
  await alice.button("End the session: Safari on iPhone").click();

  await expect(left.page.getByRole("heading", { name: "You have been logged out" })).toBeVisible();
  await bob.expectGone(alice);
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await left.goTo("/dashboard");
  await expect(left.page).toHaveURL(/\/login$/);
  await alice.goTo("/dashboard");
  await expect(alice.button("Create room")).toBeVisible();
});

test("all others are ended together", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const others = [await again(newcomer), await again(newcomer, { userAgent: PHONE })];
  await alice.goTo("/settings");
  const entries = alice.page.getByRole("region", { name: "Where you are logged in" }).getByRole("listitem");
  await expect(entries).toHaveCount(3);
  await alice.button("End all others").click();
  await expect(entries).toHaveCount(1);
  await expect(alice.button("End all others")).toHaveCount(0);
  for (const other of others) {
    await other.goTo("/dashboard");
    await expect(other.page).toHaveURL(/\/login$/);
  }
});

type Newcomer = (name: string, options?: { browser?: Browser; userAgent?: string }) => Promise<Person>;

/** The same person at another browser, logged in by the page. */
async function again(newcomer: Newcomer, options: { userAgent?: string } = {}): Promise<Person> {
  const alice = await newcomer("Alice", options);
  await alice.goTo("/login");
  await alice.logIn(PASSWORD);
  await expect(alice.page).toHaveURL(/\/dashboard$/);
  return alice;
}
