/** How much of a leg is sold, and when. */
import {
  account,
  type Command,
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
  breaker,
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
  unwound,
  waiting,
} from "../support/scenario.js";

/** 0.1 BTC at 50 000 with equity 499 of 500: a lot is worth 50, and closing 17 of 100 lots at the mark cures. */
const alice = (policy: Command, more: Command = {}) => [
  domain(more),
  market("BTC", { execution: "external", policy }),
  feed("BTC")("50000"),
  account("alice"),
];
const aliceOpens = position("alice", "BTC", "0.1", "45010");

const firstSlice = (play: Play, policy: Command, then: Command, more: Command = {}) => {
  play.given(...alice(policy, more));
  play.when(aliceOpens, [accepted(), opened(), slice({ order: "S1", ...then })]);
};

scenario("the smallest close that cures: (600 − 499) ÷ 6 a lot, up", (play) => {
  firstSlice(
    play,
    {},
    {
      quantity: "0.017",
      remaining: "0.017",
      side: "sell",
      limitPrice: "49500.00", // one percent below the mark
      orderType: "limit",
      timeInForce: "IOC",
      postOnly: false,
      reduceOnly: true,
      algorithm: "immediate",
      expires: seconds(5),
    },
  );
});

scenario("expected slippage is planned for: each lot costs half a dollar more", (play) => {
  firstSlice(play, { expectedSlippagePpm: 10_000 }, { quantity: "0.019" }); // 101 ÷ 5.5 = 18.4
});

scenario("a close factor bounds a round", (play) => {
  firstSlice(play, { closeFactorPpm: 50_000 }, { quantity: "0.005", remaining: "0.005" });
});

scenario("a small leg is closed whole", (play) => {
  firstSlice(play, { fullCloseNotional: "5000", closeFactorPpm: 50_000 }, { quantity: "0.100" });
});

scenario("a slice's notional is bounded, at the mark", (play) => {
  firstSlice(play, { sliceNotionalMax: "549" }, { quantity: "0.010", remaining: "0.017" });
});

scenario("legs by largest margin; the second only as far as the first does not cure", (play) => {
  play.given(
    ...alice({}),
    market("ETH", { execution: "external" }),
    account("bob", "300"),
    account("carol", "700"),
  );
  for (const name of ["bob", "carol"]) {
    play.given(position(name, "ETH", "1", "3000"), position(name, "BTC", "0.1", "50000"));
  }
  // Margins 500 and 300. Bob, with 300: all of the BTC, then 60 ÷ 0.36 lots of ETH. Carol, with 700: 260 ÷ 6 of BTC.
  play.when(feed("ETH")("3000"), [
    marked({ market: "ETH" }),
    breaker({ market: "ETH", breaker: "WARMUP", state: "cleared" }),
    opened({ account: "bob", equity: "300.000000", maintenanceMargin: "800.000000" }),
    slice({ account: "bob", market: "BTC", quantity: "0.100" }),
    slice({ account: "bob", market: "ETH", quantity: "0.167" }),
    opened({ account: "carol" }),
    slice({ account: "carol", market: "BTC", quantity: "0.044" }),
  ]);
});

/** Drift's liquidation: shortage 10, margin ratio ten percent, price 100. A lot is 0.0001. */
const drift = (fees: Command, quantity: string) => (play: Play) => {
  play.given(
    domain({ targetPpm: 1_000_001 }),
    market("SOL", { execution: "external", lotSize: "0.0001", ...fees }),
    feed("SOL")("100"),
    account("alice", "90"),
  );
  play.when(position("alice", "SOL", "10", "100"), [
    accepted(),
    opened({ equity: "90.000000" }),
    slice({ quantity }),
  ]);
};

scenario("S4: no fee, 10 ÷ 10", drift({}, "1.0001"));
scenario("S4: one percent, 10 ÷ 9", drift({ takerFeePpm: 5_000, liquidationFeePpm: 5_000 }, "1.1112"));
scenario("S4: two percent, 10 ÷ 8", drift({ takerFeePpm: 5_000, liquidationFeePpm: 15_000 }, "1.2501"));

/** A venue of whole lots at 100 dollars, whose maker bids for 10 000. */
const vega = (play: Play, policy: Command, bids = "10000") => {
  play.given(
    domain(),
    market("FUT", { lotSize: "1", policy }),
    feed("FUT")("100"),
    account("maker", "10000000"),
    account("alice"),
    ...(bids === "0" ? [] : [order("maker", "buy", bids, "100", { market: "FUT" })]),
  );
};
/** Bankrupt by 10 a lot: all of it is taken over. */
const ruin = (lots: string) => position("alice", "FUT", lots, "110");
const takenOver = [
  accepted(),
  opened(),
  takeover(),
  positionOf("alice"),
  positionOf("@liquidation"),
  closed(),
];
const disposed = (quantity: string) => [
  slice({ account: "@liquidation", quantity, limitPrice: "99.00" }),
  fill({ quantity, price: "100.00" }),
  positionOf("maker"),
  positionOf("@liquidation"),
  unwound({ case: "C1", side: "sell", quantity, price: "100.00", takenAt: "110.00" }),
  fund({ reason: "unwind", change: `-${Number(quantity) * 10}.000000` }),
];

