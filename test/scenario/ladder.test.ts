/**
 * The ladder: post-only rungs from the mark to the limit. Alice holds 0.1 BTC at 50 000 with equity 499 of 500; closing 17 of
 * 100 lots at the mark cures her: each frees six dollars of the 101 that she lacks.
 */
import { expect } from "vitest";
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
import {
  accepted,
  breaker,
  cancelled,
  cancelSlice,
  closed,
  fill,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  rested,
  scenario,
  slice,
  takeover,
  waiting,
} from "../support/scenario.js";

const ladder = { algorithm: "ladder", rungs: 3 };
const aliceOpens = position("alice", "BTC", "0.1", "45010");

const stage = (play: Play, inMarket: Command = {}, policy: Command = {}, inDomain: Command = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(inDomain),
    market("BTC", { policy: { ...ladder, ...policy }, ...inMarket }),
    tick("50000"),
    account("alice"),
    account("bob", "100000"),
  );
  return tick;
};

const rung = (name: string, quantity: string, limitPrice: string, more: Command = {}) =>
  slice({
    order: name,
    quantity,
    limitPrice,
    timeInForce: "GTC",
    postOnly: true,
    algorithm: "ladder",
    ...more,
  });

/** The end of a rung that rests inside. */
const ends = (name: string, quantity: string, why: string, reason = "user") => [
  cancelSlice({ order: name, reason: why }),
  cancelled({ order: name, quantity, reason }),
];

const firstRound = [
  rung("S1", "0.006", "50000.00"),
  rung("S2", "0.006", "49750.00"),
  rung("S3", "0.005", "49500.00"),
];

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

scenario("a rung is filled as a maker: no maker fee, the liquidation fee, and the case's name", (play) => {
  stage(play, { makerFeePpm: 100, takerFeePpm: 500, liquidationFeePpm: 10_000 });
  // A lot frees 6 less 0.525 of fees: 101 ÷ 5.475 = 18.4. The 100 lots must bring 4 501.
  play.when(aliceOpens, [
    accepted(),
    opened(),
    rung("S1", "0.007", "50000.00"),
    rung("S2", "0.006", "49750.00"),
    rung("S3", "0.006", "49500.00"),
  ]);
  play.when(order("bob", "buy", "0.002", "49500"), [
    accepted(),
    fill({
      maker: "alice",
      makerOrder: "S3",
      takerOrder: "O1",
      makerFee: "0.000000",
      takerFee: "0.049500", // 99 dollars
      liquidationFee: "0.990000",
      case: "C1",
    }),
    positionOf("alice", { quantity: "0.098", realised: "8.980000", cash: "7.990000" }), // 99 − 90.02, less the fee
    positionOf("bob", { quantity: "0.002" }),
    fund({ case: "C1", change: "0.990000", reason: "fee" }),
  ]);
});

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

