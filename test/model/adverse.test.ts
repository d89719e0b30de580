/** Adverse prices, with numbers computed by hand: what opens while prices are in doubt (rules: margin 13, 14, 17). */
import { describe, expect, test } from "vitest";
import {
  buy,
  codeOf,
  expectLimit,
  INVERSE,
  LATE,
  quarantine,
  quarantines,
  SECOND,
  sell,
  stale,
  TRANSFER,
  world,
} from "./doubt-setting.js";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";

describe("adverse prices: what a leg leaves for opening in another market", () => {
  /** Each lot of X at 100 needs 20; without doubt 1,000 and ten lots at 100 leave (1,000 − 200)/20 = 40. */
  test.each([
    ["trusted, long", "10", {}, [], {}, "40.000"],
    ["trusted, short", "-10", {}, [], {}, "40.000"],
    // E = 1,000 − 10·10, IM = 10·90·0.2: 720
    ["in doubt, long", "10", stale, [], LATE, "36.000"],
    // E = 1,000 − 10·10, IM = 10·110·0.2: 680
    ["in doubt, short", "-10", stale, [], LATE, "34.000"],
    // 800 − 160 = 640
    ["a quarantined fall, long", "10", quarantines, [["s", "80"]], {}, "32.000"],
    ["a quarantined fall, short", "-10", quarantines, [["s", "80"]], {}, "40.000"],
    // 750 − 250 = 500
    ["a quarantined rise, short", "-10", quarantines, [["s", "125"]], {}, "25.000"],
    ["a quarantined rise, long", "10", quarantines, [["s", "125"]], {}, "40.000"],
    [
      "the lower of two",
      "10",
      quarantines,
      [
        ["s", "90"],
        ["t", "80"],
      ],
      {},
      "32.000",
    ],
    [
      "the higher of two",
      "-10",
      quarantines,
      [
        ["s", "125"],
        ["t", "110"],
      ],
      {},
      "25.000",
    ],
    ["in doubt at 90, quarantined at 95", "10", { ...stale, ...quarantines }, [["s", "95"]], LATE, "36.000"],
    ["in doubt at 90, quarantined at 80", "10", { ...stale, ...quarantines }, [["s", "80"]], LATE, "32.000"],
  ] as [string, string, Command, [string, string][], Command, string][])(
    "%s",
    (_, quantity, spec, prices, at, most) => {
      const setting = world(spec);
      setting.position("a", "M", quantity, "100");
      if (prices.length > 0) quarantine(setting, ...prices);
      const more = String(Number(most) + 0.001);
      expectLimit(setting, buy("X", more, "100", at), buy("X", most, "100", at));
    },
  );

  /** 10,000 contracts of 1 at 100 are 100 coins. */
  test.each([
    // (1,000 − 20)/20
    ["trusted, long", "10000", {}, [], {}, "49.000"],
    // 111.111112 owed: E = 988.888888, IM = ceil(22.2222224): 966.666665
    ["in doubt, long", "10000", stale, [], LATE, "48.333"],
    // 90.909090 held: E = 990.909090, IM = 18.181818: 972.727272
    ["in doubt, short", "-10000", stale, [], LATE, "48.636"],
    // 125 owed: 975 − 25 = 950
    ["a quarantined fall, long", "10000", quarantines, [["s", "80"]], {}, "47.500"],
    // 80 held: 980 − 16 = 964
    ["a quarantined rise, short", "-10000", quarantines, [["s", "125"]], {}, "48.200"],
    ["a quarantined rise, long", "10000", quarantines, [["s", "125"]], {}, "49.000"],
  ] as [string, string, Command, [string, string][], Command, string][])(
    "inverse: %s",
    (_, quantity, spec, prices, at, most) => {
      const setting = world({ ...INVERSE, ...spec });
      setting.position("a", "M", quantity, "100");
      if (prices.length > 0) quarantine(setting, ...prices);
      const more = (Number(most) + 0.001).toFixed(3);
      expectLimit(setting, buy("X", more, "100", at), buy("X", most, "100", at));
    },
  );

  test("a distance of all of the price: a long is worth nothing, an inverse one is priced at `minPrice`", () => {
    const linear = world(stale, { doubtPpm: 1_000_000 });
    linear.position("a", "M", "5", "100");
    // 1,000 − 500, and no margin at 0.
    expectLimit(linear, buy("X", "25.001", "100", LATE), buy("X", "25", "100", LATE));
    const inverse = world({ ...INVERSE, minPrice: "80", ...stale }, { doubtPpm: 1_000_000 });
    inverse.position("a", "M", "10000", "100");
    expectLimit(inverse, buy("X", "47.501", "100", LATE), buy("X", "47.5", "100", LATE));
  });

  test("a short's price does not pass `maxPrice`", () => {
    const setting = world({ ...stale, maxPrice: "105" });
    setting.position("a", "M", "-10", "100");
    // 950 − 210 = 740
    expectLimit(setting, buy("X", "37.001", "100", LATE), buy("X", "37", "100", LATE));
  });

  test("halted, the domain too: the leg is looked at from afar", () => {
    const setting = world();
    setting.position("a", "M", "10", "100");
    setting.do({ type: "halt", market: "M" });
    expectLimit(setting, buy("X", "36.001"), buy("X", "36"));
  });
});

