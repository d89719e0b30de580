/** How small and how large a liquidation order may be (rules: slicing 5, 17), and a client's (book 3). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
import { failing, fill, only, refusalOf, report, SECOND, sent, venue } from "./venue-setting.js";

const ALL = { fullCloseNotional: "100000000" };
/** Not before the last lot is gone. */
const NEVER_CURED = { targetPpm: 10_000_000 };
/** `a` sells its whole position by this policy; its lots are a tenth. */
function selling(quantity: string, policy: Command, spec: Command = {}): Event[] {
  const setting = venue({ lotSize: "0.1", ...spec, policy: { ...ALL, ...policy } });
  setting.account("a", (Math.abs(Number(quantity)) * 9).toFixed(1));
  return only(setting.position("a", "V", quantity, "100"), "slice");
}
const lots = (slices: Event[]) => slices.map(({ quantity }) => quantity);
/** What goes until nothing is left, if the venue fills everything at the mark; at most 500 seconds. */
function soldOff(setting: Setting, account = "a"): string[] {
  const sizes: string[] = [];
  let slices = only(setting.events, "slice").filter((slice) => slice.account === account);
  for (let second = 2; second < 500; second += 1) {
    const filled = slices.flatMap(({ order, quantity }) => {
      sizes.push(quantity as string);
      return setting.do(fill(order as string, quantity as string, "100"));
    });
    if (setting.state("a") === "healthy" && account === "a") break;
    slices = only([...filled, ...setting.clock(second * SECOND)], "slice");
  }
  return sizes;
}

describe("the least that an order may have", () => {
  test.each([
    ["a lot", {}, "0.1"],
    ["minOrder", { minOrder: "0.5" }, "0.5"],
    // At the limit, 91: 45.5 are half a coin, and a unit more is a lot more.
    ["what minNotional is worth", { minNotional: "45.5" }, "0.5"],
    ["a unit of money more", { minNotional: "45.500001" }, "0.6"],
    ["the larger of both", { minNotional: "45.500001", minOrder: "0.7" }, "0.7"],
    ["never more than the position", { minOrder: "30" }, "10.0"],
    ["nor for money", { minNotional: "3000" }, "10.0"],
  ])("%s", (_, spec, quantity) => {
    // A hundredth of ten coins is a lot.
    expect(lots(selling("10", { disposalFractionPpm: 10_000 }, spec))).toEqual([quantity]);
  });

  test("inverse: what so many lots at the limit are worth, down", () => {
    const spec = { kind: "inverse", minPrice: "1", lotSize: "10" };
    const inverse = (minNotional: string) => {
      const setting = venue({ ...spec, minNotional, policy: { ...ALL, disposalFractionPpm: 1 } });
      setting.account("a", "9");
      return lots(only(setting.position("a", "V", "10000", "100"), "slice"));
    };
    // A limit of 91.75 (its zero price); 10 ÷ 91.75 are 0.108991…
    expect(inverse("0.108991")).toEqual(["10"]);
    expect(inverse("0.108992")).toEqual(["20"]);
  });

  test("the plan wants less: more than it wants goes, and says so", () => {
    const setting = venue({ lotSize: "0.1", minOrder: "5" });
    failing(setting, "a", "10", "90");
    expect(setting.all("slice")).toMatchObject([{ quantity: "5.0", remaining: "5.0" }]);
  });
});

