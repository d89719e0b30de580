/**
 * The ladder: post-only rungs from the mark to the limit. Alice holds 0.1 BTC at 50 000 with equity 499 of 500; closing 17 of
 * 100 lots at the mark cures her: each frees six dollars of the 101 that she lacks.
 */
import { expect } from "vitest";
import { account, clock, domain, feed, market, order, position, seconds } from "../support/commands.js";
import { aliceOpens, ends, firstRound, ladder, rung, stage } from "../support/ladder.js";
import {
  accepted,
  cancelled,
  closed,
  fill,
  marked,
  opened,
  positionOf,
  scenario,
  slice,
  waiting,
} from "../support/scenario.js";

scenario(
  "a round: 17 lots on three rungs from the mark to one percent below, the first ones the more",
  (play) => {
    stage(play);
    play.when(aliceOpens, [
      accepted(),
      opened(),
      rung("S1", "0.006", "50000.00", {
        case: "C1",
        account: "alice",
        side: "sell",
        remaining: "0.017",
        expires: seconds(1),
      }),
      rung("S2", "0.006", "49750.00", { remaining: "0.017" }),
      rung("S3", "0.005", "49500.00", { remaining: "0.017", reduceOnly: true }),
    ]);
    expect(play.depth()).toMatchObject({
      bids: [],
      asks: [
        ["49500.00", "0.005"],
        ["49750.00", "0.006"],
        ["50000.00", "0.006"],
      ],
    });
  },
);

scenario("a round is replaced each interval, planned anew", (play) => {
  stage(play);
  play.when(aliceOpens, [accepted(), opened(), ...firstRound]);
  // Five lots at 49 500 and three at 49 750 lose 2.5 and 0.75.
  play.when(order("bob", "buy", "0.008", "49750"), [
    accepted(),
    fill({ makerOrder: "S3", quantity: "0.005" }),
    positionOf("alice"),
    positionOf("bob"),
    fill({ makerOrder: "S2", quantity: "0.003" }),
    positionOf("alice", { quantity: "0.092" }),
    positionOf("bob"),
  ]);
  play.when({ ...clock(1), time: seconds(1) - 1 }, []);
  // 92 lots, equity 495.75, target 552: 56.25 ÷ 6 = 9.4.
  play.when(clock(1), [
    ...ends("S1", "0.006", "replaced"),
    ...ends("S2", "0.003", "replaced"),
    rung("S4", "0.004", "50000.00", { remaining: "0.010", expires: seconds(2) }),
    rung("S5", "0.003", "49750.00"),
    rung("S6", "0.003", "49500.00"),
  ]);
});

scenario("what would cross lies one tick beyond the best opposite price", (play) => {
  stage(play);
  play.given(order("bob", "buy", "0.001", "49600"));
  play.when(aliceOpens, [
    accepted(),
    opened(),
    rung("S1", "0.006", "50000.00"),
    rung("S2", "0.006", "49750.00"),
    rung("S3", "0.005", "49600.01"),
  ]);
});

scenario("a short buys back: from the mark up to the limit, rounded toward the mark", (play) => {
  stage(play, { tickSize: "0.5" }, { rungs: 4 });
  // Equity 499 of 500; the limit is one percent above the mark. 166.66… steps: 50 166.66, 50 333.33.
  play.when(position("alice", "BTC", "-0.1", "54990"), [
    accepted(),
    opened({ equity: "499.000000" }),
    rung("S1", "0.005", "50000.00", { side: "buy" }),
    rung("S2", "0.004", "50166.50"),
    rung("S3", "0.004", "50333.00"),
    rung("S4", "0.004", "50500.00"),
  ]);
});

scenario("one rung lies at the limit; with fewer lots than rungs there are as many rungs", (play) => {
  stage(play, {}, { rungs: 1 });
  play.when(aliceOpens, [accepted(), opened(), rung("S1", "0.017", "49500.00")]);
  play.given({ type: "policy", market: "BTC", policy: { ...ladder, closeFactorPpm: 20_000 } });
  play.when(clock(1), [
    ...ends("S1", "0.017", "replaced"),
    rung("S2", "0.001", "50000.00", { remaining: "0.002" }),
    rung("S3", "0.001", "49500.00"),
  ]);
});

scenario("the cuts hold for a round, not for a rung", (play) => {
  stage(play, {}, { disposalFractionPpm: 500_000, sliceNotionalMax: "350" });
  // Half of 17 is nine; 350 dollars are seven lots.
  play.when(aliceOpens, [
    accepted(),
    opened(),
    rung("S1", "0.003", "50000.00", { remaining: "0.017" }),
    rung("S2", "0.002", "49750.00"),
    rung("S3", "0.002", "49500.00"),
  ]);
});

scenario("cured: what is out is cancelled, and the case closes at once", (play) => {
  const tick = stage(play);
  play.given(aliceOpens);
  // 499 + 120 of 512·1.2 = 614.4.
  play.when(tick("51200"), [marked()]);
  play.when(clock(1), [
    ...ends("S1", "0.006", "cured"),
    ...ends("S2", "0.006", "cured"),
    ...ends("S3", "0.005", "cured"),
    closed({ outcome: "cured", closed: {} }),
  ]);
  expect(play.depth()).toMatchObject({ asks: [] });
});

