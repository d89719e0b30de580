/** What an amendment sets: the total of an order or what is open of it; what the order keeps of itself; and whose it must be. */
import { expect } from "vitest";
import { account, type Command, domain, feed, market, order, position } from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, rested, scenario } from "../support/scenario.js";

const amend = (name: string, more: Command): Command => ({ type: "amend", order: name, ...more });

const stage = (play: Play, inMarket: Command = {}) => {
  play.given(domain(), market("BTC", inMarket), feed("BTC")("50000"));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
};

/** A bid of ten, of which six have traded. */
const filledBid = (play: Play, inMarket: Command = {}) => {
  stage(play, inMarket);
  play.given(
    order("alice", "buy", "0.010", "50000", { order: "bid" }),
    order("bob", "sell", "0.006", "50000"),
  );
};

scenario("a total has what has traded in it: no more than it ever trades", (play) => {
  filledBid(play);
  play.when(amend("bid", { quantity: "0.008" }), [
    accepted({ command: "amend" }),
    rested({ order: "bid", side: "buy", price: "50000.00", quantity: "0.002" }),
  ]);
  play.when(order("carol", "sell", "0.008", "50000"), [
    accepted(),
    fill({ makerOrder: "bid", quantity: "0.002" }),
    positionOf("alice", { quantity: "0.008" }),
    positionOf("carol"),
    rested({ quantity: "0.006" }),
  ]);
});

scenario("what is open is set by its own field, and the total follows", (play) => {
  filledBid(play);
  play.when(amend("bid", { open: "0.003" }), [accepted(), rested({ quantity: "0.003" })]);
  play.when(amend("bid", { quantity: "0.008" }), [accepted(), rested({ quantity: "0.002" })]);
  // More open than before: another place, the same count of what has traded.
  play.when(amend("bid", { open: "0.009" }), [accepted(), rested({ quantity: "0.009" })]);
  play.when(amend("bid", { quantity: "0.007" }), [accepted(), rested({ quantity: "0.001" })]);
});

for (const [total, moved] of [
  ["0.006", {}],
  ["0.005", {}],
  ["0.006", { price: "49999" }],
] as const) {
  scenario(`a total of ${total} of which six have traded is the end, ${JSON.stringify(moved)}`, (play) => {
    filledBid(play);
    play.when(amend("bid", { quantity: total, ...moved }), [
      accepted({ command: "amend" }),
      cancelled({ order: "bid", side: "buy", price: "50000.00", quantity: "0.004", reason: "user" }),
    ]);
    play.refuses(amend("bid", { quantity: "0.008" }), "UNKNOWN_ORDER");
    expect(play.depth()).toMatchObject({ bids: [] });
  });
}

scenario("fills as a taker count, and those of an amendment that crosses", (play) => {
  stage(play);
  play.given(
    order("bob", "sell", "0.003", "50000"),
    order("carol", "sell", "0.002", "50005"),
    order("alice", "buy", "0.010", "50000", { order: "bid" }),
  );
  play.when(amend("bid", { price: "50005", quantity: "0.009" }), [
    accepted(),
    fill({ takerOrder: "bid", quantity: "0.002" }),
    positionOf("carol"),
    positionOf("alice", { quantity: "0.005" }),
    rested({ order: "bid", price: "50005.00", quantity: "0.004" }),
  ]);
  play.when(amend("bid", { quantity: "0.005" }), [accepted(), cancelled({ quantity: "0.004" })]);
});

scenario("both sizes, none, and sizes that no order has", (play) => {
  filledBid(play, { minOrder: "0.002", maxOrder: "0.020" });
  const refused = (more: Command, code: string, field: string) =>
    play.when(amend("bid", more), [{ type: "rejected", command: "amend", code, field }]);
  refused({ quantity: "0.008", open: "0.002" }, "MALFORMED", "open");
  refused({}, "MISSING_FIELD", "quantity");
  refused({ open: "0" }, "OUT_OF_RANGE", "open");
  refused({ open: "0.001" }, "OUT_OF_RANGE", "open");
  refused({ open: "0.021" }, "OUT_OF_RANGE", "open");
  refused({ open: "0.0025" }, "QUANTITY_OFF_LOT", "open");
  refused({ quantity: "0.001" }, "OUT_OF_RANGE", "quantity");
  refused({ quantity: "0.021" }, "OUT_OF_RANGE", "quantity");
  // The number given is judged: of a total of seven one lot may be left.
  play.when(amend("bid", { quantity: "0.007" }), [accepted(), rested({ quantity: "0.001" })]);
});

scenario("what is to be open closes a position, whatever the total", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "0.010", "50000"));
  play.given(order("alice", "sell", "0.010", "50000", { order: "out", reduceOnly: true }));
  play.given(order("bob", "buy", "0.001", "50000"));
  play.given(market("MIN", { minNotional: "200" }), feed("MIN")("50000"));
  play.given(position("bob", "MIN", "0.010", "50000"));
  play.given(order("bob", "sell", "0.010", "50000", { market: "MIN", reduceOnly: true, order: "small" }));
  play.given(position("bob", "MIN", "0.003", "50000"));
  play.refuses(amend("small", { open: "0.002" }), "OUT_OF_RANGE");
  play.when(amend("small", { open: "0.003" }), [accepted(), rested({ quantity: "0.003" })]);
  play.when(amend("out", { open: "0.009" }), [accepted(), rested({ quantity: "0.009" })]);
});

