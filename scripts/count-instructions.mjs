// Counts the machine instructions of an operation of the common workload (LOBW), function by function, under valgrind. Times on a
// shared machine differ by some hundredths from run to run; these counts do not, whatever else runs. Linux, with valgrind.
//   node scripts/build.mjs --names         # first, in each folder: the names of functions are kept
//   node scripts/count-instructions.mjs [DIR [DIR]]     --set B  --accounts 2000  --operations 60000  --top 20
// Given two folders, prints both and what the second has more. An instruction is not a nanosecond: cache misses are not seen.
// Exit codes: 0; 1 it could not be counted; 2 usage.
import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const own = fileURLToPath(new URL("..", import.meta.url));
/** Passes over fresh engines: enough that what loading costs is small beside them. */
const PASSES = 4;

/** What runs under valgrind: the workload comes from this package, the engine from the one that is counted. */
const program = (folder, { set, accounts, operations }) => `
import * as lobw from ${JSON.stringify(pathToFileURL(join(own, "dist/measure/workload/lobw.js")))};
import { limitsOf, sceneOf, writeRecords } from ${JSON.stringify(pathToFileURL(join(own, "dist/measure/workload/through-engine.js")))};
const { Batch, createWriter, Engine } = await import(${JSON.stringify(pathToFileURL(join(folder, "dist/index.js")))});
const chosen = lobw.sets.find(({ name }) => name === ${JSON.stringify(set)});
const workload = lobw.generate({ ...chosen, live: Math.min(chosen.live, 2000) }, ${operations});
const owner = lobw.assignAccounts(workload, ${accounts});
const writer = createWriter(64 * (workload.prefill + ${operations}));
writeRecords(workload, owner, new Batch(writer, () => 0, null), 0, workload.prefill + ${operations});
for (let pass = 0; pass < ${PASSES}; pass++) {
  const engine = new Engine(limitsOf(workload, ${accounts}));
  engine.apply(sceneOf(${accounts}));
  engine.applyRecords(writer.written, () => {});
}`;

/** Where each function's code lies, by start: what V8 writes to /tmp/perf-PID.map. */
function readMap(pid) {
  const path = `/tmp/perf-${pid}.map`;
  const code = readFileSync(path, "latin1")
    .split("\n")
    .map((line) => /^([0-9a-f]+) ([0-9a-f]+) JS:(\S+)-\d+-turbofan$/.exec(line))
    .filter((found) => found !== null)
    .map(([, start, bytes, name]) => ({ start: parseInt(start, 16), bytes: parseInt(bytes, 16), name }));
  rmSync(path);
  return code.sort((a, b) => a.start - b.start);
}

function functionAt(code, address) {
  let low = 0;
  let high = code.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (code[middle].start <= address) low = middle + 1;
    else high = middle;
  }
  const found = code[low - 1];
  return found !== undefined && address < found.start + found.bytes ? found.name : undefined;
}

/** Sums callgrind's costs, which are those of instructions by their addresses; lines after `calls=` are inclusive ones. */
async function sumCosts(path, code) {
  const counts = new Map();
  let address = 0;
  let isInclusive = false;
  for await (const line of createInterface({ input: createReadStream(path, "latin1") })) {
    if (line.startsWith("calls=")) isInclusive = true;
    const found = /^(\+|-|\*|0x)([0-9a-f]*) \S+ (\d+)$/.exec(line);
    if (found === null) continue;
    const [, sign, digits, cost] = found;
    if (sign === "0x") address = parseInt(digits, 16);
    else if (sign !== "*") address += parseInt(digits, 16) * (sign === "+" ? 1 : -1);
    if (!isInclusive) {
      const name = functionAt(code, address);
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + Number(cost));
    }
    isInclusive = false;
  }
  return counts;
}

/** Instructions an operation, by the last two parts of a function's name. */
async function count(folder, asked) {
  const scratch = mkdtempSync(join(tmpdir(), "instructions-"));
  try {
    const out = join(scratch, "out");
    const tool = [
      "--tool=callgrind",
      "--dump-instr=yes",
      "--smc-check=all-non-file",
      `--callgrind-out-file=${out}`,
    ];
    const flags = ["--no-liftoff", "--single-threaded", "--perf-basic-prof", "--input-type=module", "-e"];
    const args = [...tool, process.execPath, ...flags, program(folder, asked)];
    const ran = spawnSync("valgrind", args, { encoding: "utf8", maxBuffer: 2 ** 28 });
    if (ran.error) throw new Error(`valgrind does not run: ${ran.error.message}`);
    if (ran.status !== 0) throw new Error(ran.stderr.slice(-2_000));
    const costs = await sumCosts(out, readMap(ran.pid));
    const named = [...costs].filter(([name]) => name.startsWith("assembly/"));
    if (named.length === 0) throw new Error(`${folder}: no names; run scripts/build.mjs --names there`);
    const each = new Map();
    for (const [name, cost] of named) {
      const short = name.split("/").slice(-1)[0];
      each.set(short, (each.get(short) ?? 0) + cost / (PASSES * asked.operations));
    }
    return each;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const sum = (counts) => [...counts.values()].reduce((total, cost) => total + cost, 0);
const cell = (value) => value.toFixed(1).padStart(10);

async function main({ folders, top, ...asked }) {
  const counts = [];
  for (const folder of folders) counts.push(await count(folder, asked));
  const names = [...new Set(counts.flatMap((each) => [...each.keys()]))];
  const of = (name) => counts.map((each) => each.get(name) ?? 0);
  const weight = (name) => (counts.length === 1 ? of(name)[0] : Math.abs(of(name)[1] - of(name)[0]));
  const row = (name, values) => {
    const more = values.length === 2 ? cell(values[1] - values[0]) : "";
    console.log(name.padEnd(24) + values.map(cell).join("") + more);
  };
  console.log(`LOBW ${asked.set}, ${asked.accounts} accounts: instructions an operation`);
  for (const name of names.sort((a, b) => weight(b) - weight(a)).slice(0, top)) row(name, of(name));
  row("all of the core", counts.map(sum));
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      set: { type: "string", default: "B" },
      accounts: { type: "string", default: "2000" },
      operations: { type: "string", default: "60000" },
      top: { type: "string", default: "20" },
    },
  });
  const [accounts, operations, top] = [values.accounts, values.operations, values.top].map(Number);
  if (!(accounts >= 1 && operations >= 1 && top >= 1)) throw new Error("the numbers are positive");
  if (!/^[ABCD]$/.test(values.set)) throw new Error("--set is A, B, C or D");
  if (positionals.length > 2) throw new Error("give two folders at most");
  const folders = (positionals.length === 0 ? [own] : positionals).map((folder) => resolve(folder));
  return { folders, set: values.set, accounts, operations, top };
}

let asked;
try {
  asked = options();
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
try {
  await main(asked);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
