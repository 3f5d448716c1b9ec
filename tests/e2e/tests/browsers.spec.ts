import { gather } from "../harness/meeting.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

for (const [host, guest] of [
  ["Chromium", "Firefox"],
  ["Firefox", "Chromium"],
] as const) {
  test(`${host} and ${guest} in one call`, async ({ newcomer, browser, firefox }) => {
    const browsers = { Chromium: browser, Firefox: firefox };
    const alice = await (await newcomer("Alice", { browser: browsers[host] })).hasAccount();
    const bob = await newcomer("Bob", { browser: browsers[guest] });
    await gather(alice, [bob]);

    await alice.say("Which one have you got?");
    await bob.expectReads("Which one have you got?");
    await bob.say("The other one");
    await alice.expectReads("The other one");

    await test.step("muted, stopped and started again, it goes on", async () => {
      for (const [one, other] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        await one.button("Mute").click();
        await expect(other.tileOf(one)).toContainText("Muted");
        await one.button("Unmute").click();
        await one.button("Stop video").click();
        await expect(other.tileOf(one).locator("video")).toHaveCSS("opacity", "0");
        await one.button("Start video").click();
        await other.expectSeesAndHears(one);
      }
    });

    await test.step("the network is measured in both", async () => {
      for (const person of [alice, bob]) await expectMeasured(person);
    });
  });
}

async function expectMeasured(person: Person): Promise<void> {
  await expect(person.page.locator("[role=status][data-quality]")).toHaveAttribute(
    "data-quality",
    /^(excellent|good|fair|poor)$/,
  );
}
