/** An FOK order counts what would trade: closing makers, cut and bounded ones, and its account's own by its mode. */
import { expect } from "vitest";
import { account, type Command, domain, feed, market, order, position, tier } from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, scenario } from "../support/scenario.js";

const stage = (play: Play, inMarket: Command = {}) => {
  play.given(domain(), market("BTC", { marketBandPpm: 500_000, ...inMarket }), feed("BTC")("100"));
  for (const name of ["alice", "bob", "carol", "dave"]) play.given(account(name, "100000"));
};

const fok = (quantity: string, price = "110", more: Command = {}) =>
  order("carol", "buy", quantity, price, { timeInForce: "FOK", ...more });
const reducing = { reduceOnly: true };

/** Events of an order that fills against so many makers, whoever they are. */
const fillsOf = (play: Play, command: Command) =>
  play
    .events(command)
    .filter((event) => event.type === "fill")
    .map((event) => event["quantity"]);

scenario("a maker that closes a position counts whole", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "5", "100"), order("alice", "sell", "5", "105"));
  play.refuses(fok("5.001"), "WOULD_NOT_FILL");
  play.when(fok("5"), [accepted(), fill({ quantity: "5.000" }), positionOf("alice"), positionOf("carol")]);
});

scenario("a reduce-only maker counts as much as there is to reduce by then", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "5", "100"));
  play.given(order("alice", "sell", "3", "104"), order("alice", "sell", "5", "105", reducing));
  play.given(order("bob", "sell", "1", "106"));
  // Of five, three go before; what comes later is of an account that has traded: it counts for nothing.
  play.refuses(fok("4.001"), "WOULD_NOT_FILL");
  expect(fillsOf(play, fok("4"))).toEqual(["3.000", "1.000"]);
});

scenario("a reduce-only maker without a position, or with too small a one", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "5", "100"), position("dave", "BTC", "5", "100"));
  play.given(order("alice", "sell", "5", "104", reducing), order("dave", "sell", "5", "104", reducing));
  play.given(position("alice", "BTC", "0", "100"), position("dave", "BTC", "2", "100"));
  play.given(order("bob", "sell", "1", "105"));
  play.refuses(fok("3.001"), "WOULD_NOT_FILL");
  play.when(fok("3"), [
    accepted(),
    fill({ maker: "dave", quantity: "2.000" }),
    positionOf("dave"),
    positionOf("carol"),
    fill({ maker: "bob", quantity: "1.000" }),
    positionOf("bob"),
    positionOf("carol"),
  ]);
});

/** `poor` is long ten from 100 with a cash of 150: its zero price is 85. */
const poor = (play: Play, ...orders: readonly Command[]) => {
  stage(play, { tiers: [tier("0", 10_000)] });
  play.given(account("poor", "150"), position("poor", "BTC", "10", "100"), ...orders);
};

scenario("a maker beyond its bound counts for nothing", (play) => {
  poor(play, order("poor", "sell", "3", "86"), order("poor", "sell", "3", "84.9"));
  play.refuses(fok("3.001", "86"), "WOULD_NOT_FILL");
  play.when(fok("3", "86"), [
    accepted(),
    cancelled({ account: "poor", price: "84.90", reason: "zeroPrice" }),
    fill({ price: "86.00", quantity: "3.000" }),
    positionOf("poor"),
    positionOf("carol"),
  ]);
});

scenario("what has traded by then may have moved its bound, whatever the fees", (play) => {
  poor(play, order("poor", "sell", "3", "86"), order("poor", "sell", "8", "84"));
  // The eight are more than is left to reduce: they have no bound. Below 85 they move that of the three.
  play.refuses(fok("11", "86"), "WOULD_NOT_FILL");
  play.given(order("bob", "sell", "3", "86"));
  expect(fillsOf(play, fok("11", "86"))).toEqual(["8.000", "3.000"]);
});

for (const [mode, most, told] of [
  ["newest", "2.000", "2.001"],
  ["both", "2.000", "2.001"],
  ["oldest", "3.000", "3.001"],
  ["decrement", "7.000", "7.001"],
  ["none", "7.000", "7.001"],
] as const) {
  scenario(`own orders: ${mode}`, (play) => {
    stage(play);
    play.given(order("bob", "sell", "2", "101"), order("carol", "sell", "4", "102"));
    play.given(order("bob", "sell", "1", "103"));
    play.refuses(fok(told, "110", { selfTrade: mode }), "WOULD_NOT_FILL");
    const events = play.events(fok(most, "110", { selfTrade: mode }));
    expect(events[0]).toMatchObject({ type: "accepted" });
    expect(events.filter((event) => event.type === "rested")).toEqual([]);
  });
}

