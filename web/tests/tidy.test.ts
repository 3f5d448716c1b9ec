import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** Who may import whom besides itself. `main` and `App` are files at the top. */
const ALLOWED: Record<string, readonly string[]> = {
  protocol: [],
  core: ["protocol"],
  i18n: ["core"],
  hooks: ["i18n", "core", "protocol"],
  ui: [],
  features: ["hooks", "i18n", "core", "protocol", "ui"],
  App: ["features", "hooks", "i18n", "core"],
  main: ["App", "i18n", "core", "styles", "ui"],
};

/** Packages that a layer may use. */
const PACKAGES: Record<string, readonly string[]> = {
  protocol: [],
  core: [],
  i18n: ["use-intl/core"],
  hooks: ["react"],
  ui: ["react"],
  features: ["react", "react-router", "uqr"],
  App: ["react", "react-router"],
  main: ["react-dom/client"],
};

const LONGEST = { ".ts": 400, ".tsx": 200 };
/** Tables of words, one for each language. */
const CATALOGUES = /^i18n\/catalogues\//;

interface Source {
  path: string;
  text: string;
  imports: string[];
}

const sources = readSources();

describe("the layers", () => {
  it("import only what the tables allow", () => {
    const strangers = sources.flatMap(({ path, imports }) => {
      const layer = layerOf(path);
      return imports
        .filter((target) => {
          if (!target.startsWith(".")) return !PACKAGES[layer]?.includes(target);
          const targetLayer = layerOf(resolve(path, target));
          return targetLayer !== layer && !ALLOWED[layer]?.includes(targetLayer);
        })
        .map((target) => `${path} -> ${target}`);
    });
    expect(strangers).toEqual([]);
  });

  it("have no cycles", () => {
    const paths = new Set(sources.map(({ path }) => path));
    const edges = new Map(
      sources.map(({ path, imports }) => [
        path,
        imports.flatMap((target) => {
          const base = resolve(path, target);
          return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].filter((name) => paths.has(name));
        }),
      ]),
    );
    expect(findCycle(edges)).toBeUndefined();
  });

  it("keep their files short", () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split("\n").length }))
      .filter(
        ({ path, lines }) =>
          !CATALOGUES.test(path) && lines > (path.endsWith(".tsx") ? LONGEST[".tsx"] : LONGEST[".ts"]),
      );
    expect(long).toEqual([]);
  });

  it("lay out by where text begins and ends, which is not left and right in every language", () => {
    const physical =
      /^\s*(?:(?:margin|padding|border|inset)-)?(?:left|right)\b.*:|text-align: (?:left|right)/m;
    expect(
      readSources(/\.css$/)
        .filter(({ text }) => physical.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("are read at all", () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(new Set(sources.map(({ path }) => layerOf(path)))).toEqual(new Set(Object.keys(ALLOWED)));
  });
});

function readSources(name = /\.tsx?$/): Source[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name) && !entry.parentPath.includes("generated"))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, "utf8");
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(
        (match) => match[1] ?? [],
      );
      return { path: relative(SRC, file), text, imports };
    });
}

function layerOf(path: string): string {
  return (path.split("/")[0] ?? "").replace(/\.tsx?$/, "");
}

function resolve(from: string, target: string): string {
  return join(dirname(from), target);
}

function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of edges.get(path) ?? []) {
      const cycle = walk(next, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of edges.keys()) {
    const cycle = walk(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
