/** How many sources there are, what an even split of them is worth, and what is said of them (rules: marks 5, commands 7, 8, 10). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { Setting } from "./setting.js";
import { weightedMedian } from "./trust.js";
import { refusalOf, typesOf } from "./venue-setting.js";

const named = (names: string, weights: number[] = []) =>
  [...names].map((source, at) => ({ source, weight: weights[at] ?? 1 }));

const medianOf = (prices: number[], weights: number[] = []) =>
  weightedMedian(prices.map((price, at) => ({ price: BigInt(price), weight: BigInt(weights[at] ?? 1) })));

describe("the middle of an even split", () => {
  test.each([
    [[100, 110], [], 105n],
    [[110, 100], [], 105n],
    [[100, 111], [], 105n], // rounded down
    [[100, 110, 120, 130], [], 115n],
    [[100, 110, 120], [3, 2, 1], 105n],
    [[100, 110, 110, 120], [1, 1, 1, 1], 110n], // the next has the same price
    [[100, 110, 120], [1, 1, 1], 110n],
    [[100, 110], [2, 1], 100n],
    [[100, 110], [1, 2], 110n],
    [[100], [5], 100n],
  ])("of %j with the weights %j is %s", (prices, weights, middle) => {
    expect(medianOf(prices, weights)).toBe(middle);
  });

  test("one of two sources that lies below moves the index half of the way only, and none of it with outlierPpm", () => {
    const ticked = (spec: Command) => {
      const setting = new Setting();
      setting.market("M", { sources: named("ab"), jumpPpm: 1_000_000, ...spec });
      const tick = (source: string, sequence: number, price: string) =>
        setting.do({ type: "tick", market: "M", source, sequence, price });
      tick("a", 1, "100");
      tick("b", 1, "100");
      return tick("a", 2, "80");
    };
    expect(ticked({})).toMatchObject([{ type: "mark", index: "90.00", sources: 2 }]);
    // 80 and 100 are both more than a twentieth off 90: neither is believed.
    expect(ticked({ outlierPpm: 50_000 })).toMatchObject([{ breaker: "FEED_STALE", state: "tripped" }]);
    expect(ticked({ outlierPpm: 111_111 })).toMatchObject([{ breaker: "FEED_STALE" }]);
    expect(ticked({ outlierPpm: 111_112 })).toMatchObject([{ type: "mark", index: "90.00" }]);
  });

  test("the two that are left by the outliers are split as well", () => {
    const setting = new Setting();
    setting.market("M", { sources: named("abc"), outlierPpm: 50_000 });
    for (const [at, price] of ["100", "103", "150"].entries()) {
      setting.do({ type: "tick", market: "M", source: "abc"[at], sequence: 1, price });
    }
    expect(setting.all("mark").at(-1)).toMatchObject({ index: "101.50", sources: 2 });
  });
});

describe("minSources", () => {
  const refused = (spec: Command) => {
    const setting = new Setting();
    try {
      setting.market("M", spec);
    } catch (error) {
      return /"code":"(\w+)","field":"([\w.]+)"/.exec(String(error))?.slice(1).join(" ");
    }
    return null;
  };

  test("is at most the number of sources, after the sources themselves and before the policy", () => {
    expect(refused({ minSources: 1 })).toBe(null);
    expect(refused({ minSources: 2 })).toBe("SPEC_INVALID minSources");
    expect(refused({ minSources: 3, sources: named("aa") })).toBe("SPEC_INVALID sources");
    expect(refused({ minSources: 3, sources: named("ab"), policy: { rateNotional: "0.0000001" } })).toBe(
      "SPEC_INVALID minSources",
    );
    expect(refused({ minSources: 2, sources: named("ab") })).toBe(null);
  });

  test("is so in settings, too, with sources or without; and nothing is changed", () => {
    const setting = new Setting();
    setting.market("M", { sources: named("ab") });
    const settings = { type: "feedSettings", market: "M", minSources: 3, maxAge: 5 };
    expect(refusalOf(setting, settings)).toBe("SPEC_INVALID minSources");
    expect(refusalOf(setting, { ...settings, sources: named("abc") })).toBe("SPEC_INVALID sources");
    expect(refusalOf(setting, { ...settings, sources: named("ab", [7, 7]) })).toBe("SPEC_INVALID minSources");
    expect(setting.model.world.market("M")).toMatchObject({ minSources: 1, maxAge: null });
    expect(setting.model.world.market("M").sources[0]?.weight).toBe(1n);
    setting.do({ ...settings, minSources: 2 });
  });
});

describe("warnings", () => {
  const FULL = { maxAge: 1, jumpPpm: 50_000, sources: named("abc"), maxPrice: "100000" };
  const warningOf = (spec: Command) => {
    const setting = new Setting();
    setting.market("M", { ...FULL, ...spec });
    return setting.all("accepted").at(-1)?.warning;
  };

  test.each<[Command, string | null]>([
    [{}, null],
    [{ maxAge: undefined }, "no maxAge: a price never becomes too old"],
    [{ jumpPpm: undefined }, "no jumpPpm: a tick that jumps is believed at once"],
    [{ sources: named("a") }, "one source: nothing confirms its prices"],
    [{ sources: named("ab") }, "two sources: neither outvotes the other"],
    [{ outlierPpm: 1 }, null],
    [
      { outlierPpm: 1, sources: named("abc", [2, 1, 1]) },
      "outlierPpm without a majority: no source is outvoted by the others",
    ],
    [{ outlierPpm: 1, sources: named("abc", [4, 4, 1]) }, null],
    [{ sources: named("abc", [2, 1, 1]) }, null],
    [{ mark: "premium", premiumHalfLife: 1 }, null],
    [{ premiumCapPpm: 1_000_000 }, null],
    [{ mark: "median3", premiumHalfLife: 1, premiumCapPpm: 1_000_000 }, "the premium is not capped"],
    [{ maxPrice: undefined }, "no maxPrice: higher prices than the derived one are refused"],
    [{ maxPrice: undefined, priceDecimals: 6, lotSize: "1", maxPosition: "8192" }, null],
    [{ takerFeePpm: 200_000 }, "under this policy only a full close can cure an account"],
    [
      { maxAge: undefined, sources: named("ab"), outlierPpm: 1, takerFeePpm: 200_000, maxPrice: undefined },
      "no maxAge: a price never becomes too old; two sources: neither outvotes the other; outlierPpm without a majority: " +
        "no source is outvoted by the others; no maxPrice: higher prices than the derived one are refused; under this " +
        "policy only a full close can cure an account",
    ],
  ])("of a market with %j", (spec, warning) => {
    expect(warningOf(spec)).toBe(warning);
  });

  test("of feedSettings: with the weights that it gives, without what it cannot change", () => {
    const setting = new Setting();
    setting.market("M", { ...FULL, maxPrice: undefined });
    const warned = (settings: Command) => {
      const events = setting.do({ type: "feedSettings", market: "M", maxAge: 1, jumpPpm: 1, ...settings });
      expect(typesOf(events)).toEqual(["accepted"]);
      return events[0]?.warning;
    };
    expect(warned({})).toBe(null);
    expect(warned({ takerFeePpm: 200_000 })).toBe(null);
    const outvoted = "outlierPpm without a majority: no source is outvoted by the others";
    expect(warned({ outlierPpm: 1, sources: named("abc", [2, 1, 1]) })).toBe(outvoted);
    expect(warned({ outlierPpm: 1 })).toBe(outvoted);
    expect(warned({ maxAge: undefined, mark: "premium", premiumHalfLife: 1, premiumCapPpm: 1_000_000 })).toBe(
      "no maxAge: a price never becomes too old; the premium is not capped",
    );
  });
});