describe("the most, and what is left over", () => {
  test.each([
    // r1, minOrder, maxOrder → sizes, one after the other
    ["10", "1", "4", ["4.0", "4.0", "2.0"]],
    // 10 − 4 = 6, 6 − 4 = 2 < 2.5: 3.5 first
    ["10", "2.5", "4", ["4.0", "3.5", "2.5"]],
    // 9 − 5 = 4 < 5, and so is 4: the largest goes, and the rest when it is all that there is
    ["9", "5", "5", ["5.0", "4.0"]],
    ["5.3", "0.5", "5", ["4.8", "0.5"]],
    ["5.3", "0.5", "5.3", ["5.3"]],
  ])("of %s, orders of %s to %s: %s", (quantity, minOrder, maxOrder, sizes) => {
    const setting = venue({ lotSize: "0.1", minOrder, maxOrder, policy: ALL }, NEVER_CURED);
    setting.account("a", (Number(quantity) * 9).toFixed(1));
    setting.position("a", "V", quantity, "100");
    expect(soldOff(setting)).toEqual(sizes);
  });

  test("the rest joins where one order may have it", () => {
    // Nine tenths are nine, and one would be left.
    expect(lots(selling("10", { disposalFractionPpm: 900_000 }, { minOrder: "1" }))).toEqual(["9.0"]);
    expect(lots(selling("10", { disposalFractionPpm: 900_000 }, { minOrder: "1.1" }))).toEqual(["10.0"]);
    expect(
      lots(selling("10", { disposalFractionPpm: 900_000 }, { minOrder: "1.1", maxOrder: "9.5" })),
    ).toEqual(["8.9"]);
  });

  test("case 7: a part of a twap, and an order that was too large", () => {
    const spec = { minOrder: "0.100", maxOrder: "0.200", lotSize: "0.001" };
    expect(lots(selling("1", { algorithm: "twap" }, spec))).toEqual(["0.100"]);
    expect(lots(selling("1", {}, spec))).toEqual(["0.200"]);
  });

  test("`minNotional` that no order of `maxOrder` is worth: that much goes, graded and jittered or not", () => {
    const spec = { minNotional: "455", maxOrder: "2", outlierPpm: 10_000, graded: true };
    expect(lots(selling("10", { jitterPpm: 1_000_000 }, spec))).toEqual(["2.0"]);
  });
});

describe("hard cuts: what they leave is an order, or nothing goes", () => {
  const paced = (rateNotional: string, minOrder: string): Event[] => {
    const setting = venue({ lotSize: "0.1", minOrder, policy: { ...ALL, rateNotional } });
    setting.account("a", "90");
    return setting.position("a", "V", "10", "100");
  };

  test("pace: room for fewer than the least is no room", () => {
    expect(lots(only(paced("399", "4"), "slice"))).toEqual([]);
    expect(only(paced("399", "4"), "liquidationBlocked")).toMatchObject([{ breaker: "LIQUIDATION_RATE" }]);
    expect(lots(only(paced("400", "4"), "slice"))).toEqual(["4.0"]);
    // 6.5 of 10: what is left is no order, so four are left.
    expect(lots(only(paced("650", "4"), "slice"))).toEqual(["6.0"]);
  });

  test("cascade: halved to less than the least, the leg waits", () => {
    const halved = (minOrder: string): Event[] => {
      const setting = venue({ lotSize: "0.1", minOrder, policy: { ...ALL, branchingMaxPpm: 1_000_000 } });
      setting.do({
        type: "book",
        market: "V",
        bids: [
          ["99", "2.5"],
          ["92", "100"],
        ],
        asks: [],
      });
      setting.account("b", "59");
      setting.position("b", "V", "11", "94"); // liquidated at 98 or so: 59 + 11·(p − 94) < 1.1·p
      setting.account("a", "90");
      return setting.position("a", "V", "10", "100");
    };
    // Ten, five and two and a half: these find their bid at 99.
    expect(lots(only(halved("2.5"), "slice"))).toEqual(["2.5"]);
    expect(only(halved("2.6"), "slice", "liquidationWaiting")).toMatchObject([
      { type: "liquidationWaiting" },
    ]);
  });
});

