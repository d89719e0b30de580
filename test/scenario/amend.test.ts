/** Amending a resting order: less keeps its place, anything else is a new order under the old name. */
import { expect } from "vitest";
import { account, type Command, domain, feed, market, order, position } from "../support/commands.js";
import {
  accepted,
  cancelled,
  fill,
  opened,
  type Play,
  positionOf,
  rested,
  scenario,
} from "../support/scenario.js";

const amend = (name: string, more: Command): Command => ({ type: "amend", order: name, ...more });

const stage = (play: Play, inMarket: Command = {}) => {
  play.given(domain(), market("BTC", inMarket), feed("BTC")("50000"));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
};

const makers = (play: Play) => {
  const events = play.events(order("carol", "buy", "0.020", "50010", { timeInForce: "IOC" }));
  return events.filter((event) => event.type === "fill").map((event) => event["makerOrder"]);
};

const twoSellers = (play: Play, inMarket: Command = {}) => {
  stage(play, inMarket);
  play.given(
    order("alice", "sell", "0.010", "50010", { order: "first" }),
    order("bob", "sell", "0.010", "50010", { order: "second" }),
  );
};

scenario("less keeps its place", (play) => {
  twoSellers(play);
  play.when(amend("first", { quantity: "0.004" }), [
    accepted({ command: "amend", warning: null }),
    rested({ order: "first", account: "alice", quantity: "0.004" }),
  ]);
  expect(play.depth()).toMatchObject({ asks: [["50010.00", "0.014"]] });
  expect(makers(play)).toEqual(["first", "second"]);
});

scenario("the same price, written again, keeps its place", (play) => {
  twoSellers(play);
  play.when(amend("first", { price: "50010.00" }), [
    accepted(),
    rested({ order: "first", quantity: "0.010" }),
  ]);
  expect(makers(play)).toEqual(["first", "second"]);
});

scenario("more loses its place", (play) => {
  twoSellers(play);
  play.when(amend("first", { quantity: "0.011" }), [
    accepted(),
    rested({ order: "first", quantity: "0.011" }),
  ]);
  expect(makers(play)).toEqual(["second", "first"]);
});

scenario("another price is matched, under the old name", (play) => {
  twoSellers(play);
  play.given(order("carol", "buy", "0.004", "49990", { order: "bid" }));
  play.when(amend("first", { price: "49990" }), [
    accepted({ command: "amend" }),
    fill({ makerOrder: "bid", takerOrder: "first", side: "sell", price: "49990.00", quantity: "0.004" }),
    positionOf("carol", { quantity: "0.004" }),
    positionOf("alice", { quantity: "-0.004" }),
    rested({ order: "first", quantity: "0.006" }),
  ]);
  play.when({ type: "cancel", order: "first" }, [
    accepted(),
    cancelled({ order: "first", quantity: "0.006" }),
  ]);
});

scenario("an order that was moved is the last of its account", (play) => {
  stage(play);
  play.given(order("alice", "sell", "0.010", "50010"), order("alice", "sell", "0.010", "50020"));
  play.given(amend("O1", { price: "50030" }));
  play.when({ type: "cancelAll", account: "alice" }, [
    accepted(),
    cancelled({ order: "O2" }),
    cancelled({ order: "O1" }),
  ]);
});

scenario("its own quantity is not counted against it", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "1005"), account("bob", "1005"));
  // Twenty percent initial margin of 5 000 dollars: one order of 0.1 fits, another does not.
  play.given(order("alice", "buy", "0.1", "49000", { order: "mine" }));
  play.refuses(order("alice", "buy", "0.1", "49000"), "INSUFFICIENT_MARGIN");
  play.when(amend("mine", { price: "50000" }), [accepted(), rested({ quantity: "0.100" })]);
  play.refuses(amend("mine", { quantity: "0.101" }), "INSUFFICIENT_MARGIN"); // 1 010 of 1 005
  expect(play.depth()).toMatchObject({ bids: [["50000.00", "0.100"]] });
});

scenario("a reduce-only order stays one", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "0.010", "50000"));
  play.given(order("alice", "sell", "0.010", "50010", { order: "out", reduceOnly: true }));
  play.when(position("alice", "BTC", "0.002", "50000"), [
    accepted(),
    cancelled({ order: "out", quantity: "0.008", reason: "reduceOnly" }),
  ]);
  play.given(amend("out", { price: "50005" }));
  play.when(order("bob", "buy", "0.010", "50005"), [
    accepted(),
    fill({ quantity: "0.002", makerOrder: "out" }),
    positionOf("alice", { quantity: "0.000" }),
    positionOf("bob"),
    rested({ quantity: "0.008" }),
  ]);
});

scenario("what may be refused of an amendment", (play) => {
  twoSellers(play, { minOrder: "0.002", maxOrder: "0.020" });
  play.refuses(amend("third", { quantity: "0.004" }), "UNKNOWN_ORDER");
  play.refuses(amend("first", {}), "MISSING_FIELD");
  play.refuses(amend("first", { quantity: "0" }), "OUT_OF_RANGE");
  play.refuses(amend("first", { quantity: "0.0045" }), "QUANTITY_OFF_LOT");
  play.refuses(amend("first", { quantity: "0.001" }), "OUT_OF_RANGE");
  play.refuses(amend("first", { quantity: "0.021" }), "OUT_OF_RANGE");
  play.refuses(amend("first", { price: "50010.005" }), "MALFORMED");
  play.refuses(amend("first", { price: "47499.99" }), "OUT_OF_RANGE"); // the band ends five percent below the mark
  play.given(order("alice", "buy", "0.010", "50000"));
  play.refuses(amend("first", { price: "50000" }), "SELF_TRADE");
  play.when(amend("first", { price: "50000.01" }), [accepted(), rested({ order: "first" })]);
});

scenario("a blocked account may not amend", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC"), tick("50000"), account("alice", "1500"));
  play.given(
    position("alice", "BTC", "0.1", "50000"),
    order("alice", "sell", "0.010", "50010", { order: "mine" }),
  );
  // Halted and resumed, the market is in doubt, in alice's favour: her case is opened, and nothing is cancelled.
  play.given({ type: "halt", market: "BTC" }, { type: "resume", market: "BTC" });
  play.given(order("alice", "sell", "0.010", "50010", { order: "mine" }));
  expect(
    play.events(position("alice", "BTC", "0.1", "60510")).some((event) => event.type === opened().type),
  ).toBe(true);
  play.refuses(amend("mine", { quantity: "0.005" }), "IN_LIQUIDATION");
  play.refuses(amend("mine", { quantity: "0.015" }), "IN_LIQUIDATION");
});

scenario("limit orders stay inside the band, whatever rests there", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { marketBandPpm: 10_000 }), tick("50000"), account("alice", "100000"));
  // One percent: 49 500 and 50 500, exactly.
  play.refuses(order("alice", "buy", "0.001", "50500.01"), "OUT_OF_RANGE");
  play.refuses(order("alice", "sell", "0.001", "49499.99"), "OUT_OF_RANGE");
  play.given(order("alice", "buy", "0.002", "50500", { order: "edge" }), order("alice", "buy", "0.001", "1"));
  play.given(tick("49000"));
  // The band has moved away from the order: it may still become smaller, not move to where it must not be.
  play.when(amend("edge", { quantity: "0.001" }), [accepted(), rested()]);
  play.refuses(amend("edge", { quantity: "0.003" }), "OUT_OF_RANGE");
});
