/** Lots of `@liquidation` keep the case they came from: the oldest go first, and it is told of whom they were, and at what price. */
import { expect } from "vitest";
import { account, type Command, clock, domain, feed, market, order, position } from "../support/commands.js";
import {
  accepted,
  adl,
  breaker,
  cancelled,
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
} from "../support/scenario.js";

const stage = (play: Play, inMarket: Command = {}, inDomain: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(inDomain), market("BTC", { maxOrder: "1", ...inMarket }), tick("50000"));
  play.given(...["alice", "bob", "carol"].map((name) => account(name)), account("maker", "1000000"));
  return tick;
};
/** A tenth of alice's and a tenth of bob's, C1 and C3, at their zero prices; C2 is `@liquidation`'s. */
const twoCases = (play: Play, inMarket: Command = {}) => {
  const tick = stage(play, inMarket);
  play.given(position("alice", "BTC", "0.1", "50010"), position("bob", "BTC", "0.1", "50020"));
  return tick;
};
const taken = (more: Command = {}) => [takeover(more), positionOf("carol")];
const reconcile = (quantity: string): Command => ({
  type: "reconcile",
  account: "@liquidation",
  market: "BTC",
  quantity,
  ...(quantity === "0" ? {} : { entryPrice: "50000" }),
});
const elsewhere = (side: string, quantity: string): Command => ({
  type: "execution",
  status: "fill",
  account: "@liquidation",
  market: "BTC",
  side,
  quantity,
  price: "50005",
});
const long = { market: "BTC", side: "sell" };

scenario("the oldest lots go first, those of several cases in one fill", (play) => {
  twoCases(play);
  play.given(order("maker", "buy", "0.15", "50000"));
  play.when(clock(1), [
    slice({ account: "@liquidation", case: "C2", quantity: "0.200" }),
    fill({ case: "C2", quantity: "0.150" }),
    positionOf("maker"),
    positionOf("@liquidation", { quantity: "0.050" }),
    unwound({ ...long, case: "C1", quantity: "0.100", price: "50000.00", takenAt: "50010.00" }),
    unwound({ ...long, case: "C3", quantity: "0.050", price: "50000.00", takenAt: "50020.00" }),
    fund({ case: "C2", reason: "unwind", change: "-2.250000" }),
    cancelled({ quantity: "0.050", reason: "ioc" }),
  ]);
  play.given(order("maker", "buy", "0.15", "49900"));
  play.when(clock(2), [
    slice({ case: "C2", quantity: "0.050" }),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({ ...long, case: "C3", quantity: "0.050", price: "49900.00", takenAt: "50020.00" }),
    fund({ case: "C2" }),
  ]);
});

scenario("a takeover against the leg: the old lots first, then its own that came and went", (play) => {
  twoCases(play);
  play.when(position("carol", "BTC", "-0.13", "49990"), [
    accepted(),
    opened({ case: "C4", account: "carol" }),
    ...taken({ case: "C4", quantity: "-0.130", price: "49990.00" }),
    positionOf("@liquidation", { quantity: "0.070" }),
    unwound({ ...long, case: "C1", quantity: "0.100", price: "49990.00", takenAt: "50010.00" }),
    unwound({ ...long, case: "C3", quantity: "0.030", price: "49990.00", takenAt: "50020.00" }),
    unwound({ case: "C4", side: "buy", quantity: "0.130", price: "49990.00", takenAt: "49990.00" }),
    fund({ case: "C4", reason: "takeover" }),
    closed({ case: "C4" }),
  ]);
});

scenario("what turns the leg is queued as the new case's", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "0.1", "50010"));
  play.when(position("carol", "BTC", "-0.13", "49990"), [
    accepted(),
    opened({ case: "C3" }),
    ...taken({ quantity: "-0.130" }),
    positionOf("@liquidation", { quantity: "-0.030" }),
    unwound({ ...long, case: "C1", quantity: "0.100", price: "49990.00", takenAt: "50010.00" }),
    unwound({ case: "C3", side: "buy", quantity: "0.100", price: "49990.00", takenAt: "49990.00" }),
    fund({ reason: "takeover" }),
    closed(),
  ]);
  play.given(order("maker", "sell", "1", "50050"));
  play.when(clock(1), [
    slice({ side: "buy", quantity: "0.030" }),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({ case: "C3", side: "buy", quantity: "0.030", price: "50050.00", takenAt: "49990.00" }),
    fund(),
  ]);
});

