/** A market order is judged by what the book would make it pay (rules: margin 13, 14), where its bound would refuse it. */
import { expect } from "vitest";
import { account, type Command, domain, feed, market, order, position } from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, scenario } from "../support/scenario.js";

/** At 50 000; a band of five percent; initial margin 20 %. A lot needs 10, and at the bound loses 2.5 more. */
const stage = (play: Play, more: Command = {}) => {
  play.given(domain(), market("BTC", more), feed("BTC")("50000"), account("maker", "1000000"));
};
const filledBy = (of: string, ...prices: string[]) => [
  accepted(),
  ...prices.flatMap((price) => [fill({ price, taker: of }), positionOf("maker"), positionOf(of)]),
];

scenario("a hundred lots at the mark need 1 000, not 1 250", (play) => {
  stage(play);
  play.given(order("maker", "sell", "0.1", "50000"), account("alice", "1000"));
  play.refuses(order("alice", "buy", "0.1", "52500"), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "buy", "0.1"), filledBy("alice", "50000.00"));
  expect(play.report("alice")).toMatchObject({ equity: "1000.000000", initialMargin: "1000.000000" });
});

scenario(
  "exact to the unit, over the levels, and at the bound for what no order is certain to fill",
  (play) => {
    stage(play);
    play.given(order("maker", "sell", "0.05", "50000"), order("maker", "sell", "0.04", "50100"));
    // 40 lots lose 0.1 each, ten at the bound 2.5 each: 1 000 + 4 + 25.
    play.given(account("alice", "1028.999999"), account("bob", "1029"));
    play.refuses(order("alice", "buy", "0.1"), "INSUFFICIENT_MARGIN");
    play.when(order("bob", "buy", "0.1"), [
      ...filledBy("bob", "50000.00", "50100.00"),
      cancelled({ quantity: "0.010", reason: "ioc" }),
    ]);
  },
);

scenario("sells, with a fee of each order rounded up by itself", (play) => {
  stage(play, { takerFeePpm: 1 });
  // Three bids of one lot: 49.5 each is a fee of 0.0000495 → 0.000050; a loss of 0.5 each; initial margin 30.
  for (let i = 0; i < 3; i++) play.given(order("maker", "buy", "0.001", "49500"));
  play.given(account("alice", "31.500149"), account("bob", "31.50015"));
  play.refuses(order("alice", "sell", "0.003"), "INSUFFICIENT_MARGIN");
  play.when(order("bob", "sell", "0.003"), filledBy("bob", "49500.00", "49500.00", "49500.00"));
  expect(play.report("bob")).toMatchObject({ cash: "31.500000" });
});

scenario("inverse: each loss is rounded against the account", (play) => {
  play.given(
    domain({ asset: "XBT", settleDecimals: 8, insuranceFund: "1" }),
    market("BTC", {
      kind: "inverse",
      priceDecimals: 0,
      tickSize: "1",
      lotSize: "1",
      minPrice: "100",
    }),
    feed("BTC")("30000"),
    account("maker", "10"),
    order("maker", "sell", "100", "30001"),
    order("maker", "sell", "200", "30003"),
  );
  // IM = ceil(1 000 000·0.2) = 200 000. 100 at 30 001: 333 334 − 333 322 = 12; 200 at 30 003: 666 667 − 666 600 = 67.
  play.given(account("alice", "0.00200078"), account("bob", "0.00200079"));
  play.refuses(order("alice", "buy", "300"), "INSUFFICIENT_MARGIN");
  play.when(order("bob", "buy", "300"), filledBy("bob", "30001", "30003"));
});

scenario("orders that reduce, rungs and the account's own are not certain to trade", (play) => {
  stage(play);
  play.given(
    account("carol", "100000"),
    position("carol", "BTC", "0.1", "50000"),
    order("carol", "sell", "0.1", "50000", { reduceOnly: true }),
    account("alice", "1249.999999"),
  );
  play.refuses(order("alice", "buy", "0.1"), "INSUFFICIENT_MARGIN");
  play.given(account("bob", "1250"));
  play.when(order("bob", "buy", "0.1"), [accepted(), fill(), positionOf("carol"), positionOf("bob")]);
});

scenario("rungs of a ladder in the book do not count either", (play) => {
  stage(play, { policy: { algorithm: "ladder", rungs: 1 } });
  play.given(account("short"), position("short", "BTC", "-0.1", "54990"));
  play.given(account("alice", "170"));
  // The rung bids for 17 lots at 50 500: they would lose nothing, and need 170.
  play.refuses(order("alice", "sell", "0.017"), "INSUFFICIENT_MARGIN");
});

scenario(
  "its own order in the way counts for nothing, and changes nothing for the lots behind it",
  (play) => {
    stage(play);
    play.given(order("maker", "sell", "0.1", "50100"));
    // 99 lots of maker's lose 0.1 each, and need 990: whatever the own lot at 50 000 would lose.
    for (const [name, cash] of [
      ["alice", "999.899999"],
      ["bob", "999.9"],
    ] as const) {
      play.given(account(name, cash), order(name, "sell", "0.001", "50000"));
      const buy = order(name, "buy", "0.099", undefined, { selfTrade: "oldest" });
      if (name === "alice") {
        play.refuses(buy, "INSUFFICIENT_MARGIN");
        play.given({ type: "cancelAll", account: name });
      } else {
        play.when(buy, [
          accepted(),
          cancelled({ account: name, reason: "selfTrade" }),
          fill({ price: "50100.00", quantity: "0.099" }),
          positionOf("maker"),
          positionOf(name),
        ]);
      }
    }
  },
);

scenario("fill or kill, and an account with orders in two markets", (play) => {
  stage(play);
  play.given(market("ETH"), feed("ETH")("3000"), account("alice", "1600"));
  play.given({ ...order("alice", "buy", "1", "3000"), market: "ETH" }); // 600
  play.given(order("maker", "sell", "0.1", "50000"));
  play.refuses(order("alice", "buy", "0.101", undefined, { timeInForce: "FOK" }), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "buy", "0.1", undefined, { timeInForce: "FOK" }), filledBy("alice", "50000.00"));
});

scenario("in doubt each price is held against the adverse one", (play) => {
  stage(play);
  play.given({ type: "resume", market: "BTC" }, order("maker", "sell", "0.1", "50000"));
  // At 45 000: a loss of 500 and an initial margin of 900.
  play.given(account("alice", "1399.999999"), account("bob", "1400"));
  play.refuses(order("alice", "buy", "0.1"), "INSUFFICIENT_MARGIN");
  play.when(order("bob", "buy", "0.1"), filledBy("bob", "50000.00"));
});

scenario("an order in an auction is refused as ever", (play) => {
  stage(play);
  play.given(account("alice", "1000"), { type: "marketState", market: "BTC", state: "auction" });
  play.given(order("maker", "sell", "0.1", "50000"));
  play.refuses(order("alice", "buy", "0.1"), "MARKET_HALTED");
});
