/**
 * Attacks with prices that nobody may rely on: money leaves, or risk comes in, while a mark is old or in doubt, and
 * the fund pays when the price is known. Each with its safeguard on, and off: the setting that would have noticed.
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
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";

/** Ten percent initial, five percent maintenance margin. */
const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }];
const maxAge = seconds(10);
const transfer = (of: string, amount: string, more: Command = {}): Command => ({
  type: "transfer",
  account: of,
  amount,
  ...more,
});

/** A long of 1 at 50 000 with 20 000, whose price falls to 30 000 unseen; the maker buys there. */
const lone = (settings: Command): Command[] => [
  domain({ insuranceFund: "20000" }),
  market("BTC", { tiers, ...settings }),
  account("a", "20000"),
  account("b", "0"),
  account("m", "1000000"),
];
const settles = [order("m", "buy", "1", "30000"), clock(80), clock(90)];

// Case 1. The feed is a minute old. At 30 000 his 20 000 are just gone.
attack(
  "a withdrawal while the feed is stale",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        ...lone(guarded ? { maxAge } : {}),
        at(1, tick("50000")),
        position("a", "BTC", "1", "50000"),
        clock(60),
      ],
      moves: [transfer("a", "-15000"), at(70, tick("30000")), ...settles],
    };
  },
  {
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["PRICE_IN_DOUBT"]);
      standing(aftermath.play, { equity: { a: "0.000000", m: "1000000.000000" }, fund: "20000.000000" });
    },
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      standing(aftermath.play, { equity: { a: "0.000000", m: "1000000.000000" }, fund: "5000.000000" });
    },
  },
);

// The same without a clock, to his own other account, and from there out.
attack(
  "a move to one's other account just after the feed's last moment",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [...lone(guarded ? { maxAge } : {}), at(1, tick("50000")), position("a", "BTC", "1", "50000")],
      moves: [
        { ...transfer("a", "15000", { to: "b" }), time: seconds(11) + 1 },
        transfer("b", "-15000"),
        at(70, tick("30000")),
        ...settles,
      ],
    };
  },
  {
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["PRICE_IN_DOUBT", "INSUFFICIENT_MARGIN"]);
      standing(aftermath.play, { equity: { a: "0.000000", m: "1000000.000000" }, fund: "20000.000000" });
    },
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      standing(aftermath.play, { equity: { a: "0.000000", m: "1000000.000000" }, fund: "5000.000000" });
    },
  },
);

// Case 2. The coin is worth a hundredth of its last mark, a minute ago. He posts 200 000 of it and buys of himself at 105 what he
// sells himself at 95: the other account leaves with 90 000 more, and the fund has the coins.
attack(
  "dead collateral that carries a trade with oneself",
  (guarded) => {
    const [coin, x] = [feed("COIN"), feed("X")];
    const orders = { market: "X" };
    const sizes = { lotSize: "1", tiers };
    return {
      given: [
        domain({ insuranceFund: "100000" }),
        market("COIN", { ...sizes, maxPrice: "1000", maxPosition: "100000", ...(guarded ? { maxAge } : {}) }),
        market("X", { ...sizes, maxPrice: "10000", maxPosition: "20000" }),
        {
          type: "collateral",
          domain: "main",
          asset: "COIN",
          market: "COIN",
          haircutPpm: 100_000,
          decimals: 6,
        },
        account("A", "0"),
        account("B", "200000"),
        at(1, coin("1.00")),
        x("100"),
        clock(60),
      ],
      moves: [
        transfer("A", "200000", { asset: "COIN" }),
        order("B", "sell", "9000", "105", orders),
        order("A", "buy", "9000", "105", orders),
        { type: "cancelAll", account: "B" },
        order("B", "buy", "9000", "95", orders),
        order("A", "sell", "9000", "95", { ...orders, reduceOnly: true }),
        transfer("B", "-289000"),
        at(90, coin("0.01")),
        clock(100),
      ],
    };
  },
  {
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["INSUFFICIENT_MARGIN", "REDUCE_ONLY", "INSUFFICIENT_MARGIN"]);
      standing(aftermath.play, { equity: { B: "200000.000000" }, fund: "100000.000000" });
    },
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      // The fund paid the loss of 90 000 for 100 000 coins at their last mark less the haircut: they are worth 900, as are the
      // other 100 000.
      standing(aftermath.play, { equity: { A: "900.000000", B: "1000.000000" }, fund: "10000.000000" });
    },
  },
);

