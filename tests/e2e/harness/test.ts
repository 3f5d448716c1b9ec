/** `test` with a box of its own and as many people as it asks for; what no test may see is checked at its end. */
import { type Browser, type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { Box } from "./box.ts";
import { firefox } from "./browsers.ts";
import { gather } from "./meeting.ts";
import { NetworkWatch } from "./network.ts";
import { Person } from "./person.ts";

interface Options {
  openRegistration: boolean;
  /** For tests in which the box refuses something or is away: browsers write that to the console. */
  mayLogErrors: boolean;
}

interface NewcomerOptions extends BrowserContextOptions {
  /** Theirs alone, where the usual one won't do. */
  browser?: Browser;
}

interface Fixtures extends Options {
  box: Box;
  newcomer: (name: string, options?: NewcomerOptions) => Promise<Person>;
  /** All in one call: the first has an account and the room, the others are guests. */
  meet: <Names extends readonly string[]>(...names: Names) => Promise<{ [Name in keyof Names]: Person }>;
}

interface WorkerFixtures {
  firefox: Browser;
}

export { expect };

export const test = base.extend<Fixtures, WorkerFixtures>({
  firefox: [
    async ({ playwright }, use) => {
      const browser = await playwright.firefox.launch(firefox);
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  openRegistration: [true, { option: true }],
  mayLogErrors: [false, { option: true }],

  box: async ({ openRegistration }, use, testInfo) => {
    const box = await Box.start({ openRegistration });
    await use(box);
    await box.dispose();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("what the box said", { body: box.log, contentType: "text/plain" });
      process.stderr.write(`--- what the box said\n${box.log}---\n`);
    }
  },

  newcomer: async ({ browser, box, mayLogErrors }, use) => {
    const people: Person[] = [];
    await use(async (name, { browser: own = browser, ...options } = {}) => {
      const context = await own.newContext(options);
      await context.grantPermissions(["camera", "microphone", "clipboard-read", "clipboard-write"]);
      const page = await context.newPage();
      const network = await NetworkWatch.over(page, box.origin);
      const person = new Person({ name, box, context, network, page });
      people.push(person);
      return person;
    });
    await Promise.all(people.map(({ context }) => context.close()));
    for (const { name, network } of people) {
      expect(network.foreign, `what ${name}'s browser wanted from outside the box`).toEqual([]);
      expect(network.uncaught, `what ${name}'s page threw`).toEqual([]);
      if (!mayLogErrors) expect(network.consoleErrors, `errors in ${name}'s console`).toEqual([]);
    }
  },

  meet: async ({ newcomer }, use) => {
    await use(async <Names extends readonly string[]>(...names: Names) => {
      const people: Person[] = [];
      for (const name of names) people.push(await newcomer(name));
      const [host, ...guests] = people;
      if (host !== undefined) await gather(await host.hasAccount(), guests);
      return people as { [Name in keyof Names]: Person };
    });
  },
});