scenario("one rung lies at the limit; with fewer lots than rungs the first ones get one each", (play) => {
  stage(play, {}, { rungs: 1 });
  play.when(aliceOpens, [accepted(), opened(), rung("S1", "0.017", "49500.00")]);
  play.given({ type: "policy", market: "BTC", policy: { ...ladder, closeFactorPpm: 20_000 } });
  play.when(clock(1), [
    ...ends("S1", "0.017", "replaced"),
    rung("S2", "0.001", "50000.00", { remaining: "0.002" }),
    rung("S3", "0.001", "49750.00"),
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

scenario("takeover cancels rungs first; @liquidation climbs its own ladder", (play) => {
  const tick = stage(play, {}, { rungs: 2 });
  play.given(aliceOpens);
  play.when(tick("45000"), [
    marked(),
    ...ends("S1", "0.009", "takeover"),
    ...ends("S2", "0.008", "takeover"),
    takeover({ quantity: "0.100", price: "45010.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("@liquidation", { quantity: "0.100" }),
    closed({ outcome: "takenOver" }),
    rung("S3", "0.050", "45000.00", { account: "@liquidation", case: "C2", remaining: "0.100" }),
    rung("S4", "0.050", "44550.00"),
  ]);
  // Ten lots bought at 45 010, sold at 44 550.
  play.when(order("bob", "buy", "0.010", "44550"), [
    accepted(),
    fill({
      maker: "@liquidation",
      makerOrder: "S4",
      case: "C2",
      makerFee: "0.000000",
      liquidationFee: "0.000000",
    }),
    positionOf("@liquidation", { quantity: "0.090", realised: "-4.600000" }),
    fund({ case: "C2", change: "-4.600000", reason: "unwind" }),
    positionOf("bob", { quantity: "0.010" }),
  ]);
  play.when(clock(1), [
    ...ends("S3", "0.050", "replaced"),
    ...ends("S4", "0.040", "replaced"),
    rung("S5", "0.045", "45000.00"),
    rung("S6", "0.045", "44550.00"),
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

scenario("clients neither find nor cancel rungs", (play) => {
  stage(play);
  play.given(aliceOpens);
  play.refuses({ type: "execution", order: "S1", status: "cancelled" }, "UNKNOWN_ORDER");
  play.when({ type: "cancelAll", account: "alice" }, [accepted()]);
  play.refuses(order("bob", "buy", "0.005", "49500", { timeInForce: "FOK" }), "WOULD_NOT_FILL");
});

scenario("a halt takes rungs out before the orders of others", (play) => {
  stage(play);
  play.given(aliceOpens, order("bob", "buy", "0.001", "49000"));
  play.when({ type: "halt", market: "BTC" }, [
    accepted(),
    breaker({ breaker: "HALTED" }),
    ...ends("S1", "0.006", "halted", "market"),
    ...ends("S2", "0.006", "halted", "market"),
    ...ends("S3", "0.005", "halted", "market"),
    cancelled({ order: "O1", reason: "market" }),
  ]);
});

scenario("a market that leaves open keeps its orders, not its rungs", (play) => {
  stage(play);
  play.given(aliceOpens, order("bob", "buy", "0.001", "49000"));
  play.when({ type: "marketState", market: "BTC", state: "auction" }, [
    accepted(),
    ...ends("S1", "0.006", "halted", "market"),
    ...ends("S2", "0.006", "halted", "market"),
    ...ends("S3", "0.005", "halted", "market"),
  ]);
  expect(play.depth()).toMatchObject({ bids: [["49000.00", "0.001"]], asks: [] });
});

scenario("a slice that takes from a rung: both pay, the fill has the taker's case", (play) => {
  const tick = stage(play, { liquidationFeePpm: 1_000 }, { rungs: 1 });
  play.given(account("carol"));
  play.given(aliceOpens);
  play.given({ type: "policy", market: "BTC", policy: { algorithm: "immediate" } });
  play.given(tick("50000"));
  // Carol is short at equity 499 of 500 and buys at most at 50 500: what alice offers at 49 500.
  const events = play.events(position("carol", "BTC", "-0.1", "54990"));
  expect(events.slice(2, 8)).toMatchObject([
    slice({ account: "carol", side: "buy", case: "C2" }),
    fill({
      maker: "alice",
      makerOrder: "S1",
      taker: "carol",
      case: "C2",
      quantity: "0.017",
      liquidationFee: "1.683000",
    }),
    positionOf("alice", { quantity: "0.083" }),
    positionOf("carol", { quantity: "-0.083" }),
    fund({ case: "C1", change: "0.841500", reason: "fee" }), // 841.5 dollars, a thousandth
    fund({ case: "C2", change: "0.841500", reason: "fee" }),
  ]);
});

const outside = { execution: "external" };

scenario("outside, a new round waits until the venue has answered for all of the last", (play) => {
  stage(play, outside);
  play.when(aliceOpens, [accepted(), opened(), ...firstRound]);
  play.when(clock(1), [
    cancelSlice({ order: "S1", reason: "replaced" }),
    cancelSlice({ order: "S2", reason: "replaced" }),
    cancelSlice({ order: "S3", reason: "replaced" }),
  ]);
  play.when({ type: "execution", order: "S2", status: "cancelled" }, []);
  play.when(filled("S1", "0.006", "50000"), [
    fill({ takerOrder: "S1", maker: "@street", case: "C1" }),
    positionOf("alice"),
  ]);
  // 94 lots, equity 499, target 564: 65 ÷ 6 = 10.8.
  play.when({ type: "execution", order: "S3", status: "cancelled" }, [
    rung("S4", "0.004", "50000.00", { remaining: "0.011", expires: seconds(2) }),
    rung("S5", "0.004", "49750.00"),
    rung("S6", "0.003", "49500.00"),
  ]);
});

scenario("outside, a rung does not expire, but a venue that does not answer is silent", (play) => {
  stage(play, outside, { interval: seconds(8) });
  play.given(aliceOpens);
  play.when(clock(7), []);
  play.when(clock(8), [
    cancelSlice({ order: "S1" }),
    cancelSlice({ order: "S2" }),
    cancelSlice({ order: "S3" }),
  ]);
  play.when({ type: "execution", order: "S1", status: "cancelled" }, []);
  const events = play.events(clock(13));
  expect(events).toMatchObject([{ type: "liquidationBlocked", breaker: "EXECUTION_SILENT", market: "BTC" }]);
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

scenario("@liquidation's rungs are cut to what it holds, and go when it holds nothing", (play) => {
  const tick = stage(play, {}, { rungs: 1 }, { insuranceFund: "100000" });
  play.given(account("carol"));
  play.given(aliceOpens, tick("45000"));
  // It holds 0.1, all of it offered at 44 550. Carol's short of 0.04 is taken over too: 0.06 are left.
  play.given(position("carol", "BTC", "-0.04", "44990"));
  expect(play.domainReport()["liquidation"]).toEqual({ BTC: "0.060" });
  play.when(order("bob", "buy", "0.100", "44550", { order: "bid" }), [
    accepted(),
    fill({ makerOrder: "S2", quantity: "0.060" }),
    positionOf("@liquidation", { quantity: "0.000" }),
    fund(),
    positionOf("bob"),
    cancelled({ order: "S2", account: "@liquidation", quantity: "0.040", reason: "reduceOnly" }),
    rested({ order: "bid", quantity: "0.040" }),
  ]);
});

scenario("a ladder of @liquidation whose case has ended is taken down", (play) => {
  const tick = stage(play, {}, { rungs: 1, interval: seconds(60) }, { insuranceFund: "100000" });
  play.given(account("carol"), aliceOpens, at(1, tick("45000")));
  // Carol's short of the same size closes it: nothing is left to sell.
  const events = play.events(position("carol", "BTC", "-0.1", "44990"));
  expect(events.slice(-2)).toMatchObject(ends("S2", "0.100", "cured"));
  expect(play.depth()).toMatchObject({ asks: [] });
});