// A paper profit of 10 000 on a leg whose feed is dead, and a new risk in another market on top of it.
attack(
  "an order against the paper profit of a doubtful leg",
  (guarded) => {
    const [btc, eth] = [feed("BTC"), feed("ETH")];
    return {
      given: [
        domain({ insuranceFund: "20000", doubtPpm: guarded ? 200_000 : 0 }),
        market("BTC", { tiers, maxAge }),
        market("ETH", { tiers }),
        account("a", "6000"),
        account("m", "1000000"),
        at(1, btc("50000")),
        eth("1000"),
        position("a", "BTC", "1", "40000"),
        order("m", "sell", "100", "1000", { market: "ETH" }),
        clock(60),
      ],
      moves: [
        order("a", "buy", "100", "1000", { market: "ETH" }),
        at(70, btc("40000")),
        eth("900"),
        order("m", "buy", "1", "40000"),
        order("m", "buy", "100", "900", { market: "ETH" }),
        clock(80),
        clock(90),
      ],
    };
  },
  {
    // 16 000 − 10 000 against 4 000: at most 20 of the hundred.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["INSUFFICIENT_MARGIN"]);
      standing(aftermath.play, { equity: { a: "6000.000000", m: "1000000.000000" }, fund: "20000.000000" });
    },
    // 16 000 carry 5 000 and 10 000. Then 20 000 are lost, and he had 6 000 and 10 000 of profit.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      standing(aftermath.play, { equity: { a: "0.000000", m: "1010000.000000" }, fund: "16000.000000" });
    },
  },
);

// Both prices have gone to 106, but only ETH's feed says so, twenty minutes after BTC's last word, and no clock comes. Who is long of
// the one and short of the other has lost nothing; the attacker sells him at 107 what he is made to buy back.
attack(
  "a hedged account that is liquidated by a leg whose feed is dead",
  (guarded) => {
    const [btc, eth] = [feed("BTC"), feed("ETH")];
    const sizes = { lotSize: "1", tiers, ...(guarded ? { maxAge } : {}) };
    return {
      given: [
        domain(),
        market("BTC", sizes),
        market("ETH", sizes),
        account("hedged", "150"),
        account("attacker", "1000"),
        at(1, btc("100")),
        eth("100"),
        position("hedged", "BTC", "10", "100"),
        position("hedged", "ETH", "-10", "100"),
        order("attacker", "sell", "10", "107", { market: "ETH" }),
      ],
      moves: [
        at(1200, eth("104")),
        at(1201, eth("106")),
        { type: "cancelAll", account: "attacker", time: seconds(1202) },
        at(1203, btc("104")),
        at(1204, btc("106")),
      ],
    };
  },
  {
    // Blocked by name until both are known: nothing is sold.
    on(aftermath) {
      expect(those(aftermath, "slice")).toEqual([]);
      expect(those(aftermath, "liquidationBlocked")).toMatchObject([
        { market: "BTC", breaker: "FEED_STALE" },
      ]);
      standing(aftermath.play, {
        equity: { hedged: "150.000000", attacker: "1000.000000" },
        fund: "10000.000000",
      });
    },
    // Of his short is bought back what cures an account that nothing ails, and he is hedged no more.
    off(aftermath) {
      standing(aftermath.play, {
        equity: { hedged: "144.000000", attacker: "1006.000000" },
        fund: "10000.000000",
      });
      expect(aftermath.play.leg("hedged", "ETH")).toMatchObject({ quantity: "-4" });
    },
  },
);