describe("soft cuts leave the least, and no dust", () => {
  /** Two sources 1 % apart, of 2 % allowed: half. */
  function graded(minOrder: string, policy: Command = {}): unknown[] {
    const setting = new Setting({ takeover: false, insuranceFund: "1000000" });
    setting.market("V", {
      lotSize: "0.1",
      execution: "external",
      minOrder,
      graded: true,
      outlierPpm: 20_000,
      sources: [{ source: "s" }, { source: "t" }, { source: "u" }],
      policy: { slippagePpm: 100_000, ...ALL, ...policy },
    });
    const tick = (source: string, price: string) => ({
      type: "tick",
      market: "V",
      source,
      price,
      sequence: 1,
    });
    setting.do(tick("s", "100"));
    setting.do(tick("t", "99.5"));
    setting.do(tick("u", "100.5"));
    setting.account("a", "90");
    return lots(only(setting.position("a", "V", "10", "100"), "slice"));
  }

  test("grade: half; the least; and all, where half would leave too little", () => {
    expect(graded("1")).toEqual(["5.0"]);
    expect(graded("5")).toEqual(["5.0"]);
    // 5.1 at least, of which 4.9 would be left: all of it.
    expect(graded("5.1")).toEqual(["10.0"]);
    // The window has 9.5: half of it is too little, and so is all that 5.1 would leave of ten, or leave out.
    expect(graded("5.1", { rateNotional: "950" })).toEqual(["5.1"]);
  });

  test("jitter draws both numbers whatever it leaves", () => {
    const random = (minOrder: string): bigint => {
      const setting = venue({ lotSize: "0.1", minOrder, policy: { ...ALL, jitterPpm: 1_000_000 } });
      failing(setting, "a");
      return setting.model.world.domain("D").random;
    };
    expect(random("10")).toBe(random("0.1"));
  });
});

describe("ladders", () => {
  const ladder = (quantity: string, spec: Command, policy: Command = {}) =>
    selling(quantity, { algorithm: "ladder", rungs: 5, ...policy }, spec).map((slice) => [
      slice.quantity,
      slice.limitPrice,
    ]);

  test("as many rungs as have the least each, from the mark to the limit", () => {
    expect(ladder("10", { minOrder: "3" })).toEqual([
      ["3.4", "100.00"],
      ["3.3", "95.50"],
      ["3.3", "91.00"],
    ]);
    expect(ladder("10", { minOrder: "6" })).toEqual([["10.0", "91.00"]]);
    expect(ladder("10", { minOrder: "60" })).toEqual([["10.0", "91.00"]]);
  });

  test("none is larger than an order may be; what is too much waits", () => {
    expect(ladder("10", { maxOrder: "1.5" })).toEqual([
      ["1.5", "100.00"],
      ["1.5", "97.75"],
      ["1.5", "95.50"],
      ["1.5", "93.25"],
      ["1.5", "91.00"],
    ]);
    // Two of the least do not fit into 1.7, and one order takes ten of these.
    expect(ladder("1.7", { minOrder: "0.9", maxOrder: "1" })).toEqual([["1.0", "91.00"]]);
    // 7.5 of ten would leave 2.5, no order; 6.5 are two of the least, three at most each.
    expect(ladder("10", { minOrder: "3", maxOrder: "3" }, { rungs: 2 })).toEqual([
      ["3.0", "100.00"],
      ["3.0", "91.00"],
    ]);
  });

  test("each is worth enough where it stands: a purchase's at the mark, a sale's at the limit", () => {
    // Bought up to 109: at the mark 100 a coin is worth least.
    const worth = (slices: string[][]) => slices.map(([quantity, price]) => Number(quantity) * Number(price));
    const bought = ladder("-10", { minNotional: "250" }) as string[][];
    expect(bought).toHaveLength(4);
    expect(Math.min(...worth(bought))).toBeGreaterThanOrEqual(250);
    const sold = ladder("10", { minNotional: "250" }) as string[][];
    expect(sold).toHaveLength(3);
    expect(Math.min(...worth(sold))).toBeGreaterThanOrEqual(250);
  });

  test("pace: no round of less than an order", () => {
    expect(ladder("10", { minOrder: "3" }, { rateNotional: "299" })).toEqual([]);
    expect(ladder("10", { minOrder: "3" }, { rateNotional: "300" })).toEqual([["3.0", "91.00"]]);
  });
});

