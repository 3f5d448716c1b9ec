import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ClientUpgrade } from "../src/core/ClientUpgrade";
import { LANGUAGES } from "../src/core/languages";
import { keepAwake } from "../src/core/wakeLock";
import { settle } from "./fakes/FakeClock";

describe("an upgrade of the client", () => {
  let page: string | Error = "";
  const upgrade = () =>
    new ClientUpgrade({
      entry: "/assets/index-abc.js",
      fetchPage: async () => {
        if (page instanceof Error) throw page;
        return page;
      },
    });

  it("is noticed when the box serves another entry script", async () => {
    const watched = upgrade();
    page = '<script src="/assets/index-abc.js"></script>';
    await watched.check();
    expect(watched.isDue.get()).toBe(false);
    page = '<script src="/assets/index-def.js"></script>';
    await watched.check();
    expect(watched.isDue.get()).toBe(true);
  });

  it("is nothing that a box out of reach can tell", async () => {
    const watched = upgrade();
    page = new Error("no network");
    await watched.check();
    expect(watched.isDue.get()).toBe(false);
  });
});

describe("the wake lock", () => {
  class FakeDocument extends EventTarget {
    visibilityState: DocumentVisibilityState = "visible";

    show(state: DocumentVisibilityState): void {
      this.visibilityState = state;
      this.dispatchEvent(new Event("visibilitychange"));
    }
  }

  function fakeLock() {
    const locks: Array<{ released: boolean }> = [];
    const request = async () => {
      const lock = { released: false };
      locks.push(lock);
      return {
        release: async () => {
          lock.released = true;
        },
      } as unknown as WakeLockSentinel;
    };
    return { locks, wakeLock: { request } as unknown as WakeLock };
  }

  it("is held for the call, taken again when the page is back in view, and let go", async () => {
    const { locks, wakeLock } = fakeLock();
    const document = new FakeDocument();
    const letGo = keepAwake({ wakeLock, document });
    document.show("hidden");
    expect(locks).toHaveLength(1);
    document.show("visible");
    expect(locks).toHaveLength(2);
    letGo();
    await settle();
    expect(locks[1]?.released).toBe(true);
    document.show("visible");
    expect(locks).toHaveLength(2);
  });

  it("is no reason to fail where it is refused or unknown", async () => {
    const refusing = { request: async () => Promise.reject(new Error("battery low")) } as unknown as WakeLock;
    keepAwake({ wakeLock: refusing, document: new FakeDocument() })();
    keepAwake({ wakeLock: undefined, document: new FakeDocument() })();
    await settle();
  });
});

describe("the page for a box out of reach", () => {
  const read = (name: string) => readFileSync(fileURLToPath(new URL(`../public${name}`, import.meta.url)));
  const worker = read("/sw.js").toString();

  it("is kept under a name that changes with it", () => {
    const list = /const FILES = \[(.*)\]/.exec(worker)?.[1] ?? "";
    const files = ["/offline.html", ...[...list.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name)];
    const hash = createHash("sha256");
    for (const file of files) hash.update(read(file));
    const name = `offline-${hash.digest("hex").slice(0, 8)}`;
    expect(/const CACHE = "(.*)"/.exec(worker)?.[1]).toBe(name);
  });

  it("speaks every language of the client", () => {
    const words = read("/offline.js").toString();
    for (const language of LANGUAGES) {
      // The page goes by the first part of what the browser says.
      expect(words).toMatch(new RegExp(`^  ${language.split("-")[0]}: \\{$`, "m"));
    }
  });
});
