import type { Locator } from "@playwright/test";
import { Devices } from "../harness/devices.ts";
import { gather } from "../harness/meeting.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test("one can see, hear and be heard before the door", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await alice.page.goto(await alice.hasRoom());
  await alice.expectPictureIn(alice.page.locator(".preview"));

  const meter = alice.page.getByRole("img", { name: "Microphone level" });
  const level = () => meter.evaluate((bar) => Number(bar.style.getPropertyValue("--level")));
  await expect.poll(level, { intervals: [50] }).toBeGreaterThan(0.3);
  await alice.button("Mute").click();
  await expect.poll(level, { intervals: [50] }).toBeGreaterThan(0.3);

  const result = alice.page.getByText("You should hear three notes…");
  await alice.button("Test speaker").click();
  await expect(result).toBeVisible();
  await expect(result).toBeHidden();
});

test("a camera that is pulled out costs the picture alone", async ({ newcomer }) => {
  const { alice, bob, devices } = await two(newcomer);
  await devices.end("camera");
  await expect(alice.page.getByText("The camera was disconnected. Plug it in again")).toBeVisible();
  await expect(alice.button("Start video")).toBeVisible();
  await expect(bob.tileOf(alice).locator("video")).toHaveCSS("opacity", "0");
  await alice.expectSeesAndHears(bob);
  await alice.button("Start video").click();
  await bob.expectSeesAndHears(alice);

  await devices.end("microphone");
  await expect(alice.page.getByText("The microphone was disconnected. Plug it in again")).toBeVisible();
  await expect(bob.tileOf(alice)).toContainText("Muted");
});

test("what is plugged in during a call is offered", async ({ newcomer }) => {
  const { alice, devices } = await two(newcomer);
  await devices.plugIn("Desk phone", ["audioinput", "audiooutput"]);
  await expect(alice.page.getByText("Desk phone was plugged in.")).toBeVisible();
  await alice.button("Dismiss").click();
  await expect(alice.page.getByText("Desk phone was plugged in.")).toBeHidden();

  await devices.plugIn("Headset", ["audiooutput"]);
  await alice.button("Use Headset").click();
  await alice.button("Settings").click();
  await expect(alice.field("Speaker")).toHaveValue("Headset audiooutput");
});

test("whoever talks while muted is told, and can wave it away", async ({ newcomer }) => {
  const alice = await (await newcomer("Alice")).hasAccount();
  await alice.context.addInitScript(hum);
  await alice.join(await alice.hasRoom());
  const told = alice.page.getByText("You are talking while muted.");
  await expect(told).toHaveCount(0);
  await alice.button("Mute").click();
  await expect(told).toBeVisible();
  await alice.button("Dismiss").click();
  await expect(told).toHaveCount(0);
});

test("a screen is shared beside the camera, and ends by either button", async ({ newcomer }) => {
  const { alice, bob, devices } = await two(newcomer);
  const screen = bob.page.getByRole("group", { name: "Alice's screen", exact: true });
  const stage = bob.page.getByRole("main");

  await alice.button("Share screen").click();
  await bob.expectPictureIn(screen);
  await bob.expectPictureIn(bob.tileOf(alice));
  const [large, small, whole] = await Promise.all(
    [screen, bob.tileOf(alice), stage].map(async (place) => area(await place.boundingBox())),
  );
  expect(large).toBeGreaterThan((whole ?? 0) * 0.5);
  expect(large).toBeGreaterThan((small ?? 0) * 4);
  await alice.button("Stop sharing").click();
  await expect(screen).toHaveCount(0);
  await bob.expectPictureIn(bob.tileOf(alice));

  await alice.button("Share screen").click();
  await bob.expectPictureIn(screen);
  await devices.end("screen");
  await expect(alice.button("Share screen")).toBeVisible();
  await expect(screen).toHaveCount(0);
  await expectMoves(bob.tileOf(alice));
});

test("what is done to the sound can be chosen, and no device stays on", async ({ newcomer }) => {
  const { alice, devices } = await two(newcomer);
  await alice.button("Settings").click();
  for (const [label, setting] of [
    ["Remove echo", "echoCancellation"],
    ["Remove noise", "noiseSuppression"],
    ["Even out the loudness", "autoGainControl"],
  ] as const) {
    await alice.field(label).uncheck();
    await expect.poll(async () => (await devices.soundSettings())?.[setting]).toBe(false);
  }
  await alice.button("Share screen").click();
  await expect(alice.button("Stop sharing")).toBeVisible();
  expect(await devices.live()).toBeGreaterThan(0);
  await alice.button("Leave").click();
  await alice.button("Leave the call").click();
  await expect(alice.tiles()).toHaveCount(0);
  expect(await devices.live()).toBe(0);
});

async function two(newcomer: (name: string) => Promise<Person>) {
  const alice = await (await newcomer("Alice")).hasAccount();
  const devices = await Devices.of(alice.context, alice.page);
  const bob = await newcomer("Bob");
  await gather(alice, [bob]);
  return { alice, bob, devices };
}

async function expectMoves(tile: Locator): Promise<void> {
  const time = () => tile.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
  const since = await time();
  await expect.poll(time).toBeGreaterThan(since);
}

function area(box: { width: number; height: number } | null): number {
  return box === null ? 0 : box.width * box.height;
}

/** Runs in the page: a microphone into which somebody talks without a pause. */
function hum(): void {
  const { mediaDevices } = navigator;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await original(constraints);
    for (const track of stream.getAudioTracks()) {
      const context = new AudioContext();
      const voice = new OscillatorNode(context, { frequency: 180 });
      const output = context.createMediaStreamDestination();
      voice.connect(output);
      voice.start();
      stream.removeTrack(track);
      track.stop();
      for (const hummed of output.stream.getAudioTracks()) stream.addTrack(hummed);
    }
    return stream;
  };
}