scenario("S1: pov, half of what is left, at most one percent of the depth, all of it at fifty", (play) => {
  vega(play, {
    algorithm: "pov",
    interval: seconds(10),
    depthSharePpm: 10_000,
    disposalFractionPpm: 500_000,
    fullDisposalQuantity: "50",
  });
  play.when(ruin("280"), [...takenOver, ...disposed("100")]);
  play.when(clock(9), []);
  play.when(clock(10), disposed("90"));
  play.when(clock(20), disposed("45"));
  play.when(clock(30), disposed("45"));
  play.when(clock(40), []);
});

scenario("S2: a tenth of 51 is 6", (play) => {
  vega(play, { disposalFractionPpm: 100_000, fullDisposalQuantity: "10" });
  play.when(ruin("51"), [...takenOver, ...disposed("6")]);
});

scenario("S3: one lot in range at a share of one half is one lot", (play) => {
  vega(play, { algorithm: "pov", depthSharePpm: 500_000 }, "1");
  play.when(ruin("10"), [...takenOver, ...disposed("1")]);
});

scenario("S3: nothing in range sends nothing", (play) => {
  vega(play, { algorithm: "pov", depthSharePpm: 500_000 }, "0");
  play.when(ruin("10"), takenOver);
  // Depth beyond the slippage bound is no depth.
  play.given(order("maker", "buy", "100", "98.99", { market: "FUT" }));
  play.when(clock(1), []);
});

const bid = (price: string, quantity: string) => order("maker", "buy", quantity, price);
const internal = (policy: Command, more: Command = {}) => [
  domain(more),
  market("BTC", { policy }),
  feed("BTC")("50000"),
  account("maker", "1000000"),
  account("alice"),
];
const sold = (quantity: string, left: string) => [
  slice({ case: "C1", account: "alice", quantity }),
  fill({ case: "C1", quantity }),
  positionOf("maker"),
  positionOf("alice", { quantity: left }),
];

scenario("pov: a share of the depth inside the limit", (play) => {
  play.given(...internal({ algorithm: "pov", depthSharePpm: 100_000 }));
  play.given(bid("50000", "0.050"), bid("49600", "0.030"), bid("49499.99", "5"));
  play.when(aliceOpens, [accepted(), opened(), ...sold("0.008", "0.092")]);
});

// A venue may report 2^53 lots at each price: their sum does not fit in 64 bits.
scenario("pov: a share of more depth than there can be", (play) => {
  play.given(...alice({ algorithm: "pov", depthSharePpm: 1 }));
  const bids = Array.from({ length: 1_100 }, (_, i) => [`${50_000 - i / 100}`, "9007199254740.992"]);
  play.given({ type: "book", market: "BTC", snapshot: true, bids, asks: [] });
  play.when(aliceOpens, [accepted(), opened(), slice({ order: "S1", quantity: "0.017" })]);
});

scenario("twap: what is left over the parts that are left", (play) => {
  // The target of ten times maintenance keeps the case open to the end.
  play.given(
    ...internal(
      { algorithm: "twap", interval: seconds(10), horizon: seconds(60), fullCloseNotional: "1000000" },
      { targetPpm: 10_000_000 },
    ),
  );
  play.given(bid("50000", "1"));
  play.when(aliceOpens, [accepted(), opened(), ...sold("0.017", "0.083")]); // 100 ÷ 6
  play.when(clock(5), []);
  play.when(clock(10), sold("0.017", "0.066")); // 83 ÷ 5
  play.when(clock(20), sold("0.017", "0.049"));
  play.when(clock(30), sold("0.017", "0.032"));
  play.when(clock(40), sold("0.016", "0.016"));
  play.when(clock(50), sold("0.016", "0.000"));
  play.when(clock(60), [
    closed({
      outcome: "closed",
      equity: "499.000000",
      closed: { BTC: "0.100" },
      slippagePpm: 0,
      duration: seconds(60),
    }),
  ]);
});

scenario("where the known book holds nothing inside the limit, a leg waits", (play) => {
  play.given(...internal({}), bid("49499.99", "1"));
  play.when(aliceOpens, [accepted(), opened(), waiting({ case: "C1", account: "alice", market: "BTC" })]);
  play.when(clock(1), []); // reported once
  play.given({ ...bid("49500", "1"), time: seconds(1.5) });
  play.when(clock(2), sold("0.017", "0.083"));
});

scenario("the worst account is sold first, into a book that is not enough for two", (play) => {
  const tick = feed("BTC");
  play.given(domain(), leaping("BTC"), tick("50000"), account("maker", "1000000"));
  for (const name of ["better", "worse"]) play.given(account(name));
  play.given(
    position("better", "BTC", "0.1", "40000"),
    position("worse", "BTC", "0.1", "40100"),
    bid("44000", "0.02"),
  );
  // At 44 400: equity 440 and 430 of 444; to reach 532.8 takes 18 and 20 lots.
  play.when(tick("44400"), [
    marked(),
    opened({ account: "worse", equity: "430.000000" }),
    slice({ account: "worse", quantity: "0.020" }),
    fill(),
    positionOf("maker"),
    positionOf("worse"),
    opened({ account: "better" }),
    waiting({ account: "better" }),
  ]);
});
