/**
 * The long run: seeds on end, against the product, until a difference or the end.
 *
 *   BREAKWATER_PROPERTY_COMMANDS=1000000 BREAKWATER_PROPERTY_SEED=7 npx vitest run test/property/product.test.ts
 */
import { runStream } from "./compare.js";
import type { Coverage } from "./coverage.js";
import type { Product } from "./pair.js";

export interface Settings {
  seed: number;
  commands: number;
  commandsPerEpisode: number;
  invariantsEvery: number;
}

/** From BREAKWATER_PROPERTY_SEED, _COMMANDS, _EPISODE and _INVARIANTS_EVERY. */
export function settings(): Settings {
  const read = (name: string, absent: number) => Number(process.env[`BREAKWATER_PROPERTY_${name}`] ?? absent);
  return {
    seed: read("SEED", 101),
    commands: read("COMMANDS", 20_000),
    commandsPerEpisode: read("EPISODE", 2_000),
    invariantsEvery: read("INVARIANTS_EVERY", 1),
  };
}

/** Runs as the environment says; BREAKWATER_PROPERTY_VERBOSE=1 prints what occurred and how fast. */
export function run(product?: () => Product): Coverage {
  const chosen = settings();
  const started = performance.now();
  const coverage = runStream(product ? { ...chosen, product } : chosen);
  if (process.env["BREAKWATER_PROPERTY_VERBOSE"] === "1") {
    const seconds = (performance.now() - started) / 1_000;
    console.log(`${coverage}\n${Math.round(chosen.commands / seconds)} commands/s`);
  }
  return coverage;
}
