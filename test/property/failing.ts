/**
 * A stream in which model and product differ, made small and written down:
 *
 *   npm run shrink -- build/failing-7.jsonl
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "../model/model.js";
import { refusalOf } from "../support/refusal.js";
import { Difference, MODEL_INVARIANT, Pair, type Product } from "./pair.js";
import { leaveOut, type Stays, simplify } from "./shrink.js";
import { linesOf } from "./streams.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Shrinking a world of 2,000 commands takes about this long. */
const SECONDS = 40;

export interface Failure {
  readonly difference: Difference;
  /** All up to the one that shows it. */
  readonly commands: readonly Command[];
}

export interface Shrunk extends Failure {
  readonly trials: number;
  /** Nothing more can be left out; otherwise time was up. */
  readonly finished: boolean;
}

/** Plays commands from the beginning until they show a difference; null when they do not. */
export function play(
  commands: readonly Command[],
  makeProduct: (() => Product) | null,
  invariantsEvery = 1,
): Failure | null {
  const pair = new Pair(makeProduct?.() ?? null, invariantsEvery);
  for (const [at, command] of commands.entries()) {
    try {
      pair.apply({ command, refusal: refusalOf(command) });
    } catch (difference) {
      if (difference instanceof Difference) return { difference, commands: commands.slice(0, at + 1) };
      throw difference;
    }
  }
  return null;
}

/** The smallest stream found in that many seconds that differs in the same kind. Null when not even the whole does. */
export function shrink(
  commands: readonly Command[],
  kind: string,
  makeProduct: (() => Product) | null,
  seconds = SECONDS,
): Shrunk | null {
  const deadline = performance.now() + seconds * 1_000;
  // The model's own are half of the work, and beside the point unless one of them is what broke.
  const invariantsEvery = kind.startsWith(MODEL_INVARIANT) ? 1 : Number.POSITIVE_INFINITY;
  let trials = 0;
  let finished = true;
  let best = play(commands, makeProduct);
  if (best?.difference.kind !== kind) return null;
  const stays: Stays<Command> = (fewer) => {
    finished = performance.now() < deadline;
    if (!finished) return false;
    trials += 1;
    const failure = play(fewer, makeProduct, invariantsEvery);
    if (failure?.difference.kind !== kind) return false;
    best = failure;
    return true;
  };
  leaveOut(best.commands, stays);
  simplify(best.commands, stays);
  leaveOut(best.commands, stays);
  return { ...best, trials, finished };
}

/** Shrinks, writes the smallest stream to `build/failing-<name>.jsonl`, and says all of it. */
export function report(
  name: string,
  failure: Failure,
  makeProduct: (() => Product) | null,
  seconds?: number,
): string {
  const { difference, commands } = failure;
  const shrunk = shrink(commands, difference.kind, makeProduct, seconds);
  const kept = shrunk ?? failure;
  const file = join(root, "build", `failing-${name}.jsonl`);
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(file, linesOf(kept.commands));
  const how =
    shrunk === null
      ? "it does not show when the commands are played again"
      : `${shrunk.trials} trials${shrunk.finished ? "" : ", and time was up: run it again for fewer"}`;
  return [
    `${difference.kind}: ${kept.commands.length} of ${commands.length} commands show it (${how})`,
    `  npm run shrink -- ${relative(root, file)}`,
    `  ${JSON.stringify(kept.commands.at(-1))}`,
    kept.difference.message,
  ].join("\n");
}
