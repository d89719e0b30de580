/** The house rules that a reader relies on, kept by a test. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generated } from "#breakwater/abi/generate.js";
import { references } from "#breakwater/reference/write-references.js";
import {
  circles,
  type Floors,
  homeless,
  type Imports,
  importsAmong,
  namesakes,
  reachable,
  upwardImports,
} from "./support/house.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const LINES_MAX = 450;
const skipped = new Set([".git", "node_modules", "dist", "dist-bench", "build", "coverage"]);

function walk(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    if (skipped.has(name)) return [];
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? walk(path) : [path];
  });
}

const files = walk(".");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const under = (...folders: string[]) =>
  files.filter((path) => path.endsWith(".ts") && folders.some((folder) => path.startsWith(`${folder}/`)));
const host = under("src").filter((path) => !path.endsWith(".d.ts"));
const core = under("assembly");

/** Which file imports which, in either half of the tree. */
const importsOf = (half: readonly string[]): Imports =>
  importsAmong(new Map(half.map((path) => [path, read(path)])));

/** `names/` is a folder, with all that is in it; `name.ts` a file beside the folders. From the ground up. */
const halves: Readonly<Record<string, { readonly imports: Imports; readonly floors: Floors }>> = {
  assembly: {
    imports: importsOf(core),
    floors: [
      ["memory/"],
      ["numbers/"],
      ["market/"],
      ["triggers/"],
      ["book/"],
      ["ledger/"],
      ["margin/"],
      ["cases/"],
      ["matching/"],
      ["feed/"],
      ["slicing/"],
      ["liquidation/"],
      ["queries.ts"],
      ["commands/"],
      ["engine.ts"],
      ["invariants.ts"],
      ["index.ts"],
      ["bench.ts", "debug.ts"],
    ],
  },
  src: {
    imports: importsOf(host),
    floors: [
      ["abi/"],
      ["domain/"],
      ["kernel/"],
      ["records/"],
      ["engine/", "codec/", "readmodels/"],
      ["sequencer/"],
      ["pool/"],
      ["server/"],
      ["statistics/"],
      ["market-data/", "profiles/"],
      ["population/"],
      ["measure/", "replay/", "demo/", "reference/"],
      ["cli/"],
      ["main.ts", "index.ts"],
    ],
  },
};

/** Names that several files of a half have, and why. */
const shared: Readonly<Record<string, string>> = {
  "main.ts": "where a program begins: `npm start` in src, `breakwater` in src/cli",
};

for (const [half, { imports, floors }] of Object.entries(halves)) {
  describe(`the house of ${half}/`, () => {
    test("every file has a place on a floor", () => expect(homeless(imports, floors)).toEqual([]));
    test("imports point one way", () => expect(upwardImports(imports, floors)).toEqual([]));
    test("no files import each other in a circle", () => expect(circles(imports)).toEqual([]));
    test("no two files have the same name", () => expect(namesakes([...imports.keys()], shared)).toEqual([]));
  });
}

test("no dead files", () => {
  const entries = {
    src: [
      "src/index.ts",
      "src/main.ts",
      "src/cli/main.ts",
      "src/abi/generate.ts",
      "src/reference/write-references.ts",
    ],
    assembly: ["assembly/index.ts", "assembly/debug.ts", "assembly/bench.ts"],
  };
  for (const [half, used] of Object.entries(entries)) {
    const { imports } = halves[half]!;
    const alive = reachable(used, imports);
    expect([...imports.keys()].filter((path) => !alive.has(path))).toEqual([]);
  }
});

test("generated files are current", () => {
  for (const [path, source] of Object.entries(generated)) {
    expect(read(path) === source(), `${path}: run npm run generate`).toBe(true);
  }
  for (const [path, source] of Object.entries(references)) {
    const now = read(path);
    expect(now === source(now), `${path}: run npm run generate`).toBe(true);
  }
});

test(`no file is longer than ${LINES_MAX} lines`, () => {
  const long = under("src", "assembly", "test", "bench")
    .filter((path) => !Object.hasOwn({ ...generated, ...references }, path))
    .map((path) => [path, read(path).split("\n").length - 1] as const)
    .filter(([, lines]) => lines > LINES_MAX);
  expect(long).toEqual([]);
});

describe("the same commands give the same bytes", () => {
  const impure =
    /\bDate\b|\bperformance\.|\bhrtime\b|\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b|\brandomFill|\bsetTimeout\b/;
  const seed = /\bseed\s*\(|\bNativeMath\.random\b/;

  test("no clock and no randomness below the sequencer", () => {
    const pure = [
      ...core,
      ...under("src/domain", "src/kernel", "src/records", "src/engine", "src/codec", "src/readmodels"),
    ];
    // The key of indexes of names is drawn, and nothing that is told depends on it (test/index-key.test.ts).
    const drawn = ["src/kernel/index-key.ts"];
    expect(pure.filter((path) => impure.test(withoutComments(read(path))))).toEqual(drawn);
    expect(core.filter((path) => seed.test(withoutComments(read(path))))).toEqual([]);
  });

  test("nothing is allocated in the core", () => {
    const allocating = /\bnew [A-Z]|\bheap\.|\b__new\b|\bmemory\.grow\b/;
    expect(core.filter((path) => allocating.test(withoutComments(read(path))))).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

/**
 * Workers can load nothing but `dist/`, and a class that is loaded from `src/` as well is another class: so all is loaded from
 * there, under one name. Source maps lead back.
 */
test("tests and benches load the product as #breakwater/…, what was built", () => {
  const other = /(?:\bfrom|\bimport)\s*\(?\s*["'][./]*(?:src|dist)\//;
  const users = files.filter((path) => /^(?:test|bench)\/.*\.m?[jt]s$/.test(path));
  expect(users.length).toBeGreaterThan(100);
  expect(users.filter((path) => other.test(read(path)))).toEqual([]);
});

test("a test is called test", () => {
  const others = /\bimport \{[^}]*\bit\b[^}]*\} from "vitest"/;
  expect(under("test").filter((path) => others.test(read(path)))).toEqual([]);
});

test("no file knows the machine it was written on, or where packages came from", () => {
  const machine = /(?<![\w.])\/(?:home|root|work|Users)\/\w/;
  const registry = /"resolved"\s*:|registry\.\w+\.\w+|_auth[T]oken/;
  const text = files.filter((path) => !/\.(?:png|gz|wasm|bin)$/.test(path));
  expect(text.filter((path) => machine.test(read(path)) || registry.test(read(path)))).toEqual([]);
});

test("links in the documents lead somewhere", () => {
  const broken = files
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target!.split("#")[0]!)
        .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path} → ${relative(".", target)}`),
    );
  expect(broken).toEqual([]);
});

test("the README begins with the two commands that everybody needs", () => {
  const commands = [...read("README.md").matchAll(/^ {4}(.+)$/gm)].map(([, command]) => command);
  expect(commands.slice(0, 2)).toEqual(["npm ci && npm start", "npm ci && npm test"]);
});