describe("inside, and of `@liquidation`", () => {
  test("slices inside keep to it, too", () => {
    const setting = venue({
      execution: "internal",
      lotSize: "0.1",
      minOrder: "2",
      maxOrder: "4",
      policy: ALL,
    });
    setting.account("m", "100000");
    setting.order("m", "V", "buy", "4", "100");
    setting.order("m", "V", "buy", "4", "100");
    setting.account("a", "45");
    setting.position("a", "V", "5", "100");
    expect(lots(setting.all("slice"))).toEqual(["3.0"]);
  });

  test("`@liquidation` sells by it", () => {
    const setting = venue({ lotSize: "0.1", minOrder: "2", maxOrder: "4" }, { takeover: true });
    setting.account("a", "0");
    setting.position("a", "V", "5", "101");
    expect(sent(setting.events)).toEqual(["@liquidation 3.0"]);
    expect(soldOff(setting, "@liquidation")).toEqual(["3.0", "2.0"]);
  });
});

/** Whatever the settings: no order is too small or too large, but for a whole position or where nothing else fits. */
test("all settings: within the sizes, nothing left that is no order, and the whole is sold", () => {
  let seed = 7;
  const next = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return 1 + (seed % most);
  };
  for (let world = 0; world < 150; world += 1) {
    const minOrder = next(30);
    const maxOrder = minOrder * 2 - 1 + next(40);
    const policies = [
      { disposalFractionPpm: next(1_000_000) },
      { algorithm: "twap", horizon: next(20) * SECOND },
      { sliceNotionalMax: String(next(500)) },
      { jitterPpm: next(1_000_000) },
      { algorithm: "ladder", rungs: next(8), horizon: 10 * SECOND },
    ];
    const policy = { ...ALL, ...policies[world % policies.length] };
    const sizes = { minOrder: (minOrder / 10).toFixed(1), maxOrder: (maxOrder / 10).toFixed(1) };
    const setting = venue({ lotSize: "0.1", policy, ...sizes }, NEVER_CURED);
    const quantity = next(200);
    setting.account("a", (quantity * 0.01).toFixed(2));
    setting.position("a", "V", `${quantity / 10}`, "100");
    const told = `${world}: ${quantity} lots, ${minOrder} to ${maxOrder}, ${JSON.stringify(policy)}`;
    let left = quantity;
    for (const size of soldOff(setting)) {
      const sold = Math.round(Number(size) * 10);
      expect(sold <= maxOrder, told).toBe(true);
      expect(sold >= minOrder || sold === left, told).toBe(true);
      left -= sold;
    }
    expect(left, told).toBe(0);
  }
});

