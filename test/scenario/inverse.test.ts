/**
 * Coin-margined contracts: a lot is one dollar, money is satoshis, C = 10^8. A long of q at p is worth −ceil(q·C/p), a short
 * +floor(|q|·C/p).
 */
import { expect } from "vitest";
import { account, clock, domain, feed, filled, leaping, order, position, tier } from "../support/commands.js";
import {
  accepted,
  closed,
  fill,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
} from "../support/scenario.js";

const btc = (more = {}) => domain({ asset: "BTC", settleDecimals: 8, insuranceFund: "1", ...more });

const inverse = (more = {}) =>
  leaping("XBT", {
    kind: "inverse",
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    minPrice: "100",
    ...more,
  });

const contract = (of: string, side: "buy" | "sell", quantity: string, price?: string, more = {}) =>
  order(of, side, quantity, price, { market: "XBT", ...more });

/** Tiers of one rate. */
const flat = (maintenancePpm: number) => ({ tiers: [tier("0", maintenancePpm)] });

scenario(
  "L6: 1 000 dollars long at 8 000 with 0.01 BTC, one percent: 7 481.48, equity zero at 7 407.41",
  (play) => {
    play.given(
      btc({ takeover: false }),
      inverse({ priceDecimals: 4, tickSize: "0.0001", minPrice: "1", ...flat(10_000) }),
      feed("XBT")("8000"),
      account("alice", "0.01"),
      position("alice", "XBT", "1000", "8000"),
    );
    const leg = play.leg("alice");
    // Cost −0.125, so E = 0.135 − W < W/100 (up) from W = 0.13366337 on: 10^15 ÷ 13 366 336 = 74 814 818.36.
    expect(leg["liquidationPrice"]).toBe("7481.4818");
    // All of it may cost 0.125 + 0.01: 10^15 ÷ 13 500 000 = 74 074 074.07…, up to the tick.
    expect(leg["zeroPrice"]).toBe("7407.4075");
    expect(leg).toMatchObject({ cost: "-0.12500000", notional: "0.12500000", unrealised: "0.00000000" });
  },
);

scenario("a short's liquidation price is the smallest at which its value no longer carries it", (play) => {
  play.given(
    btc({ takeover: false }),
    inverse({ priceDecimals: 4, tickSize: "0.0001", minPrice: "1", ...flat(10_000) }),
    feed("XBT")("8000"),
    account("bob", "0.01"),
    position("bob", "XBT", "-1000", "8000"),
  );
  const leg = play.leg("bob");
  // Cost +0.125, so E = W − 0.115 < W/100 (up) for W ≤ 0.11616161, beyond 10^15 ÷ 11 616 162 = 86 086 953.43….
  expect(leg["liquidationPrice"]).toBe("8608.6954");
  // It must bring 0.115: 10^15 ÷ 11 500 000 = 86 956 521.74, down to the tick.
  expect(leg["zeroPrice"]).toBe("8695.6521");
  expect(leg).toMatchObject({ cost: "0.12500000", notional: "0.12500000" });
});

scenario("a short has a liquidation price though at the highest price nothing is left to margin", (play) => {
  play.given(btc({ takeover: false }), inverse(flat(10_000)), feed("XBT")("8000"), account("bob", "0.01"));
  play.given(position("bob", "XBT", "-1000", "8000"));
  // As above: beyond 10^11 ÷ 11 616 162 = 8 608.69…. At 2^40 its value is less than a satoshi, and MM is 0.
  expect(play.leg("bob")["liquidationPrice"]).toBe("8609");
});

scenario("a fill is rounded against both sides, and the difference goes to @rounding", (play) => {
  play.given(btc(), inverse({ makerFeePpm: 100, takerFeePpm: 500 }), feed("XBT")("30000"));
  play.given(account("alice", "1"), account("bob", "1"), contract("bob", "sell", "100", "30000"));
  // 100·10^8 ÷ 30 000 = 333 333.3…: the buyer gets 333 333, the seller gives 333 334. Fees of 333 334: 33.33 and 166.67, up.
  play.when(contract("alice", "buy", "100", "30000"), [
    accepted(),
    fill({ makerFee: "0.00000034", takerFee: "0.00000167" }),
    positionOf("bob", { quantity: "-100", cost: "0.00333334", cash: "0.99999966" }),
    positionOf("alice", { quantity: "100", cost: "-0.00333333", cash: "0.99999833" }),
  ]);
  expect(play.domainReport()).toMatchObject({
    rounding: "0.00000001",
    fees: "0.00000201",
    cashTotal: "3.00000001",
    costTotal: "0.00000001",
  });
});

