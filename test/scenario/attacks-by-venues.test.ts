/**
 * Attacks by way of a venue, by a fund at its floor, and with what the fund cannot sell: reports that are false or never end, debts too
 * small to be seized, tokens whose price dies. Each with its safeguard on, and off: another setting, or books that are not the venue's.
 */
import { expect } from "vitest";
import { attack, refusals, standing, those } from "../support/attack.js";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  filled,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import { blocked, slice, takeover } from "../support/scenario.js";

const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }];
const transfer = (of: string, amount: string, more: Command = {}): Command => ({
  type: "transfer",
  account: of,
  amount,
  ...more,
});
const reconcile = (of: string, quantity: string, entryPrice: string): Command => ({
  type: "reconcile",
  account: of,
  market: "BTC",
  quantity,
  entryPrice,
});
const rejected = (slice: string, time: number): Command =>
  at(time, { type: "execution", order: slice, status: "rejected" });
const coin = (more: Command): Command => ({
  type: "collateral",
  domain: "main",
  asset: "COIN",
  market: "COIN",
  haircutPpm: 100_000,
  decimals: 6,
  ...more,
});

// He holds twice as much at the venue as the books say, and takes out what half of it does not need.
attack(
  "a withdrawal on books that are not the venue's",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({ insuranceFund: "5000" }),
        market("BTC", { tiers, execution: "external" }),
        at(1, tick("100")),
        account("a", "1000"),
        position("a", "BTC", "50", "100"),
        ...(guarded ? [reconcile("a", "100", "100")] : []),
      ],
      moves: [
        transfer("a", "-500"),
        at(2, tick("96")),
        reconcile("a", "100", "100"),
        at(3, tick("94.5")),
        { type: "execution", order: "S1", status: "cancelled" },
      ],
    };
  },
  {
    // 1 000 less 400 of a fall, and 100 coins need more than he would leave: he is liquidated with 450 left, and can pay.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["INSUFFICIENT_MARGIN"]);
      expect(aftermath.play.report("a")).toMatchObject({ equity: "450.000000", state: "liquidating" });
    },
    // He has taken 500 along, and the fund's account buys at 95 what is worth 94.50.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      expect(those(aftermath, "takeover")).toMatchObject([takeover({ quantity: "100.000", price: "95.00" })]);
      expect(aftermath.play.report("@liquidation")).toMatchObject({ equity: "-50.000000" });
    },
  },
);

// A venue fills nine where two were left, and would do so with the next account's slice.
attack(
  "a venue that fills more than it was asked to",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({ insuranceFund: "1000" }),
        market("BTC", {
          tiers,
          execution: "external",
          policy: { slippagePpm: 100_000, silentMax: guarded ? 1 : 16 },
        }),
        at(1, tick("100")),
        account("a", "10"),
        account("b", "12.4"),
        position("a", "BTC", "2", "100"),
        position("b", "BTC", "2", "100"),
        at(2, tick("99")),
      ],
      moves: [filled("S1", "9", "99"), at(3, tick("98.5")), filled("S2", "9", "98")],
    };
  },
  {
    // One false report, and nobody's lots are sent there any more.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["UNKNOWN_ORDER"]);
      expect(those(aftermath, "slice", "liquidationBlocked")).toMatchObject([
        blocked({ account: "a", breaker: "EXECUTION_MISMATCH" }),
        blocked({ account: "b", breaker: "EXECUTION_MISMATCH" }),
      ]);
      expect(aftermath.play.leg("b")).toMatchObject({ quantity: "2.000" });
    },
    // The next slice goes there, too, and the next account is turned round.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      expect(those(aftermath, "slice", "liquidationBlocked")).toMatchObject([
        blocked({ account: "a", breaker: "EXECUTION_MISMATCH" }),
        slice({ account: "b" }),
        blocked({ account: "b", breaker: "EXECUTION_MISMATCH" }),
      ]);
      expect(aftermath.play.leg("b")).toMatchObject({ quantity: "-7.000" });
    },
  },
);

// A venue that rejects whatever it is sent is asked every second, for as long as it likes.
attack(
  "a venue that rejects for ever",
  (guarded) => {
    const tick = feed("BTC");
    const moves: Command[] = [];
    for (let i = 1; i <= 12; i++) moves.push(rejected(`S${i}`, 2 + i), clock(3 + i));
    return {
      given: [
        domain({ insuranceFund: "1000" }),
        market("BTC", {
          tiers,
          execution: "external",
          policy: { slippagePpm: 100_000, rejectMax: guarded ? 1 : 16 },
        }),
        at(1, tick("100")),
        account("a", "10"),
        position("a", "BTC", "2", "100"),
        at(2, tick("99")),
      ],
      moves,
    };
  },
  {
    // Blocked by name for two seconds; then one more is sent.
    on(aftermath) {
      expect(those(aftermath, "slice")).toHaveLength(1);
      expect(those(aftermath, "liquidationBlocked")[0]).toMatchObject(
        blocked({ breaker: "EXECUTION_REJECTED" }),
      );
    },
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      expect(those(aftermath, "slice", "liquidationBlocked")).toEqual(those(aftermath, "slice"));
      expect(those(aftermath, "slice")).toHaveLength(12);
    },
  },
);

