/** How many live orders an account may have in a market, so that nobody fills the table for others (rules: book 3). */
import { account, type Command, domain, feed, market, order, position } from "../support/commands.js";
import { accepted, type Play, rested, scenario } from "../support/scenario.js";

const stage = (play: Play, inMarket: Command = {}, ofAlice: Command = {}) => {
  play.given(domain(), market("BTC", { ordersMax: 2, ...inMarket }), feed("BTC")("50000"));
  play.given({ ...account("alice", "100000"), ...ofAlice }, account("bob", "100000"));
};
const bids = (name: string, more: Command = {}) =>
  order("alice", "buy", "0.001", "49000", { order: name, ...more });
const full = (play: Play, command: Command) => play.refuses(command, "CAPACITY");

scenario(
  "one more is refused, whatever its kind, and one that only takes; an amendment is none more",
  (play) => {
    stage(play);
    play.given(bids("a"), bids("b"));
    for (const more of [{}, { timeInForce: "IOC" }, { timeInForce: "FOK" }, { postOnly: true }])
      full(play, bids("c", more));
    full(play, order("alice", "sell", "0.001"));
    play.when({ type: "amend", order: "a", price: "49001" }, [accepted(), rested({ order: "a" })]);
    play.given({ type: "cancel", order: "b" }, bids("b"));
    play.given(order("bob", "buy", "0.001", "49000"));
  },
);

scenario("what reduces may be of sixteen more; what closes exactly is not counted", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "0.1", "50000"), bids("a"), bids("b"));
  const sells = (quantity: string, more: Command = {}) => order("alice", "sell", quantity, "51000", more);
  for (let i = 0; i < 16; i++) play.given(sells("0.001"));
  full(play, sells("0.001"));
  full(play, sells("0.1", { order: "most" }));
  full(play, sells("0.05", { reduceOnly: true }));
  play.given(sells("0.1", { reduceOnly: true, order: "all" }));
});

scenario("an account's own number counts, in each of its markets", (play) => {
  stage(play, {}, { ordersMax: 3 });
  play.given(market("ETH"), feed("ETH")("3000"));
  play.given(bids("a"), bids("b"), bids("c"));
  full(play, bids("d"));
  const other = (name: string) => order("alice", "buy", "0.01", "2990", { market: "ETH", order: name });
  play.given(other("e"), other("f"), other("g"));
  full(play, other("h"));
  play.given({ type: "cancelAll", account: "alice", market: "BTC" }, bids("a"));
});

scenario(
  "settings: within the table of orders, a thousand where nothing is said",
  (play) => {
    stage(play, { ordersMax: 8192 });
    const refuses = (command: Command) =>
      play.when(command, [{ type: "rejected", code: "OUT_OF_RANGE", field: "ordersMax" }]);
    refuses(market("ETH", { ordersMax: 8193 }));
    refuses({ ...account("carol"), ordersMax: 8193 });
    refuses({ type: "feedSettings", market: "BTC", ordersMax: 8193 });
    refuses({ type: "feedSettings", market: "BTC", ordersMax: 0 });
    play.given({ type: "feedSettings", market: "BTC", ordersMax: 1 }, bids("a"));
    full(play, bids("b"));
    play.given({ type: "feedSettings", market: "BTC" });
    for (let i = 1; i < 1000; i++) play.given(bids(`x${i}`));
    full(play, bids("y"));
  },
  { orders: 8192 },
);

scenario(
  "a table that is smaller than a thousand is no refusal of what nobody asked for",
  (play) => {
    stage(play, { ordersMax: 4 });
    play.given(market("ETH"), { type: "feedSettings", market: "BTC" });
    play.given(bids("a"), bids("b"), bids("c"), bids("d"));
    play.refuses(bids("e"), "CAPACITY");
  },
  { orders: 4 },
);
