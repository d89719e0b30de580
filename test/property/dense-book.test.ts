/**
 * Core and model in books where nearly everything meets: stops, expiry, bounded reduce-only orders, `ordersMax` (rules: book 3, 19,
 * 20, 21). DENSE_SEEDS=400 DENSE_SEED=7 for more.
 */
import { expect, test } from "vitest";
import { Coverage } from "./coverage.js";
import { DenseBook } from "./dense-book.js";
import { Difference, Pair } from "./pair.js";
import { makeProduct } from "./product.js";
import { Random } from "./random.js";

const SEEDS = Number(process.env["DENSE_SEEDS"] ?? 12);
const SEED = Number(process.env["DENSE_SEED"] ?? 1);

test("dense books: the model's events, and all that may become of a stop", () => {
  const coverage = new Coverage();
  for (let seed = SEED; seed < SEED + SEEDS; seed += 1) {
    const book = new DenseBook(new Random(seed));
    const pair = new Pair(makeProduct());
    for (let at = 0; at < 600; at += 1) {
      const command = JSON.parse(JSON.stringify(book.next()));
      try {
        coverage.note(pair.apply({ command }));
      } catch (error) {
        if (!(error instanceof Difference)) throw error;
        throw new Error(`seed ${seed}, command ${at} ${JSON.stringify(command)}\n${error.message}`);
      }
    }
  }
  const missing = `triggered.none triggered.INSUFFICIENT_MARGIN triggered.REDUCE_ONLY triggered.WOULD_CROSS
    triggered.WOULD_NOT_FILL triggered.SELF_TRADE cancelled.refused cancelled.expired cancelled.reduceOnly cancelled.liquidation
    rejected.WOULD_TRIGGER rejected.CAPACITY rejected.FORBIDDEN armed unwound uncrossed takeover`
    .trim()
    .split(/\s+/)
    .filter((kind) => !coverage.counts.has(kind));
  expect(missing).toEqual([]);
}, 3_600_000);
