import { PASSWORD } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test("log in, join and leave by the keyboard alone", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const invite = await alice.hasRoom();
  await alice.context.clearCookies();
  const { keyboard } = alice.page;

  await alice.goTo("/login");
  await alice.tabTo(alice.field("Username"));
  await keyboard.type("alice");
  await alice.tabTo(alice.field("Password"));
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await expect(alice.page).toHaveURL(/\/dashboard$/);

  await alice.tabTo(alice.page.getByRole("link", { name: "Open Kitchen table" }));
  await keyboard.press("Enter");
  await expect(alice.page).toHaveURL(invite);
  await alice.tabTo(alice.button("Join"));
  await keyboard.press("Enter");
  await alice.expectInCall();

  await alice.tabTo(alice.button("Mute"));
  await keyboard.press("Space");
  await expect(alice.button("Unmute")).toBeFocused();
  await alice.tabTo(alice.button("Chat"));
  await keyboard.press("Enter");
  await expect(alice.field("Message")).toBeFocused();
  await keyboard.type("By keyboard");
  await keyboard.press("Enter");
  await alice.expectReads("By keyboard");
  await keyboard.press("Escape");
  await expect(alice.button("Chat")).toBeFocused();
  await alice.tabTo(alice.button("Leave"));
  await keyboard.press("Enter");
  await expect(alice.page).toHaveURL(/\/dashboard$/);
});