scenario("reconciling: at no price; what it adds is of nobody", (play) => {
  twoCases(play, { execution: "external" });
  play.when(reconcile("0.17"), [
    accepted(),
    positionOf("@liquidation", { quantity: "0.170" }),
    unwound({ ...long, case: "C1", quantity: "0.030", price: null, takenAt: "50010.00" }),
    { type: "cancelSlice" },
  ]);
  play.when(reconcile("0.18"), [accepted(), positionOf("@liquidation", { quantity: "0.180" })]);
  // Through zero: all of it goes, and what comes is of nobody.
  play.when(reconcile("-0.01"), [
    accepted(),
    positionOf("@liquidation", { quantity: "-0.010" }),
    unwound({ ...long, case: "C1", quantity: "0.070", price: null, takenAt: "50010.00" }),
    unwound({ ...long, case: "C3", quantity: "0.100", price: null, takenAt: "50020.00" }),
    unwound({ ...long, case: null, quantity: "0.010", price: null, takenAt: null }),
  ]);
  // The same lots at another price: nothing went.
  play.when({ ...reconcile("-0.01"), entryPrice: "40000" }, [accepted(), positionOf("@liquidation")]);
  play.when(reconcile("0"), [
    accepted(),
    positionOf("@liquidation"),
    unwound({ case: null, side: "buy", quantity: "0.010", price: null, takenAt: null }),
  ]);
});

scenario("elsewhere: at the price of the fill, which is that of no takeover", (play) => {
  twoCases(play, { execution: "external" });
  play.when(elsewhere("sell", "0.25"), [
    fill({ case: null }),
    positionOf("@liquidation", { quantity: "-0.050" }),
    unwound({ ...long, case: "C1", quantity: "0.100", price: "50005.00", takenAt: "50010.00" }),
    unwound({ ...long, case: "C3", quantity: "0.100", price: "50005.00", takenAt: "50020.00" }),
    fund({ case: "C2", reason: "unwind" }),
  ]);
  play.when(elsewhere("buy", "0.05"), [
    fill(),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({ case: null, side: "buy", quantity: "0.050", price: "50005.00", takenAt: null }),
  ]);
});

scenario("deleveraged later: at the price of the deleveraging", (play) => {
  const tick = stage(play, {}, { insuranceFund: "100", fundFloor: "0" });
  play.given(account("short", "10000"), position("short", "BTC", "-1", "60000"));
  play.given(position("alice", "BTC", "0.1", "50010"), position("bob", "BTC", "0.1", "50020"));
  play.when({ ...tick("49000"), time: 1_000_000 }, [
    marked(),
    adl({ account: "short", loser: "@liquidation", quantity: "0.200" }),
    positionOf("short"),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({ ...long, case: "C1", quantity: "0.100", price: "49515.00", takenAt: "50010.00" }),
    unwound({ ...long, case: "C3", quantity: "0.100", price: "49515.00", takenAt: "50020.00" }),
    fund({ case: "C2", reason: "unwind" }),
    breaker({ breaker: "FUND_FLOOR" }),
  ]);
});

/** Three rows of lots, and three of legs: alice, bob and carol hold one each until it is taken over. */
scenario(
  "where there is no row the youngest lot takes the quantity, and is of nobody from then on",
  (play) => {
    const tick = feed("ETH");
    stage(play, { execution: "external" });
    play.given(market("ETH", { execution: "external" }), tick("3000"));
    play.given(position("alice", "BTC", "0.1", "50010"), reconcile("0.11"));
    play.given(position("bob", "BTC", "0.1", "50020"), position("carol", "BTC", "0.1", "50030"));
    // The leg in ETH has no lot, and gets none.
    play.given(position("bob", "ETH", "1", "3001"));
    play.when(reconcile("0.1"), [
      accepted(),
      positionOf("@liquidation", { quantity: "0.100" }),
      unwound({ case: "C1", quantity: "0.100", takenAt: "50010.00" }),
      unwound({ case: null, quantity: "0.010", takenAt: null }),
      unwound({ case: null, quantity: "0.100", takenAt: null }),
    ]);
    play.given({ ...reconcile("1.5"), market: "ETH", entryPrice: "3000" });
    const gone = { case: null, price: null, takenAt: null };
    play.when({ ...reconcile("0"), market: "ETH" }, [
      accepted(),
      positionOf("@liquidation"),
      unwound({ ...gone, quantity: "0.500" }),
      unwound({ ...gone, quantity: "1.000" }),
    ]);
    expect(play.domainReport()["liquidation"]).toEqual({ BTC: "0.100", ETH: "0.000" });
  },
  { positions: 3 },
);
