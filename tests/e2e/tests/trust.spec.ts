/** From a warning to trust: the page that leads there, and the check on it that takes nothing for granted. */
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, chromium as browserType } from "@playwright/test";
import { Box } from "../harness/box.ts";
import { chromium } from "../harness/browsers.ts";
import { expect, test } from "../harness/test.ts";

const NOT_YET = /does not trust the box yet/;
const TRUSTED = /This device trusts the box/;

let box: Box;
let home: string;

test.beforeAll(async () => {
  box = await Box.start({ openRegistration: false });
});
test.afterAll(() => box.dispose());
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "neko-home-"));
});
test.afterEach(() => rm(home, { recursive: true, force: true }));

/** A browser of someone who has never been here: a home and certificates of their own. */
async function browser(options: { ignoreHTTPSErrors: boolean }): Promise<BrowserContext> {
  return browserType.launchPersistentContext(join(home, "profile"), {
    ...chromium.launchOptions,
    ...options,
    env: { ...process.env, HOME: home },
    locale: "en-GB",
  });
}

/** What the steps for Linux have a person do, by hand of the tool behind that dialogue. */
async function installAuthority(): Promise<void> {
  const answer = await fetch(`${plain()}/ca.pem`);
  const file = join(home, "ca.pem");
  await writeFile(file, Buffer.from(await answer.arrayBuffer()));
  const store = join(home, ".pki/nssdb");
  await mkdir(store, { recursive: true });
  const certutil = (...args: string[]) => execFileSync("certutil", ["-d", `sql:${store}`, ...args]);
  certutil("-N", "--empty-password");
  certutil("-A", "-t", "C,,", "-n", "neko", "-i", file);
}

const plain = () => box.origin.replace("https:", "http:");

test("the page says when the device trusts the box, and not before", async () => {
  const before = await browser({ ignoreHTTPSErrors: false });
  const page = await before.newPage();
  await page.goto(`${plain()}/trust`);
  await expect(page.getByText(NOT_YET)).toBeVisible();
  await expect(page.getByRole("group").filter({ hasText: "What to do on Linux" })).toHaveAttribute(
    "open",
    "",
  );
  await expect(page.goto(box.origin)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
  await before.close();

  await installAuthority();
  const after = await browser({ ignoreHTTPSErrors: false });
  const trusting = await after.newPage();
  await trusting.goto(`${plain()}/trust`);
  await expect(trusting.getByText(TRUSTED)).toBeVisible();
  await trusting.getByRole("link", { name: "Open Neko" }).click();
  await expect(trusting).toHaveURL(`${box.origin}/`);
  await trusting.goto(`${box.origin}/trust`);
  await expect(trusting.getByText(TRUSTED)).toBeVisible();
  await trusting.goto(`${box.origin}/check`);
  await expect(trusting.locator("[data-finding=trusted]")).toBeVisible();
  await expect(trusting.locator("main [role=status]")).toHaveAttribute("data-level", "good");
  await after.close();
});

test("a click through the warning is no trust, and is not taken for it", async () => {
  const context = await browser({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const asked = page.waitForResponse(/\/trust\/probe/);
  await page.goto(`${box.origin}/trust`);
  expect((await asked).status()).toBe(204);
  await page.waitForResponse(/\/trust\/probe/);
  await expect(page.getByText(NOT_YET)).toBeVisible();
  await expect(page.getByText(TRUSTED)).toBeHidden();
  await context.close();
});

test("the page is for everyone, from either side, bright and dark", async () => {
  const context = await browser({ ignoreHTTPSErrors: false });
  const page = await context.newPage();
  for (const language of ["en", "ar"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${plain()}/trust?lang=${language}&system=windows`);
      await page.evaluate(() => {
        for (const steps of document.querySelectorAll("details")) steps.open = true;
      });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  }
  await context.close();
});

test("a browser that refuses the socket of a page is led to trust", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const invite = await alice.hasRoom();
  await alice.page.routeWebSocket("**/ws", (socket) => socket.close());
  await alice.page.goto(invite);
  await alice.button("Join").click();
  const told = alice.alert().filter({ hasText: "This device does not trust the box yet" });
  await expect(told).toBeVisible();
  await expect(told.getByRole("link")).toHaveAttribute("href", "/trust");
});
