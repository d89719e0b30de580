/** What makes a slice smaller, or later: pace, grade and jitter. */
import { expect } from "vitest";
import {
  account,
  type Command,
  clock,
  domain,
  feed,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  closed,
  fill,
  fund,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
  unwound,
} from "../support/scenario.js";

/** 0.1 BTC at 50 000 with equity 499 of 500: a lot is worth 50, and closing 17 of 100 lots at the mark cures. */
const alice = position("alice", "BTC", "0.1", "45010");

const bid = (price: string, quantity: string) => order("maker", "buy", quantity, price);

const internal = (policy: Command, ...bids: Command[]) => [
  domain(),
  market("BTC", { policy }),
  feed("BTC")("50000"),
  account("maker", "1000000"),
  account("alice"),
  ...bids,
];

const sold = (quantity: string, left: string, more: Command = {}) => [
  slice({ account: "alice", quantity, ...more }),
  fill({ case: "C1", quantity }),
  positionOf("maker"),
  positionOf("alice", { quantity: left }),
];

// Pace.

/** A venue of whole lots at 100 dollars. Bankrupt by 10 a lot, alice is taken over, and `@liquidation` sells. */
const futures = (play: Play, policy: Command, more: Command = {}) =>
  play.given(
    domain({ insuranceFund: "100000000" }),
    market("FUT", { lotSize: "1", maxPrice: "1000", policy, ...more }),
    feed("FUT")("100"),
    account("maker", "1000000000"),
    account("alice"),
    order("maker", "buy", "5000000", "100", { market: "FUT" }),
  );
const ruin = (lots: string, time = 0) => ({ ...position("alice", "FUT", lots, "110"), time });
const takenOver = [
  accepted(),
  opened(),
  takeover(),
  positionOf("alice"),
  positionOf("@liquidation"),
  closed(),
];
const disposed = (quantity: string) => [
  slice({ account: "@liquidation", quantity }),
  fill({ quantity, price: "100.00" }),
  positionOf("maker"),
  positionOf("@liquidation"),
  unwound({ case: "C1", side: "sell", quantity, price: "100.00", takenAt: "110.00" }),
  fund({ reason: "unwind" }),
];
const rate = (state: string) => breaker({ market: expect.any(String), breaker: "LIQUIDATION_RATE", state });

scenario("S5: 100 in any 10 s of 150: at once 100, after 6 s none, after 11 s the rest", (play) => {
  futures(play, { rateNotional: "10000", rateWindow: seconds(10) });
  play.when(ruin("150"), [...takenOver, ...disposed("100")]);
  play.when(clock(6), [rate("tripped")]);
  play.when(clock(11), [rate("cleared"), ...disposed("50")]);
});

scenario("pace: a leg is sold as far as the window allows, then blocked by name, then sold again", (play) => {
  // 500 are ten lots of 50.
  play.given(...internal({ rateNotional: "500", rateWindow: seconds(10) }, bid("50000", "1")));
  play.when(alice, [accepted(), opened(), ...sold("0.010", "0.090", { remaining: "0.017" })]);
  play.when(clock(1), [
    rate("tripped"),
    blocked({ case: "C1", account: "alice", market: "BTC", breaker: "LIQUIDATION_RATE" }),
  ]);
  expect(play.report("alice")["state"]).toBe("blocked");
  play.when(clock(9.999999), []);
  play.when(clock(10), [
    rate("cleared"),
    unblocked({ case: "C1", breaker: "LIQUIDATION_RATE" }),
    ...sold("0.007", "0.083"),
  ]);
  play.when(clock(11), [closed({ outcome: "cured", closed: { BTC: "0.017" } })]);
});

scenario("pace: what was sent before still counts, so the window slides", (play) => {
  play.given(
    ...internal(
      { rateNotional: "500", rateWindow: seconds(10), closeFactorPpm: 60_000, interval: seconds(4) },
      bid("50000", "1"),
    ),
  );
  play.when(alice, [accepted(), opened(), ...sold("0.006", "0.094")]);
  play.when(clock(4), sold("0.004", "0.090")); // 500 − 300 are four lots
  play.when(clock(8), [rate("tripped"), blocked()]);
  play.when(clock(10), [rate("cleared"), unblocked(), ...sold("0.006", "0.084")]); // 500 − 200 are six
  play.when(clock(14), sold("0.001", "0.083"));
});

