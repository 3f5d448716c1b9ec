import { join } from "node:path";
import type { Person } from "../harness/person.ts";
import { PORTRAIT_WIDTH, PORTRAITS, sitFor } from "../harness/portrait.ts";
import { expect, test } from "../harness/test.ts";
import { camera, root } from "./shoot.ts";

const forReadme = process.env["NEKO_README"] !== undefined;

test.use({ mayLogErrors: true });

test("every state of the call", async ({ box, newcomer }, info) => {
  const guests = { viewport: { width: 640, height: 480 }, isMobile: false, hasTouch: false };
  await (await newcomer("Operator")).isAdmin();
  const alice = await (await newcomer("Alice")).hasAccount();
  await sitFor(alice.context, PORTRAITS.study);
  const shoot = await camera(alice.page, info);
  const invite = await alice.hasRoom({ name: "Ward round" });
  await alice.join(invite);
  await alice.expectPictureIn(alice.tileOf(alice));
  await shoot("room-alone");

  const bob = await newcomer("Bob", guests);
  await sitFor(bob.context, PORTRAITS.office);
  await bob.joinAsGuest(invite);
  await alice.expectSeesAndHears(bob);
  await settle(alice, bob);
  await shoot("room-of-two");

  const carol = await newcomer("Carol", guests);
  await sitFor(carol.context, PORTRAITS.cabin);
  await carol.joinAsGuest(invite);
  await alice.expectSeesAndHears(bob, carol);
  await settle(alice, bob, carol);
  await shoot("room-of-three");
  await converse(alice, bob, carol);
  if (forReadme && info.project.name === "1440")
    await alice.page.screenshot({ path: join(root, "docs/call.png"), scale: "css" });
  await shoot("room-with-chat");
  await alice.button("Close panel").click();

  for (const panel of ["Participants", "Settings"]) {
    await alice.button(panel).click();
    await expect(alice.page.getByRole("heading", { name: panel })).toBeVisible();
    await shoot(`room-with-${panel.toLowerCase()}`);
    await alice.button("Close panel").click();
  }
  await alice.button("Connection details").click();
  await alice.page.getByRole("region", { name: "Bob", exact: true }).waitFor();
  await shoot("room-with-details");
  await alice.page.keyboard.press("Escape");

  await alice.button("More options").click();
  await alice.page.getByRole("menu").waitFor();
  await shoot("room-with-menu");
  await alice.page.getByRole("menuitem", { name: "QR code to join" }).click();
  await alice.page.getByRole("dialog").waitFor();
  await shoot("room-with-qr");
  await alice.page.keyboard.press("Escape");
  await alice.page.keyboard.press("?");
  await alice.page.getByRole("dialog").waitFor();
  await shoot("room-with-shortcuts");
  await alice.page.keyboard.press("Escape");
  await alice.page.keyboard.press("v");
  await shoot("room-spotlight");
  await alice.page.keyboard.press("v");

  await bob.button("Mute").click();
  await bob.button("Stop video").click();
  await carol.button("Share screen").click();
  await alice.expectPictureIn(alice.page.locator("[data-screen-of]"));
  await settle(alice);
  await shoot("room-with-screen");
  await carol.button("Stop sharing").click();

  await alice.button("Leave").click();
  await alice.page.getByRole("dialog").waitFor();
  await shoot("room-host-leaves");
  await alice.page.keyboard.press("Escape");

  await box.stop();
  await alice.button("Retry").waitFor();
  await shoot("room-box-away");
  await box.startAgain();
  await expect(alice.button("Retry")).toHaveCount(0);

  const shootAsBob = await camera(bob.page, info);
  await bob.leave();
  await shootAsBob("left-as-guest");
});

async function converse(alice: Person, bob: Person, carol: Person): Promise<void> {
  await bob.say("Good morning! Are we waiting for anybody?");
  await alice.expectReads("Good morning! Are we waiting for anybody?");
  await carol.say("I think that is all of us.");
  await alice.expectReads("I think that is all of us.");
  await alice.say("Then let us begin. I share the list in a moment.");
  await alice.expectReads("Then let us begin. I share the list in a moment.");
}

/** A call starts with small pictures until it knows what the network carries; news of who came pass. */
async function settle(person: Person, ...others: Person[]): Promise<void> {
  for (const other of others) {
    const width = () =>
      person
        .tileOf(other)
        .locator("video")
        .evaluate((video: HTMLVideoElement) => video.videoWidth);
    await expect.poll(width, { timeout: 60_000 }).toBe(PORTRAIT_WIDTH);
    await expect(person.page.getByText(`${other.name} joined`)).toHaveCount(0);
  }
}