scenario("what a case closed counts its rungs", (play) => {
  stage(play, {}, { rungs: 1 });
  play.given(aliceOpens);
  // 17 lots half a dollar below the mark leave equity 490.5 of 415: 498 would cure.
  play.given(order("bob", "buy", "0.017", "49500"));
  // 7.5 ÷ 6 = 1.25.
  play.when(clock(1), [rung("S2", "0.002", "49500.00")]);
  // 489.5 ≥ 81·6 = 486. Lost 9.5 of 950: one percent.
  play.when(order("bob", "buy", "0.002", "49500"), [
    accepted(),
    fill({ makerOrder: "S2" }),
    positionOf("alice", { quantity: "0.081" }),
    positionOf("bob"),
    closed({ outcome: "cured", closed: { BTC: "0.019" }, slippagePpm: 10_000 }),
  ]);
});

scenario("at the end what is left goes as one slice, every interval", (play) => {
  stage(play, {}, { horizon: seconds(2) });
  play.given(aliceOpens, clock(1));
  play.given(order("bob", "buy", "0.004", "49490"));
  play.when(clock(2), [
    ...ends("S4", "0.006", "replaced"),
    ...ends("S5", "0.006", "replaced"),
    ...ends("S6", "0.005", "replaced"),
    waiting(), // the bid lies beyond the limit
  ]);
  play.given(order("bob", "buy", "0.004", "49500"));
  play.when(clock(3), [
    slice({ order: "S7", quantity: "0.017", limitPrice: "49500.00", timeInForce: "IOC", postOnly: false }),
    fill({ quantity: "0.004", takerOrder: "S7" }),
    positionOf("bob"),
    positionOf("alice", { quantity: "0.096" }),
    cancelled({ order: "S7", quantity: "0.013", reason: "ioc" }),
  ]);
});

scenario("rungs that are out count in the plan, each as filled at its limit", (play) => {
  stage(play, {}, { interval: seconds(5) });
  const eth = feed("ETH");
  play.given(market("ETH", { execution: "external", policy: { interval: seconds(1) } }), eth("3000"));
  play.given(account("dave", "300"), position("dave", "ETH", "1", "3000"));
  // Margins 500 and 300, equity 300: all of the BTC, which frees 600, leaves 60 of 360: 167 lots of ETH at 0.36.
  play.when(position("dave", "BTC", "0.1", "50000"), [
    accepted(),
    opened({ account: "dave" }),
    rung("S1", "0.034", "50000.00", { remaining: "0.100" }),
    rung("S2", "0.033", "49750.00"),
    rung("S3", "0.033", "49500.00"),
    slice({ market: "ETH", quantity: "0.167" }),
  ]);
  play.given({ type: "execution", order: "S4", status: "cancelled" });
  // The rungs, filled, lose 33·0.25 + 33·0.5 = 24.75: 84.75 are missing, 235.4 lots.
  play.when(clock(1), [slice({ market: "ETH", quantity: "0.236" })]);
});

scenario("a policy that leaves the ladder replaces its rungs when the leg is due", (play) => {
  stage(play);
  play.given(aliceOpens, order("bob", "buy", "0.100", "49490"));
  play.given({ type: "policy", market: "BTC", policy: { algorithm: "immediate", slippagePpm: 20_000 } });
  play.when(clock(1), [
    ...ends("S1", "0.006", "replaced"),
    ...ends("S2", "0.006", "replaced"),
    ...ends("S3", "0.005", "replaced"),
    slice({ order: "S4", timeInForce: "IOC", algorithm: "immediate", quantity: "0.017" }),
    fill({ price: "49490.00" }),
    positionOf("bob"),
    positionOf("alice"),
  ]);
});

scenario("an inverse market: lots owed in coins, the same rungs", (play) => {
  // A contract is ten dollars; maintenance ten percent. 1 000 contracts at 50 000 are worth 0.2 coins, long: a debt of 0.2.
  play.given(
    domain({ settleDecimals: 8, asset: "XBT", insuranceFund: "10" }),
    market("BTC", {
      kind: "inverse",
      lotSize: "1",
      contractSize: "10",
      minPrice: "100",
      policy: { ...ladder, slippagePpm: 20_000 },
    }),
    feed("BTC")("50000"),
    account("alice", "0.0199"),
    account("bob", "100"),
  );
  // Equity 0.0199 of 0.02; target 0.024: each contract frees 0.000024, 0.0041 are missing: 170.8.
  play.when(position("alice", "BTC", "1000", "50000"), [
    accepted(),
    opened({ equity: "0.01990000", maintenanceMargin: "0.02000000" }),
    rung("S1", "57", "50000.00", { remaining: "171" }),
    rung("S2", "57", "49500.00"),
    rung("S3", "57", "49000.00"),
  ]);
  // Bought at 49 000: 570 dollars are 0.01163265… coins, up for her who owes them, down for him who gets them.
  play.when(order("bob", "buy", "57", "49000"), [
    accepted(),
    fill({ makerOrder: "S3", case: "C1", price: "49000.00" }),
    positionOf("alice", { quantity: "943", realised: "-0.00023266" }), // 0.01140000 − 0.01163266
    positionOf("bob", { cost: "-0.01163265" }),
  ]);
});
