/**
 * Attacks on the insurance fund, and on the order in which losses are worked: each with its safeguard on (the fund pays
 * for nobody's scheme) and off (the loss shows, to the unit). Ten percent maintenance margin, twenty initial, unless
 * a market says otherwise.
 */
import { expect } from "vitest";
import { attack, refusals, standing, those } from "../support/attack.js";
import {
  account,
  at,
  clock,
  domain,
  feed,
  filled,
  leaping,
  market,
  order,
  position,
  tier,
} from "../support/commands.js";
import {
  adl,
  blocked,
  breaker,
  cancelled,
  closed,
  deficit,
  fill,
  fund,
  opened,
  scenario,
  slice,
  takeover,
} from "../support/scenario.js";

// Both accounts are his. First he tries to sell to himself far below the price; then he lets the loser be taken over,
// and his bid is all there is. An honest bid comes two seconds later.
attack(
  "a trade with oneself that drains the fund",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({ insuranceFund: "1000", takeoverPpm: 1_000_000, surplus: "fund" }),
        market("BTC", { policy: { slippagePpm: guarded ? 10_000 : 500_000 }, marketBandPpm: 1_000_000 }),
        tick("100"),
        account("loser", "110"),
        account("winner", "100000"),
        account("maker", "100000"),
        position("loser", "BTC", "10", "100"),
        order("winner", "buy", "10", "55"),
      ],
      moves: [
        order("loser", "sell", "10", "55", { reduceOnly: true }),
        at(1, tick("98.50")),
        at(3, order("maker", "buy", "10", "98")),
      ],
    };
  },
  {
    // His own sale stops at the zero price, 89. Taken over at (985 − 95) / 10 = 89, sold at 98: the fund wins 90.
    on(aftermath) {
      expect(those(aftermath, "cancelled", "takeover", "fill", "fund")).toMatchObject([
        cancelled({ account: "loser", reason: "zeroPrice", quantity: "10.000" }),
        takeover({ account: "loser", price: "89.00" }),
        fill({ price: "98.00", quantity: "10.000", maker: "maker" }),
        fund({ change: "90.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { loser: "0.000000", winner: "100000.000000", maker: "100005.000000" },
        fund: "1090.000000",
      });
    },
    // Down to 49.25 anything goes: the winner buys at 55 what is worth 98.50, for 95 of the loser's and 340 of the
    // fund's.
    off(aftermath) {
      expect(those(aftermath, "cancelled", "takeover", "fill", "fund")).toMatchObject([
        cancelled({ account: "loser", reason: "zeroPrice", quantity: "10.000" }),
        takeover({ account: "loser", price: "89.00" }),
        fill({ price: "55.00", quantity: "10.000", maker: "winner" }),
        fund({ change: "-340.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { loser: "0.000000", winner: "100435.000000", maker: "100000.000000" },
        fund: "660.000000",
      });
    },
  },
);

// One percent maintenance; he is on both sides, with 500 each, and takes out of one what the rules let him. The
// safeguard is an initial margin well above the maintenance margin.
attack(
  "margin withdrawn to force one's own takeover",
  (guarded) => {
    const tick = feed("BTC");
    const withdraw = (amount: string) => ({ type: "transfer", account: "attacker", amount: `-${amount}` });
    return {
      given: [
        domain({ insuranceFund: "1000" }),
        market("BTC", { tiers: [tier("0", 10_000, guarded ? 200_000 : 10_000)] }),
        tick("100"),
        account("attacker", "500"),
        account("other", "500"),
        account("maker", "100000"),
        position("attacker", "BTC", "10", "100"),
        position("other", "BTC", "-10", "100"),
        order("maker", "buy", "10", "94.50"),
      ],
      moves: [
        withdraw("490.000001"),
        withdraw("490"),
        withdraw("300.000001"),
        withdraw("300"),
        at(1, tick("95")),
      ],
    };
  },
  {
    // 200 must stay, which a fall of five does not use up. 300 + 150 + 550 are the 1,000 that he had.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(Array(3).fill("INSUFFICIENT_MARGIN"));
      expect(those(aftermath, "liquidationOpened")).toEqual([]);
      expect(aftermath.play.domainReport()["withdrawals"]).toBe("300.000000");
      standing(aftermath.play, {
        equity: { attacker: "150.000000", other: "550.000000" },
        fund: "1000.000000",
      });
    },
    // 10 stay, and 10 − 50 = −40: taken over at 99, sold at 94.50. 490 + 550 are 40 more than he had; the fund pays
    // them, and the maker's 5.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual(Array(3).fill("INSUFFICIENT_MARGIN"));
      expect(aftermath.play.domainReport()["withdrawals"]).toBe("490.000000");
      expect(those(aftermath, "takeover", "fill", "fund")).toMatchObject([
        takeover({ account: "attacker", price: "99.00" }),
        fill({ price: "94.50", quantity: "10.000" }),
        fund({ change: "-45.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { attacker: "0.000000", other: "550.000000", maker: "100005.000000" },
        fund: "955.000000",
      });
    },
  },
);

// What halted a venue on 10 October 2025. All the longs are one whale; the book is empty down to 50.
attack(
  "one liquidation that is the whole open interest",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({ insuranceFund: "100", adl: guarded }),
        leaping("BTC"),
        tick("100"),
        account("whale", "3000"),
        account("left", "5000"),
        account("right", "9000"),
        account("maker", "100000"),
        position("whale", "BTC", "100", "100"),
        position("left", "BTC", "-40", "100"),
        position("right", "BTC", "-60", "100"),
        order("maker", "buy", "100", "50"),
      ],
      moves: [at(1, tick("65")), at(3, tick("50"))],
    };
  },
  {
    // At 65 the whale is 500 short, the fund has 100: eighty of the hundred go at 65 + 5 = 70, to the left first
    // (1,400 of 4,000 × 2,600 of 6,400 against 2,100 of 6,000 × 3,900 of 11,100). At 50 the last twenty, held at
    // 70, are 400 short: the 300 that the fund lacks raise their price to 50 + 15 = 65. All claims are paid, with
    // the 17,100 there are.
    on(aftermath) {
      expect(those(aftermath, "adl", "takeover", "fund", "deficit", "fill")).toMatchObject([
        adl({ account: "left", quantity: "40.000", price: "70.00", rank: 1 }),
        adl({ account: "right", quantity: "40.000", price: "70.00", rank: 2 }),
        takeover({ account: "whale", quantity: "20.000", price: "70.00" }),
        adl({ account: "right", quantity: "20.000", price: "65.00", rank: 1 }),
        fund({ change: "-100.000000", balance: "0.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { whale: "0.000000", left: "6200.000000", right: "10900.000000", maker: "100000.000000" },
        fund: "0.000000",
      });
    },
    // All hundred are taken over at 70 and sold at 50: 2,000, of which the fund has 100. 19,000 are owed, 17,100
    // there.
    off(aftermath) {
      expect(those(aftermath, "adl", "takeover", "fund", "deficit", "fill")).toMatchObject([
        takeover({ account: "whale", quantity: "100.000", price: "70.00" }),
        fill({ price: "50.00", quantity: "100.000", maker: "maker" }),
        fund({ change: "-100.000000", balance: "0.000000", reason: "unwind" }),
        deficit({ change: "1900.000000", balance: "1900.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { whale: "0.000000", left: "7000.000000", right: "12000.000000", maker: "100000.000000" },
        fund: "0.000000",
        deficit: "1900.000000",
      });
    },
  },
);

// Three accounts of one lot each get slices that the venue never answers: too small for it. Then a large one falls.
attack(
  "dust accounts that block a market",
  (guarded) => {
    const tick = feed("BTC");
    const dust = ["d1", "d2", "d3"];
    return {
      given: [
        domain({ targetPpm: 10_000_000 }),
        leaping("BTC", { execution: "external", policy: { silentMax: guarded ? 16 : 3 } }),
        at(1, tick("100")),
        account("whale", "105"),
        ...dust.map((name) => account(name, "0.009")),
        account("short", "1000"),
        position("whale", "BTC", "10", "100"),
        position("short", "BTC", "-10", "100"),
        ...dust.map((name) => position(name, "BTC", "0.001", "100")),
      ],
      moves: [clock(6), clock(11), at(12, tick("99")), filled("S4", "9.041", "98.50"), at(13, tick("89"))],
    };
  },
  {
    // Only the silent legs are blocked. 95 carries ten times the margin of 0.959 of the ten: 9.041 are sold at
    // 98.50, and the rest falls to 89: 105 − 9.041 × 1.50 − 0.959 × 11. Nobody has answered for the dust, which
    // is taken over.
    on(aftermath) {
      expect(aftermath.moves[2]).toMatchObject([
        { type: "mark", mark: "99.00" },
        opened({ account: "whale", equity: "95.000000" }),
        slice({ order: "S4", account: "whale", quantity: "9.041" }),
      ]);
      standing(aftermath.play, {
        equity: { whale: "80.889500", short: "1110.000000" },
        fund: "10000.000000",
        liquidation: { BTC: "0.003" },
      });
    },
    // The market is silent: nothing is sent. At 89 the short has won 110 of the whale's 105: taken over at 89.50, 5
    // are the fund's to lose, when it comes to sell.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual(["UNKNOWN_ORDER"]);
      // Three were silent until they were taken over.
      expect(those(aftermath, "breaker").slice(-2)).toMatchObject([
        breaker({ market: "BTC", breaker: "EXECUTION_SILENT", state: "tripped" }),
        breaker({ market: "BTC", breaker: "EXECUTION_SILENT", state: "cleared" }),
      ]);
      expect(aftermath.moves[2]).toMatchObject([
        { type: "mark", mark: "99.00" },
        opened({ account: "whale", equity: "95.000000" }),
        blocked({ account: "whale", breaker: "EXECUTION_SILENT" }),
      ]);
      expect(those(aftermath, "takeover").find((event) => event["account"] === "whale")).toMatchObject(
        takeover({ quantity: "10.000", price: "89.50" }),
      );
      standing(aftermath.play, {
        equity: { whale: "0.000000", short: "1110.000000" },
        fund: "10000.000000",
        liquidation: { BTC: "10.003" },
      });
    },
  },
);

// One lot in a market whose feed is dead shields nobody, if it has ever had a price. Where it has not, trading cannot
// bring such a leg about (the maker tries), only the operator's `position` can.
attack(
  "a dust leg in a dead market that shields the rest",
  (guarded) => {
    const [btc, dead] = [feed("BTC"), feed("DEAD")];
    const [before, later] = [dead("1"), dead("1")];
    return {
      given: [
        domain({ targetPpm: 10_000_000 }),
        leaping("BTC"),
        market("DEAD"),
        btc("100"),
        account("alice", "150"),
        account("maker", "100000"),
        position("alice", "BTC", "10", "100"),
        order("maker", "buy", "100", "93.50"),
        ...(guarded ? [before, { type: "resume", market: "DEAD" }] : []),
      ],
      moves: [
        order("maker", "buy", "0.001", "1", { market: "DEAD", timeInForce: "IOC" }),
        position("alice", "DEAD", "0.001", "1"),
        at(1, btc("94")),
        { type: "cancelAll", account: "maker" },
        order("maker", "buy", "10", "83.50"),
        at(2, btc("84")),
        later,
      ],
    };
  },
  {
    // 90 carries ten times the margin of 0.957 of the ten: 9.043 are sold at 93.50. At 84 the rest has
    // 150 − 9.043 × 6.50 − 0.957 × 16 = 75.9085, which carries 0.903 of it: 0.054 are sold at 83.50, for 0.027 less.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      expect(aftermath.moves[2]).toMatchObject([
        { type: "mark", mark: "94.00" },
        opened({ account: "alice", equity: "90.000000" }),
        blocked({ account: "alice", market: "DEAD", breaker: "WARMUP" }),
        slice({ market: "BTC", quantity: "9.043" }),
        fill({ price: "93.50", quantity: "9.043" }),
        { type: "position", account: "maker" },
        { type: "position", account: "alice" },
      ]);
      expect(those(aftermath, "liquidationClosed")).toMatchObject([
        closed({ outcome: "cured", equity: "75.881500", closed: { BTC: "9.097" } }),
      ]);
      standing(aftermath.play, { equity: { alice: "75.881500" }, fund: "10000.000000" });
    },
    // She is not looked at until the other market has a price. By then she is 10 short: 840 + 10 × 84 / 84.0001 is
    // what her ten cost the fund, rounded up; it sells them for 835. The dust is left, at its thousandth and eleven
    // units.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual(["MARKET_HALTED"]);
      expect(those({ ...aftermath, moves: aftermath.moves.slice(0, 6) }, "liquidationOpened")).toEqual([]);
      expect(those(aftermath, "liquidationOpened", "takeover")).toMatchObject([
        opened({ account: "alice", equity: "-10.000000" }),
        takeover({ account: "alice", market: "BTC", quantity: "10.000" }),
        takeover({ account: "alice", market: "DEAD", quantity: "0.001" }),
      ]);
      expect(those(aftermath, "fund")).toMatchObject([fund({ change: "-14.999989", reason: "unwind" })]);
      standing(aftermath.play, {
        equity: { alice: "0.000000", maker: "100005.000000" },
        fund: "9985.000011",
        liquidation: { DEAD: "0.001" },
      });
    },
  },
);

