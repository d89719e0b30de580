/** Orders: price-time priority, time in force, self-trade, reduce-only, margin at the door. */
import { expect } from "vitest";
import { account, domain, feed, market, order, position } from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, rested, scenario } from "../support/scenario.js";

const stage = (play: Play, inMarket = {}) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", inMarket), tick("50000"));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
  return tick;
};
const trade = (maker: string, taker: string, fields: Record<string, unknown>) => [
  fill({ maker, taker, ...fields }),
  positionOf(maker),
  positionOf(taker),
];

scenario("best price first, then the earlier order; the taker gets the maker's price", (play) => {
  stage(play);
  play.given(
    order("bob", "sell", "0.010", "50010"),
    order("carol", "sell", "0.010", "50010"),
    order("carol", "sell", "0.010", "50000.01"),
  );
  play.when(order("alice", "buy", "0.035", "50010", { order: "mine" }), [
    accepted({ order: "mine" }),
    ...trade("carol", "alice", {
      price: "50000.01",
      quantity: "0.010",
      makerOrder: "O3",
      takerOrder: "mine",
    }),
    ...trade("bob", "alice", { price: "50010.00", quantity: "0.010", makerOrder: "O1", side: "buy" }),
    ...trade("carol", "alice", { price: "50010.00", makerOrder: "O2" }),
    rested({ order: "mine", account: "alice", market: "BTC", quantity: "0.005" }),
  ]);
  expect(play.depth()).toMatchObject({ bids: [["50010.00", "0.005"]], asks: [] });
});

scenario("fees are rounded up, each side its own", (play) => {
  stage(play, { makerFeePpm: 100, takerFeePpm: 333 });
  play.given(order("bob", "sell", "0.001", "50000.01"));
  play.when(order("alice", "buy", "0.001", "50000.01"), [
    accepted(),
    fill({ makerFee: "0.005001", takerFee: "0.016651", liquidationFee: "0.000000", case: null }),
    positionOf("bob", { quantity: "-0.001", cost: "-50.000010", cash: "99999.994999" }),
    positionOf("alice", { quantity: "0.001", cost: "50.000010", cash: "99999.983349" }),
  ]);
  expect(play.domainReport()["fees"]).toBe("0.021652");
});

scenario("immediate or cancel", (play) => {
  stage(play);
  play.given(order("bob", "sell", "0.010", "50000"));
  play.when(order("alice", "buy", "0.015", "50000", { timeInForce: "IOC" }), [
    accepted(),
    ...trade("bob", "alice", { quantity: "0.010" }),
    cancelled({ quantity: "0.005", reason: "ioc", account: "alice" }),
  ]);
});

scenario("fill or kill: all of it within the limit, or nothing", (play) => {
  stage(play);
  play.given(order("bob", "sell", "0.010", "50000"), order("bob", "sell", "0.010", "50001"));
  const kill = (quantity: string, price: string) =>
    order("alice", "buy", quantity, price, { timeInForce: "FOK" });
  play.refuses(kill("0.011", "50000"), "WOULD_NOT_FILL");
  play.refuses(kill("0.021", "50001"), "WOULD_NOT_FILL");
  play.when(kill("0.020", "50001"), [accepted(), ...trade("bob", "alice", {}), ...trade("bob", "alice", {})]);
});

scenario("a market order goes no farther than the band", (play) => {
  stage(play, { marketBandPpm: 20_000 });
  play.given(order("bob", "sell", "0.010", "51000"), order("bob", "sell", "0.010", "51000.01"));
  play.when(order("alice", "buy", "0.020"), [
    accepted(),
    ...trade("bob", "alice", { price: "51000.00" }),
    cancelled({ quantity: "0.010", reason: "ioc" }),
  ]);
});

scenario("post-only never takes", (play) => {
  stage(play);
  play.given(order("bob", "sell", "0.010", "50000"));
  play.refuses(order("alice", "buy", "0.010", "50000", { postOnly: true }), "WOULD_CROSS");
  play.when(order("alice", "buy", "0.010", "49999.99", { postOnly: true }), [accepted(), rested()]);
  play.refuses(
    order("alice", "buy", "0.010", "49999.99", { postOnly: true, timeInForce: "IOC" }),
    "MALFORMED",
  );
});

/** Bob asks 0.01 before and after alice's own 0.01, at one price. */
const meetsItself = (play: Play) => {
  stage(play);
  play.given(
    order("bob", "sell", "0.010", "50000"),
    order("alice", "sell", "0.010", "50000", { order: "own" }),
    order("carol", "sell", "0.010", "50000"),
  );
};
const meeting = (selfTrade: string) => order("alice", "buy", "0.030", "50000", { selfTrade, order: "new" });

scenario("self-trade, newest: the taker's rest is cancelled", (play) => {
  meetsItself(play);
  play.when(meeting("newest"), [
    accepted(),
    ...trade("bob", "alice", {}),
    cancelled({ order: "new", quantity: "0.020", reason: "selfTrade" }),
  ]);
  play.refuses(meeting("newest"), "SELF_TRADE"); // now its own order is the best
});

scenario("self-trade, oldest: the maker is cancelled and the taker goes on", (play) => {
  meetsItself(play);
  play.when(meeting("oldest"), [
    accepted(),
    ...trade("bob", "alice", {}),
    cancelled({ order: "own", quantity: "0.010", reason: "selfTrade" }),
    ...trade("carol", "alice", {}),
    rested({ order: "new", quantity: "0.010" }),
  ]);
});

