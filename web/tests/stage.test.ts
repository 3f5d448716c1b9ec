import { describe, expect, it } from "vitest";
import { commandFor, latinKey, SHORTCUTS } from "../src/features/room/call/shortcuts";
import { arrange, nearestCorner, type Picture, placeAll, type Wishes } from "../src/features/room/call/stage";

const self: Picture = { key: "me", isSelf: true, isScreen: false };
const mine: Picture = { key: "screen:me", isSelf: true, isScreen: true };

function person(key: string): Picture {
  return { key, isSelf: false, isScreen: false };
}

function screen(of: string): Picture {
  return { key: `screen:${of}`, isSelf: false, isScreen: true };
}

function arranged(pictures: Picture[], wishes: Partial<Wishes> = {}) {
  return arrange(pictures, {
    pinned: null,
    layout: "automatic",
    selfView: "automatic",
    activeSpeaker: null,
    ...wishes,
  });
}

describe("what is large", () => {
  const three = [self, person("a"), person("b")];

  it("is nothing while all are alike", () => {
    expect(arranged(three)).toEqual({ large: null, small: ["me", "a", "b"], floating: null });
  });

  it("is a screen that another shares, with everybody beside it", () => {
    expect(arranged([...three, screen("a")])).toEqual({
      large: "screen:a",
      small: ["me", "a", "b"],
      floating: null,
    });
  });

  it("is not one's own screen", () => {
    expect(arranged([self, mine, person("a")])).toEqual({
      large: null,
      small: ["me", "screen:me", "a"],
      floating: null,
    });
  });

  it("is what is pinned, whatever is shared", () => {
    expect(arranged([...three, screen("a")], { pinned: "b" })).toMatchObject({
      large: "b",
      small: ["me", "a", "screen:a"],
    });
    expect(arranged(three, { pinned: "me" }).large).toBe("me");
  });

  it("is not somebody who left", () => {
    expect(arranged(three, { pinned: "gone" }).large).toBeNull();
  });

  it("is whoever speaks in the spotlight, or else the first of the others", () => {
    expect(arranged(three, { layout: "spotlight", activeSpeaker: "b" }).large).toBe("b");
    expect(arranged(three, { layout: "spotlight", activeSpeaker: "me" }).large).toBe("a");
    expect(arranged([self], { layout: "spotlight" }).large).toBe("me");
  });

  it("is nothing when one wants a grid in spite of a screen", () => {
    expect(arranged([...three, screen("a")], { layout: "grid" }).large).toBeNull();
  });
});

describe("one's own picture", () => {
  it("is in a corner beside one other, and in the grid alone or with more", () => {
    expect(arranged([self])).toMatchObject({ small: ["me"], floating: null });
    expect(arranged([self, person("a")])).toMatchObject({ small: ["a"], floating: "me" });
    expect(arranged([self, person("a"), person("b")]).floating).toBeNull();
  });

  it("is where one wants it", () => {
    const two = [self, person("a")];
    const three = [...two, person("b")];
    expect(arranged(three, { selfView: "corner" }).floating).toBe("me");
    expect(arranged(two, { selfView: "grid" })).toMatchObject({ small: ["me", "a"], floating: null });
    expect(arranged(three, { selfView: "hidden" })).toMatchObject({ small: ["a", "b"], floating: null });
    expect(arranged([self], { selfView: "hidden" }).small).toEqual(["me"]);
  });
});

describe("places", () => {
  const windows = [
    { name: "desktop", width: 1424, height: 746 },
    { name: "phone", width: 374, height: 700 },
    { name: "phone on its side", width: 780, height: 260 },
    { name: "narrow tablet", width: 700, height: 760 },
  ];

  it.each(windows)("never overlap and stay inside the window: $name", ({ width, height }) => {
    for (let count = 1; count <= 10; count += 1) {
      const people = Array.from({ length: count }, (_, index) => person(`p${index}`));
      for (const pictures of [people, [...people, screen("p0")]]) {
        const places = placeAll(arranged(pictures), { width, height, gap: 8, corner: "top-left" });
        expect(places.size).toBe(pictures.length);
        const rects = [...places.values()];
        for (const rect of rects) {
          expect(rect.left).toBeGreaterThanOrEqual(0);
          expect(rect.top).toBeGreaterThanOrEqual(0);
          expect(rect.left + rect.width).toBeLessThanOrEqual(width + 1);
          expect(rect.top + rect.height).toBeLessThanOrEqual(height + 1);
          for (const other of rects) expect(other === rect || !overlap(rect, other)).toBe(true);
        }
      }
    }
  });

  it.each(windows)("give a shared screen at least half of the window: $name", ({ width, height }) => {
    for (let count = 1; count <= 10; count += 1) {
      const people = Array.from({ length: count }, (_, index) => person(`p${index}`));
      const places = placeAll(arranged([...people, screen("p0")]), {
        width,
        height,
        gap: 8,
        corner: "top-left",
      });
      const large = places.get("screen:p0");
      expect((large?.width ?? 0) * (large?.height ?? 0)).toBeGreaterThan(width * height * 0.5);
    }
  });

  it("leave one for the invitation", () => {
    const places = placeAll(arranged([self]), {
      width: 1424,
      height: 746,
      gap: 8,
      corner: "top-left",
      extra: "invitation",
    });
    expect([...places.keys()]).toEqual(["me", "invitation"]);
  });

  it.each([
    ["top-left", 8, 8],
    ["bottom-right", 1000 - 240 - 8, 700 - 135 - 8],
  ] as const)("put oneself into the corner %s", (corner, left, top) => {
    const places = placeAll(arranged([self, person("a")]), { width: 1000, height: 700, gap: 8, corner });
    expect(places.get("me")).toEqual({ left, top, width: 240, height: 135 });
  });

  it("know the nearest corner", () => {
    expect(nearestCorner(10, 10, 100, 100)).toBe("top-left");
    expect(nearestCorner(90, 10, 100, 100)).toBe("top-right");
    expect(nearestCorner(10, 90, 100, 100)).toBe("bottom-left");
    expect(nearestCorner(90, 90, 100, 100)).toBe("bottom-right");
  });

  function overlap(
    a: { left: number; top: number; width: number; height: number },
    b: { left: number; top: number; width: number; height: number },
  ): boolean {
    const apartX = a.left + a.width <= b.left || b.left + b.width <= a.left;
    const apartY = a.top + a.height <= b.top || b.top + b.height <= a.top;
    return !apartX && !apartY;
  }
});

describe("keys", () => {
  const plain = { ctrlKey: false, metaKey: false, altKey: false, repeat: false, isTyping: false };

  it("are commands by themselves alone", () => {
    expect(commandFor({ ...plain, key: "d" })).toBe("toggle-audio");
    expect(commandFor({ ...plain, key: "E" })).toBe("toggle-video");
    expect(commandFor({ ...plain, key: "?" })).toBe("help");
    expect(commandFor({ ...plain, key: "x" })).toBeUndefined();
    for (const held of ["ctrlKey", "metaKey", "altKey", "repeat", "isTyping"]) {
      expect(commandFor({ ...plain, key: "c", [held]: true })).toBeUndefined();
    }
  });

  it("are found by their place on a keyboard of another alphabet", () => {
    expect(latinKey({ key: "ي", code: "KeyD" })).toBe("d");
    expect(latinKey({ key: "؟", code: "Slash" })).toBe("?");
    expect(latinKey({ key: "d", code: "KeyE" })).toBe("d");
  });

  it("have one meaning each", () => {
    expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
    expect(new Set(SHORTCUTS.map(({ command }) => command)).size).toBe(SHORTCUTS.length);
  });
});
