/**
 * Funding touches no account, it is one number a market; and yet the accounts that it makes liquidatable are found.
 */
import { expect, test } from "vitest";
import { constants, Meters, Region } from "#breakwater/abi/layout.js";
import type { Engine } from "#breakwater/engine/engine.js";
import { arm } from "../bench/armed.js";
import { MARK, Population, spread } from "../bench/population.js";

const POSITIONS = Number(process.env["POSITIONS"] ?? 20_000);

/** How many accounts have been looked at, and how many alarms have rung. */
function looks(engine: Engine): bigint[] {
  const view = new DataView(engine.memory.buffer);
  const meters = view.getUint32(constants.MAP_ADDRESS + 4 * Region.meters, true);
  return [Meters.evaluations, Meters.alarms].map((field) => view.getBigUint64(meters + field, true));
}

test(`${POSITIONS} positions are funded without a look at one of them`, () => {
  const population = new Population(spread(POSITIONS));
  const engine = arm(population, POSITIONS);
  const before = looks(engine);
  let rate = 0;
  for (let i = 0; i < 30; i++) {
    const ratePpb = (i % 3 === 0 ? -1 : 1) * 10_000 * (i % 7);
    expect(engine.apply([{ type: "funding", market: "m0", ratePpb }])).toHaveLength(2);
    rate += ratePpb;
  }
  // The nearest is half a percent away, and all of it together is 0.025 percent for longs to pay.
  expect(rate).toBe(250_000);
  expect(looks(engine)).toEqual(before);

  // A fall of a fiftieth: exactly the accounts liquidatable with what they owe, by the definition, are found.
  const mark = MARK - MARK / 50;
  const events = engine.apply([
    { type: "tick", market: "m0", source: "s", price: String(mark / 100), sequence: 2 },
  ]);
  const found = events.flatMap((event) => (event.type === "liquidationOpened" ? [event.account] : []));
  const expected: string[] = [];
  population.lots.forEach((lots, i) => {
    // 10 units of money a lot and price unit.
    const owed = Math.ceil((lots * MARK * 10 * rate) / 1e9);
    population.cash[i]! -= owed;
    if (population.isLiquidatable(i, [mark])) expected.push(`a${i.toString(36)}`);
  });
  expect(expected.length).toBeGreaterThan(POSITIONS / 100);
  expect(found.sort()).toEqual(expected.sort());
  expect(engine.sweep()).toBe(0);
});
