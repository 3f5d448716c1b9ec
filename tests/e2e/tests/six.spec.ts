import { useSmallCamera } from "../harness/cameras.ts";
import { expectAllSeeAndHear, gather } from "../harness/meeting.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test.use({
  // Places are measured when everything stands still.
  contextOptions: { reducedMotion: "reduce" },
  // A film of six pages would cost more than their call.
  trace: { mode: "retain-on-failure", screenshots: false },
});
// Thirty streams on a machine that also plays the box, and each of them is looked at.
test.setTimeout(400_000);

const DESKTOP = { width: 1440, height: 900 };
/** And how much of the stage six pictures of the shapes of cameras can fill there. */
const WINDOWS = [
  { viewport: { width: 390, height: 844 }, filled: 0.9 },
  { viewport: { width: 844, height: 390 }, filled: 0.75 },
  { viewport: DESKTOP, filled: 0.9 },
];

test("six people see and hear each other; one goes, another comes", async ({ newcomer }) => {
  const small = async (name: string) => {
    const person = await newcomer(name);
    await useSmallCamera(person.context);
    return person;
  };
  const alice = await (await small("Alice")).hasAccount();
  const guests: Person[] = [];
  for (const name of ["Bob", "Carol", "Dave", "Erin", "Frank"]) guests.push(await small(name));
  const invite = await gather(alice, guests);
  const grace = await small("Grace");

  await test.step("six tiles fill the window, whatever its size", async () => {
    for (const { viewport, filled } of WINDOWS) {
      await alice.page.setViewportSize(viewport);
      await expectFilled(alice, 6, filled);
    }
  });

  await test.step("one goes, and the others move together", async () => {
    const frank = guests.pop();
    await frank?.leave();
    for (const person of [alice, ...guests]) await expect(person.tiles()).toHaveCount(5);
    await expectFilled(alice, 5, 0.75);
  });

  await test.step("another comes, and is seen and heard by all", async () => {
    await grace.joinAsGuest(invite);
    for (const person of [alice, ...guests, grace]) await expect(person.tiles()).toHaveCount(6);
    await expectAllSeeAndHear([alice, ...guests, grace]);
    await expectFilled(alice, 6, 0.9);
  });
});

/** All are within the stage, none covers another, and together they fill at least that share of it. */
async function expectFilled(person: Person, count: number, least: number): Promise<void> {
  await expect(person.tiles()).toHaveCount(count);
  await expect
    .poll(async () => {
      const { filled, ...faults } = await person.page.evaluate(measureStage);
      return { ...faults, filled: filled >= least ? "enough" : filled };
    })
    .toEqual({ filled: "enough", overlapping: [], outside: [] });
}

/** Runs in the page. */
function measureStage() {
  const tiles = [...document.querySelectorAll("[data-connection-id]")];
  const boxes = tiles.map((tile) => ({ name: tile.ariaLabel, box: tile.getBoundingClientRect() }));
  const stage = document.querySelector("main")?.getBoundingClientRect() ?? new DOMRect();
  const isOutside = ({ left, top, right, bottom }: DOMRect) =>
    left < stage.left || top < stage.top || right > stage.right || bottom > stage.bottom;
  const overlap = (a: DOMRect, b: DOMRect) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const area = ({ width, height }: DOMRect) => width * height;
  return {
    filled: boxes.reduce((sum, { box }) => sum + area(box), 0) / area(stage),
    outside: boxes.filter(({ box }) => isOutside(box)).map(({ name }) => name),
    overlapping: boxes.flatMap((a, index) =>
      boxes.slice(index + 1).flatMap((b) => (overlap(a.box, b.box) ? `${a.name} ${b.name}` : [])),
    ),
  };
}
