import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../src/core/languages";
import type { Area } from "../src/i18n/catalogue";
import { isolate } from "../src/i18n/isolate";
import { loadCatalogue } from "../src/i18n/loadCatalogue";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

const AREAS = ["main", "admin", "account", "setup", "check"] as const satisfies readonly Area[];
const english = new Map(
  await Promise.all(AREAS.map(async (area) => [area, messagesIn(await loadCatalogue(area, "en"))] as const)),
);

const EACH = AREAS.flatMap((area) => LANGUAGES.map((language) => [area, language] as const));

describe.each(EACH)("the catalogue %s of %s", async (area, language) => {
  const messages = messagesIn(await loadCatalogue(area, language));
  const en = english.get(area) ?? new Map<string, string>();

  // The compiler holds the same, but only for whoever asks it.
  it("has English's keys", () => {
    expect([...messages.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("leaves nothing unsaid", () => {
    expect([...messages].filter(([, message]) => message.trim() === "")).toEqual([]);
  });

  it("takes the same values as English", () => {
    for (const [key, message] of messages) {
      expect([key, placeholdersIn(message)]).toEqual([key, placeholdersIn(en.get(key) ?? "")]);
    }
  });

  it("has a plural for every number", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, message] of messages) {
      for (const options of pluralsIn(message)) expect([key, options]).toEqual([key, categories]);
    }
  });

  // There the apostrophe would make it a letter, as ICU has it; a typographic one does not.
  it("has no straight apostrophe before a brace or a tag", () => {
    expect([...messages].filter(([, message]) => /'[{}<>]/.test(message))).toEqual([]);
  });
});

it("French keeps its signs on the line of their word", async () => {
  const catalogues = await Promise.all(AREAS.map((area) => loadCatalogue(area, "fr")));
  const messages = catalogues.flatMap((catalogue) => [...messagesIn(catalogue).values()]);
  expect(messages.filter((message) => / [:;!?»]/.test(message))).toEqual([]);
});

it("every key is used", () => {
  const patterns = usedKeys();
  const keys = [...english.values()].flatMap((messages) => [...messages.keys()]);
  const unused = keys.filter((key) => !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

describe("what is put into a sentence", () => {
  it("stays as it is where nothing can turn over", () => {
    expect(isolate("Bob", "ltr")).toBe("Bob");
  });

  it("keeps its own direction", () => {
    expect(isolate("ليلى", "ltr")).toBe("\u2068ليلى\u2069");
    expect(isolate("Bob", "rtl")).toBe("\u2068Bob\u2069");
  });
});

function messagesIn(words: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value]] : [...messagesIn(value, `${prefix}${key}.`)],
    ),
  );
}

/** As `icu-minify` writes a parsed message: a value, a tag with what is in it, or a choice. */
type Node = string | number | readonly [string, ...unknown[]];

const SELECT = 1;
const PLURAL = 2;

function placeholdersIn(message: string): string[] {
  const names = nodesIn(compile(message)).flatMap((node) => (typeof node === "object" ? [node[0]] : []));
  return [...new Set(names)].sort();
}

/** The categories of each plural, without those for a number of their own. */
function pluralsIn(message: string): string[][] {
  return nodesIn(compile(message)).flatMap((node) =>
    typeof node === "object" && node[1] === PLURAL
      ? [
          Object.keys(node[2] as object)
            .filter((name) => !name.startsWith("="))
            .sort(),
        ]
      : [],
  );
}

function nodesIn(message: unknown): Node[] {
  if (!Array.isArray(message)) return [message as Node];
  return message.flatMap((node: Node) => {
    if (typeof node !== "object") return [node];
    const [, kind, options] = node;
    if (kind === SELECT || kind === PLURAL)
      return [node, ...Object.values(options as object).flatMap(nodesIn)];
    return typeof kind === "number" ? [node] : [node, ...nodesIn(node.slice(1))];
  });
}

/** Every string of the client that could be a key; what a template puts in may be anything but a dot. */
function usedKeys(): RegExp[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.tsx?$/.test(entry.name) && !entry.parentPath.includes("catalogues"))
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      return [...text.matchAll(/["`]([a-zA-Z]+(?:\.(?:[\w-]|\$\{\w+(?:\.\w+)*\})+)+)["`]/g)];
    })
    .map(([, key = ""]) => {
      const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", "\\."));
      return new RegExp(`^${parts.join("[^.]+")}$`);
    });
}