scenario("self-trade, both: maker, then taker", (play) => {
  meetsItself(play);
  play.when(meeting("both"), [
    accepted(),
    ...trade("bob", "alice", {}),
    cancelled({ order: "own", reason: "selfTrade" }),
    cancelled({ order: "new", quantity: "0.020", reason: "selfTrade" }),
  ]);
});

scenario("reduce-only: cut to the position at match, cancelled at zero", (play) => {
  stage(play);
  play.refuses(order("alice", "sell", "0.010", "50000", { reduceOnly: true }), "REDUCE_ONLY");
  play.given(position("alice", "BTC", "0.010", "50000"), order("bob", "buy", "1", "50000"));
  play.when(order("alice", "sell", "0.030", "50000", { reduceOnly: true }), [
    accepted(),
    ...trade("bob", "alice", { quantity: "0.010" }),
    cancelled({ quantity: "0.020", reason: "reduceOnly" }),
  ]);
  expect(play.report("alice")["positions"]).toEqual([]);
});

scenario("a reduce-only maker is cut to the position it has when its turn comes", (play) => {
  stage(play);
  play.given(
    position("alice", "BTC", "0.010", "50000"),
    order("alice", "sell", "0.004", "50001"),
    order("alice", "sell", "0.010", "50001", { reduceOnly: true, order: "exit" }),
    order("carol", "sell", "0.030", "50001"),
  );
  play.when(order("bob", "buy", "0.020", "50001"), [
    accepted(),
    ...trade("alice", "bob", { quantity: "0.004" }),
    ...trade("alice", "bob", { quantity: "0.006", makerOrder: "exit" }),
    cancelled({ order: "exit", quantity: "0.004", reason: "reduceOnly" }),
    ...trade("carol", "bob", { quantity: "0.010" }),
  ]);
});

scenario("crossing zero closes, then opens: the cost basis is split in proportion, toward zero", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "0.003", "50000.01"), order("bob", "buy", "1", "50001"));
  play.when(order("alice", "sell", "0.001", "50001"), [
    accepted(),
    fill(),
    positionOf("bob"),
    // 150.00003 of cost: a third of it is 50.00001.
    positionOf("alice", { quantity: "0.002", cost: "100.000020", realised: "0.000990" + "" }),
  ]);
  play.when(order("alice", "sell", "0.005", "50001"), [
    accepted(),
    fill(),
    positionOf("bob"),
    positionOf("alice", { quantity: "-0.003", cost: "-150.003000", realised: "0.001980" }),
  ]);
});

scenario("opening is checked against initial margin, orders and loss included", (play) => {
  stage(play, { takerFeePpm: 1_000 });
  play.given(account("dave", "1000"));
  // 0.0995 BTC: margin 995 and a fee of 4.975; 0.1 would need 1 005.
  play.refuses(order("dave", "buy", "0.100", "50000"), "INSUFFICIENT_MARGIN");
  play.when(order("dave", "buy", "0.099", "50000", { order: "first" }), [accepted(), rested()]);
  play.refuses(order("dave", "buy", "0.001", "50000"), "INSUFFICIENT_MARGIN");
  play.when({ type: "cancel", order: "first" }, [accepted(), cancelled({ order: "first", reason: "user" })]);
  // A price above the mark costs its difference: 0.08 at 52 000 is 160 of loss on 800 of margin.
  play.refuses(order("dave", "buy", "0.083", "52000"), "INSUFFICIENT_MARGIN");
  play.when(order("dave", "buy", "0.080", "52000"), [accepted(), rested()]);
});

scenario("a withdrawal leaves initial margin and no negative cash", (play) => {
  stage(play);
  play.given(account("dave", "1500"), position("dave", "BTC", "0.1", "49000"));
  const withdraw = (amount: string) => ({ type: "transfer", account: "dave", amount: `-${amount}` });
  play.refuses(withdraw("1500.000001"), "INSUFFICIENT_MARGIN"); // the profit of 100 is not cash
  play.refuses(withdraw("600.000001"), "INSUFFICIENT_MARGIN"); // 1 600 of equity, 1 000 of margin
  play.when(withdraw("600"), [accepted()]);
  expect(play.report("dave")).toMatchObject({
    cash: "900.000000",
    equity: "1000.000000",
    initialMargin: "1000.000000",
  });
});

scenario("cancel-all, by account and market, in order of admission", (play) => {
  stage(play);
  play.given(order("alice", "buy", "0.010", "49000"), order("bob", "buy", "0.010", "49000"));
  play.given(order("alice", "buy", "0.010", "49500"));
  play.when({ type: "cancelAll", account: "alice" }, [
    accepted(),
    cancelled({ order: "O1", reason: "user" }),
    cancelled({ order: "O3", reason: "user" }),
  ]);
  play.refuses({ type: "cancel", order: "O1" }, "UNKNOWN_ORDER");
});

scenario("sizes and ticks are checked at the door", (play) => {
  stage(play, { tickSize: "0.5", minOrder: "0.002", maxOrder: "2" });
  play.refuses(order("alice", "buy", "0.0015", "50000"), "QUANTITY_OFF_LOT");
  play.refuses(order("alice", "buy", "0.001", "50000"), "OUT_OF_RANGE");
  play.refuses(order("alice", "buy", "2.001", "50000"), "OUT_OF_RANGE");
  play.refuses(order("alice", "buy", "0.010", "50000.25"), "PRICE_OFF_TICK");
  play.refuses(order("alice", "buy", "0.010", "50000.001"), "MALFORMED");
  play.refuses(order("alice", "buy", "0.010", "0"), "OUT_OF_RANGE");
  play.refuses({ ...order("alice", "buy", "0.010", "50000"), colour: "red" }, "UNKNOWN_FIELD");
});