for (const side of ["buy", "sell"] as const) {
  const [mine, other] = side === "buy" ? ["49990", "50010"] : ["50010", "49990"];
  const away = side === "buy" ? "sell" : "buy";
  scenario(`post-only stays so: a ${side} that would cross is refused and stays`, (play) => {
    stage(play);
    play.given(
      order("bob", away, "0.010", other),
      order("alice", side, "0.010", mine, { order: "quiet", postOnly: true }),
      order("alice", side, "0.010", mine, { order: "loud" }),
    );
    play.refuses(amend("quiet", { price: other }), "WOULD_CROSS");
    play.refuses(amend("quiet", { price: other, quantity: "0.001" }), "WOULD_CROSS");
    play.when(amend("quiet", { quantity: "0.009" }), [accepted(), rested({ price: `${mine}.00` })]);
    play.when(amend("quiet", { price: "50000" }), [accepted(), rested({ price: "50000.00" })]);
    play.when(amend("quiet", { price: mine }), [accepted(), rested()]);
    play.refuses(amend("quiet", { price: other }), "WOULD_CROSS");
    play.when(amend("loud", { price: other }), [accepted(), fill(), positionOf("bob"), positionOf("alice")]);
  });
}

for (const [mode, ends] of [
  ["newest", null],
  ["oldest", [cancelled({ order: "own", reason: "selfTrade" }), rested({ order: "moved" })]],
  ["both", [cancelled({ order: "own" }), cancelled({ order: "moved", reason: "selfTrade" })]],
] as const) {
  scenario(`self-trade by the order's own mode: ${mode}`, (play) => {
    stage(play);
    play.given(
      order("alice", "sell", "0.010", "50000", { order: "own" }),
      order("alice", "buy", "0.010", "49990", { order: "moved", selfTrade: mode }),
    );
    const moving = amend("moved", { price: "50000" });
    if (ends === null) play.refuses(moving, "SELF_TRADE");
    else play.when(moving, [accepted({ command: "amend" }), ...ends]);
  });
}

scenario("side and price of what is cancelled; a market order has no price", (play) => {
  stage(play);
  play.given(order("bob", "sell", "0.004", "50000"));
  play.when(order("alice", "buy", "0.010"), [
    accepted(),
    fill(),
    positionOf("bob"),
    positionOf("alice"),
    cancelled({ side: "buy", price: null, quantity: "0.006", reason: "ioc" }),
  ]);
  play.when(order("alice", "sell", "0.010", "50001", { timeInForce: "IOC" }), [
    accepted(),
    cancelled({ side: "sell", price: "50001.00", reason: "ioc" }),
  ]);
  play.when(order("alice", "sell", "0.010", "50002"), [
    accepted(),
    rested({ side: "sell", price: "50002.00" }),
  ]);
});

scenario("nobody ends or moves an order in another's name", (play) => {
  stage(play);
  play.given(order("alice", "buy", "0.010", "49000", { order: "bid" }));
  for (const command of [amend("bid", { quantity: "0.009" }), { type: "cancel", order: "bid" }]) {
    play.when({ ...command, account: "bob" }, [
      { type: "rejected", code: "UNKNOWN_ORDER", field: "order", command: command["type"] },
    ]);
    play.when({ ...command, account: "dora" }, [
      { type: "rejected", code: "UNKNOWN_ACCOUNT", field: "account" },
    ]);
    play.when({ ...command, order: "none", account: "dora" }, [
      { type: "rejected", code: "UNKNOWN_ACCOUNT", field: "account" },
    ]);
    play.refuses({ ...command, order: "none", account: "alice" }, "UNKNOWN_ORDER");
  }
  play.when(amend("bid", { quantity: "0.009", account: "alice" }), [accepted(), rested()]);
  play.when({ type: "cancel", order: "bid", account: "alice" }, [accepted(), cancelled({ order: "bid" })]);
});

scenario("all orders of a side, in one market or in all", (play) => {
  stage(play);
  play.given(market("ETH"), feed("ETH")("50000"));
  const both = () =>
    play.given(
      order("alice", "buy", "0.010", "49000", { order: "b" }),
      order("alice", "sell", "0.010", "51000", { order: "s" }),
      order("alice", "buy", "0.010", "49000", { order: "eb", market: "ETH" }),
      order("alice", "sell", "0.010", "51000", { order: "es", market: "ETH" }),
    );
  const all = { type: "cancelAll", account: "alice" };
  both();
  play.when({ ...all, side: "sell" }, [accepted(), cancelled({ order: "s" }), cancelled({ order: "es" })]);
  play.when({ ...all, side: "buy", market: "ETH" }, [accepted(), cancelled({ order: "eb", side: "buy" })]);
  play.when({ ...all, side: "sell" }, [accepted()]);
  play.when(all, [accepted(), cancelled({ order: "b" })]);
  play.refuses({ ...all, side: "up" }, "MALFORMED");
});
