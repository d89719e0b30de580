/** (rules: marks 11) Squared moves of the mark per time, smoothed. Only the `adaptive` slicer sees it, so memory is read. */
import { expect, test } from "vitest";
import { constants, Market, Region } from "#breakwater/abi/layout.js";
import { Engine } from "#breakwater/engine/engine.js";
import { domain, feed, market, seconds } from "../support/commands.js";

const small = { accounts: 64, positions: 64, orders: 64, cases: 64, works: 1_024, slices: 64, markets: 2 };

function watched(algorithm: string) {
  const engine = new Engine({ ...small, triggerBuckets: 4_194_304 }, { debug: true });
  const tick = feed("BTC");
  engine.applyParsed([domain(), market("BTC", { volatilityHalfLife: seconds(1), policy: { algorithm } })]);
  const volatility = () => {
    const view = new DataView(engine.memory.buffer);
    const row = view.getUint32(constants.MAP_ADDRESS + 4 * Region.markets, true);
    const known = view.getUint8(row + Market.volatilityKnown) === 1;
    return known ? view.getBigInt64(row + Market.volatility, true) : null;
  };
  const after = (second: number, price: string) => {
    engine.applyParsed([{ ...tick(price), time: seconds(second) }]);
    return volatility();
  };
  return { engine, after, volatility };
}

test("r² a time, in ppm² · 10^6 a microsecond, halved every half-life", () => {
  const { after } = watched("adaptive");
  expect(after(1, "50000")).toBe(null); // the reference
  expect(after(2, "50500")).toBe(100_000_000n); // r = 10 000, r²·10^6/10^6
  expect(after(2, "51005")).toBe(100_000_000n); // no time has passed: neither sample nor reference
  expect(after(3, "50500")).toBe(50_000_000n); // back at the reference: r = 0
  expect(after(3.5, "50500")).toBe(50_000_000n); // no change of the mark
  // r = 1 000 000 at most, in a second: s = 10^12; s + (5·10^7 − 10^12)·½.
  expect(after(4, "200000")).toBe(500_025_000_000n);
});

test("it is kept only under `adaptive`", () => {
  const { engine, after, volatility } = watched("twap");
  after(1, "50000");
  expect(after(2, "50500")).toBe(null);
  engine.apply([{ type: "policy", market: "BTC", policy: { algorithm: "adaptive" } }]);
  expect(after(3, "51005")).toBe(null); // the reference
  expect(after(4, "51005.01")).not.toBe(null);
  engine.apply([{ type: "policy", market: "BTC", policy: {} }]);
  expect(volatility()).toBe(null);
});
