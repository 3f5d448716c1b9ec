import type { Request } from "@playwright/test";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

// The box would answer with Brotli, which is smaller.
test.use({ extraHTTPHeaders: { "Accept-Encoding": "gzip" } });

/** In all, gzipped: what a phone on a weak network waits for. */
const LIMIT_BYTES = 150_000;

test("the page to log in weighs little", async ({ newcomer }) => {
  const alice = await newcomer("Alice");
  const transfers = new Transfers(alice);
  await alice.goTo("/login");
  await expect(alice.button("Log in")).toBeVisible();
  await transfers.expectLight("/login");
});

test("the room weighs little, with a call in it", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob");
  const invite = await alice.hasRoom();
  await alice.join(invite);
  const transfers = new Transfers(bob);
  await bob.joinAsGuest(invite);
  await bob.expectSeesAndHears(alice);
  await transfers.expectLight("/room/:roomId");
});

/** All that a browser gets from the box, sockets apart. */
class Transfers {
  readonly #person: Person;
  readonly #requests: Request[] = [];

  /** Before the page is opened. */
  constructor(person: Person) {
    this.#person = person;
    person.context.on("requestfinished", (request) => this.#requests.push(request));
  }

  async expectLight(route: string): Promise<void> {
    await this.#person.page.waitForLoadState("networkidle");
    const rows = await Promise.all(this.#requests.map(describe));
    rows.sort((a, b) => b.bytes - a.bytes);
    const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
    const line = (bytes: number, what: string) => `${String(bytes).padStart(8)}  ${what}\n`;
    process.stdout.write(`${route}, bytes as they come over the wire\n`);
    for (const { bytes, path, encoding } of rows) process.stdout.write(line(bytes, `${path} ${encoding}`));
    process.stdout.write(line(total, "in all"));
    // That which is big is packed, or this would not be what it says.
    expect(rows[0]?.encoding).toBe("gzip");
    expect(total).toBeLessThan(LIMIT_BYTES);
  }
}

async function describe(request: Request) {
  const response = await request.response();
  const { responseBodySize } = await request.sizes();
  return {
    path: new URL(request.url()).pathname,
    // Of a service worker's script the browser counts the head alone.
    bytes: responseBodySize >= 0 ? responseBodySize : Number(await response?.headerValue("content-length")),
    encoding: (await response?.headerValue("content-encoding")) ?? "",
  };
}
