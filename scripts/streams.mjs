// Ten hostile streams of the property tests' generator, replayed: one SHA-256 a stream. Two checkouts that compute the same
// print the same. The streams are kept in build/streams/, so that every checkout is given the very same bytes.
//   --package DIR   replay with the built package in DIR instead of this one; given twice, the two are compared event by event
//   --seeds N       seeds 1 to N (10)
//   --commands N    commands a stream (6000)
//   --new           make the streams anew, even those that are there
//   --no-hashes     leave out what the state hash is: it changes with every row that gets a field, the events do not
// Exit codes: 0 all equal; 1 two packages differ, or one fails; 2 usage.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { withModule } from "./load-typescript.mjs";

const root = resolve(fileURLToPath(new URL("..", import.meta.url)));
const folder = join(root, "build", "streams");
const OUTPUT_BYTES_MAX = 2 ** 30;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const pathOf = (seed, commands) => join(folder, `seed-${seed}-${commands}.jsonl`);

/** Makes those that are missing: a minute for ten. */
export async function writeStreams(seeds, commands, { anew = false } = {}) {
  mkdirSync(folder, { recursive: true });
  const missing = seeds.filter((seed) => anew || !existsSync(pathOf(seed, commands)));
  if (missing.length > 0) {
    await withModule("test/property/streams.ts", ({ streamOf, linesOf }) => {
      for (const seed of missing) writeFileSync(pathOf(seed, commands), linesOf(streamOf(seed, commands)));
    });
  }
  return seeds.map((seed) => pathOf(seed, commands));
}

/** What `breakwater replay` of the package in `directory` writes. */
function replay(directory, file, hashes) {
  const { bin } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const output = execFileSync(process.execPath, [join(directory, bin.breakwater), "replay", file], {
    maxBuffer: OUTPUT_BYTES_MAX,
    // Streams are hostile: what was refused is summed up there, and an error's message has it.
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (hashes) return output;
  return Buffer.from(output.toString().replaceAll(/"stateHash":"[0-9a-f]*"/g, '"stateHash":"-"'));
}

/** The first line that is not the same, and what each has there. */
function firstDifference(left, right) {
  const [ours, theirs] = [left, right].map((bytes) => bytes.toString().split("\n"));
  const at = ours.findIndex((line, i) => line !== theirs[i]);
  const line = at < 0 ? ours.length : at;
  return `event ${line + 1} differs\n    ${ours[line] ?? "(none)"}\n    ${theirs[line] ?? "(none)"}`;
}

async function main({ packages, seeds, commands, anew, hashes }) {
  if (packages.includes(root)) build();
  const files = await writeStreams(seeds, commands, { anew });
  const all = packages.map(() => createHash("sha256"));
  let differing = 0;
  for (const [i, file] of files.entries()) {
    const outputs = packages.map((directory) => replay(directory, file, hashes));
    console.log(`seed ${seeds[i]}: stream ${sha256(readFileSync(file)).slice(0, 16)}`);
    for (const [at, output] of outputs.entries()) {
      const hash = sha256(output);
      all[at].update(hash);
      console.log(`  events ${hash}  ${relative(".", packages[at]) || "."}`);
      if (output.equals(outputs[0])) continue;
      differing += 1;
      console.log(`  ${firstDifference(outputs[0], output)}`);
    }
  }
  for (const [at, hash] of all.entries()) {
    console.log(`all: ${hash.digest("hex")}  ${relative(".", packages[at]) || "."}`);
  }
  return differing;
}

function options() {
  const { values } = parseArgs({
    options: {
      package: { type: "string", multiple: true, default: [root] },
      seeds: { type: "string", default: "10" },
      commands: { type: "string", default: "6000" },
      new: { type: "boolean", default: false },
      "no-hashes": { type: "boolean", default: false },
    },
  });
  const [count, commands] = [values.seeds, values.commands].map(Number);
  if (!(count >= 1) || !(commands >= 1)) throw new Error("--seeds and --commands are positive numbers");
  return {
    packages: values.package.map((directory) => resolve(directory)),
    seeds: Array.from({ length: count }, (_, i) => i + 1),
    commands,
    anew: values.new,
    hashes: !values["no-hashes"],
  };
}

async function run() {
  let asked;
  try {
    asked = options();
  } catch (error) {
    console.error(error.message);
    return 2;
  }
  return (await main(asked)) === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await run();
