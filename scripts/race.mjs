// Times two built packages against one another on the streams of streams.mjs, or on the common workload (LOBW): in one process,
// piece by piece in turn, so that what else the machine does falls on both alike. Prints the time of the second over that of the
// first.
//   node scripts/race.mjs DIR DIR       --seeds N (10)  --commands N (6000)  --rounds N (20)
//   node scripts/race.mjs DIR DIR       --lobw A,B  --accounts 10000,100000  --rounds N (20)
// Exit codes: 0; 1 their states differ at the end of a stream; 2 usage. States of LOBW are not compared: `npm run bench -- engine`
// checks its fills.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { writeStreams } from "./streams.mjs";

/** Commands a piece: some tens of microseconds, far above what reading the clock takes. */
const PIECE = 100;

/** The stream as records of the package's own layout, in pieces. */
function encode({ createWriter, encodeCommand }, commands) {
  const pieces = [];
  const writer = createWriter();
  for (let from = 0; from < commands.length; from += PIECE) {
    writer.clear();
    for (const command of commands.slice(from, from + PIECE)) {
      if (encodeCommand(command, writer) === "full") throw new Error("a piece does not fit in the writer");
    }
    pieces.push(writer.bytes.slice(0, writer.length));
  }
  return pieces;
}

/** Commands a piece of LOBW: what a batch is in practice. */
const LOBW_PIECE = 4_096;

/** The workload in pieces, and what comes before it, as records of the package's own layout. */
function encodeLobw({ Batch, createWriter }, { workload, owner, writeRecords }, from, to) {
  const pieces = [];
  for (let at = from; at < to; at += LOBW_PIECE) {
    const writer = createWriter(LOBW_PIECE * 64);
    writeRecords(workload, owner, new Batch(writer, () => 0, null), at, Math.min(to, at + LOBW_PIECE));
    pieces.push(writer.written);
  }
  return pieces;
}

function raceLobw(packages, play, rounds) {
  const { workload, accounts, limits, scene } = play;
  const end = workload.prefill + workload.operations;
  const before = packages.map((exports) => encodeLobw(exports, play, 0, workload.prefill));
  const timed = packages.map((exports) => encodeLobw(exports, play, workload.prefill, end));
  const ratios = [];
  for (let number = -1; number < rounds; number++) {
    const engines = packages.map(({ Engine }, which) => {
      const engine = new Engine(limits);
      for (let at = 0; at < scene.length; at += LOBW_PIECE) engine.apply(scene.slice(at, at + LOBW_PIECE));
      for (const piece of before[which]) engine.applyRecords(piece, ignore);
      return engine;
    });
    const took = [0, 0];
    for (let piece = 0; piece < timed[0].length; piece++) {
      for (const which of piece % 2 === 0 ? [0, 1] : [1, 0]) {
        const started = process.hrtime.bigint();
        engines[which].applyRecords(timed[which][piece], ignore);
        took[which] += Number(process.hrtime.bigint() - started);
      }
    }
    if (number >= 0) ratios.push(took[1] / took[0]); // the first only warms up
  }
  const found = `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`;
  console.log(
    `${workload.set.name}, ${accounts} accounts: median of rounds ${median(ratios).toFixed(3)} (${found})`,
  );
}

/** The workload comes from this package, whatever the two are. */
async function mainLobw({ folders, sets, accounts, rounds }) {
  const lobw = await import("../dist/measure/workload/lobw.js");
  const { limitsOf, sceneOf, writeRecords } = await import("../dist/measure/workload/through-engine.js");
  const packages = await load(folders);
  for (const name of sets) {
    const set = lobw.sets.find((one) => one.name === name);
    if (set === undefined) throw new Error(`no set ${name}`);
    const workload = lobw.generate(set);
    for (const count of accounts) {
      const owner = lobw.assignAccounts(workload, count);
      const play = { workload, accounts: count, owner, writeRecords };
      raceLobw(packages, { ...play, limits: limitsOf(workload, count), scene: sceneOf(count) }, rounds);
    }
  }
  return 0;
}

const load = (folders) =>
  Promise.all(folders.map((folder) => import(pathToFileURL(join(folder, "dist/index.js")))));

const ignore = () => {};

/** One round: the nanoseconds of each piece, of both. Which of them goes first alternates. */
function round(packages, streams, number) {
  const engines = packages.map(({ Engine }) => new Engine());
  const times = streams[0].map((_, piece) => {
    const took = [0, 0];
    for (const which of (piece + number) % 2 === 0 ? [0, 1] : [1, 0]) {
      const started = process.hrtime.bigint();
      engines[which].applyRecords(streams[which][piece], ignore);
      took[which] = Number(process.hrtime.bigint() - started);
    }
    return took;
  });
  return { times, hashes: engines.map((engine) => engine.stateHash()) };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const sum = (values) => values.reduce((total, value) => total + value, 0);

function race(packages, commands, rounds) {
  const streams = packages.map((exports) => encode(exports, commands));
  const all = Array.from({ length: rounds + 1 }, (_, number) => round(packages, streams, number));
  const timed = all.slice(1); // the first only warms up
  const least = [0, 1].map((which) =>
    sum(streams[0].map((_, piece) => Math.min(...timed.map(({ times }) => times[piece][which])))),
  );
  const ratio = median(timed.flatMap(({ times }) => times.map(([first, second]) => second / first)));
  return { ratio, least, same: all.every(({ hashes: [first, second] }) => first === second) };
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: "string", default: "10" },
      commands: { type: "string", default: "6000" },
      rounds: { type: "string", default: "20" },
      lobw: { type: "string" },
      accounts: { type: "string", default: "10000,100000" },
    },
  });
  const [seeds, commands, rounds] = [values.seeds, values.commands, values.rounds].map(Number);
  if (positionals.length !== 2) throw new Error("give two folders of built packages");
  if (!(seeds >= 1 && commands >= 1 && rounds >= 1)) throw new Error("the numbers are positive");
  const folders = positionals.map((folder) => resolve(folder));
  const accounts = values.accounts.split(",").map(Number);
  if (!accounts.every((count) => count >= 1)) throw new Error("--accounts are positive numbers");
  return { folders, seeds, commands, rounds, accounts, sets: values.lobw?.split(",") };
}

async function main({ folders, seeds, commands, rounds }) {
  const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
  const files = await writeStreams(numbers, commands);
  const packages = await load(folders);
  let differing = 0;
  for (const [i, file] of files.entries()) {
    const stream = readFileSync(file, "utf8").split("\n").slice(0, -1);
    const { ratio, least, same } = race(
      packages,
      stream.map((line) => JSON.parse(line)),
      rounds,
    );
    if (!same) differing += 1;
    const [first, second] = least.map((nanoseconds) => Math.round(nanoseconds / commands));
    console.log(
      `seed ${numbers[i]}: median of pieces ${ratio.toFixed(3)}, least times ${(least[1] / least[0]).toFixed(3)} ` +
        `(${first} and ${second} ns a command)${same ? "" : ", and the states differ"}`,
    );
  }
  return differing;
}

let asked;
try {
  asked = options();
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
process.exitCode = (await (asked.sets ? mainLobw(asked) : main(asked))) === 0 ? 0 : 1;
