import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import type { Box } from "../harness/box.ts";
import { expect, test } from "../harness/test.ts";

test.use({ mayLogErrors: true });

test("an installed page says that the box is away, and takes what it serves next", async ({
  box,
  newcomer,
  playwright,
  launchOptions,
}) => {
  // Service workers need a certificate that the browser itself accepts.
  const trusting = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), "--ignore-certificate-errors"],
  });
  const alice = await newcomer("Alice", { browser: trusting });
  await alice.goTo("/login");
  await alice.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

  await box.stop();
  await alice.page.reload();
  await expect(alice.page.getByRole("heading", { name: "The box can't be reached" })).toBeVisible();

  const other = await serveAnotherClient(box);
  await expect(alice.page.getByRole("heading", { name: "Another client" })).toBeVisible();
  await other.stop();
  await trusting.close();
});

test("a call outlives an upgrade of the box, and is told", async ({ box, meet }) => {
  const [alice, bob] = await meet("Alice", "Bob");
  const told = alice.page.getByText("The box was updated.");
  await box.stop();
  await alice.page.route(`${box.origin}/`, (route) => route.fulfill({ body: ANOTHER_CLIENT }));
  await box.startAgain();
  await expect(told).toBeVisible({ timeout: 60_000 });
  await alice.expectSeesAndHears(bob);
});

const ANOTHER_CLIENT = "<!doctype html><title>Neko</title><h1>Another client</h1>";

/** In the box's place, with its own certificate. */
async function serveAnotherClient(box: Box): Promise<{ stop: () => Promise<void> }> {
  const tls = (name: string) => readFile(join(box.dataDir, "tls", name));
  const server = createServer(
    { key: await tls("server.key"), cert: await tls("server.pem") },
    (_, answer) => {
      answer.setHeader("Content-Type", "text/html").end(ANOTHER_CLIENT);
    },
  );
  server.listen(Number(new URL(box.origin).port), "127.0.0.1");
  await once(server, "listening");
  return {
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
