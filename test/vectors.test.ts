/** docs/VECTORS.md names every published number, and tests that exist. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

/** How many rows each letter has; Z4 was never given. */
const counts = { L: 7, T: 3, Z: 5, S: 5, F: 4, A: 6, P: 4, X: 2, R: 2 };
const ids = Object.entries(counts)
  .flatMap(([letter, count]) => Array.from({ length: count }, (_, k) => `${letter}${k + 1}`))
  .filter((id) => id !== "Z4");

interface Row {
  readonly id: string;
  readonly published: string;
  readonly tests: string;
  readonly verdict: string;
}

const rows: readonly Row[] = read("docs/VECTORS.md")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, id]) => id !== undefined && /^[A-Z]\d+$/.test(id))
  .map(([, id = "", published = "", tests = "", verdict = ""]) => ({ id, published, tests, verdict }));

test("every published number has one row", () => {
  expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

test.each(rows)("$id: says what was published and what becomes of it", ({ published, verdict }) => {
  expect(published).not.toBe("");
  expect(verdict).not.toBe("");
});

test.each(rows)("$id: the tests it names exist", ({ id, tests, verdict }) => {
  const sections = filesAndNames(tests);
  expect(sections.length).toBeGreaterThan(0);
  for (const { path, names } of [...sections, ...filesAndNames(verdict)]) {
    expect(existsSync(new URL(path, root)), path).toBe(true);
    const source = read(path);
    expect(names.length, path).toBeGreaterThan(0);
    for (const name of names) {
      expect(name, path).toMatch(new RegExp(`\\b${id}\\b`));
      expect(source.includes(`"${name}"`), `${path}: "${name}"`).toBe(true);
    }
  }
});

/** A file in backquotes, and the names in quotes that follow it. */
function filesAndNames(cell: string): { path: string; names: string[] }[] {
  return [...cell.matchAll(/`(test\/[^`]+\.ts)`([^`]*)/g)].map(([, path = "", rest = ""]) => ({
    path,
    names: [...rest.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name),
  }));
}
