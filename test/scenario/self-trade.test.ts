/** What happens where a taker meets an order of its own account and both may live on: `decrement`, and `none`. */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  domain,
  feed,
  market,
  order,
  position,
  tier,
} from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, rested, scenario } from "../support/scenario.js";

const stage = (play: Play, inMarket: Command = {}) => {
  play.given(domain(), market("BTC", inMarket), feed("BTC")("50000"));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
};

const decrement = { selfTrade: "decrement", order: "new" };
const none = { selfTrade: "none", order: "new" };
/** A part that neither side trades: of the maker, then of the taker. */
const lost = (quantity: string) => [
  cancelled({ order: "own", account: "alice", side: "sell", quantity, reason: "selfTrade" }),
  cancelled({ order: "new", account: "alice", side: "buy", quantity, reason: "selfTrade" }),
];

scenario("decrement: the maker keeps its place with what is left", (play) => {
  stage(play);
  play.given(
    order("alice", "sell", "0.010", "50000", { order: "own" }),
    order("bob", "sell", "0.010", "50000", { order: "behind" }),
  );
  play.when(order("alice", "buy", "0.004", "50000", decrement), [
    accepted({ order: "new" }),
    ...lost("0.004"),
  ]);
  play.refuses({ type: "cancel", order: "new" }, "UNKNOWN_ORDER");
  expect(play.depth()).toMatchObject({ bids: [], asks: [["50000.00", "0.016"]] });
  play.when(order("carol", "buy", "0.006", "50000"), [
    accepted(),
    fill({ makerOrder: "own", quantity: "0.006" }),
    positionOf("alice"),
    positionOf("carol"),
  ]);
});

scenario("decrement: the taker goes on with the rest", (play) => {
  stage(play);
  play.given(
    order("alice", "sell", "0.004", "50000", { order: "own" }),
    order("bob", "sell", "0.003", "50000"),
  );
  play.when(order("alice", "buy", "0.010", "50000", decrement), [
    accepted(),
    ...lost("0.004"),
    fill({ takerOrder: "new", quantity: "0.003" }),
    positionOf("bob"),
    positionOf("alice"),
    rested({ order: "new", quantity: "0.003" }),
  ]);
  // Three of six have traded: the four that were lost are no part of the total any more.
  play.when({ type: "amend", order: "new", quantity: "0.004" }, [accepted(), rested({ quantity: "0.001" })]);
});

scenario("decrement: both end where both have as much; a market order has no price", (play) => {
  stage(play);
  play.given(order("alice", "sell", "0.004", "50000", { order: "own" }));
  play.when(order("alice", "buy", "0.004", undefined, decrement), [
    accepted(),
    cancelled({ order: "own", price: "50000.00", quantity: "0.004" }),
    cancelled({ order: "new", price: null, quantity: "0.004" }),
  ]);
  expect(play.depth()).toMatchObject({ bids: [], asks: [] });
});

scenario("decrement: the maker's total is less by what it has lost", (play) => {
  stage(play);
  play.given(order("alice", "sell", "0.010", "50000", { order: "own" }));
  play.given(order("bob", "buy", "0.003", "50000"), order("alice", "buy", "0.004", "50000", decrement));
  // Three have traded, three are open.
  play.when({ type: "amend", order: "own", quantity: "0.005" }, [accepted(), rested({ quantity: "0.002" })]);
  play.when({ type: "amend", order: "own", quantity: "0.003" }, [
    accepted(),
    cancelled({ quantity: "0.002" }),
  ]);
});

scenario("decrement stays with an order that rests", (play) => {
  stage(play);
  play.given(
    order("alice", "sell", "0.010", "50000", { order: "own" }),
    order("alice", "buy", "0.004", "49990", decrement),
  );
  play.when({ type: "amend", order: "new", price: "50000" }, [accepted(), ...lost("0.004")]);
});

scenario("none: they trade like others, with both fees and both positions", (play) => {
  stage(play, { makerFeePpm: 100, takerFeePpm: 200 });
  play.given(order("alice", "sell", "0.010", "50000", { order: "own" }));
  play.when(order("alice", "buy", "0.004", "50000", none), [
    accepted(),
    fill({
      makerOrder: "own",
      takerOrder: "new",
      maker: "alice",
      taker: "alice",
      quantity: "0.004",
      makerFee: "0.020000",
      takerFee: "0.040000",
    }),
    positionOf("alice", { quantity: "-0.004", cash: "99999.980000" }),
    positionOf("alice", { quantity: "0.000", cash: "99999.940000" }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "99999.940000", positions: [] });
  expect(play.domainReport()).toMatchObject({ openInterest: { BTC: "0.000" }, fees: "0.060000" });
  expect(play.depth()).toMatchObject({ asks: [["50000.00", "0.006"]] });
});

scenario("none: an inverse market takes the rounding of both sides", (play) => {
  play.given(domain({ asset: "BTC", settleDecimals: 8, insuranceFund: "1" }));
  play.given({
    ...market("XBT"),
    kind: "inverse",
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    minPrice: "100",
  });
  play.given(feed("XBT")("30000"), account("ivy", "1"));
  const ivy = (side: "buy" | "sell", more: Command = {}) =>
    order("ivy", side, "100", "30000", { market: "XBT", ...more });
  play.given(ivy("sell"));
  play.when(ivy("buy", none), [
    accepted(),
    fill({ maker: "ivy", taker: "ivy" }),
    positionOf("ivy", { quantity: "-100" }),
    positionOf("ivy", { quantity: "0", cash: "0.99999999" }),
  ]);
});

scenario("none: its own maker is looked at like any other's", (play) => {
  stage(play, { tiers: [tier("0", 5_000)] });
  // A tenth must bring 4 920: 49 200 a coin.
  play.given(account("poor", "80"), position("poor", "BTC", "0.1", "50000"));
  play.given(order("poor", "sell", "0.004", "49150", { order: "own" }));
  play.when(order("poor", "buy", "0.004", "49150", none), [
    accepted(),
    cancelled({ order: "own", quantity: "0.004", reason: "zeroPrice" }),
    rested({ order: "new", quantity: "0.004" }),
  ]);
});

scenario("none: nobody prints a price alone", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { mark: "median3", premiumHalfLife: 10_000_000 }), tick("50000"));
  for (const name of ["alice", "bob", "maker"]) play.given(account(name, "1000000"));
  play.given(order("maker", "buy", "1", "50060"), order("alice", "sell", "1", "50100"));
  // Median of index, index with the premium, and the last trade; the index, where nothing has traded.
  play.given(order("alice", "buy", "0.1", "50100", none));
  play.given(at(101, tick("50000")));
  play.when(at(1_000, tick("50000")), []);
  play.given(order("bob", "buy", "0.1", "50100"));
  play.when(at(1_000, tick("50000")), [{ type: "mark", mark: "50080.00" }]);
});

scenario("none: newest is not asked for, in an auction neither", (play) => {
  stage(play);
  play.given({ type: "marketState", market: "BTC", state: "auction" });
  play.given(
    order("alice", "sell", "0.001", "50000", { order: "own" }),
    order("alice", "buy", "0.001", "50000", none),
  );
  play.when({ type: "marketState", market: "BTC", state: "open" }, [
    accepted(),
    cancelled({ order: "new", reason: "selfTrade" }),
  ]);
});
