/**
 *   npm run bench [-- NAME…] [--smoke] [--json FILE] [--plot FILE]
 *
 * NAME is one of the benches below; none means all. Times are printed, never asserted; checksums are asserted.
 */
import { benches } from "./benches.js";
import { optionsFor, type Result } from "./harness.js";
import {
  print,
  printGoals,
  printSmoke,
  printSurroundings,
  surroundings,
  writeJson,
  writePlot,
} from "./report.js";

type Name = keyof typeof benches;

function usage(problem: string): never {
  console.error(
    `${problem}\nusage: npm run bench [-- ${Object.keys(benches).join("|")}…] [--smoke] [--json FILE] [--plot FILE]`,
  );
  process.exit(2);
}

async function main(words: readonly string[]): Promise<void> {
  const names: Name[] = [];
  let smoke = false;
  let json: string | undefined;
  let plot: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--smoke") smoke = true;
    else if (word === "--json") json = words[++i] ?? usage("--json needs a file");
    else if (word === "--plot") plot = words[++i] ?? usage("--plot needs a file");
    else if (Object.hasOwn(benches, word)) names.push(word as Name);
    else usage(`there is no bench ${word}`);
  }
  const about = surroundings(smoke);
  printSurroundings(about);
  const results: Result[] = [];
  for (const name of names.length === 0 ? (Object.keys(benches) as Name[]) : names) {
    const found = await benches[name](optionsFor(smoke));
    found.forEach(print);
    results.push(...found);
  }
  // The times of a smoke run mean nothing.
  if (!smoke) printGoals(results);
  printSmoke(about);
  if (json !== undefined) writeJson(json, about, results);
  if (plot !== undefined) writePlot(plot, about, results);
}

await main(process.argv.slice(2));
