// Plays a stream of commands (JSON Lines) against core and model; where they differ, leaves out what is not needed for it.
//   npm run shrink -- FILE.jsonl        a file, such as the one that a failing property test has named
//   npm run shrink -- --seed 7          the property tests' world of that seed; --commands N (2000)
//   --seconds N                         how long to shrink (600); 0: play it and say what differs
// The smallest stream is written to build/failing-NAME.jsonl. Exit codes: 0 no difference; 1 one was found; 2 usage.
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { withModule } from "./load-typescript.mjs";

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      commands: { type: "string", default: "2000" },
      seconds: { type: "string", default: "600" },
    },
  });
  const [seed, commands, seconds] = [values.seed ?? "0", values.commands, values.seconds].map(Number);
  if ((positionals.length === 1) === (values.seed !== undefined) || positionals.length > 1) {
    throw new Error("give one file of commands, or --seed N");
  }
  if (![seed, commands, seconds].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    throw new Error("--seed, --commands and --seconds are whole numbers");
  }
  return { file: positionals[0], seed, commands, seconds };
}

let asked;
try {
  asked = options();
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
const { file, seed, commands, seconds } = asked;
build();
const found = await withModule("test/property/replay.ts", ({ reportFile, reportSeed }) =>
  file === undefined ? reportSeed(seed, commands, seconds) : reportFile(file, seconds),
);
console.log(found ?? "no difference");
process.exitCode = found === null ? 0 : 1;
