/**
 * Attacks by way of a price or of time, each with its safeguard on (nobody is wrongly liquidated) and off (the loss
 * shows, to the unit). Ten percent maintenance margin, twenty initial.
 */
import { expect } from "vitest";
import { attack, refusals, standing, those } from "../support/attack.js";
import {
  account,
  at,
  clock,
  domain,
  feed,
  leaping,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  closed,
  fill,
  fund,
  marked,
  opened,
  scenario,
  slice,
  takeover,
  unblocked,
} from "../support/scenario.js";

// A metal's feed as Pyth saw it in November 2025: one tick thirty percent too low, and a bid that lies in wait for
// it.
attack(
  "one bad oracle tick",
  (guarded) => {
    const tick = feed("XAU");
    return {
      given: [
        domain(),
        leaping("XAU", guarded ? { jumpPpm: 100_000 } : {}),
        tick("4048.80"),
        account("alice", "1000"),
        account("lurker", "100000"),
        position("alice", "XAU", "1", "4048.80"),
        order("lurker", "buy", "1", "2840", { market: "XAU" }),
      ],
      moves: [tick("2847.72"), tick("4049.16")],
    };
  },
  {
    on(aftermath) {
      expect(aftermath.moves).toMatchObject([
        [{ type: "rejected", code: "QUARANTINED" }],
        [marked({ mark: "4049.16" })],
      ]);
      standing(aftermath.play, {
        equity: { alice: "1000.360000", lurker: "100000.000000" },
        fund: "10000.000000",
      });
    },
    // At 2,847.72 she has 1,000 − 1,201.08 = −201.08: taken over at 2,847.72 + 201.08 = 3,048.80, and sold at 2,840
    // (the limit is 2,819.25). The lurker's 4,049.16 − 2,840 is her 1,000, the fund's 208.80, and the 0.36 she
    // would have won.
    off(aftermath) {
      expect(those(aftermath, "liquidationOpened", "takeover", "fill", "fund")).toMatchObject([
        opened({ account: "alice", equity: "-201.080000" }),
        takeover({ account: "alice", quantity: "1.000", price: "3048.80" }),
        fill({ price: "2840.00", quantity: "1.000", maker: "lurker" }),
        fund({ change: "-208.800000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "0.000000", lurker: "101209.160000" },
        fund: "9791.200000",
      });
    },
  },
);

// The feed stands at 100 for a minute while the price goes to 110; 10 of funding are due meanwhile. At the stale mark
// she has 95 against a margin of 100; at the true price 195 against 110.
attack(
  "a frozen feed",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain(),
        leaping("BTC", guarded ? { maxAge: seconds(5) } : {}),
        at(1, tick("100")),
        account("alice", "105"),
        account("maker", "100000"),
        position("alice", "BTC", "10", "100"),
        order("maker", "buy", "100", "99.50"),
      ],
      moves: [
        clock(60),
        { type: "funding", market: "BTC", ratePpb: 10_000_000 },
        at(61, tick("110")),
        at(67, tick("110")),
      ],
    };
  },
  {
    // Blocked by name at once, and closed six seconds after the feed is back (it has to be good for five).
    on(aftermath) {
      expect(those(aftermath, "liquidationOpened", "liquidationBlocked", "slice")).toMatchObject([
        opened({ account: "alice", equity: "95.000000", maintenanceMargin: "100.000000" }),
        blocked({ account: "alice", breaker: "FEED_STALE" }),
      ]);
      expect(aftermath.moves[3]).toMatchObject([
        { type: "breaker", breaker: "FEED_STALE", state: "cleared" },
        unblocked({ account: "alice", breaker: "FEED_STALE" }),
        closed({ account: "alice", outcome: "cured", equity: "195.000000", closed: {} }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "195.000000", maker: "100000.000000" },
        fund: "10000.000000",
      });
    },
    // 95 carries 1.2 × 10 per unit on 7.916 of her ten: 2.084 are sold at 99.50, and 2.084 × 10.50 = 21.882 is the
    // maker's.
    off(aftermath) {
      expect(those(aftermath, "slice", "fill")).toMatchObject([
        slice({ account: "alice", quantity: "2.084", limitPrice: "99.00" }),
        fill({ price: "99.50", quantity: "2.084", maker: "maker" }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "173.118000", maker: "100021.882000" },
        fund: "10000.000000",
      });
    },
  },
);

