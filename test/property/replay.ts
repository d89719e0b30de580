/** What `scripts/shrink.mjs` does: a file of commands or a seed's world, against the product as the tests make it. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "../model/model.js";
import { Episode } from "./compare.js";
import { Coverage } from "./coverage.js";
import { play, report } from "./failing.js";
import { Difference } from "./pair.js";
import { makeProduct } from "./product.js";

/** Null when model and product agree on all of the file, otherwise what `report` says. */
export function reportFile(file: string, seconds: number): string | null {
  const lines = readFileSync(file, "utf8").split("\n");
  const commands = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Command);
  const failure = play(commands, makeProduct);
  const name = basename(file, ".jsonl").replace(/^failing-/, "");
  return failure && report(name, failure, makeProduct, seconds);
}

/** So with the world of a seed, whose features are as the environment says. */
export function reportSeed(seed: number, commands: number, seconds: number): string | null {
  try {
    new Episode({ seed, commands, product: makeProduct, coverage: new Coverage(), seconds }).run();
    return null;
  } catch (error) {
    if (error instanceof Difference) return error.message;
    throw error;
  }
}
