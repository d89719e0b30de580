/** Resting reduce-only orders sum to no more than the position: the book shows only what can trade (rules: book 19). */
import { expect } from "vitest";
import { account, type Command, clock, domain, feed, market, order, position } from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, rested, scenario } from "../support/scenario.js";

const closing = { reduceOnly: true };
const stage = (play: Play, inMarket: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", inMarket), tick("50000"));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
  play.given(position("alice", "BTC", "0.1", "50000"));
  return tick;
};
const sells = (name: string, quantity: string, price: string, more: Command = {}) =>
  order("alice", "sell", quantity, price, { ...closing, order: name, ...more });
const cut = (order: string, quantity: string) => cancelled({ order, quantity, reason: "reduceOnly" });

scenario("one that comes to rest is cut to what the others leave of the position", (play) => {
  stage(play);
  play.when(sells("first", "0.07", "51000"), [accepted(), rested({ order: "first", quantity: "0.070" })]);
  play.when(sells("second", "0.05", "50500"), [
    accepted(),
    rested({ order: "second", quantity: "0.030" }),
    cut("second", "0.020"),
  ]);
  play.when(sells("third", "0.01", "50400"), [accepted(), cut("third", "0.010")]);
  // Its name is free, its total that of what rests.
  play.when(sells("third", "0.001", "50400"), [accepted(), cut("third", "0.001")]);
  play.when({ type: "amend", order: "second", quantity: "0.030" }, [
    accepted(),
    rested({ order: "second", quantity: "0.030" }),
  ]);
  expect(play.depth()["asks"]).toEqual([
    ["50500.00", "0.030"],
    ["51000.00", "0.070"],
  ]);
});

scenario("what trades at once is not counted, and what rests is what is left then", (play) => {
  stage(play);
  play.given(order("bob", "buy", "0.04", "50000"));
  play.when(sells("closes", "0.1", "50000"), [
    accepted(),
    fill({ quantity: "0.040" }),
    positionOf("bob"),
    positionOf("alice", { quantity: "0.060" }),
    rested({ order: "closes", quantity: "0.060" }),
  ]);
});

scenario("a position that shrinks cuts the youngest, and the rest keeps its place", (play) => {
  stage(play);
  play.given(sells("first", "0.05", "51000"), sells("second", "0.05", "51000"));
  play.given(order("carol", "sell", "0.1", "51000"), order("bob", "buy", "0.07", "50000"));
  play.when(order("alice", "sell", "0.07", "50000"), [
    accepted(),
    fill({ quantity: "0.070" }),
    positionOf("bob"),
    positionOf("alice", { quantity: "0.030" }),
    cut("second", "0.050"),
    cut("first", "0.020"),
  ]);
  // First of its level still; its total has become less.
  play.when(order("bob", "buy", "0.01", "51000"), [
    accepted(),
    fill({ makerOrder: "first", quantity: "0.010" }),
    positionOf("alice", { quantity: "0.020" }),
    positionOf("bob"),
  ]);
  play.when({ type: "amend", order: "first", quantity: "0.03" }, [accepted(), rested({ quantity: "0.020" })]);
});

scenario("an amendment that leaves its place is the last in the list, and cut anew", (play) => {
  stage(play);
  play.given(sells("first", "0.04", "51000"), sells("second", "0.06", "51000"));
  play.when({ type: "amend", order: "first", price: "51500", open: "0.07" }, [
    accepted(),
    rested({ order: "first", quantity: "0.040" }),
    cut("first", "0.030"),
  ]);
  play.when(position("alice", "BTC", "0.05", "50000"), [
    accepted(),
    cut("first", "0.040"),
    cut("second", "0.010"),
  ]);
});

scenario("a position that flips, or goes, takes all of them", (play) => {
  stage(play);
  play.given(sells("first", "0.04", "51000"), sells("second", "0.06", "51000"));
  play.when(position("alice", "BTC", "-0.05", "50000"), [
    accepted(),
    cut("second", "0.060"),
    cut("first", "0.040"),
  ]);
  play.given(order("alice", "buy", "0.05", "49000", { ...closing, order: "buys" }));
  play.when(position("alice", "BTC", "0"), [accepted(), cut("buys", "0.050")]);
});

scenario("an auction shows no more than the position, either", (play) => {
  stage(play);
  play.given({ type: "marketState", market: "BTC", state: "auction" });
  play.when(sells("first", "0.2", "49000"), [
    accepted(),
    rested({ quantity: "0.100" }),
    cut("first", "0.100"),
  ]);
  expect(play.depth()["asks"]).toEqual([["49000.00", "0.100"]]);
});

scenario("accounts by index, then markets by index", (play) => {
  stage(play);
  play.given(market("ETH"), feed("ETH")("3000"));
  play.given(position("bob", "BTC", "0.1", "50000"), position("carol", "BTC", "-0.2", "50000"));
  play.given(position("alice", "ETH", "1", "3000"));
  play.given(order("alice", "sell", "1", "3100", { ...closing, market: "ETH", order: "eth" }));
  play.given(sells("alices", "0.1", "51000"));
  play.given(order("bob", "sell", "0.1", "51000", { ...closing, order: "bobs" }));
  // Bob's offer and Alice's meet Carol's bid in one uncrossing.
  play.given({ type: "marketState", market: "BTC", state: "auction" });
  play.given(order("bob", "sell", "0.05", "50000"), order("alice", "sell", "0.05", "50000"));
  play.given(order("carol", "buy", "0.1", "50000"));
  play.when({ type: "marketState", market: "BTC", state: "open" }, [
    accepted(),
    fill({ maker: "bob", taker: "carol" }),
    positionOf("bob"),
    positionOf("carol"),
    fill({ maker: "alice", taker: "carol" }),
    positionOf("alice", { quantity: "0.050" }),
    positionOf("carol"),
    { type: "uncrossed" },
    cut("alices", "0.050"),
    cut("bobs", "0.050"),
  ]);
  play.when(clock(1), []);
});

scenario("what a slice has made too much goes at the end of the evaluation", (play) => {
  const tick = stage(play, { takerFeePpm: 0 });
  play.given(account("dave", "550"), position("dave", "BTC", "0.1", "50000"));
  // Bob is short, and closes by a bid; the forced sale closes a part of it.
  play.given(position("bob", "BTC", "-0.05", "50000"));
  play.given(order("bob", "buy", "0.02", "49000", { order: "plain" }));
  play.given(order("bob", "buy", "0.05", "48900", { ...closing, order: "closes" }));
  const events = play.events(tick("49000"));
  expect(events.filter(({ type }) => type === "fill")[0]).toMatchObject({ makerOrder: "plain" });
  expect(events.at(-1)).toMatchObject({ type: "cancelled", order: "closes", reason: "reduceOnly" });
});
