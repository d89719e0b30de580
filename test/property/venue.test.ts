/** Worlds with venues that say what they like bring about what those rules are about, and the model keeps its invariants there. */
import { expect, test } from "vitest";
import { type Event, Model } from "../model/model.js";
import type { Feature } from "./features.js";
import { Generator } from "./generate.js";

const SEEDS = [21, 22, 23, 24, 25, 26];

/** Little that blocks a market for other reasons, so that much goes to venues. */
const FEATURES: Feature[] = ["venue", "inverse", "isolated", "funding", "ladder", "jitter", "adl", "cross"];

/** What is seen, in a word each. */
function played(seed: number): Set<string> {
  const generator = new Generator(seed, new Set(FEATURES));
  const model = new Model();
  const seen = new Set<string>();
  for (let at = 0; at < 1_000; at += 1) {
    const { command, refusal } = generator.next();
    const events: Event[] = model.apply(command, refusal);
    generator.observe(events);
    expect(model.invariants(), `seed ${seed}, command ${at}`).toEqual([]);
    const of = command?.type === "execution" && command.order === undefined ? "elsewhere" : command?.type;
    if (events.some(({ type }) => type === "rejected")) continue;
    seen.add(String(of));
    if (command?.account === "@liquidation") seen.add(`${of} @liquidation`);
    for (const { type, breaker, state, reason, account } of events) {
      if (type === "breaker") seen.add(`${breaker} ${state}`);
      else if (type === "executionMismatch")
        seen.add(`${account === "@liquidation" ? account : "account"} ${reason}`);
      else if (type === "cancelSlice" && reason === "reconciled") seen.add("called back");
      else if (String(type).startsWith("liquidation") && breaker) seen.add(`${type} ${breaker}`);
    }
  }
  return seen;
}

test("mismatches, pauses and reconciling, of accounts and of `@liquidation`", () => {
  const seen = new Set(SEEDS.flatMap((seed) => [...played(seed)]));
  const wanted = [
    ...["reconcile", "reconcile @liquidation", "elsewhere", "elsewhere @liquidation", "called back"],
    ...["account quantity", "account price", "account flip", "@liquidation quantity"],
    ...["EXECUTION_MISMATCH tripped", "EXECUTION_MISMATCH cleared"],
    ...["liquidationBlocked EXECUTION_MISMATCH", "liquidationBlocked EXECUTION_REJECTED"],
  ];
  expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
});
