import type { Person } from "../harness/person.ts";
import { PORTRAITS, sitFor } from "../harness/portrait.ts";
import { test } from "../harness/test.ts";
import { camera } from "./shoot.ts";

test.use({ mayLogErrors: true });

// The one with the longest words, and the one that is written from right to left.
for (const language of ["de", "ar"]) {
  test(`pages and call in ${language}`, async ({ newcomer }, info) => {
    test.skip(!["1440", "390"].includes(info.project.name), "the other sizes are English's");
    const operator = await newcomer("Operator");
    await reads(operator, language);
    await operator.isAdmin();
    const shootAsOperator = await camera(operator.page, info);
    await operator.goTo("/admin");
    await shootAsOperator(`${language}-admin`);

    const alice = await newcomer("Alice");
    await reads(alice, language);
    await sitFor(alice.context, PORTRAITS.study);
    const shootPage = await camera(alice.page, info);
    const shoot = (name: string) => shootPage(`${language}-${name}`);
    await alice.goTo("/");
    await shoot("home");
    await alice.goTo("/login");
    await alice.page.locator("[name=username]").fill("alice");
    await alice.page.locator("[name=password]").fill("not the password");
    await alice.page.locator("[type=submit]").click();
    await alice.alert().waitFor();
    await shoot("login-refused");
    await alice.goTo("/register");
    await shoot("register");
    await alice.goTo("/no-such-page");
    await shoot("not-found");

    await alice.hasAccount();
    await alice.hasRoom({ name: "غرفة المعلمين", isPublic: true });
    const invite = await alice.hasRoom({ name: "Elternabend 7b (Raum 2)" });
    await alice.goTo("/dashboard");
    await alice.page.locator("summary").click();
    await shoot("dashboard");
    await alice.goTo("/settings");
    await shoot("account");
    await alice.page.goto(invite);
    await alice.expectPictureIn(alice.page.locator(".preview"));
    await shoot("pre-join");
    await alice.page.locator("[type=submit]").click();
    await alice.expectPictureIn(alice.tileOf(alice));
    await shoot("room-alone");

    const bob = await newcomer("Bob", {
      viewport: { width: 640, height: 480 },
      isMobile: false,
      hasTouch: false,
    });
    await sitFor(bob.context, PORTRAITS.office);
    await bob.joinAsGuest(invite);
    await alice.expectPictureIn(alice.tileOf(bob));
    await shoot("room-of-two");
    await bob.say("هل نبدأ؟ (15:30) https://box.lan/");
    await alice.page.locator("[aria-keyshortcuts=c]").click();
    await alice.page.locator("textarea").fill("Ja, gleich!");
    await alice.page.keyboard.press("Enter");
    await alice.page.getByText("Ja, gleich!").last().waitFor();
    await shoot("room-with-chat");
    for (const key of ["p", "o"]) {
      await alice.page.locator(".panel__close").click();
      await alice.page.locator(`[aria-keyshortcuts=${key}]`).click();
      await shoot(`room-with-${key === "p" ? "participants" : "settings"}`);
    }
    await alice.page.locator(".panel__body").evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
    await shoot("room-with-settings-below");
    await alice.page.locator(".panel__close").click();
    await alice.page.locator(".network-place__button").click();
    await alice.page.locator(".details__rows").waitFor();
    await shoot("room-with-details");
    await alice.page.keyboard.press("Escape");
    await alice.page.locator(".menu__button").click();
    await shoot("room-with-menu");
    await alice.page.keyboard.press("Escape");
    await alice.page.keyboard.press("?");
    await alice.page.getByRole("dialog").waitFor();
    await shoot("room-with-help");
  });
}

/** As if it had been chosen before. */
async function reads(person: Person, language: string): Promise<void> {
  await person.context.addInitScript(
    (kept) => localStorage.setItem("neko.preferences", kept),
    JSON.stringify({ language }),
  );
}
