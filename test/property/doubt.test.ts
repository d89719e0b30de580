/** Worlds with doubt bring about what its rules are about, and the model keeps its invariants there (rules: margin 17, breakers 4). */
import { expect, test } from "vitest";
import { type Event, Model } from "../model/model.js";
import { ALL_FEATURES } from "./features.js";
import { Generator } from "./generate.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** What is seen, by the type of the command that showed it. */
function played(seed: number): { refused: Set<string>; found: Set<string> } {
  const generator = new Generator(seed, new Set(ALL_FEATURES));
  const model = new Model();
  const [refused, found] = [new Set<string>(), new Set<string>()];
  for (let at = 0; at < 1_000; at += 1) {
    const { command, refusal } = generator.next();
    const events: Event[] = model.apply(command, refusal);
    generator.observe(events);
    expect(model.invariants(), `seed ${seed}, command ${at}`).toEqual([]);
    const type = String(command?.type);
    for (const { code, market, breaker, state } of events) {
      if (code === "PRICE_IN_DOUBT") {
        const { tripped } = model.world.market(market);
        refused.add(command.to === undefined ? "withdrawal" : "move");
        refused.add(tripped.has("FEED_STALE") ? "FEED_STALE" : tripped.size > 0 ? "another breaker" : "none");
      }
      if (breaker === "FEED_STALE" && state === "tripped") found.add(type);
    }
  }
  return { refused, found };
}

test("refusals for doubt, with breakers and before any has tripped; stale moments found by all kinds of commands", () => {
  const worlds = SEEDS.map(played);
  const seen = (of: "refused" | "found") => [...new Set(worlds.flatMap((world) => [...world[of]]))];
  expect(seen("refused")).toEqual(
    expect.arrayContaining(["withdrawal", "move", "FEED_STALE", "another breaker", "none"]),
  );
  expect(seen("found")).toEqual(
    expect.arrayContaining(["clock", "tick", "transfer", "order", "position", "execution"]),
  );
});
