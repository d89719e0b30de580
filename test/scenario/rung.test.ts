/** What may happen to a rung: filled as a maker, cancelled, outlived by its case, or unanswered by a venue. */
import { expect } from "vitest";
import { account, at, clock, filled, leaps, order, position, seconds } from "../support/commands.js";
import { aliceOpens, ends, firstRound, rung, stage } from "../support/ladder.js";
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
  positionOf,
  rested,
  scenario,
  slice,
  takeover,
  unwound,
} from "../support/scenario.js";

const outside = { execution: "external" };

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

scenario("takeover cancels rungs first; @liquidation climbs its own ladder", (play) => {
  const tick = stage(play, leaps, { rungs: 2 });
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
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.010",
      price: "44550.00",
      takenAt: "45010.00",
    }),
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

scenario("clients neither find nor cancel rungs", (play) => {
  stage(play);
  play.given(aliceOpens);
  play.refuses({ type: "execution", order: "S1", status: "cancelled" }, "UNKNOWN_ORDER");
  play.when({ type: "cancelAll", account: "alice" }, [accepted()]);
});

scenario("an FOK order counts rungs, inside its limit", (play) => {
  stage(play);
  play.given(aliceOpens);
  const fok = (quantity: string) => order("bob", "buy", quantity, "49500", { timeInForce: "FOK" });
  const inside = play.depth()["asks"] as readonly (readonly [string, string])[];
  const lots = inside.filter(([price]) => Number(price) <= 49_500).map(([, quantity]) => Number(quantity));
  const most = lots.reduce((sum, one) => sum + one, 0);
  expect(most).toBeGreaterThan(0);
  play.refuses(fok((most + 0.001).toFixed(3)), "WOULD_NOT_FILL");
  const fills = play.events(fok(most.toFixed(3))).filter((event) => event.type === "fill");
  expect(fills.map((event) => Number(event["quantity"]))).toEqual(lots.reverse());
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

scenario("@liquidation's rungs are cut to what it holds, and go when it holds nothing", (play) => {
  const tick = stage(play, leaps, { rungs: 1 }, { insuranceFund: "100000" });
  play.given(account("carol"));
  play.given(aliceOpens, tick("45000"));
  // It holds 0.1, all of it offered at 44 550, which is more than Carol can pay. Her short of 0.04 is taken over too: 0.06 are left.
  play.given(position("carol", "BTC", "-0.04", "44500"));
  expect(play.domainReport()["liquidation"]).toEqual({ BTC: "0.060" });
  play.when(order("bob", "buy", "0.100", "44550", { order: "bid" }), [
    accepted(),
    fill({ makerOrder: "S2", quantity: "0.060" }),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.060",
      price: "44550.00",
      takenAt: "45010.00",
    }),
    fund(),
    positionOf("bob"),
    cancelled({ order: "S2", account: "@liquidation", quantity: "0.040", reason: "reduceOnly" }),
    rested({ order: "bid", quantity: "0.040" }),
  ]);
});

scenario("one of @liquidation's rungs is met by whoever is below zero and can pay it", (play) => {
  const tick = stage(play, leaps, { rungs: 1 }, { insuranceFund: "100000" });
  play.given(account("carol"), aliceOpens, tick("45000"));
  play.when(position("carol", "BTC", "-0.04", "44990"), [
    accepted(),
    opened({ equity: "-0.400000" }),
    slice({ account: "carol", quantity: "0.040", limitPrice: "44990.00", timeInForce: "IOC" }),
    fill({ maker: "@liquidation", makerOrder: "S2", price: "44550.00", quantity: "0.040" }),
    positionOf("@liquidation", { quantity: "0.060" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.040",
      price: "44550.00",
      takenAt: "45010.00",
    }),
    fund(),
    positionOf("carol", { quantity: "0.000", cash: "17.600000" }),
    closed({ account: "carol", outcome: "closed" }),
  ]);
});

scenario("a ladder of @liquidation whose case has ended is taken down", (play) => {
  const tick = stage(play, leaps, { rungs: 1, interval: seconds(60) }, { insuranceFund: "100000" });
  play.given(account("carol"), aliceOpens, at(1, tick("45000")));
  // Carol's short of the same size closes it: nothing is left to sell.
  const events = play.events(position("carol", "BTC", "-0.1", "44500"));
  expect(events.slice(-2)).toMatchObject(ends("S2", "0.100", "cured"));
  expect(play.depth()).toMatchObject({ asks: [] });
});
