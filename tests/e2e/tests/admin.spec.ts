/** The pages of those who run the box: what they do there happens. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expectNoBarrier } from "../harness/axe.ts";
import { PASSWORD, type Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

// Colours are judged when they stand still.
test.use({ openRegistration: false, contextOptions: { reducedMotion: "reduce" } });

const PATHS = ["", "/sheet", "/users", "/rooms", "/settings", "/network", "/backup", "/log", "/about"];

test("an account is made by a link, becomes an administrator's, and is ordinary again", async ({
  box,
  newcomer,
}) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  await describeBob(operator);
  await operator.button("Create account").click();
  const link = operator.page.locator("[data-password-link]");
  await expect(link).toHaveText(new RegExp(`^${box.origin}/password#[\\w.-]{20,}$`));
  await operator.button("Copy link").click();
  await expect(operator.button("Copied")).toBeVisible();
  const copied = await operator.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await link.textContent());
  await operator.button("Done").click();
  await expect(link).toHaveCount(0);

  const bob = operator.page.getByRole("link", { name: /Bob/ });
  await expect(bob).toContainText("Link handed out");
  await operator.field("Search by name or email").fill("nobody of that name");
  await expect(operator.page.getByText("Nothing found.")).toBeVisible();
  await operator.field("Search by name or email").fill("bob@");
  await bob.click();
  await expect(operator.page.getByRole("heading", { level: 1, name: "Bob" })).toBeVisible();
  const account = operator.page.getByRole("region", { name: "Account" });
  await confirm(operator, "Make administrator");
  await expect(account.getByText("Administrator", { exact: true })).toBeVisible();
  await confirm(operator, "Make ordinary");
  await expect(account.getByText("Ordinary", { exact: true })).toBeVisible();
});

test("who is disabled is out of the call at once, and back when enabled", async ({ newcomer }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  await describeBob(operator);
  await operator.field("How they get in").selectOption("With a password from me");
  await operator.field("Password").fill(PASSWORD);
  await operator.button("Create account").click();
  await operator.button("Done").click();

  const bob = await newcomer("Bob");
  await bob.goTo("/login");
  await bob.logIn();
  await bob.field("Room name").fill("Bob's room");
  await bob.button("Create room").click();
  await bob.button("Join").click();
  await bob.expectInCall();

  await operator.page.getByRole("link", { name: /Bob/ }).click();
  await expect(operator.page.getByRole("region", { name: "Where they are logged in" })).toContainText(
    "Chrome",
  );
  await confirm(operator, "Disable");
  await expect(operator.button("Enable")).toBeVisible();
  await expect(operator.page.getByText("Nowhere.")).toBeVisible();
  await expect(bob.page.getByRole("heading", { name: "You have been logged out" })).toBeVisible();
  await confirm(operator, "Enable");
  await expect(operator.button("Disable")).toBeVisible();
});

test.describe("where the box refuses", () => {
  test.use({ mayLogErrors: true });

  test("the last administrator stays one, and a taken name is said so", async ({ newcomer }) => {
    const operator = await (await newcomer("Operator")).isAdmin();
    await operator.goTo("/admin/users");
    await operator.button("New account").click();
    await operator.field("Username").fill("Operator");
    await operator.field("Email").fill("other@box.lan");
    await operator.button("Create account").click();
    await expect(operator.alert()).toContainText("This username is taken");
    await operator.button("Cancel").click();
    await operator.page.getByRole("link", { name: /Operator/ }).click();
    for (const action of ["Make ordinary", "Disable"]) {
      await confirm(operator, action);
      await expect(operator.alert()).toContainText("Make someone else an administrator first");
      await operator.button("Cancel").click();
    }
  });

  test("a setting that can't be is said so beside it, and the next one is in the file", async ({
    box,
    newcomer,
  }) => {
    const operator = await (await newcomer("Operator")).isAdmin();
    await operator.goTo("/admin/settings");
    await operator.field("Search settings").fill("rooms-per-user");
    await operator.button("Change limits.rooms-per-user").click();
    const field = operator.field("limits.rooms-per-user");
    await field.fill("many");
    await field.press("Enter");
    await expect(operator.alert()).toContainText("limits.rooms-per-user");
    await field.fill("7");
    await field.press("Enter");
    await expect(operator.page.getByText("After a restart: 7")).toBeVisible();
    await expect(operator.page.getByText("1 change counts after a restart")).toBeVisible();
    const file = join(box.dataDir, "neko.toml");
    expect(await readFile(file, "utf8")).toMatch(/^\[limits\]\nrooms-per-user = 7$/m);

    await operator.button("Change limits.rooms-per-user").click();
    await operator.button("Back to usual").click();
    await expect(operator.page.getByText("After a restart: 7")).toHaveCount(0);
    expect(await readFile(file, "utf8")).not.toContain("rooms-per-user");
  });
});

test("the box gets a name, which stands on the sheet", async ({ newcomer }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  await operator.goTo("/admin/settings");
  await operator.field("Name of the box").fill("North Wing");
  await operator.field("Anyone in this network may create an account").check();
  await operator.page
    .getByRole("region", { name: "The box itself" })
    .getByRole("button", { name: "Save" })
    .click();
  await expect(operator.page.getByText("Saved. It counts from now on.")).toBeVisible();

  const stranger = await newcomer("Bob");
  await stranger.goTo("/register");
  await expect(stranger.button("Create account")).toBeVisible();

  await operator.goTo("/admin/sheet");
  await expect(operator.page.getByRole("heading", { name: "North Wing" })).toBeVisible();
  await expect(operator.page.getByRole("img", { name: /QR code for http:.*\/trust/ })).toBeVisible();
  await operator.page.emulateMedia({ media: "print" });
  await expect(operator.button("Print")).toBeHidden();
  await expect(operator.page.getByRole("navigation")).toHaveCount(0);
  await expect(operator.page.getByRole("heading", { name: "North Wing" })).toBeVisible();
});

test("a room is closed with somebody in it, and its history says who was there", async ({ newcomer }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  const bob = await newcomer("Bob");
  const invite = await operator.hasRoom({ name: "Kitchen table" });
  await bob.joinAsGuest(invite);

  await operator.goTo("/admin");
  await expect(operator.page.locator("[data-number=participants]")).toHaveText("1");
  await operator.goTo("/admin/rooms");
  await expect(operator.page.getByRole("link", { name: /Kitchen table/ })).toContainText("1 of 6 inside");
  await operator.page.getByRole("link", { name: /Kitchen table/ }).click();
  await expect(operator.page.getByRole("region", { name: "In it now" })).toContainText("Bob");
  await operator.button("Close room").click();
  await operator.button("Close for good").click();
  await expect(bob.page.getByRole("heading", { name: "This room is closed" })).toBeVisible();
  await expect(operator.page.getByText("Closed", { exact: true }).first()).toBeVisible();
  await expect(operator.page.getByRole("region", { name: "Who was here" })).toContainText("Guest");

  await operator.goTo("/admin/rooms");
  await expect(operator.page.getByText("Nothing found.")).toBeVisible();
  await operator.field("Show").selectOption("Closed rooms");
  await expect(operator.page.getByRole("link", { name: /Kitchen table/ })).toBeVisible();
});

test("a backup is downloaded, the relay tested, and all of it written down", async ({ newcomer }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  await operator.goTo("/admin/backup");
  const downloading = operator.page.waitForEvent("download");
  await operator.button("Make a backup").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^neko-\d{4}-.*\.backup$/);
  const content = await readFile(await download.path());
  expect(content.subarray(0, 12).toString()).toBe("neko-backup ");
  await expect(operator.page.getByText("is downloaded")).toBeVisible();

  await operator.goTo("/admin/network");
  await operator.button("Test the relay").click();
  await expect(operator.page.getByText("Works", { exact: true })).toHaveCount(3, { timeout: 60_000 });

  await operator.goTo("/admin/log");
  const audit = operator.page.getByRole("region", { name: "Who did what" });
  await expect(audit).toContainText("Backup made");
  await expect(audit).toContainText("Box set up");
});

test("the pages are reached from each other, by keyboard too", async ({ newcomer, isMobile }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  await operator.goTo("/admin");
  await expect(operator.page.getByText(/All is well|need/).first()).toBeVisible({ timeout: 60_000 });
  await operator.button("Copy report").click();
  await expect(operator.button("Copied")).toBeVisible();
  expect(await operator.page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Neko \S+ at /);
  const navigation = operator.page.getByRole("navigation", { name: "Running the box" });
  for (const page of ["People", "Rooms", "Settings", "Network", "Backup", "Log", "About"]) {
    const link = navigation.getByRole("link", { name: page });
    if (isMobile) await link.tap();
    else await link.press("Enter");
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(link).toBeInViewport({ ratio: 1 });
    await expect(operator.page).toHaveTitle(`${page} · Neko`);
  }
});

for (const [colorScheme, locale] of [
  ["light", "en-GB"],
  ["dark", "en-GB"],
  ["light", "ar-EG"],
] as const) {
  test(`no page has a barrier, or is wider than the window, in ${colorScheme} and ${locale}`, async ({
    newcomer,
  }) => {
    const operator = await (await newcomer("Operator", { colorScheme, locale })).isAdmin();
    await operator.hasRoom({ name: "Kitchen table" });
    for (const path of PATHS) {
      await operator.goTo(`/admin${path}`);
      await operator.page.waitForLoadState("networkidle");
      await expect(operator.page.locator(".admin .spinner")).toHaveCount(0, { timeout: 60_000 });
      await expectNoBarrier(operator.page);
      const overflow = await operator.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${path} is too wide by`).toBe(0);
    }
  });
}

/** Presses the button, and the one that asks back. */
/** As far as how Bob gets in. */
async function describeBob(operator: Person): Promise<void> {
  await operator.goTo("/admin/users");
  await operator.button("New account").click();
  await operator.field("Username").fill("bob");
  await operator.field("Email").fill("bob@box.lan");
  await operator.field("Display name").fill("Bob");
}

async function confirm(person: Person, name: string): Promise<void> {
  await person.button(name).click();
  await person.button(name).click();
}