scenario("a fill that crosses zero opens at its own rounding, and closes with the rest", (play) => {
  play.given(btc(), inverse(), feed("XBT")("30000"), account("alice", "1"), account("bob", "1"));
  play.given(contract("bob", "sell", "40", "30000"), contract("alice", "buy", "40"));
  // Alice: 40·10^8 ÷ 30 000 = 133 333.3… → cost −133 333. Then she sells 100 at 29 000: F = ceil(344 827.58…) = 344 828, of
  // which the 60 that open are ceil(206 896.55…) = 206 897, so the 40 close at 137 931: realised −137 931 + 133 333.
  play.given(contract("bob", "buy", "100", "29000"));
  play.when(contract("alice", "sell", "100", "29000"), [
    accepted(),
    fill(),
    // Bob: F = −floor(344 827.58…); 60 open at −floor(206 896.55…), 40 close at −137 931 of the 133 334 that they cost.
    positionOf("bob", { quantity: "60", cost: "-0.00206896", realised: "0.00004597" }),
    positionOf("alice", { quantity: "-60", cost: "0.00206897", realised: "-0.00004598" }),
  ]);
  expect(play.domainReport()).toMatchObject({ rounding: "0.00000002" });
});

scenario("a reduced position realises its value less its part of the cost, toward zero", (play) => {
  play.given(btc(), inverse(), feed("XBT")("30000"), account("alice", "1"), account("bob", "1"));
  play.given(position("alice", "XBT", "100", "30001.5"));
  // −floor(10^10 ÷ 30 001.5) = −333 316; 33 of 100 are −109 994.28 → −109 994; F = ceil(33·10^8 ÷ 31 000 = 106 451.6…).
  play.given(contract("bob", "buy", "33", "31000"));
  play.when(contract("alice", "sell", "33", "31000", { reduceOnly: true }), [
    accepted(),
    fill(),
    positionOf("bob"),
    positionOf("alice", { quantity: "67", cost: "-0.00223322", realised: "0.00003542" }),
  ]);
});

scenario("an order's loss is what it gives beyond the mark, in coins", (play) => {
  play.given(btc(), inverse({ takerFeePpm: 0, marketBandPpm: 200_000 }), feed("XBT")("30000"));
  // Margin of 100 at the mark: ceil(0.2·333 334) = 66 667. At 33 000: 333 334 − floor(303 030.3…) = 30 304 is lost at once.
  play.given(account("poor", "0.00096970"), account("enough", "0.00096971"));
  play.refuses(contract("poor", "buy", "100", "33000"), "INSUFFICIENT_MARGIN");
  play.given(contract("enough", "buy", "100", "33000"));
  // A seller's: ceil(0.2·333 333) = 66 667, and at 27 000 ceil(370 370.37) − 333 333 = 37 038.
  play.given(account("short", "0.00103704"), account("seller", "0.00103705"));
  play.given({ type: "cancelAll", account: "enough" });
  play.refuses(contract("short", "sell", "100", "27000"), "INSUFFICIENT_MARGIN");
  play.given(contract("seller", "sell", "100", "27000"));
});

const external = { execution: "external", policy: { slippagePpm: 50_000 } };

/** One account, 10 000 dollars long at 30 000 with `cash`, taken to 28 600 by a tick: W = 34 965 035, MM = 3 496 504. */
function fallsTo28600(play: Play, cash: string, more: Readonly<Record<string, unknown>> = {}): void {
  const tick = feed("XBT");
  play.given(btc(), inverse({ ...external, ...more }), tick("30000"), account("alice", cash));
  play.given(position("alice", "XBT", "10000", "30000"));
  play.events(tick("28600"));
}

scenario("the smallest close that cures, in exact rationals", (play) => {
  const tick = feed("XBT");
  play.given(btc(), inverse(external), tick("30000"), account("alice", "0.05"));
  play.given(position("alice", "XBT", "10000", "30000"));
  // Cost −33 333 333. At 28 600: W = 34 965 035, E = 5 000 000 + 33 333 333 − 34 965 035 = 3 368 298 < MM = 3 496 504.
  // The margin that E − 8 carries at 1.2: 3 368 290 ÷ 1.2 = 2 806 908.3… = (10 000 − r)·10^8/28 600/10: r ≥ 1 972.24….
  play.when(tick("28600"), [
    marked(),
    opened({ equity: "0.03368298", maintenanceMargin: "0.03496504" }),
    // Slippage bound 27 170; zero value 34 965 035 + 3 368 298 = 38 333 333: 26 087, farther.
    slice({ side: "sell", quantity: "1973", remaining: "1973", limitPrice: "27170" }),
  ]);
});

