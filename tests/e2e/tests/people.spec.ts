import { gather } from "../harness/meeting.ts";
import { expect, test } from "../harness/test.ts";

test("a guest joins by invite and a name", async ({ meet }) => {
  const [alice, guest] = await meet("Alice", "Bob");
  await guest.say("Hello from the hall");
  await alice.expectReads("Hello from the hall");
});

test("three people all see and hear each other", async ({ meet }) => {
  for (const person of await meet("Alice", "Bob", "Carol")) await expect(person.tiles()).toHaveCount(3);
});

test("a shared screen is seen, and goes", async ({ meet }) => {
  const [alice, bob] = await meet("Alice", "Bob");
  const screen = bob.page.getByRole("group", { name: "Alice's screen", exact: true });
  await alice.button("Share screen").click();
  await expect(screen.locator("video")).toHaveJSProperty("paused", false);
  await expect
    .poll(() => screen.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  await bob.expectSeesAndHears(alice);
  await alice.button("Stop sharing").click();
  await expect(screen).toHaveCount(0);
  await bob.expectSeesAndHears(alice);
});

test("one without camera and microphone is told why, let in, and sees the others", async ({
  newcomer,
  playwright,
  launchOptions,
}) => {
  const refusing = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), "--use-fake-ui-for-media-stream=deny"],
  });
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob", { browser: refusing });
  const invite = await alice.hasRoom();
  await alice.join(invite);
  await bob.page.goto(invite);
  await expect(bob.page.getByText("The camera is blocked")).toBeVisible();
  await expect(bob.page.getByText("The microphone is blocked")).toBeVisible();
  await bob.field("Your name").fill("Bob");
  await bob.button("Join").click();
  await bob.expectInCall();
  await bob.expectSeesAndHears(alice);
  await expect(alice.tileOf(bob)).toContainText("Muted");
  await expect(alice.tileOf(bob)).toHaveAttribute("data-connection-state", "connected");
  await refusing.close();
});

test("a third is refused at the limit, and the two go on", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  const bob = await newcomer("Bob");
  const carol = await newcomer("Carol");
  const invite = await gather(alice, [bob], { maxParticipants: 2 });

  await carol.page.goto(invite);
  await carol.field("Your name").fill("Carol");
  await carol.button("Join").click();
  await expect(carol.page.getByRole("heading", { name: "This room is full" })).toBeVisible();
  await expect(carol.button("Leave")).toHaveCount(0);

  for (const person of [alice, bob]) await expect(person.tiles()).toHaveCount(2);
  await alice.expectSeesAndHears(bob);
  await bob.expectSeesAndHears(alice);

  await bob.leave();
  await alice.expectGone(bob);
  await carol.button("Try again").click();
  await carol.button("Join").click();
  await carol.expectInCall();
  await carol.expectSeesAndHears(alice);
});

test("whoever vanishes loses their tile", async ({ meet }) => {
  const [alice, bob] = await meet("Alice", "Bob");
  await bob.context.close();
  await alice.expectGone(bob);
  await expect(alice.tiles()).toHaveCount(1);
});