describe("clients' orders", () => {
  /** Case 9: five thousandths held, ten are the least of an order. */
  function dust(spec: Command = {}): Setting {
    const setting = new Setting();
    setting.market("V", { minOrder: "0.010", maxPrice: "10000", maxPosition: "1000", ...spec });
    setting.account("a", "1000");
    setting.account("m", "100000");
    setting.mark("V", "1000");
    setting.order("m", "V", "buy", "0.030", "1000");
    setting.position("a", "V", "0.005", "1000");
    return setting;
  }
  const order = (quantity: string, more: Command = {}): Command => ({
    type: "order",
    account: "a",
    market: "V",
    side: "sell",
    quantity,
    price: "1000",
    reduceOnly: true,
    ...more,
  });

  test.each([
    ["all of it, and reduce-only", null, order("0.005")],
    ["less", "OUT_OF_RANGE quantity", order("0.004")],
    ["more", "OUT_OF_RANGE quantity", order("0.006")],
    ["not reduce-only", "OUT_OF_RANGE quantity", order("0.005", { reduceOnly: false })],
    ["the wrong side", "OUT_OF_RANGE quantity", order("0.005", { side: "buy" })],
    ["as a market order", null, order("0.005", { price: undefined })],
    ["who has nothing", "OUT_OF_RANGE quantity", order("0.005", { account: "m" })],
  ])("%s", (_, refusal, command) => {
    expect(refusalOf(dust(), command)).toBe(refusal);
  });

  test.each([
    ["worth enough", null, order("0.020")],
    ["worth too little at its price", "OUT_OF_RANGE quantity", order("0.019")],
    ["at a better price", null, order("0.019", { price: "1052.64", reduceOnly: false })],
    [
      "at a price a cent lower",
      "OUT_OF_RANGE quantity",
      order("0.019", { price: "1052.63", reduceOnly: false }),
    ],
    ["a market order: at the mark", "OUT_OF_RANGE quantity", order("0.019", { price: undefined })],
    ["a market order that is worth enough", null, order("0.020", { price: undefined })],
    ["all of the position", null, order("0.005")],
    ["a bad price is told first", "PRICE_OFF_TICK price", order("0.019", { price: "999.995" })],
    [
      "and a bad post-only later",
      "OUT_OF_RANGE quantity",
      order("0.019", { postOnly: true, timeInForce: "IOC" }),
    ],
  ])("minNotional of 20: %s", (_, refusal, command) => {
    const setting = dust({ minNotional: "20", priceDecimals: 3 });
    expect(refusalOf(setting, command)).toBe(refusal);
  });

  test("amendments likewise, where they name a quantity; the most holds for all", () => {
    const setting = dust({ minNotional: "20", maxOrder: "0.030" });
    setting.do(order("0.005", { order: "n", price: "1010" }));
    const amend = (more: Command) => refusalOf(setting, { type: "amend", order: "n", ...more });
    expect(amend({ quantity: "0.004" })).toBe("OUT_OF_RANGE quantity");
    expect(amend({ quantity: "0.019" })).toBe("OUT_OF_RANGE quantity");
    expect(amend({ quantity: "0.031" })).toBe("OUT_OF_RANGE quantity");
    expect(amend({ quantity: "0.005", price: "1011" })).toBe(null);
    expect(amend({ price: "1001" })).toBe(null);
    expect(refusalOf(setting, order("0.031"))).toBe("OUT_OF_RANGE quantity");
  });

  test.each([
    ["more decimals than the asset has", "20.0000001", "SPEC_INVALID minNotional"],
    ["too much", "4611686018427.387905", "SPEC_INVALID minNotional"],
    ["the most", "4611686018427.387904", null],
    ["none", "0", null],
  ])("a market's minNotional: %s", (_, minNotional, refusal) => {
    const setting = new Setting();
    const [event] = (() => {
      try {
        setting.market("V", { minNotional });
        return [];
      } catch {
        return setting.model.world.markets.length === 0 ? ["SPEC_INVALID minNotional"] : [];
      }
    })();
    expect(event ?? null).toBe(refusal);
  });
});

describe("who makes money with it: somebody who keeps the engine busy with orders that no venue takes", () => {
  /** A venue of orders from one coin on; ten are to go by fiftieths. What does it take in a minute? */
  function taken(minOrder: Command): number {
    const policy = { ...ALL, algorithm: "twap", horizon: 50 * SECOND, rejectMax: 16 };
    const setting = venue({ ...minOrder, lotSize: "0.1", policy }, NEVER_CURED);
    setting.account("a", "90");
    let slices = only(setting.position("a", "V", "10", "100"), "slice");
    let sold = 0;
    for (let second = 1; second <= 60; second += 1) {
      const events = slices.flatMap(({ order, quantity }) => {
        const size = Number(quantity);
        if (size < 1) return setting.do(report(order as string, "rejected"));
        sold += size;
        return setting.do(fill(order as string, quantity as string, "95"));
      });
      slices = only([...events, ...setting.clock((1 + second) * SECOND)], "slice");
    }
    return Math.round(sold * 10) / 10;
  }

  test("what is to go goes", () => {
    expect(taken({ minOrder: "1" })).toBe(10);
  });

  test("without the least it is rejected again and again until the end of the schedule", () => {
    expect(taken({})).toBeLessThan(10);
  });
});
