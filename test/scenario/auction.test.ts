/** Market states, and how an auction uncrosses. The tick is one dollar, the mark 50 000. */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  leaping,
  market,
  order,
  position,
  tier,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  cancelled,
  fill,
  marked,
  opened,
  type Play,
  positionOf,
  rested,
  scenario,
  slice,
  unblocked,
} from "../support/scenario.js";

const state = (to: string): Command => ({ type: "marketState", market: "BTC", state: to });
const uncrossed = (price: string, quantity: string) => ({
  type: "uncrossed",
  market: "BTC",
  price,
  quantity,
});

const stage = (play: Play, mark = "50000", inMarket: Command = {}) => {
  play.given(domain(), market("BTC", { tickSize: "1", ...inMarket }), feed("BTC")(mark));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
};

const gather = (play: Play, ...orders: readonly Command[]) => {
  play.given(state("auction"), ...orders);
};

scenario("most volume: 15 at 49 999 to 50 001, and of these the mark", (play) => {
  stage(play, "50000", { makerFeePpm: 100, takerFeePpm: 1_000 });
  gather(
    play,
    order("bob", "buy", "0.010", "50003"),
    order("bob", "buy", "0.020", "50001"),
    order("carol", "sell", "0.015", "49999"),
    order("carol", "sell", "0.010", "50002"),
  );
  expect(play.depth()).toMatchObject({
    bids: [
      ["50003.00", "0.010"],
      ["50001.00", "0.020"],
    ],
    asks: [
      ["49999.00", "0.015"],
      ["50002.00", "0.010"],
    ],
  });
  // Above 50 001 only ten are bid for. Both sides pay a maker's fee: 500·100/10^6 and 250·100/10^6.
  play.when(state("open"), [
    accepted({ command: "marketState" }),
    uncrossed("50000.00", "0.015"),
    fill({
      makerOrder: "O1",
      takerOrder: "O3",
      side: "sell",
      price: "50000.00",
      quantity: "0.010",
      makerFee: "0.050000",
      takerFee: "0.050000",
    }),
    positionOf("bob", { quantity: "0.010" }),
    positionOf("carol", { quantity: "-0.010" }),
    fill({ makerOrder: "O2", takerOrder: "O3", price: "50000.00", quantity: "0.005", takerFee: "0.025000" }),
    positionOf("bob", { quantity: "0.015" }),
    positionOf("carol", { quantity: "-0.015" }),
  ]);
  expect(play.depth()).toMatchObject({ bids: [["50001.00", "0.015"]], asks: [["50002.00", "0.010"]] });
});

scenario("then least imbalance, though the mark lies elsewhere", (play) => {
  stage(play);
  gather(
    play,
    order("bob", "buy", "0.010", "50004"),
    order("bob", "buy", "0.005", "50000"),
    order("carol", "sell", "0.010", "49998"),
  );
  // Ten everywhere; up to 50 000 five are left over, above it none.
  play.when(state("open"), [
    accepted(),
    uncrossed("50001.00", "0.010"),
    fill({ makerOrder: "O1", takerOrder: "O3" }),
    positionOf("bob"),
    positionOf("carol"),
  ]);
});

for (const [mark, price] of [
  ["49000", "49998.00"],
  ["50000.50", "50000.00"], // 50 000 and 50 001 are as near: the lower
  ["50000.51", "50001.00"],
  ["49998.60", "49999.00"],
  ["50002.60", "50002.00"], // nearer to 50 003, where nobody bids
  ["51000", "50002.00"],
] as const) {
  scenario(`then nearest the mark: ${mark}`, (play) => {
    stage(play, mark);
    gather(play, order("bob", "buy", "0.010", "50002"), order("carol", "sell", "0.010", "49998"));
    const events = play.events(state("open"));
    expect(events[1]).toMatchObject(uncrossed(price, "0.010"));
  });
}

for (const [mark, price] of [
  ["50000.40", "50000.00"],
  ["50000.50", "50000.00"], // as near: the lower
  ["50000.60", "50001.00"],
] as const) {
  scenario(`of two prices with as much volume and imbalance the one nearest the mark: ${mark}`, (play) => {
    stage(play, mark);
    // At 50 000 fifteen are bid for and ten offered, at 50 001 it is the other way round.
    gather(
      play,
      order("bob", "buy", "0.010", "50001"),
      order("bob", "buy", "0.005", "50000"),
      order("carol", "sell", "0.010", "50000"),
      order("carol", "sell", "0.005", "50001"),
    );
    expect(play.events(state("open"))[1]).toMatchObject(uncrossed(price, "0.010"));
  });
}

scenario("the younger of two orders is the taker; a moved order is not younger for it", (play) => {
  stage(play);
  gather(
    play,
    order("carol", "sell", "0.010", "50002", { order: "ask" }),
    order("bob", "buy", "0.004", "50001"),
    order("bob", "buy", "0.004", "50001", { order: "bid" }),
    { type: "amend", order: "ask", price: "49998" },
  );
  play.when(state("open"), [
    accepted(),
    uncrossed("50000.00", "0.008"),
    fill({ makerOrder: "ask", takerOrder: "O1", side: "buy", maker: "carol", taker: "bob" }),
    positionOf("carol"),
    positionOf("bob"),
    fill({ makerOrder: "ask", takerOrder: "bid", side: "buy" }),
    positionOf("carol"),
    positionOf("bob"),
  ]);
});

