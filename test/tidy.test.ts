/** The house rules that a reader relies on, kept by a test. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generated } from "../src/abi/generate.js";

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

/** Files that a file names in quotes: imports, and workers started by address. `.js` stands for the `.ts` it is made of. */
function named(path: string): string[] {
  const quoted = read(path).matchAll(/["'](\.{1,2}\/[^"'\n]+)["']/g);
  return [...quoted]
    .map(([, target]) => normalize(join(dirname(path), target!)))
    .map((target) => (target.endsWith(".js") ? `${target.slice(0, -3)}.ts` : target))
    .map((target) => (path.startsWith("assembly/") && !target.endsWith(".ts") ? `${target}.ts` : target));
}

function reachable(entries: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path) || !files.includes(path)) continue;
    seen.add(path);
    open.push(...named(path));
  }
  return seen;
}

/** abi ◄ domain ◄ kernel ◄ codec · sequencer ◄ pool ◄ server · lab ◄ cli · index. */
const ranks: Readonly<Record<string, number>> = {
  abi: 0,
  domain: 1,
  kernel: 2,
  codec: 3,
  sequencer: 3,
  pool: 4,
  server: 5,
  lab: 5,
  cli: 6,
};
const houseOf = (path: string) => path.split("/")[1]!;
const rankOf = (path: string) => ranks[houseOf(path)] ?? 7;

test("imports point one way", () => {
  const wrong = host.flatMap((path) =>
    named(path)
      .filter((target) => target.startsWith("src/"))
      .filter((target) => houseOf(target) !== houseOf(path) && rankOf(target) >= rankOf(path))
      .map((target) => `${path} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("every file of the host has a place in the order", () => {
  const homeless = host.filter((path) => path.split("/").length > 2 && ranks[houseOf(path)] === undefined);
  expect(homeless).toEqual([]);
});

test("no dead files", () => {
  const used = reachable(["src/index.ts", "src/main.ts", "src/cli/main.ts", "src/abi/generate.ts"]);
  const core = reachable(["assembly/index.ts", "assembly/debug.ts", "assembly/bench.ts"]);
  const dead = [...host, ...under("assembly")].filter((path) => !used.has(path) && !core.has(path));
  expect(dead).toEqual([]);
});

test("generated files are current", () => {
  for (const [path, source] of Object.entries(generated)) {
    expect(read(path) === source(), `${path}: run npm run generate`).toBe(true);
  }
});

test(`no file is longer than ${LINES_MAX} lines`, () => {
  const long = under("src", "assembly", "test", "bench")
    .filter((path) => !Object.hasOwn(generated, path))
    .map((path) => [path, read(path).split("\n").length - 1] as const)
    .filter(([, lines]) => lines > LINES_MAX);
  expect(long).toEqual([]);
});

describe("the same commands give the same bytes", () => {
  const impure =
    /\bDate\b|\bperformance\.|\bhrtime\b|\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bsetTimeout\b/;
  const seed = /\bseed\s*\(|\bNativeMath\.random\b/;

  test("no clock and no randomness below the sequencer", () => {
    const pure = [...core, ...under("src/kernel", "src/domain", "src/codec")];
    expect(pure.filter((path) => impure.test(withoutComments(read(path))))).toEqual([]);
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
