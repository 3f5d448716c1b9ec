import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import type { Person } from "../harness/person.ts";
import { PORTRAIT_WIDTH, PORTRAITS, sitFor } from "../harness/portrait.ts";
import { expect, test } from "../harness/test.ts";

const root = resolve(import.meta.dirname, "../../..");
const folder = process.env["NEKO_SCREENSHOTS"] ?? join(root, "target/screenshots");
const forReadme = process.env["NEKO_README"] !== undefined;
const SCHEMES = ["light", "dark"] as const;

test("the product in pictures", async ({ newcomer }, { project }) => {
  const isDesktop = project.name === "1440";
  await mkdir(folder, { recursive: true });
  const guests = { viewport: { width: 640, height: 480 }, isMobile: false, hasTouch: false };

  await (await newcomer("Operator")).isAdmin();
  const alice = await newcomer("Alice");
  await sitFor(alice.context, PORTRAITS.study);
  const shoot = (name: string) => shootIn(alice.page, `${name}-${project.name}`);
  for (const [name, path] of [
    ["home", "/"],
    ["login", "/login"],
    ["register", "/register"],
  ] as const) {
    await alice.goTo(path);
    await shoot(name);
  }

  await alice.hasAccount();
  await alice.goTo("/dashboard");
  await shoot("dashboard-empty");
  await alice.hasRoom({ name: "Open door", isPublic: true });
  await alice.hasRoom({ name: "Year 7 parents' evening", maxParticipants: 10 });
  const invite = await alice.hasRoom({ name: "Ward round" });
  const bob = await newcomer("Bob", guests);
  await sitFor(bob.context, PORTRAITS.office);
  await bob.joinAsGuest(invite);

  await alice.goTo("/dashboard");
  await shoot("dashboard");
  await alice.page.goto(invite);
  await alice.expectPictureIn(alice.page.locator(".preview"));
  await shoot("pre-join");

  await bob.leave();
  await alice.button("Join").click();
  await alice.expectInCall();
  await alice.expectPictureIn(alice.tileOf(alice));
  await shoot("room-alone");

  await bob.button("Rejoin").click();
  await bob.button("Join").click();
  await alice.expectSeesAndHears(bob);
  await settle(alice, bob);
  await shoot("room-of-two");
  const carol = await newcomer("Carol", guests);
  await sitFor(carol.context, PORTRAITS.cabin);
  await carol.joinAsGuest(invite);
  await alice.expectSeesAndHears(bob, carol);
  await settle(alice, bob, carol);
  await converse(alice, bob, carol);
  if (forReadme && isDesktop)
    await alice.page.screenshot({ path: join(root, "docs/call.png"), scale: "css" });
  await shoot("room-with-chat");
  await alice.button("Close panel").click();
  await shoot("room-of-three");
});

async function converse(alice: Person, bob: Person, carol: Person): Promise<void> {
  await bob.say("Good morning! Are we waiting for anybody?");
  await alice.expectReads("Good morning! Are we waiting for anybody?");
  await carol.say("I think that is all of us.");
  await alice.expectReads("I think that is all of us.");
  await alice.say("Then let us begin. I share the list in a moment.");
  await alice.expectReads("Then let us begin. I share the list in a moment.");
}

/** A call starts with small pictures until it knows what the network carries. */
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

async function shootIn(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await nextFrame(page);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
}

/** Otherwise a picture may show half of one theme and half of the other. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown(null)))),
  );
}
