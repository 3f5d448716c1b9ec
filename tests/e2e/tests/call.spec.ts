import { expect, test } from "../harness/test.ts";

test("from the set-up link to a call of two, and out again", async ({ box, newcomer }) => {
  const alice = await newcomer("Alice");
  const bob = await newcomer("Bob");

  await test.step("the set-up link makes the admin", async () => {
    await alice.page.goto(box.setupLink);
    await alice.fillAccount();
    await alice.button("Create account").click();
    await expect(alice.page).toHaveURL(/\/dashboard$/);
    await expect(alice.page.getByRole("link", { name: "Admin" })).toBeVisible();
  });

  const invite = await test.step("she makes a room, goes in and copies its link", async () => {
    await alice.field("Room name").fill("Kitchen table");
    await alice.button("Create room").click();
    await expect(alice.page).toHaveURL(/\/room\/[^/#]+#.+$/);
    await alice.button("Join").click();
    await alice.expectInCall();
    const copied = await alice.copyInvite();
    expect(copied).toBe(alice.page.url());
    return copied;
  });

  await test.step("he makes an account, opens the link and joins", async () => {
    await bob.goTo("/register");
    await bob.fillAccount();
    await bob.button("Create account").click();
    await expect(bob.page).toHaveURL(/\/dashboard$/);
    await bob.join(invite);
  });

  await test.step("they see and hear each other, by way of the box alone", async () => {
    await alice.expectSeesAndHears(bob);
    await bob.expectSeesAndHears(alice);
    for (const person of [alice, bob]) {
      const [peer] = await person.media();
      expect(peer?.iceHosts).toEqual(["127.0.0.1"]);
      await expect(person.page.getByRole("status")).toHaveAttribute(
        "data-quality",
        /^(excellent|good|fair|poor)$/,
      );
    }
  });

  await test.step("they chat", async () => {
    await alice.say("Can you hear me?");
    await bob.expectReads("Can you hear me?");
    await bob.say("<b>Loud & clear</b>");
    await alice.expectReads("<b>Loud & clear</b>");
    await bob.expectReads("<b>Loud & clear</b>");
    for (const person of [alice, bob]) await person.button("Close panel").click();
  });

  await test.step("muting is seen by the other", async () => {
    const alicesName = bob.tileOf(alice);
    await expect(alicesName).not.toContainText("Muted");
    await alice.button("Mute").click();
    await expect(alice.button("Unmute")).toBeVisible();
    await expect(alicesName).toContainText("Muted");
    await alice.button("Unmute").click();
    await expect(alicesName).not.toContainText("Muted");
  });

  await test.step("stopped video comes back", async () => {
    const alicesPicture = bob.tileOf(alice).locator("video");
    await alice.button("Stop video").click();
    await expect(alicesPicture).toHaveCSS("opacity", "0");
    await alice.button("Start video").click();
    await expect(alicesPicture).toHaveCSS("opacity", "1");
    await bob.expectSeesAndHears(alice);
  });

  await test.step("he leaves, and she sees it", async () => {
    await bob.leave();
    await expect(bob.page).toHaveURL(/\/dashboard$/);
    await alice.expectGone(bob);
    await expect(alice.tiles()).toHaveCount(1);
    await alice.leave();
  });

  for (const { network } of [alice, bob]) expect(network.ownCount).toBeGreaterThan(0);
});
