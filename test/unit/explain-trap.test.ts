/** A trap of the debug build is explained in words of the sources. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { constants, Region } from "#breakwater/abi/layout.js";
import { Engine } from "#breakwater/engine/engine.js";
import { explainTrap } from "../../scripts/explain-trap.mjs";
import { streamOf } from "../property/streams.js";

/** The stack of the trap that comes when a table is set to zero in the middle of a stream. */
function trapWithout(table: keyof typeof Region, debug: boolean): string {
  const engine = new Engine({}, { debug });
  const commands = streamOf(1, 2_000);
  engine.applyParsed(commands.slice(0, 1_000));
  const address = new DataView(engine.memory.buffer).getUint32(
    constants.MAP_ADDRESS + 4 * Region[table],
    true,
  );
  new Uint8Array(engine.memory.buffer, address, 8_192).fill(0);
  try {
    engine.applyParsed(commands.slice(1_000));
  } catch (error) {
    return ((error as Error).cause as Error).stack!;
  }
  throw new Error("no trap");
}

test("of an assertion: its file, its line, and what it says", () => {
  const stack = trapWithout("markets", true);
  expect(stack).toMatch(/^RuntimeError: unreachable\n +at assembly\/\S+ \(wasm:/);
  const explained = explainTrap(stack);
  const [, file, line, statement] = /^.*\n +at \S+ \((\S+):(\d+):\d+\)\n +> (.*)\n/.exec(explained)!;
  expect(statement).toMatch(/^assert\(.*\);$/);
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  expect(source.split("\n")[Number(line) - 1]).toMatch(/^ *assert\(/);
  expect(explained.match(/\(assembly\/\S+\.ts:\d+:\d+\)/g)?.length).toBeGreaterThan(4);
  expect(explained).not.toContain("wasm:");
});

test("a stack without frames of the debug build stays as it is", () => {
  const { stack } = new Error("nothing of the core");
  expect(explainTrap(stack!)).toBe(stack);
  const release = trapWithout("markets", false);
  expect(explainTrap(release)).toBe(release);
});
