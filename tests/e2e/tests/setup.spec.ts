/** A new box: set up by its link, or made the one that a backup holds. */
import { writeFile } from "node:fs/promises";
import { expectNoBarrier } from "../harness/axe.ts";
import { Box } from "../harness/box.ts";
import { expectAllSeeAndHear } from "../harness/meeting.ts";
import { PASSWORD } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test.use({ openRegistration: false, contextOptions: { reducedMotion: "reduce" } });

const PASSPHRASE = "seven slow ferries ä%";

test("what the box is to be is asked once, and it is so from then on", async ({ box, newcomer }) => {
  const alice = await newcomer("Alice");
  await alice.page.goto(box.setupLink);
  await alice.fillAccount();
  await alice.field("Name of the box").fill("MS Seabird");
  await alice.field("Who may make rooms").selectOption("Administrators only");
  await alice.field("Language of the box").selectOption("Deutsch");
  await alice.field("Anyone in this network may create an account").check();
  await expectNoBarrier(alice.page);
  await alice.button("Create account").click();

  await test.step("it leads on: trust, a room, care", async () => {
    await expect(alice.page.getByRole("heading", { name: "Your box is ready" })).toBeVisible();
    await expect(alice.page).toHaveTitle("Rooms · MS Seabird");
    await expect(alice.page.getByRole("img", { name: "QR code of the page about trust" })).toBeVisible();
    const address = await alice.page.getByText(/^http:\/\/.*\/trust$/).textContent();
    expect(new URL(address ?? "").port).toBe(new URL(box.origin).port);
    await expectNoBarrier(alice.page);
    await alice.button("Dismiss").click();
    await expect(alice.page.getByRole("heading", { name: "Your box is ready" })).toHaveCount(0);
    await expect(alice.button("Create room")).toBeVisible();
  });

  await test.step("others see its name, its language and its rules", async () => {
    const berta = await newcomer("Berta", { locale: "nl-NL" });
    await berta.goTo("/register");
    await expect(berta.page.locator("html")).toHaveAttribute("lang", "de");
    await expect(berta.page.locator("header")).toContainText("MS Seabird");
    const carol = await newcomer("Carol");
    await carol.goTo("/register");
    await carol.fillAccount();
    await carol.button("Create account").click();
    await expect(carol.page.getByText("Rooms are made by administrators here.")).toBeVisible();
    await expect(carol.button("Create room")).toHaveCount(0);
  });
});

test.describe("from a backup", () => {
  test.use({ mayLogErrors: true });

  test("the box comes back as the other one, and a call works", async ({ box, newcomer }, info) => {
    const old = await Box.start({ openRegistration: false });
    const backup = await oldBox(old, newcomer);
    await old.dispose();
    const file = info.outputPath("seabird.backup");
    await writeFile(file, backup);
    const damaged = info.outputPath("damaged.backup");
    await writeFile(damaged, Buffer.concat([backup.subarray(0, -1), Buffer.from("x")]));
    const newer = info.outputPath("newer.backup");
    await writeFile(newer, "neko-backup 2\nwhatever comes then");

    // The one that it restarts as is to have its address.
    await box.stop();
    await box.startAgainNew();
    const alice = await newcomer("Alice");
    await alice.page.goto(box.setupLink);
    await alice.button("Restore from a backup instead").click();
    await expectNoBarrier(alice.page);
    const restore = async (path: string, passphrase: string) => {
      await alice.field("Backup file").setInputFiles(path);
      await alice.field("Passphrase").fill(passphrase);
      await alice.button("Restore").click();
    };
    await restore(newer, "");
    await expect(alice.alert()).toContainText("This backup is from a newer version");
    await restore(file, "not the passphrase");
    await expect(alice.alert()).toContainText("The passphrase does not open this backup");
    await expectNoBarrier(alice.page);
    await restore(damaged, PASSPHRASE);
    await expect(alice.alert()).toContainText("This is no backup, or it is damaged");

    await restore(file, PASSPHRASE);
    await expect(alice.page.getByText("The box restarts; you can log in in a moment.")).toBeVisible();
    await expect(alice.page).toHaveURL(/\/login$/);
    await expect(alice.page.locator("header")).toContainText("MS Seabird");
    await alice.logIn();
    await expect(alice.page).toHaveURL(/\/dashboard$/);
    await alice.page.getByRole("link", { name: "Open Wardroom" }).click();
    await alice.button("Join").click();
    await alice.expectInCall();
    const bob = await newcomer("Bob");
    await bob.joinAsGuest(await alice.copyInvite());
    await expectAllSeeAndHear([alice, bob]);
  });
});

type Newcomer = Parameters<Parameters<typeof test>[2]>[0]["newcomer"];

/** Set up, with a room in it. @returns its backup */
async function oldBox(old: Box, newcomer: Newcomer): Promise<Buffer> {
  const { context } = await newcomer("Alice before");
  const post = async (path: string, data: object) => {
    const answer = await context.request.post(old.origin + path, { data, headers: { Origin: old.origin } });
    expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer;
  };
  await post("/api/setup", {
    setupToken: old.setupToken,
    username: "alice",
    email: "alice@box.lan",
    password: PASSWORD,
    displayName: "Alice",
    boxName: "MS Seabird",
  });
  await post("/api/rooms", { name: "Wardroom" });
  return (await post("/api/admin/backup", { passphrase: PASSPHRASE })).body();
}
