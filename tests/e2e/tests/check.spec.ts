/** Whether calls will work from here: by what the real box and a real browser do, and by what is taken away from them. */
import { expectNoBarrier } from "../harness/axe.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test.use({ contextOptions: { reducedMotion: "reduce" }, mayLogErrors: true });

test("a stranger is told what works, and that the device does not trust the box", async ({ newcomer }) => {
  const alice = await newcomer("Alice");
  await alice.goTo("/");
  await alice.page.getByRole("link", { name: "Check this connection" }).click();
  await expectDone(alice, "warning");
  // The browsers of these tests have clicked the warning away.
  expect(await findings(alice)).toEqual([
    "secure good",
    "not-trusted warning",
    "socket-opens good",
    "clocks-agree good",
    "path-open good",
    "path-open good",
    "path-closed warning",
    "relay-unmeasured unknown",
    // Whom a page has let have the camera knows the device anyway: browsers then name its address.
    "direct-addresses good",
  ]);
  await expect(alice.page.locator("[data-finding=not-trusted] a")).toHaveAttribute("href", "/trust");
  await expectNoBarrier(alice.page);
});

test("who is logged in learns time and rate, and so does a guest", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await alice.goTo("/check");
  await expectDone(alice, "warning");
  await expect(alice.page.locator("[data-finding=relay-fast]")).toContainText(
    /\d ms there and back, [\d.]+ Mbit/,
  );

  const bob = await newcomer("Bob");
  const invite = await alice.hasRoom();
  await bob.joinAsGuest(invite);
  await bob.leave();
  await bob.goTo("/check");
  await expectDone(bob, "warning");
  await expect(bob.page.locator("[data-finding=relay-fast]")).toBeVisible();
  await bob.button("Check again").click();
  await expectDone(bob, "warning");
});

test("Firefox tells less, and is believed no more than that", async ({ newcomer, firefox }) => {
  const alice = await (await newcomer("Alice", { browser: firefox })).hasAccount();
  await alice.goTo("/check");
  await expect(alice.page.locator("main [role=status]")).not.toHaveAttribute("data-level", "running", {
    timeout: 60_000,
  });
  const found = await findings(alice);
  expect(found).toContain("socket-opens good");
  // It never tells of a refusal, and over TLS to a bare address it gets nowhere. (To the box on the same machine it has
  // no way at all by a relay: what it says of UDP and TCP here is so.)
  expect(found[1]).toBe("trust-unknown unknown");
  expect(found[6]).toBe("path-unknown unknown");
});

test("devices are asked for when one presses, and given back", async ({ newcomer }) => {
  const alice = await newcomer("Alice");
  await alice.context.addInitScript(() => {
    const asked = { times: 0 };
    Object.assign(window, { asked });
    const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) => {
      asked.times += 1;
      return original(constraints);
    };
  });
  await alice.goTo("/check");
  await expectDone(alice, "warning");
  await expect(alice.page.locator("[data-finding=camera-there]")).toBeVisible();
  await expect(alice.page.locator("[data-finding=microphone-there]")).toBeVisible();
  const asked = () =>
    alice.page.evaluate(() => (window as unknown as { asked: { times: number } }).asked.times);
  expect(await asked()).toBe(0);
  await alice.button("Test camera and microphone").click();
  await expect(alice.page.locator("[data-finding=camera-works]")).toBeVisible();
  await expect(alice.page.locator("[data-finding=microphone-works]")).toBeVisible();
  await alice.expectPictureIn(alice.page.locator(".check-page__preview"));
  await expectNoBarrier(alice.page);
  await alice.button("End the test").click();
  await expect(alice.page.locator("[data-finding=camera-there]")).toBeVisible();
});

test("a socket that is refused, and a clock that is off, are said so and lead on", async ({ newcomer }) => {
  const alice = await newcomer("Alice");
  await alice.page.routeWebSocket("**/trust/socket", (socket) => socket.close());
  await alice.page.clock.setFixedTime(new Date(Date.now() - 3 * 3_600_000));
  await alice.goTo("/check");
  await expectDone(alice, "broken");
  const refused = alice.page.locator("[data-finding=socket-refused]");
  await expect(refused.getByRole("link")).toHaveAttribute("href", "/trust");
  await expect(alice.page.locator("[data-finding=clocks-differ]")).toContainText("3 hours");
});

test("without the box there is one thing to say", async ({ newcomer, box }) => {
  const alice = await newcomer("Alice");
  await alice.goTo("/check");
  await expectDone(alice, "warning");
  await box.stop();
  await alice.button("Check again").click();
  await expectDone(alice, "broken");
  expect(await findings(alice)).toEqual(["box-away broken"]);
});

test("the report has what was found, and no secret", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const invite = await alice.hasRoom();
  await alice.page.goto(invite);
  await alice.page.getByRole("main").getByRole("link", { name: "Check this connection" }).click();
  await expectDone(alice, "warning");
  await alice.button("Copy report").click();
  await expect(alice.page.getByText("Copied", { exact: true })).toBeVisible();
  const report = await alice.page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain("[warning] Trust: ");
  expect(report).toContain("(relay-fast)");
  const secrets = [invite.split("#")[1] ?? "", invite.split(/room\/|#/)[1] ?? "", "alice", "Alice"];
  for (const secret of secrets) expect(report).not.toContain(secret);
  for (const { value } of await alice.context.cookies()) expect(report).not.toContain(value);
});

test("the page is read from right to left, and by keyboard", async ({ newcomer }) => {
  const layla = await newcomer("Layla", { locale: "ar-EG" });
  await layla.goTo("/check");
  await expectDone(layla, "warning");
  await expectNoBarrier(layla.page);
  await layla.tabTo(layla.button("إعادة الفحص"));
  await layla.page.keyboard.press("Enter");
  await expectDone(layla, "warning");
});

async function expectDone({ page }: Person, level: "good" | "warning" | "broken"): Promise<void> {
  await expect(page.locator("main [role=status]")).toHaveAttribute("data-level", level, { timeout: 60_000 });
}

/** The code of each, and how bad it is. */
async function findings({ page }: Person): Promise<string[]> {
  return page
    .getByRole("region", { name: "The way to the box" })
    .locator("[data-finding]")
    .evaluateAll((elements) => elements.map(({ dataset }) => `${dataset["finding"]} ${dataset["level"]}`));
}