scenario("what it sells itself it can reduce by what it has bought by then", (play) => {
  stage(play);
  play.given(position("carol", "BTC", "3", "100"), order("carol", "sell", "3", "102", reducing));
  play.given(position("carol", "BTC", "0", "100"), order("bob", "sell", "2", "101"));
  // Two are bought before: two could be sold, but the account has traded by then.
  play.refuses(fok("2.001", "110", { selfTrade: "none" }), "WOULD_NOT_FILL");
  play.given(position("carol", "BTC", "1", "100"));
  play.refuses(fok("2.001", "110", { selfTrade: "none" }), "WOULD_NOT_FILL");
});

scenario("what has nothing left to reduce by then has no bound, and counts whole", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "5", "100"));
  play.given(order("alice", "sell", "2", "104"), order("alice", "sell", "3", "105"));
  play.given(position("alice", "BTC", "2", "100"));
  play.refuses(fok("5.001"), "WOULD_NOT_FILL");
  expect(fillsOf(play, fok("5"))).toEqual(["2.000", "3.000"]);
});

scenario("its trades with itself move its position nowhere", (play) => {
  stage(play);
  play.given(position("carol", "BTC", "3", "100"));
  play.given(order("carol", "sell", "2", "102"), order("carol", "sell", "1", "103"));
  play.given(position("carol", "BTC", "0", "100"));
  expect(fillsOf(play, fok("3", "110", { selfTrade: "none" }))).toEqual(["2.000", "1.000"]);
});

scenario("a reduce-only order of more than the position is refused", (play) => {
  stage(play);
  play.given(position("carol", "BTC", "-2", "100"), order("bob", "sell", "9", "101"));
  play.refuses(fok("2.001", "110", reducing), "WOULD_NOT_FILL");
  expect(fillsOf(play, fok("2", "110", reducing))).toEqual(["2.000"]);
});

scenario("sales likewise: closing shorts, inside the limit", (play) => {
  stage(play);
  play.given(position("alice", "BTC", "-5", "100"), order("alice", "buy", "5", "95", reducing));
  play.given(order("bob", "buy", "1", "94.99"));
  const sale = (quantity: string) => order("carol", "sell", quantity, "95", { timeInForce: "FOK" });
  play.refuses(sale("5.001"), "WOULD_NOT_FILL");
  expect(fillsOf(play, sale("5"))).toEqual(["5.000"]);
});

/** Small numbers from a seed: xorshift32. */
function draw(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

scenario("random books: what is admitted fills whole", (play) => {
  play.given(domain());
  let admitted = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const next = draw(seed);
    const name = `M${seed}`;
    const fees = {
      maxPrice: "200",
      makerFeePpm: next(3) * 500,
      takerFeePpm: next(3) * 500,
      marketBandPpm: 500_000,
    };
    play.given(market(name, fees), feed(name)("100"));
    const owners = [0, 1, 2, 3].map((one) => `a${seed}-${one}`);
    for (const owner of owners) {
      play.given(account(owner, String(60 + next(200))));
      play.events(position(owner, name, String(next(9) - 4), "100"));
    }
    const side = next(2) === 0 ? "buy" : "sell";
    const away = side === "buy" ? "sell" : "buy";
    for (let i = 0; i < 10; i++) {
      const price = String(side === "buy" ? 90 + next(15) : 96 + next(15));
      const more = { market: name, reduceOnly: next(3) === 0, postOnly: true };
      play.events(order(owners[next(4)]!, away, String(1 + next(4)), price, more));
    }
    const selfTrade = ["newest", "oldest", "both", "decrement", "none"][next(5)]!;
    const quantity = 1 + next(8);
    const taking = { market: name, timeInForce: "FOK", selfTrade, reduceOnly: next(4) === 0 };
    const taker = owners[next(4)]!;
    const events = play.events(order(taker, side, String(quantity), side === "buy" ? "105" : "95", taking));
    if (events[0]!.type !== "accepted") continue;
    admitted++;
    const isOwnEnd = ({ type, account: of, side: on }: (typeof events)[number]) =>
      type === "cancelled" && of === taker && on === side;
    const done = events
      .filter((event) => event.type === "fill" || isOwnEnd(event))
      .map((event) => {
        const mayEnd =
          event.type === "fill" || (selfTrade === "decrement" && event["reason"] === "selfTrade");
        return mayEnd ? Number(event["quantity"]) : Number.NaN;
      });
    expect(
      done.reduce((sum, one) => sum + one, 0),
      `seed ${seed}`,
    ).toBe(quantity);
  }
  expect(admitted).toBeGreaterThan(10);
});