describe("adverse prices: orders of the doubtful market itself", () => {
  test.each([
    // 20 each
    ["trusted", {}, {}, "50", "50"],
    // A buy loses 10 and needs 18; a sell loses 10 and needs 22.
    ["in doubt", stale, LATE, "35", "31"],
  ] as [string, Command, Command, string, string][])("%s", (_, spec, at, bought, sold) => {
    const more = (most: string) => String(Number(most) + 1);
    expectLimit(world(spec), buy("M", more(bought), "100", at), buy("M", bought, "100", at));
    expectLimit(world(spec), sell("M", more(sold), "100", at), sell("M", sold, "100", at));
  });

  test("with a price in quarantine: a fall makes buys dear, a rise sells", () => {
    const fall = world(quarantines);
    quarantine(fall, ["s", "80"]);
    // A buy loses 20 and needs 16; a sell needs 20.
    expectLimit(fall, buy("M", "28"), buy("M", "27"));
    fall.do({ type: "cancelAll", account: "a" });
    expectLimit(fall, sell("M", "51"), sell("M", "50"));
    const rise = world(quarantines);
    quarantine(rise, ["s", "125"]);
    // A sell loses 25 and needs 25.
    expectLimit(rise, sell("M", "21"), sell("M", "20"));
  });

  test("inverse", () => {
    const spec = { ...INVERSE, ...stale };
    // A buy of r: ceil(r/90) − floor(r/100), and a fifth of ceil(r/90): 1,000.000001 of 300,000, 999.996668 of one less.
    expectLimit(world(spec), buy("M", "300000", "100", LATE), buy("M", "299999", "100", LATE));
    // A sell of r: ceil(r/100) − floor(r/110), and a fifth of floor(r/110): r·(0.01 − 0.8/110) = r·3/1,100.
    expectLimit(world(spec), sell("M", "366667", "100", LATE), sell("M", "366666", "100", LATE));
    expectLimit(world(INVERSE), buy("M", "500001"), buy("M", "500000"));
  });

  test("an amendment that grows is judged so, one that shrinks in its place is not", () => {
    const setting = world(stale);
    setting.clock(60 * SECOND);
    setting.do(buy("M", "20", "100", { order: "mine" }));
    expect(codeOf(setting, { type: "amend", order: "mine", quantity: "36" })).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, { type: "amend", order: "mine", quantity: "35" })).toBe(null);
    setting.do({ type: "tick", market: "M", source: "s", price: "90", sequence: 5_000 });
    // At 81 even 35 are too many; but nobody who takes less is asked.
    expect(codeOf(setting, { type: "amend", order: "mine", price: "99" })).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, { type: "amend", order: "mine", quantity: "34" })).toBe(null);
  });

  test("an isolated account adds to its own doubtful leg", () => {
    const setting = world(stale);
    const sub = { account: "sub", domain: "D", mode: "isolated", parent: "a", cash: "1000" };
    setting.do({ type: "account", ...sub });
    setting.position("sub", "M", "10", "100");
    const more = { account: "sub", ...LATE };
    // 900 − 10n ≥ (10 + n)·18
    expectLimit(setting, buy("M", "26", "100", more), buy("M", "25", "100", more));
  });

  test("who would turn around is judged at the price of the side that it gets", () => {
    const setting = world(stale);
    setting.position("a", "M", "10", "100");
    // Long at 90: 900. Sold 30: each loses 10, and 20 short need 22 each: 900 − 300 − 440 = 160; 40: −160.
    expectLimit(setting, sell("M", "36", "100", LATE), sell("M", "35", "100", LATE));
  });

  test("what reduces needs no margin, in whatever doubt, and trades within the zero price at the mark", () => {
    const setting = world(stale);
    setting.position("a", "M", "90", "100");
    setting.clock(60 * SECOND);
    expect(codeOf(setting, buy("X", "0.001"))).toBe("INSUFFICIENT_MARGIN");
    setting.order("maker", "M", "buy", "40", "99");
    setting.order("maker", "M", "buy", "40", "88");
    setting.do(sell("M", "90", "80"));
    // E = 1,000 of 9,000: 88.89 is the zero price at the mark.
    expect(setting.all("fill")).toMatchObject([{ price: "99.00", quantity: "40" }]);
    expect(setting.all("cancelled")).toMatchObject([{ reason: "zeroPrice", quantity: "50" }]);
  });

  test("a limit of the band is taken from the mark all the same", () => {
    const setting = world({ ...stale, marketBandPpm: 50_000 });
    setting.clock(60 * SECOND);
    expect(codeOf(setting, buy("M", "1", "105.01"))).toBe("OUT_OF_RANGE");
    expect(codeOf(setting, buy("M", "1", "105"))).toBe(null);
  });
});