scenario(
  "nobody trades with himself: the younger is cancelled, and what is crossed still finds another price",
  (play) => {
    stage(play, "50010");
    gather(
      play,
      order("bob", "buy", "0.010", "50004"),
      order("carol", "buy", "0.003", "50001"),
      order("bob", "sell", "0.010", "49998"),
      order("alice", "sell", "0.002", "50000"),
    );
    // At 50 002 to 50 004: ten bid, twelve offered: ten, two over. At 50 000 and 50 001: thirteen bid: twelve, one over.
    // Bob's own orders meet: the ask is cancelled. Then two of alice's go to bob, at the same price.
    play.when(state("open"), [
      accepted(),
      uncrossed("50001.00", "0.012"),
      cancelled({ order: "O3", account: "bob", quantity: "0.010", reason: "selfTrade" }),
      fill({ makerOrder: "O1", takerOrder: "O4", price: "50001.00", quantity: "0.002" }),
      positionOf("bob"),
      positionOf("alice"),
    ]);
  },
);

scenario("cancelled on the way: the book is uncrossed at another price", (play) => {
  stage(play, "50000");
  gather(
    play,
    order("bob", "buy", "0.010", "50004"),
    order("carol", "buy", "0.001", "50003"),
    order("bob", "sell", "0.010", "49990"),
    order("alice", "sell", "0.001", "50002"),
  );
  // 49 990 … 50 001: eleven bid, ten offered: 10. 50 002, 50 003: 11 of 11. So 50 002, nearest the mark.
  // Bob's ask is cancelled; his bid takes alice's at 50 002; carol's bid is left.
  play.when(state("open"), [
    accepted(),
    uncrossed("50002.00", "0.011"),
    cancelled({ order: "O3", reason: "selfTrade" }),
    fill({ makerOrder: "O1", takerOrder: "O4", price: "50002.00", quantity: "0.001" }),
    positionOf("bob"),
    positionOf("alice"),
  ]);
});

scenario("a reduce-only order is cut to the position, and bound by its zero price", (play) => {
  stage(play, "50000", { tiers: [tier("0", 10_000)] });
  play.given(account("dave", "15.1"), position("dave", "BTC", "0.030", "50000"));
  play.given(position("alice", "BTC", "0.004", "50000"));
  gather(
    play,
    order("alice", "sell", "0.004", "49399", { reduceOnly: true }),
    // Dave's 0.03 must bring 1 484.9: 49 496.67 a coin.
    order("dave", "sell", "0.030", "49400", { reduceOnly: true }),
    order("bob", "buy", "0.020", "49450"),
  );
  play.given(position("alice", "BTC", "0.001", "50000"));
  play.when(state("cancelOnly"), [
    accepted(),
    uncrossed("49450.00", "0.020"),
    fill({ makerOrder: "O1", taker: "bob", quantity: "0.001", price: "49450.00" }),
    positionOf("alice", { quantity: "0.000" }),
    positionOf("bob", { quantity: "0.001" }),
    cancelled({ order: "O1", quantity: "0.003", reason: "reduceOnly" }),
    cancelled({ order: "O2", quantity: "0.030", reason: "zeroPrice" }),
  ]);
  expect(play.depth()).toMatchObject({ bids: [["49450.00", "0.019"]], asks: [] });
});

scenario("what an auction takes, and what cancel-only takes", (play) => {
  stage(play);
  play.given(order("carol", "sell", "0.010", "50010", { order: "ask" }));
  play.given(state("auction"));
  play.refuses(order("bob", "buy", "0.010"), "MARKET_HALTED");
  play.refuses(order("bob", "buy", "0.010", "50000", { timeInForce: "IOC" }), "MARKET_HALTED");
  play.refuses(order("bob", "buy", "0.010", "50000", { timeInForce: "FOK" }), "MARKET_HALTED");
  play.refuses(order("bob", "buy", "0.010", "60000"), "OUT_OF_RANGE"); // the band holds in every state
  play.when(order("bob", "buy", "0.010", "50010", { postOnly: true }), [accepted(), rested({ order: "O1" })]);
  play.when(order("carol", "buy", "0.001", "50010"), [accepted(), rested({ order: "O2" })]);
  play.when({ type: "amend", order: "O2", price: "50011" }, [accepted(), rested({ order: "O2" })]);
  play.when({ type: "cancel", order: "O2" }, [accepted(), cancelled({ order: "O2" })]);
  play.given({ type: "cancel", order: "ask" }, state("cancelOnly"));
  play.refuses(order("bob", "buy", "0.010", "49000"), "MARKET_HALTED");
  play.refuses({ type: "amend", order: "O1", price: "50009" }, "MARKET_HALTED");
  play.when({ type: "amend", order: "O1", quantity: "0.002" }, [accepted(), rested({ quantity: "0.002" })]);
  play.when({ type: "cancel", order: "O1" }, [accepted(), cancelled({ order: "O1" })]);
  play.when(state("cancelOnly"), [accepted({ command: "marketState" })]);
  play.refuses({ ...state("open"), market: "ETH" }, "UNKNOWN_MARKET");
  play.given(market("OUT", { execution: "external" }));
  play.refuses({ ...state("auction"), market: "OUT" }, "FORBIDDEN");
});

scenario("legs in a market that is not open are blocked until it is", (play) => {
  const tick = feed("BTC");
  play.given(domain(), leaping("BTC"), tick("50000"), account("alice"), account("bob", "100000"));
  play.given(order("bob", "buy", "0.100", "49600"), state("cancelOnly"));
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened(),
    blocked({ case: "C1", market: "BTC", breaker: "HALTED" }),
  ]);
  // Equity is negative, and yet nothing is taken over.
  play.when(tick("44000"), [marked()]);
  play.given(tick("50000"));
  play.when(at(3, state("auction")), [accepted()]);
  play.when(clock(4), []);
  play.when(state("open"), [
    accepted(),
    unblocked({ breaker: "HALTED" }),
    slice(),
    fill(),
    positionOf("bob"),
    positionOf("alice"),
  ]);
});
