/**
 *   npm run bench [-- NAME…] [--smoke] [--json FILE]
 *
 * NAME is one of the benches below; none means all. Times are printed, never asserted; checksums are asserted.
 */

import { burst } from "./burst.js";
import { optionsFor, print, printSurroundings, type Result, surroundings, writeJson } from "./harness.js";
import { hovering } from "./hovering.js";
import { book, engine } from "./match.js";
import { scale } from "./scale.js";
import { sweep } from "./sweep.js";
import { tick } from "./tick.js";

const benches = { book, engine, tick, burst, hovering, sweep, scale } as const;

function usage(problem: string): never {
  console.error(
    `${problem}\nusage: npm run bench [-- ${Object.keys(benches).join("|")}…] [--smoke] [--json FILE]`,
  );
  process.exit(2);
}

function main(words: readonly string[]): void {
  const names: (keyof typeof benches)[] = [];
  let smoke = false;
  let json: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--smoke") smoke = true;
    else if (word === "--json") json = words[++i] ?? usage("--json needs a file");
    else if (Object.hasOwn(benches, word)) names.push(word as keyof typeof benches);
    else usage(`there is no bench ${word}`);
  }
  const about = surroundings();
  printSurroundings(about);
  const results: Result[] = [];
  for (const name of names.length === 0 ? (Object.keys(benches) as (keyof typeof benches)[]) : names) {
    const found = benches[name](optionsFor(smoke));
    found.forEach(print);
    results.push(...found);
  }
  if (json !== undefined) writeJson(json, about, results);
}

main(process.argv.slice(2));