const longs = ["l1", "l2", "l3"];

// One short of thirty against three longs of ten, who sell to whoever has taken him over.
attack(
  "an empty fund and everyone on one side",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({ insuranceFund: "0", adl: guarded }),
        leaping("BTC"),
        tick("100"),
        account("short", "1000"),
        ...longs.map((name) => account(name, "400")),
        position("short", "BTC", "-30", "100"),
        ...longs.map((name) => position(name, "BTC", "10", "100")),
      ],
      moves: [
        at(1, tick("140")),
        at(2, tick("180")),
        ...longs.map((name, n) => at(4 + 2 * n, order(name, "sell", "10", "180", { reduceOnly: true }))),
        clock(12),
      ],
    };
  },
  {
    // He is 200 short at 140: all thirty go at (4,200 − 200) / 30 = 133.33, in money 4,000 in three parts. His
    // 1,000 are what they have won; the order of the ranks is that of the accounts, and the last has the remainder.
    on(aftermath) {
      expect(those(aftermath, "adl", "deficit", "takeover")).toMatchObject(
        longs.map((name, n) => adl({ account: name, quantity: "10.000", price: "133.33", rank: n + 1 })),
      );
      expect(refusals(aftermath)).toEqual(Array(3).fill("REDUCE_ONLY"));
      expect(aftermath.play.domainReport()["openInterest"]).toEqual({ BTC: "0.000" });
      standing(aftermath.play, {
        equity: { short: "0.000000", l1: "733.333333", l2: "733.333333", l3: "733.333334" },
        fund: "0.000000",
      });
    },
    // They sell at 180 what was taken over at 133.33: 3,600 are owed to them, of 2,200 that there are.
    off(aftermath) {
      expect(those(aftermath, "takeover", "fill")).toMatchObject([
        takeover({ account: "short", quantity: "-30.000", price: "133.33" }),
        ...longs.map((name) => fill({ price: "180.00", quantity: "10.000", maker: name })),
      ]);
      standing(aftermath.play, {
        equity: { short: "0.000000", l1: "1200.000000", l2: "1200.000000", l3: "1200.000000" },
        fund: "0.000000",
        deficit: "1400.000000",
      });
    },
  },
);

// @street is no counterparty of a deleveraging: what nobody can take is told, not hidden.
scenario("with an empty fund and nobody on the other side, the deficit is named to the unit", (play) => {
  const tick = feed("BTC");
  play.given(
    domain({ insuranceFund: "0" }),
    leaping("BTC"),
    tick("100"),
    account("maker", "100000"),
    order("maker", "buy", "30", "80"),
    ...longs.map((name) => account(name, "150")),
    ...longs.map((name) => position(name, "BTC", "10", "100")),
  );
  // Each has 150 − 200 = −50, and is taken over at 85; thirty are sold at 80.
  const events = play.events(at(1, tick("80")));
  const told = (type: string) => events.filter((event) => event.type === type);
  expect(told("adl")).toEqual([]);
  expect(told("takeover")).toMatchObject(longs.map((name) => takeover({ account: name, price: "85.00" })));
  expect(told("deficit")).toMatchObject([deficit({ change: "150.000000", balance: "150.000000" })]);
  standing(play, {
    equity: { l1: "0.000000", l2: "0.000000", l3: "0.000000" },
    fund: "0.000000",
    deficit: "150.000000",
  });
});
