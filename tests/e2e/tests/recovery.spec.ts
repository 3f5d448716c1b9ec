import { expect, test } from "../harness/test.ts";

test("a call that may use no path but the relay", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob");
  const invite = new URL(await alice.hasRoom());
  invite.search = "?ice=relay";
  await alice.join(invite.href);
  await bob.joinAsGuest(invite.href);
  await alice.expectSeesAndHears(bob);
  await bob.expectSeesAndHears(alice);
  expect((await alice.mediaOf(bob))?.path).toBe("relay/relay");
  expect((await bob.mediaOf(alice))?.path).toBe("relay/relay");
});

test("after a reload one is back, once", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob");
  const invite = await alice.hasRoom();
  await alice.join(invite);
  await bob.joinAsGuest(invite);
  await alice.expectSeesAndHears(bob);

  await bob.page.reload();
  await expect(bob.field("Your name")).toHaveValue("Bob");
  await bob.button("Join").click();
  await bob.expectInCall();

  await expect(alice.tiles()).toHaveCount(2);
  await expect(alice.tileOf(bob)).toHaveCount(1);
  await alice.expectSeesAndHears(bob);
  await bob.expectSeesAndHears(alice);
});

test.describe("when the box restarts", () => {
  test.use({ mayLogErrors: true });

  test("a call comes back by itself", async ({ box, newcomer }) => {
    const alice = await (await newcomer("Alice")).hasAccount();
    const bob = await newcomer("Bob");
    const invite = await alice.hasRoom();
    await alice.join(invite);
    await bob.joinAsGuest(invite);
    await alice.expectSeesAndHears(bob);
    const before = await alice.connectionIdOf(alice);

    await box.stop();
    const away = alice.page.getByText("The box can't be reached");
    await expect(away).toBeVisible();
    await box.startAgain();
    await expect(away).toHaveCount(0, { timeout: 60_000 });

    for (const [person, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await expect(person.tiles()).toHaveCount(2, { timeout: 60_000 });
      await person.expectSeesAndHears(other);
    }
    expect(await alice.connectionIdOf(alice)).not.toBe(before);
    await bob.say("There you are again");
    await alice.expectReads("There you are again");
  });
});