scenario("pace: of more than 16 sends the newest count as one, and none is forgotten", (play) => {
  // A lot a second, of 50 that are missing: 20 lots of 50 may go in 100 seconds.
  const policy = { rateNotional: "1000", rateWindow: seconds(100), closeFactorPpm: 10_000 };
  play.given(...internal(policy, bid("50000", "1")));
  const times: number[] = [];
  for (let second = 0; second < 140; second++) {
    const command = second === 0 ? position("alice", "BTC", "0.1", "47000") : clock(second);
    for (const { type } of play.events(command)) if (type === "slice") times.push(second);
  }
  const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
  // The sends of seconds 15 to 19 count together, and as long as the last of them.
  expect(times).toEqual([...from(0, 19), ...from(100, 114), ...from(119, 123)]);
});

scenario("pace: a policy without one clears it", (play) => {
  play.given(...internal({ rateNotional: "500", rateWindow: seconds(10) }, bid("50000", "1")), alice);
  play.when(clock(1), [rate("tripped"), blocked()]);
  play.when({ type: "policy", market: "BTC", policy: {} }, [
    accepted(),
    rate("cleared"),
    unblocked(),
    ...sold("0.007", "0.083"),
  ]);
});

scenario("pace: where not even a lot fits, it trips at once, and is looked at anew each window", (play) => {
  play.given(...internal({ rateNotional: "49.99" }, bid("50000", "1")));
  play.when(alice, [accepted(), opened(), rate("tripped"), blocked()]);
  play.when(clock(1), [rate("cleared"), unblocked(), rate("tripped"), blocked()]);
});

// Grade.

const graded = (more: Command) => [
  domain(),
  market("BTC", {
    graded: true,
    execution: "external",
    sources: [{ source: "a" }, { source: "b" }, { source: "c" }],
    minSources: 3,
    ...more,
  }),
  feed("BTC", "a")("49500"),
  feed("BTC", "b")("50500"),
  feed("BTC", "c")("50000"),
  account("alice"),
];

scenario("grade: sources two percent apart of five allowed: 17 lots become 10", (play) => {
  play.given(...graded({ outlierPpm: 50_000 })); // 1 000 ÷ (50 000·5 %) = 0.4; 17·0.6 = 10.2
  play.when(alice, [accepted(), opened(), slice({ quantity: "0.010", remaining: "0.017" })]);
});

scenario("grade: the oldest source is seven of ten seconds old: 17 lots become 5", (play) => {
  play.given(...graded({ outlierPpm: 50_000, maxAge: seconds(10) }));
  play.when({ ...alice, time: seconds(7) }, [accepted(), opened(), slice({ quantity: "0.005" })]); // 17·0.3
});

scenario("grade: at least a tenth, and a lot", (play) => {
  play.given(...graded({ maxAge: seconds(10) }));
  play.when({ ...alice, time: seconds(10) }, [accepted(), opened(), slice({ quantity: "0.001" })]); // 1.7
});

// Jitter.

/** SHA-256 of the seed's eight bytes, least first. */
const commitmentOf1 = "7c9fa136d4413fa6173637e883b6998d32e1d675f88cddff9dcbcf331820f4b8";

scenario("jitter: the seed is committed to, slices are smaller and later by its draws", (play) => {
  play.when(domain({ seed: 1 }), [
    accepted(),
    { type: "jitterSeed", domain: "main", commitment: commitmentOf1, revealed: null },
  ]);
  play.given(
    market("BTC", { policy: { jitterPpm: 500_000, closeFactorPpm: 170_000 } }),
    feed("BTC")("50000"),
    account("maker", "1000000"),
    bid("50000", "1"),
    account("alice"),
  );
  // splitmix64 from 1 begins 910a2dec… beeb8da1…: 0.56656 and 0.74578. 17 less 17·0.5·0.56656 = 4.8, down, is 13; the
  // interval of a second grows by 372 890 µs.
  play.when(alice, [accepted(), opened(), ...sold("0.013", "0.087", { remaining: "0.017" })]);
  play.when(clock(1.372889), []);
  // r is what cures: 87 − 83 lots. The next draw is f893a2ee…: 4 less 4·0.5·0.97 = 1.9, down, is 3.
  play.when(clock(1.37289), sold("0.003", "0.084", { remaining: "0.004" }));
});
