import { PORTRAITS, sitFor } from "../harness/portrait.ts";
import { expect, test } from "../harness/test.ts";
import { camera } from "./shoot.ts";

test.use({ mayLogErrors: true });

test("every page outside the call", async ({ box, newcomer, playwright, launchOptions }, info) => {
  const operator = await newcomer("Operator");
  const shootAsOperator = await camera(operator.page, info);
  await operator.page.goto(box.setupLink);
  await operator.button("Create account").waitFor();
  await shootAsOperator("setup");
  await operator.button("Restore from a backup instead").click();
  await shootAsOperator("restore");
  await operator.page.reload();
  await operator.fillAccount();
  await operator.field("Name of the box").fill("MS Seabird");
  await operator.button("Create account").click();
  await operator.page.getByRole("img", { name: "QR code of the page about trust" }).waitFor();
  await shootAsOperator("first-steps");
  await operator.goTo("/check");
  await expect(operator.page.locator("main [role=status]")).not.toHaveAttribute("data-level", "running");
  await operator.button("Test camera and microphone").click();
  await operator.expectPictureIn(operator.page.locator(".check-page__preview"));
  await shootAsOperator("check");

  const alice = await newcomer("Alice");
  await sitFor(alice.context, PORTRAITS.study);
  const shoot = await camera(alice.page, info);
  await alice.goTo("/");
  await shoot("home");
  await alice.goTo("/login");
  await shoot("login");
  await alice.logIn("not the password");
  await alice.alert().waitFor();
  await shoot("login-refused");
  await alice.goTo("/register");
  await shoot("register");
  await alice.goTo("/password#no-such-token");
  await alice.alert().waitFor();
  await shoot("password-expired");
  await alice.goTo("/no-such-page");
  await shoot("not-found");
  await alice.goTo("/room/no-such-room");
  await shoot("room-needs-invite");
  await alice.goTo("/room/no-such-room#no-such-token");
  await shoot("room-not-found");

  await alice.hasAccount();
  await alice.goTo("/dashboard");
  await shoot("dashboard-empty");
  await alice.hasRoom({ name: "Open door", isPublic: true });
  await alice.hasRoom({ name: "Year 7 parents' evening", maxParticipants: 10 });
  const invite = await alice.hasRoom({ name: "Ward round" });
  await alice.goTo("/dashboard");
  await shoot("dashboard");
  await alice.goTo("/settings");
  await shoot("account");
  await alice.page.goto(invite);
  await alice.expectPictureIn(alice.page.locator(".preview"));
  await shoot("pre-join");

  const guest = await newcomer("Bob");
  const shootAsGuest = await camera(guest.page, info);
  await guest.page.goto(invite);
  await guest.field("Your name").waitFor();
  await shootAsGuest("pre-join-guest");

  const refusing = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), "--use-fake-ui-for-media-stream=deny"],
  });
  const shy = await newcomer("Shy", { browser: refusing });
  await shy.context.clearPermissions();
  const shootAsShy = await camera(shy.page, info);
  await shy.page.goto(invite);
  await expect(shy.page.locator(".preview__problems")).not.toBeEmpty();
  await shootAsShy("pre-join-refused");
  await refusing.close();
});
