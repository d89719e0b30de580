/** `scripts/streams.mjs`: what ten hostile streams bring about, as hashes; `scripts/race.mjs`: how long they take. Here short ones. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

let elsewhere: string;
beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), "breakwater-streams-"));
});
afterAll(() => {
  rmSync(elsewhere, { recursive: true });
});

function run(script: string, ...words: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...words], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout };
}

/** A package whose replay is the one of this repository but for one number. */
function spoiled(): string {
  const program = `
    import { execFileSync } from "node:child_process";
    const out = execFileSync(process.execPath, [${JSON.stringify(join(root, "dist/cli/main.js"))}, ...process.argv.slice(2)],
      { encoding: "utf8", maxBuffer: 2 ** 28 });
    process.stdout.write(out.replace('"sources":1', '"sources":2'));`;
  writeFileSync(join(elsewhere, "spoiled.mjs"), program);
  writeFileSync(
    join(elsewhere, "package.json"),
    JSON.stringify({ type: "module", bin: { breakwater: "spoiled.mjs" } }),
  );
  const engine = `
    import { Engine as Whole } from ${JSON.stringify(join(root, "dist/index.js"))};
    export * from ${JSON.stringify(join(root, "dist/index.js"))};
    export class Engine extends Whole { stateHash() { return super.stateHash().replace(/./, "x"); } }`;
  mkdirSync(join(elsewhere, "dist"), { recursive: true });
  writeFileSync(join(elsewhere, "dist", "index.js"), engine);
  return elsewhere;
}

/** Where a stream's own hash is another, the generator changed; otherwise the core did. */
test("the same streams bring about the same bytes, today as yesterday", () => {
  const { status, stdout } = run("streams", "--seeds", "2", "--commands", "1000", "--new");
  expect(stdout.split("\n")).toEqual([
    "seed 1: stream 14900d97b611fb94",
    "  events eac386d1427d46d93fbf1786c451b37b22669974b496ed356d6bcc7c1467a13a  .",
    "seed 2: stream 02c88cab26904fbf",
    "  events f6eb5912ae0ac8bb1a2efe94e77e9b88799271d75d4d0e74734323cf3ad6d109  .",
    "all: 1a9c4aeef496c6319a0c9164daa6b9433c236fef6a88202c914ac9d2c64c41b6  .",
    "",
  ]);
  expect(status).toBe(0);
});

test("of two packages that differ, the first event that does is shown", () => {
  const words = ["--seeds", "1", "--commands", "300", "--package", ".", "--package", spoiled()];
  const { status, stdout } = run("streams", ...words);
  expect(status).toBe(1);
  const [, ours, theirs] = /event \d+ differs\n +(.*)\n +(.*)\n/.exec(stdout)!;
  expect(JSON.parse(ours!)).toMatchObject({ type: "mark", sources: 1 });
  expect({ ...JSON.parse(theirs!), sources: 1 }).toEqual(JSON.parse(ours!));
});

test("a race is told in ratios, and that of states that differ is none", () => {
  const words = ["--seeds", "1", "--commands", "300", "--rounds", "2"];
  const ratios = /^seed 1: median of pieces [\d.]+, least times [\d.]+ \(\d+ and \d+ ns a command\)/;
  const equal = run("race", ".", ".", ...words);
  expect(equal.stdout).toMatch(new RegExp(`${ratios.source}\n$`));
  expect(equal.status).toBe(0);
  const other = run("race", ".", spoiled(), ...words);
  expect(other.stdout).toMatch(new RegExp(`${ratios.source}, and the states differ\n$`));
  expect(other.status).toBe(1);
});

test("LOBW is raced too, and instructions are not counted of what is no set", () => {
  const words = ["--lobw", "B", "--accounts", "100", "--rounds", "1"];
  const ratio = /^B, 100 accounts: median of rounds [\d.]+ \([\d.]+ to [\d.]+\)\n$/;
  expect(run("race", ".", ".", ...words)).toMatchObject({ status: 0, stdout: expect.stringMatching(ratio) });
  expect(run("count-instructions", "--set", "Z").status).toBe(2);
});
