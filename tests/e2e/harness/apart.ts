/** `test` with two people in a call from two networks, and one's link in the test's hand. */
import { type Browser, test as base, expect } from "@playwright/test";
import { chromium } from "./browsers.ts";
import { Link } from "./link.ts";
import { gather } from "./meeting.ts";
import { NetworkWatch } from "./network.ts";
import { Person } from "./person.ts";
import { CallRecord } from "./record.ts";

interface Apart {
  /** Whose link it is. */
  alice: Person;
  bob: Person;
  records: { alice: CallRecord; bob: CallRecord };
}

interface Fixtures {
  link: Link;
  apart: Apart;
}

export { expect };

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so where nothing is needed
  link: async ({}, use) => {
    await use(new Link(given("NEKO_NETNS")));
  },

  apart: async ({ playwright }, use) => {
    const box = { origin: given("NEKO_ORIGIN"), setupToken: given("NEKO_SETUP_TOKEN") };
    const browsers: Browser[] = [];
    const appear = async (name: string, place: string) => {
      const executablePath = `${given("NEKO_NETNS_WORK")}/chromium-${place}`;
      const args = chromium.launchOptions?.args?.map((flag) => flag.replace("=fps=5", "")) ?? [];
      const browser = await playwright.chromium.launch({ executablePath, args, chromiumSandbox: false });
      browsers.push(browser);
      const context = await browser.newContext();
      await context.grantPermissions(["camera", "microphone"]);
      const page = await context.newPage();
      const network = await NetworkWatch.over(page, box.origin);
      const record = await CallRecord.of(context, page);
      return { person: new Person({ name, box, context, page, network }), record };
    };
    const { person: alice, record: alices } = await appear("Alice", "A");
    const { person: bob, record: bobs } = await appear("Bob", "B");
    await alice.isAdmin();
    await gather(alice, [bob]);
    await use({ alice, bob, records: { alice: alices, bob: bobs } });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
});

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run tests/netns/run`);
  return value;
}
