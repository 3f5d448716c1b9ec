import { expect, test } from "../harness/test.ts";

test.use({ mayLogErrors: true });

test("a wrong password is said so, and the right one still works", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await alice.context.clearCookies();
  await alice.goTo("/login");
  await alice.logIn("wrong horse battery");
  await expect(alice.alert()).toContainText("That did not match");
  await expect(alice.page).toHaveURL(/\/login$/);
  await alice.logIn();
  await expect(alice.page).toHaveURL(/\/dashboard$/);
});

test("a taken username is said so", async ({ newcomer }) => {
  await (await newcomer("Alice")).hasAccount();
  const impostor = await newcomer("ALICE");
  await impostor.goTo("/register");
  await impostor.fillAccount();
  await impostor.field("Email").fill("other@box.lan");
  await impostor.button("Create account").click();
  await expect(impostor.alert()).toContainText("This username is taken");
  await expect(impostor.page).toHaveURL(/\/register$/);
});

test("an unknown room is said so, to a member and to a guest", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await alice.goTo("/room/no-such-room#no-such-token");
  await expect(alice.page.getByRole("heading", { name: "There is no such room" })).toBeVisible();

  const guest = await newcomer("Bob");
  await guest.goTo("/room/no-such-room#no-such-token");
  await expect(guest.page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
});

test("a wrong invite opens no room", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const invite = await alice.hasRoom();
  const stranger = await newcomer("Bob");
  await stranger.page.goto(invite.replace(/#.*/, "#guessed"));
  await expect(stranger.page.getByRole("heading", { name: "This is by invite only" })).toBeVisible();
});

test("names in the shape of code are refused or mere names", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await alice.goTo("/dashboard");
  await alice.field("Room name").fill("<script>alert(1)</script>");
  await alice.button("Create room").click();
  await expect(alice.alert()).toContainText("can't contain <");

  const roomName = "Robert'); DROP TABLE rooms;--";
  await alice.field("Room name").fill(roomName);
  await alice.button("Create room").click();
  await expect(alice.page.getByRole("heading", { name: roomName, exact: true })).toBeVisible();

  const bob = await newcomer("Bob");
  await bob.page.goto(alice.page.url());
  await bob.field("Your name").fill('<img src=x onerror="alert(1)">');
  await bob.button("Join").click();
  await expect(bob.alert()).toContainText("can't contain <");
});

test("closing a room ends the call for everybody, and its link says so", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob");
  const invite = await alice.hasRoom({ name: "Kitchen table" });
  await bob.joinAsGuest(invite);

  await alice.goTo("/dashboard");
  await alice.button("Close Kitchen table").click();
  await alice.button("Close for good").click();
  await expect(bob.page.getByRole("heading", { name: "This room is closed" })).toBeVisible();

  await alice.page.goto(invite);
  await expect(alice.page.getByRole("heading", { name: "This room is closed" })).toBeVisible();
});

test.describe("where registration is closed", () => {
  test.use({ openRegistration: false });

  test("the page says so and offers no form", async ({ newcomer }) => {
    await (await newcomer("Alice")).isAdmin();
    const stranger = await newcomer("Bob");
    await stranger.goTo("/register");
    await expect(stranger.page.getByText("Accounts are made by the administrator here")).toBeVisible();
    await expect(stranger.button("Create account")).toHaveCount(0);
  });
});