scenario("fees of a slice and the planning price count in the close that cures", (play) => {
  fallsTo28600(play, "0.05", {
    takerFeePpm: 500,
    liquidationFeePpm: 1_500,
    policy: { slippagePpm: 50_000, expectedSlippagePpm: 10_000 },
  });
  // P = 28 314. A lot costs C/P·1.002 − C/28 600 = 3 538.885… − 3 496.503… = 42.381… and frees 1.2·349.650… = 419.580…:
  // what is missing, 1.2·3 496 503.49… − 3 368 290 = 827 514.2, needs 2 193.84 lots.
  expect(play.report("alice")).toMatchObject({ state: "liquidating" });
  const sent = play.events(clock(6)).filter((event) => event.type === "cancelSlice");
  expect(sent).toMatchObject([{ order: "S1", reason: "expired" }]);
  play.when(filled("S1", "2194", "28314"), [
    // v(28 314) = ceil(7 748 816.8) : taker 3 875 (3 874.4 up), liquidation 11 624. The cost of 2 194 lots is −7 313 333.
    fill({ takerFee: "0.00003875", liquidationFee: "0.00011624", quantity: "2194" }),
    positionOf("alice", { quantity: "7806", cost: "-0.26020000", realised: "-0.00435484" }),
    fund({ change: "0.00011624", reason: "fee" }),
    // Lost against the mark: 7 748 817 − ceil(2 194·10^8 ÷ 28 600 = 7 671 328.67) = 77 488 of 7 671 329: 10 100.98…, up.
    closed({ outcome: "cured", closed: { XBT: "2194" }, slippagePpm: 10_101 }),
  ]);
});

scenario("takeover moves the leg at its exact zero value; the price is told to the nearest", (play) => {
  const tick = feed("XBT");
  play.given(btc(), inverse({ ...external, ...flat(10_000) }), tick("30000"), account("alice", "0.01"));
  play.given(position("alice", "XBT", "10000", "30000"));
  // At 28 000: W = 35 714 286, E = 1 000 000 + 33 333 333 − 35 714 286 = −1 380 953. Value −35 714 286 + 1 380 953 =
  // −34 333 333: 10^12 ÷ 34 333 333 = 29 126.2…; the fund's position is worth −35 714 286 at a cost of −34 333 333.
  play.when(tick("28000"), [
    marked(),
    opened({ equity: "-0.01380953" }),
    takeover({ quantity: "10000", price: "29126" }),
    positionOf("alice", { quantity: "0", cash: "0.00000000", realised: "-0.01000000" }),
    positionOf("@liquidation", { quantity: "10000", cost: "-0.34333333" }),
    closed({ outcome: "takenOver" }),
    slice({ case: "C2", side: "sell", quantity: "10000" }),
  ]);
});

scenario(
  "shares of the excess: two inverse legs ring before the account is liquidatable, and are found at it",
  (play) => {
    const xbt = feed("XBT");
    const eth = feed("ETHUSD");
    play.given(
      btc({ takeover: false }),
      inverse(external),
      inverse({ ...external, market: "ETHUSD" }),
      xbt("30000"),
      eth("2000"),
      account("alice", "0.05"),
    );
    play.given(position("alice", "XBT", "5000", "30000"), position("alice", "ETHUSD", "-300", "2000"));
    const ticks = Array.from({ length: 300 }, (_, i) => [
      xbt(String(29_990 - 10 * i)),
      ...(i % 2 === 0 ? [eth(String(2_001 + i / 2))] : []),
    ]).flat();
    for (const tick of ticks) {
      const found = play.events(tick).some((event) => event.type === "liquidationOpened");
      const report = play.report("alice");
      expect(found).toBe(Number(report["equity"]) < Number(report["maintenanceMargin"]));
      if (found) return;
    }
    throw new Error("never liquidated");
  },
);

scenario("an inverse market needs minPrice, and limits that its values stay within", (play) => {
  play.given(btc());
  const { minPrice: _, ...without } = inverse() as Record<string, unknown>;
  play.when(without as never, [{ type: "rejected", code: "MISSING_FIELD", field: "minPrice" }]);
  play.when(inverse({ lotSize: "0.000000001" }), [
    { type: "rejected", code: "SPEC_INVALID", field: "lotSize" },
  ]);
  // 2^53·100 ÷ 10^8 = 9 007 199 254.7…
  play.refuses(inverse({ maxPosition: "9007199255" }), "SPEC_INVALID");
  play.given(inverse({ maxPosition: "9007199254" }));
  // 2^61·100 ÷ 10^8 = 2 305 843 009 213.6…
  play.refuses(inverse({ market: "Y", maxOpenInterest: "2305843009214" }), "SPEC_INVALID");
  play.given(inverse({ market: "Y", maxOpenInterest: "2305843009213" }));
});