describe("adverse prices: collateral", () => {
  /** Ten coins at 100 less a tenth are 900. */
  function pledged(spec: Command): Setting {
    const setting = world(spec);
    setting.do({ ...TRANSFER, asset: "COIN", amount: "10" });
    setting.do({ ...TRANSFER, amount: "-1000" });
    return setting;
  }

  test("in doubt it carries nothing, in quarantine what the lowest price says, a rise nothing more", () => {
    expectLimit(pledged({}), buy("X", "45.001"), buy("X", "45"));
    expectLimit(pledged(stale), buy("X", "0.001", "100", LATE), { ...TRANSFER, amount: "1", ...LATE });
    const fall = pledged(quarantines);
    quarantine(fall, ["s", "90"], ["t", "80"]);
    expectLimit(fall, buy("X", "36.001"), buy("X", "36"));
    const rise = pledged(quarantines);
    quarantine(rise, ["s", "125"]);
    expectLimit(rise, buy("X", "45.001"), buy("X", "45"));
  });

  test("cash beside it still opens", () => {
    const setting = pledged(stale);
    setting.do({ ...TRANSFER, amount: "20", ...LATE });
    expectLimit(setting, buy("X", "1.001"), buy("X", "1"));
  });

  test("what leaves is worth what the lowest quarantined price says", () => {
    const setting = pledged(quarantines);
    setting.position("a", "X", "10", "100");
    quarantine(setting, ["s", "80"]);
    // 200 are needed: 2.7778 coins at 72; at 90 it would be 2.2223.
    const out = (amount: string) => ({ ...TRANSFER, asset: "COIN", amount });
    expectLimit(setting, out("-7.2223"), out("-7.2222"));
    const without = pledged({});
    without.position("a", "X", "10", "100");
    expectLimit(without, out("-7.7778"), out("-7.7777"));
  });

  test("the report, the call and the liquidation stay at marks", () => {
    const setting = pledged(stale);
    setting.position("a", "X", "10", "100");
    setting.clock(60 * SECOND);
    expect(setting.model.account("a")).toMatchObject({ equity: "900.000000", initialMargin: "200.000000" });
    expect(setting.state("a")).toBe("healthy");
  });
});

test("case 2: a token whose feed is dead may be deposited, and opens nothing", () => {
  const setting = new Setting({ insuranceFund: "100000" });
  const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }];
  const spec = { tiers, lotSize: "1", maxPrice: "10000", maxPosition: "20000" };
  setting.market("COIN", { ...spec, maxAge: 10 * SECOND });
  setting.market("X", spec);
  const coin = { asset: "COIN", market: "COIN", haircutPpm: 100_000, decimals: 6 };
  setting.do({ type: "collateral", domain: "D", ...coin });
  setting.account("a");
  setting.account("b", "200000");
  setting.mark("COIN", "1", SECOND);
  setting.mark("X", "100");
  setting.do({ ...TRANSFER, amount: "200000", asset: "COIN", ...LATE });
  setting.order("b", "X", "sell", "9000", "105");
  expect(codeOf(setting, buy("X", "9000", "105"))).toBe("INSUFFICIENT_MARGIN");
  expect(codeOf(setting, buy("X", "1", "100"))).toBe("INSUFFICIENT_MARGIN");
  setting.mark("COIN", "1", 90 * SECOND);
  setting.mark("COIN", "1", 95 * SECOND);
  expect(codeOf(setting, buy("X", "9000", "105"))).toBe(null);
});