// While the process was down the price went to 120. What comes first is what had waited in the queue of source a: 94.
attack(
  "stale prices after a restart",
  (guarded) => {
    const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
    return {
      given: [
        domain(),
        leaping("BTC", { sources: [{ source: "a" }, { source: "b" }], minSources: 2 }),
        a("100"),
        b("100"),
        account("alice", "150"),
        account("maker", "100000"),
        position("alice", "BTC", "10", "100"),
        order("maker", "buy", "100", "93.50"),
        // What the sequencer journals on recovery.
        ...(guarded ? [{ type: "resume", domain: "main", reason: "restart" }] : []),
      ],
      moves: [a("88"), a("120"), b("120")],
    };
  },
  {
    // Source b has not ticked since: she is below margin at last marks, at 94 + 10 % she is not.
    on(aftermath) {
      expect(aftermath.moves).toMatchObject([
        [
          marked({ mark: "94.00" }),
          opened({ account: "alice", equity: "90.000000" }),
          blocked({ breaker: "WARMUP" }),
        ],
        [marked({ mark: "110.00" })],
        [
          marked({ mark: "120.00" }),
          { type: "breaker", breaker: "WARMUP", state: "cleared" },
          unblocked({ breaker: "WARMUP" }),
          closed({ outcome: "cured", equity: "350.000000", closed: {} }),
        ],
      ]);
      standing(aftermath.play, {
        equity: { alice: "350.000000", maker: "100000.000000" },
        fund: "10000.000000",
      });
    },
    // 90 carries 1.2 × 9.40 on 7.978 of her ten: 2.022 are sold at 93.50, and 2.022 × 26.50 = 53.583 is the maker's.
    off(aftermath) {
      expect(those(aftermath, "slice", "fill")).toMatchObject([
        slice({ account: "alice", quantity: "2.022", limitPrice: "93.06" }),
        fill({ price: "93.50", quantity: "2.022", maker: "maker" }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "296.417000", maker: "100053.583000" },
        fund: "10000.000000",
      });
    },
  },
);

/** A mark that follows the middle of the book as soon as it has stood for a moment, in a market where one may quote at any price. */
const thin = (guarded: boolean) => ({
  mark: "premium",
  premiumHalfLife: 1,
  marketBandPpm: 1_000_000,
  premiumCapPpm: guarded ? 10_000 : 1_000_000,
});

const quote = (
  by: string,
  bid: readonly [string, string],
  ask: readonly [string, string],
  inMarket: string,
) => [
  order(by, "buy", bid[0], bid[1], { market: inMarket }),
  order(by, "sell", ask[0], ask[1], { market: inMarket }),
];

// The index stays at 100. Nobody else quotes: the book's middle is wherever the pumper puts it, and he sells at the
// top.
attack(
  "the pump of a thin market to liquidate shorts",
  (guarded) => {
    const tick = feed("ALT");
    return {
      given: [
        domain(),
        leaping("ALT", thin(guarded)),
        at(1, tick("100")),
        account("victim", "300"),
        account("pumper", "100000"),
        account("maker", "100000"),
        position("victim", "ALT", "-10", "100"),
      ],
      moves: [
        ...quote("pumper", ["0.001", "154"], ["10", "156"], "ALT"),
        at(2, tick("100")),
        at(3, tick("100")),
        { type: "cancelAll", account: "pumper" },
        ...quote("maker", ["1", "99.90"], ["1", "100.10"], "ALT"),
        at(10, tick("100")),
      ],
    };
  },
  {
    // One percent is all that the book can add: 300 − 10 against 101.
    on(aftermath) {
      expect(those(aftermath, "mark", "liquidationOpened")).toMatchObject([
        marked({ index: "100.00", mark: "101.00" }),
        marked({ index: "100.00", mark: "100.00" }),
      ]);
      standing(aftermath.play, {
        equity: { victim: "300.000000", pumper: "100000.000000" },
        fund: "10000.000000",
      });
    },
    // A mark of 155 leaves him 300 − 550 = −250: taken over at 130, bought back from the pumper at 156 (the limit is
    // 156.55). The pumper's 560 are the victim's 300 and 260 of the fund's.
    off(aftermath) {
      expect(those(aftermath, "mark", "liquidationOpened", "takeover", "fill", "fund")).toMatchObject([
        marked({ index: "100.00", mark: "155.00" }),
        opened({ account: "victim", equity: "-250.000000" }),
        takeover({ account: "victim", quantity: "-10.000", price: "130.00" }),
        fill({ price: "156.00", quantity: "10.000", maker: "pumper" }),
        fund({ change: "-260.000000", reason: "unwind" }),
        marked({ index: "100.00", mark: "100.00" }),
      ]);
      standing(aftermath.play, {
        equity: { victim: "0.000000", pumper: "100560.000000" },
        fund: "9740.000000",
      });
    },
  },
);

