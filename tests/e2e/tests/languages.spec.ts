import AxeBuilder from "@axe-core/playwright";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

// Colours are judged when they stand still.
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("somebody from Cairo reads Arabic from right to left, and joins a call", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const invite = await alice.hasRoom({ name: "Kitchen table" });
  await alice.join(invite);

  const layla = await newcomer("ليلى", { locale: "ar-EG" });
  const catalogues = cataloguesOf(layla);
  await layla.page.goto(invite);
  await expect(layla.page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(layla.page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(layla.page).toHaveTitle("Kitchen table · Neko");
  await layla.field("اسمك").fill("ليلى");
  await expectNoBarrier(layla);
  await layla.button("انضمام").click();
  await expect(layla.button("مغادرة")).toBeVisible();
  await layla.expectSeesAndHears(alice);
  await alice.expectSeesAndHears(layla);
  await expectNoBarrier(layla);

  await test.step("the window is mirrored, and the pictures are not", async () => {
    const name = await layla.page.getByRole("heading", { level: 1 }).boundingBox();
    const menu = await layla.button("خيارات أخرى").boundingBox();
    expect(name?.x).toBeGreaterThan(menu?.x ?? Number.NaN);
    const transform = await layla
      .tileOf(alice)
      .locator("video")
      .evaluate((video) => getComputedStyle(video).transform);
    expect(transform).toBe("none");
  });

  await test.step("chat takes the direction of what is written", async () => {
    await layla.button("الدردشة").click();
    await layla.field("رسالة").fill("Good morning!");
    await layla.button("إرسال").click();
    const message = layla.page.getByRole("log").getByText("Good morning!");
    await expect(message).toHaveCount(1);
    expect(await message.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
    await alice.expectReads("Good morning!");
  });

  await test.step("the letters are where they are on an Arabic keyboard", async () => {
    await layla.button("إغلاق اللوحة").click();
    await layla.page.evaluate(() =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ي", code: "KeyD", bubbles: true })),
    );
    await expect(layla.button("إلغاء كتم الصوت")).toBeVisible();
  });
  expect(catalogues).toEqual(["ar"]);
});

test("somebody from Vienna reads German", async ({ newcomer }) => {
  const greta = await newcomer("Greta", { locale: "de-AT" });
  const catalogues = cataloguesOf(greta);
  await greta.goTo("/login");
  await expect(greta.page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await expect(greta.page).toHaveTitle("Anmelden · Neko");
  await expect(greta.page.locator("meta[name=description]")).toHaveAttribute(
    "content",
    "Videoanrufe, die im Haus bleiben.",
  );
  await expectNoBarrier(greta);
  expect(catalogues).toEqual(["de"]);
});

test("the language changes in the page, and stays changed", async ({ newcomer }) => {
  const alice = await newcomer("Alice");
  const catalogues = cataloguesOf(alice);
  await alice.goTo("/login");
  await alice.field("Username").fill("alice");
  expect(catalogues).toEqual(["en"]);

  await alice.field("Language").selectOption("Français");
  await expect(alice.button("Se connecter")).toBeVisible();
  await expect(alice.page.locator("html")).toHaveAttribute("lang", "fr");
  // A reload would have emptied it.
  await expect(alice.field("Nom d’utilisateur")).toHaveValue("alice");
  expect(catalogues).toEqual(["en", "fr"]);

  await alice.page.reload();
  await expect(alice.button("Se connecter")).toBeVisible();
  expect(catalogues).toEqual(["en", "fr", "fr"]);
});

test.describe("while a language can't be had", () => {
  test.use({ mayLogErrors: true });

  test("the page says so and stays as it is, or speaks English", async ({ newcomer }) => {
    const alice = await newcomer("Alice");
    await alice.context.route(/\/assets\/(?:de|fr)-[^/]*\.js$/, (route) => route.abort());
    await alice.goTo("/login");
    await alice.field("Language").selectOption("Deutsch");
    await expect(alice.alert()).toContainText("could not be loaded");
    await expect(alice.button("Log in")).toBeVisible();
    await alice.field("Language").selectOption("Español");
    await expect(alice.button("Iniciar sesión")).toBeVisible();
    await expect(alice.alert()).toHaveCount(0);

    const remy = await newcomer("Remy", { locale: "fr-FR" });
    await remy.context.route(/\/assets\/fr-[^/]*\.js$/, (route) => route.abort());
    await remy.goTo("/login");
    await expect(remy.button("Log in")).toBeVisible();

    await remy.context.route(/\/assets\/en-[^/]*\.js$/, (route) => route.abort());
    await remy.goTo("/login");
    await expect(remy.page.getByText("The box does not answer.")).toBeVisible();
  });
});

/** The languages that were fetched, as they come. */
function cataloguesOf({ page }: Person): string[] {
  const fetched: string[] = [];
  page.on("request", (request) => {
    const [, language] = /\/assets\/(en|de|fr|es|pt|zh-Hans|ar)-[^/]*\.js$/.exec(request.url()) ?? [];
    if (language !== undefined) fetched.push(language);
  });
  return fetched;
}

async function expectNoBarrier({ page }: Person): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const barriers = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
  );
  expect(barriers, `barriers on ${page.url()}`).toEqual([]);
}