// Three accounts of one person owe 300 each, which is not worth a sale; then the coin's price dies.
attack(
  "debts that are too small to be seized",
  (guarded) => {
    const [tick, coins] = [feed("BTC"), feed("COIN")];
    const names = ["a", "b", "c"];
    return {
      given: [
        domain({ insuranceFund: "1000", takeover: false }),
        market("BTC", { tiers }),
        market("COIN", { lotSize: "1", tiers, maxPrice: "1000", maxPosition: "100000" }),
        coin({ seizeAt: guarded ? "0" : "300" }),
        at(1, coins("1.00")),
        tick("50000"),
        account("m", "100000"),
        order("m", "buy", "1", "50000"),
        ...names.flatMap((name) => [
          account(name, "0"),
          transfer(name, "5000", { asset: "COIN" }),
          position(name, "BTC", "0.1", "53000"),
        ]),
      ],
      moves: [
        ...names.map((name) => order(name, "sell", "0.1", undefined, { reduceOnly: true })),
        { type: "collateralSale", domain: "main", asset: "COIN", quantity: "1000.000002", proceeds: "990" },
        at(2, coins("0.01")),
      ],
    };
  },
  {
    // The fund has paid 900, has the coins, and sells them while they are worth it.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      expect(aftermath.play.domainReport()).toMatchObject({ fund: "1090.000000", arrears: "0.000000" });
    },
    // Nothing was seized, so that nothing can be sold; what 45 of coins do not pay is the fund's sooner or later.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual(["OUT_OF_RANGE"]);
      expect(aftermath.play.domainReport()).toMatchObject({ fund: "1000.000000", arrears: "900.000000" });
      expect(aftermath.play.report("a")).toMatchObject({ equity: "-255.000000" });
    },
  },
);

// He pledges all there is of a token whose price is as good as any, loses what it carries to himself, and its price dies.
attack(
  "a token that one person brings all of",
  (guarded) => {
    const [coins, x] = [feed("COIN"), feed("X")];
    const orders = { market: "X" };
    const sizes = { lotSize: "1", tiers };
    return {
      given: [
        domain({ insuranceFund: "100000" }),
        market("COIN", { ...sizes, maxPrice: "1000", maxPosition: "100000" }),
        market("X", { ...sizes, maxPrice: "10000", maxPosition: "20000" }),
        coin(guarded ? { depositMax: "10000" } : {}),
        account("A", "0"),
        account("B", "200000"),
        at(1, coins("1.00")),
        x("100"),
      ],
      moves: [
        transfer("A", "10000", { asset: "COIN" }),
        transfer("A", "190000", { asset: "COIN" }),
        order("B", "sell", "9000", "105", orders),
        order("A", "buy", "9000", "105", orders),
        { type: "cancelAll", account: "B" },
        order("B", "buy", "9000", "95", orders),
        order("A", "sell", "9000", "95", { ...orders, reduceOnly: true }),
        transfer("B", "-289000"),
        at(2, coins("0.01")),
      ],
    };
  },
  {
    // Ten thousand carry nothing of that size.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual([
        "CAPACITY",
        "INSUFFICIENT_MARGIN",
        "REDUCE_ONLY",
        "INSUFFICIENT_MARGIN",
      ]);
      standing(aftermath.play, { equity: { A: "90.000000", B: "200000.000000" }, fund: "100000.000000" });
    },
    // The other account is gone with 89 000 more, and the fund has coins worth 900.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      standing(aftermath.play, { equity: { A: "900.000000", B: "1000.000000" }, fund: "10000.000000" });
    },
  },
);

// The fund is at its floor, and its last customer has some equity left: whoever is not taken over now is a loss soon.
attack(
  "a fund at its floor that waits for somebody to have nothing",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({
          takeoverPpm: 1_000_000,
          insuranceFund: "50",
          fundFloor: "50",
          adl: false,
          floorAction: guarded ? "take" : "block",
        }),
        market("BTC", { tiers }),
        at(1, tick("50000")),
        account("alice", "300"),
        account("maker", "100000"),
        position("alice", "BTC", "0.1", "50000"),
      ],
      moves: [
        at(2, tick("49000")),
        order("maker", "buy", "0.1", "48900", { time: seconds(3) }),
        { type: "cancelAll", account: "maker" },
        at(4, tick("47500")),
        at(5, tick("46000")),
      ],
    };
  },
  {
    // Taken over within the slippage that the bound pays for, and sold in time.
    on(aftermath) {
      standing(aftermath.play, {
        equity: { alice: "151.000000", maker: "99710.000000" },
        fund: "89.000000",
      });
    },
    // A third was sold in time; the rest is taken over when nothing is left to pay for it.
    off(aftermath) {
      expect(those(aftermath, "liquidationBlocked")).toMatchObject([
        blocked({ market: null, breaker: "FUND_FLOOR" }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "0.000000", maker: "99907.200000" },
        fund: "50.000000",
        liquidation: { BTC: "0.068" },
      });
      expect(aftermath.play.report("@liquidation")).toMatchObject({ equity: "-7.200000" });
    },
  },
);