// He deposits 100 ALT, worth 1,000, doubles their mark with two quotes, and goes long 100 BTC against his accomplice,
// for which 2,000 of margin are needed. Then the pump ends, and BTC falls to 85.
attack(
  "collateral priced off a thin book",
  (guarded) => {
    const [alt, btc] = [feed("ALT"), feed("BTC")];
    return {
      given: [
        domain(),
        leaping("ALT", thin(guarded)),
        leaping("BTC"),
        at(1, alt("10")),
        btc("100"),
        {
          type: "collateral",
          domain: "main",
          asset: "ALT",
          market: "ALT",
          decimals: 4,
          haircutPpm: guarded ? 300_000 : 0,
        },
        account("attacker"),
        account("accomplice", "100000"),
        account("maker", "100000"),
        { type: "transfer", account: "attacker", asset: "ALT", amount: "100" },
        order("maker", "buy", "100", "84.50"),
      ],
      moves: [
        ...quote("accomplice", ["0.001", "19"], ["0.001", "21"], "ALT"),
        at(2, alt("10")),
        at(3, alt("10")),
        order("accomplice", "sell", "100", "100"),
        order("attacker", "buy", "100", "100"),
        { type: "cancelAll", account: "accomplice" },
        ...quote("maker", ["1", "9.99"], ["1", "10.01"], "ALT"),
        at(10, alt("10")),
        btc("85"),
      ],
    };
  },
  {
    // The pump adds a percent, the haircut takes thirty: 100 × 10.10 × 0.7 = 707 is not 2,000.
    on(aftermath) {
      expect(refusals(aftermath)).toEqual(["INSUFFICIENT_MARGIN"]);
      expect(those(aftermath, "fill", "liquidationOpened")).toEqual([]);
      standing(aftermath.play, {
        equity: { attacker: "700.000000", accomplice: "100000.000000", maker: "100000.000000" },
        fund: "10000.000000",
      });
    },
    // He has 1,000 − 1,500: taken over at 85 + 5 = 90, his ALT with it at their 1,000; sold at 84.50 for 550 less.
    // The accomplice has won 1,500 for ALT worth 1,000.
    off(aftermath) {
      expect(refusals(aftermath)).toEqual([]);
      expect(those(aftermath, "liquidationOpened", "takeover", "fund")).toMatchObject([
        opened({ account: "attacker", equity: "-500.000000" }),
        takeover({ account: "attacker", quantity: "100.000", price: "90.00" }),
        fund({ change: "-1000.000000", reason: "takeover" }),
        fund({ change: "-550.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { attacker: "0.000000", accomplice: "101500.000000", maker: "100050.000000" },
        fund: "8450.000000",
      });
    },
  },
);

// Alice's case waits for a bid; its horizon is ten minutes. Somebody claims, with a clock and a command on another
// account, that it is twenty minutes later. The price has been 120 all the while.
attack(
  "the clock advanced on a decoy account",
  (guarded) => {
    const tick = feed("BTC");
    return {
      given: [
        domain({ caseHorizon: seconds(600) }),
        market("BTC", guarded ? { maxAge: seconds(10) } : {}),
        at(1, tick("100")),
        account("alice", "95"),
        account("decoy", "1000"),
        account("maker", "100000"),
        position("alice", "BTC", "10", "100"),
      ],
      moves: [
        clock(1_201),
        at(1_202, { type: "transfer", account: "decoy", amount: "1" }),
        at(1_203, tick("120")),
        at(1_209, tick("120")),
        order("maker", "buy", "10", "119"),
        clock(1_215),
      ],
    };
  },
  {
    // Whatever the time, the price is too old to take anything over on it.
    on(aftermath) {
      expect(those(aftermath, "liquidationBlocked", "takeover", "slice", "liquidationClosed")).toMatchObject([
        blocked({ account: "alice", breaker: "FEED_STALE" }),
        closed({ account: "alice", outcome: "cured", equity: "295.000000", closed: {} }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "295.000000", decoy: "1001.000000" },
        fund: "10000.000000",
      });
    },
    // The horizon is over at once: taken over at the limit of 99. Her 295 − 85 = 10 × 21 go to the fund, which
    // sells at 119, and to the maker.
    off(aftermath) {
      expect(those(aftermath, "takeover", "liquidationClosed", "fund")).toMatchObject([
        takeover({ account: "alice", quantity: "10.000", price: "99.00" }),
        closed({ account: "alice", outcome: "takenOver", equity: "85.000000" }),
        fund({ change: "200.000000", reason: "unwind" }),
      ]);
      standing(aftermath.play, {
        equity: { alice: "85.000000", decoy: "1001.000000", maker: "100010.000000" },
        fund: "10200.000000",
      });
    },
  },
);

// Whatever command is the first to bring the later time finds the feed silent, before it looks at the horizon (rules: breakers
// 4): without that her 10 × 1 would be lost.
scenario("a decoy's command that comes before any clock does not end the horizon either", (play) => {
  play.given(
    domain({ caseHorizon: seconds(600) }),
    market("BTC", { maxAge: seconds(10) }),
    at(1, feed("BTC")("100")),
    account("alice", "95"),
    account("decoy", "1000"),
    position("alice", "BTC", "10", "100"),
  );
  play.when(at(1_202, { type: "transfer", account: "decoy", amount: "1" }), [
    accepted(),
    { type: "breaker", market: "BTC", breaker: "FEED_STALE", state: "tripped" },
    { type: "liquidationBlocked", account: "alice", market: "BTC", breaker: "FEED_STALE" },
  ]);
  play.when(clock(1_203), []);
});
