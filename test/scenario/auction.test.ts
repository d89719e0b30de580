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

scenario(
  "most volume: 15 at 49 999 to 50 001, and as bids are left over at all of them, the highest",
  (play) => {
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
    // Above 50 001 only ten are bid for. Both sides pay a maker's fee: 500.01·100/10^6 and 250.005·100/10^6, up.
    play.when(state("open"), [
      accepted({ command: "marketState" }),
      fill({
        makerOrder: "O1",
        takerOrder: "O3",
        side: "sell",
        price: "50001.00",
        quantity: "0.010",
        makerFee: "0.050001",
        takerFee: "0.050001",
      }),
      positionOf("bob", { quantity: "0.010" }),
      positionOf("carol", { quantity: "-0.010" }),
      fill({
        makerOrder: "O2",
        takerOrder: "O3",
        price: "50001.00",
        quantity: "0.005",
        takerFee: "0.025001",
      }),
      positionOf("bob", { quantity: "0.015" }),
      positionOf("carol", { quantity: "-0.015" }),
      uncrossed("50001.00", "0.015"),
    ]);
    expect(play.depth()).toMatchObject({ bids: [["50001.00", "0.015"]], asks: [["50002.00", "0.010"]] });
  },
);

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
    fill({ makerOrder: "O1", takerOrder: "O3" }),
    positionOf("bob"),
    positionOf("carol"),
    uncrossed("50001.00", "0.010"),
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
    expect(play.events(state("open")).at(-1)).toMatchObject(uncrossed(price, "0.010"));
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
    expect(play.events(state("open")).at(-1)).toMatchObject(uncrossed(price, "0.010"));
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
    fill({ makerOrder: "ask", takerOrder: "O1", side: "buy", maker: "carol", taker: "bob" }),
    positionOf("carol"),
    positionOf("bob"),
    fill({ makerOrder: "ask", takerOrder: "bid", side: "buy" }),
    positionOf("carol"),
    positionOf("bob"),
    uncrossed("49998.00", "0.008"),
  ]);
});

scenario("nobody moves the price by orders that he would fill himself: the younger goes before", (play) => {
  stage(play, "50010");
  gather(
    play,
    order("bob", "buy", "0.010", "50004"),
    order("carol", "buy", "0.003", "50001"),
    order("bob", "sell", "0.010", "49998", { selfTrade: "none" }),
    order("alice", "sell", "0.002", "50000"),
  );
  // Without bob's ask two are offered: 50 002 to 50 004 leave eight bids over, less than below, so the highest.
  play.when(state("open"), [
    accepted(),
    cancelled({ order: "O3", account: "bob", side: "sell", quantity: "0.010", reason: "selfTrade" }),
    fill({ makerOrder: "O1", takerOrder: "O4", price: "50004.00", quantity: "0.002" }),
    positionOf("bob"),
    positionOf("alice"),
    uncrossed("50004.00", "0.002"),
  ]);
});

scenario("own pairs go account by account, each by its best orders, though nobody else crosses", (play) => {
  stage(play);
  gather(
    play,
    order("carol", "buy", "0.001", "50001", { order: "c1" }),
    order("carol", "sell", "0.001", "50001", { order: "c2" }),
    order("alice", "sell", "0.001", "50003", { order: "a1" }),
    order("alice", "buy", "0.001", "50003", { order: "a2" }),
    order("alice", "sell", "0.001", "50002", { order: "a3" }),
    order("alice", "buy", "0.001", "50002", { order: "a4" }),
    order("alice", "sell", "0.001", "50002", { order: "a5" }),
    order("alice", "buy", "0.001", "50001", { order: "a6" }),
  );
  // Alice, whose index is the least: a2 against a3 and a5, then a4, which is older than a5, against a1.
  play.when(state("open"), [
    accepted(),
    cancelled({ order: "a3", reason: "selfTrade" }),
    cancelled({ order: "a5" }),
    cancelled({ order: "a2" }),
    cancelled({ order: "c2", account: "carol" }),
  ]);
  expect(play.depth()).toMatchObject({
    bids: [
      ["50002.00", "0.001"],
      ["50001.00", "0.002"],
    ],
    asks: [["50003.00", "0.001"]],
  });
});

for (const [bids, asks, price, quantity] of [
  // What is left over is of asks at all of them: the lowest.
  [["0.010"], ["0.015"], "49990.00", "0.010"],
  // Of bids: the highest.
  [["0.015"], ["0.010"], "50010.00", "0.010"],
  // None: nearest the mark.
  [["0.010"], ["0.010"], "50000.00", "0.010"],
] as const) {
  scenario(`${bids} bid at 50 010, ${asks} asked at 49 990: ${price}`, (play) => {
    stage(play);
    gather(play, order("bob", "buy", bids[0], "50010"), order("carol", "sell", asks[0], "49990"));
    expect(play.events(state("open")).at(-1)).toMatchObject(uncrossed(price, quantity));
  });
}

scenario(
  "cancelled on the way: the rest is uncrossed at another price, each told with what it traded",
  (play) => {
    stage(play, "50000");
    play.given(position("alice", "BTC", "-0.010", "50000"));
    gather(
      play,
      order("alice", "buy", "0.010", "50010"),
      order("alice", "buy", "0.010", "50010", { reduceOnly: true }),
      order("bob", "buy", "0.002", "49995"),
      order("carol", "sell", "0.010", "49990"),
      order("carol", "sell", "0.001", "49990"),
      order("carol", "sell", "0.008", "50005"),
    );
    // 50 010: twenty bid, nineteen asked. Alice's second bid has nothing to reduce; then two are bid at 49 995 for one at 49 990.
    play.when(state("open"), [
      accepted(),
      fill({ makerOrder: "O1", takerOrder: "O4", price: "50010.00", quantity: "0.010" }),
      positionOf("alice", { quantity: "0.000" }),
      positionOf("carol"),
      cancelled({ order: "O2", account: "alice", reason: "reduceOnly" }),
      uncrossed("50010.00", "0.010"),
      fill({ makerOrder: "O3", takerOrder: "O5", price: "49995.00", quantity: "0.001" }),
      positionOf("bob"),
      positionOf("carol"),
      uncrossed("49995.00", "0.001"),
    ]);
  },
);

/** Small numbers from a seed: xorshift32. */
function draw(seed: number): (below: number) => number {
  let drawn = seed * 2_654_435_761;
  return (below) => {
    drawn ^= drawn << 13;
    drawn ^= drawn >>> 17;
    drawn ^= drawn << 5;
    return (drawn >>> 0) % below;
  };
}

/** Rule 17 by trying every tick. */
function tryEveryTick(bids: [number, number][], asks: [number, number][], mark: number): number {
  const lots = (of: [number, number][], reaches: (tick: number) => boolean) =>
    of.reduce((sum, [tick, quantity]) => sum + (reaches(tick) ? quantity : 0), 0);
  const low = Math.min(...asks.map(([tick]) => tick));
  const high = Math.max(...bids.map(([tick]) => tick));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i).map((tick) => {
    const bought = lots(bids, (at) => at >= tick);
    const sold = lots(asks, (at) => at <= tick);
    return { tick, volume: Math.min(bought, sold), surplus: bought - sold };
  });
  const most = Math.max(...ticks.map(({ volume }) => volume));
  const traded = ticks.filter(({ volume }) => volume === most);
  const least = Math.min(...traded.map(({ surplus }) => Math.abs(surplus)));
  const tied = traded.filter(({ surplus }) => Math.abs(surplus) === least);
  if (tied.every(({ surplus }) => surplus < 0)) return tied[0]!.tick;
  if (tied.every(({ surplus }) => surplus > 0)) return tied.at(-1)!.tick;
  const nearest = Math.min(...tied.map(({ tick }) => Math.abs(tick - mark)));
  return tied.find(({ tick }) => Math.abs(tick - mark) === nearest)!.tick;
}

scenario("random books: the price that trying every tick finds", (play) => {
  play.given(domain());
  for (let seed = 1; seed <= 150; seed++) {
    const next = draw(seed);
    const name = `M${seed}`;
    const mark = 100 + next(30);
    play.given(
      market(name, {
        tickSize: "1",
        lotSize: "1",
        priceDecimals: 0,
        maxPrice: "400",
        marketBandPpm: 900_000,
      }),
    );
    play.given(feed(name)(String(mark)), { ...state("auction"), market: name });
    for (const owner of ["buyer", "seller"]) play.given(account(`${owner}${seed}`, "100000000"));
    const wide = 1 + next(30);
    const most = 1 + next(4);
    const side = (of: string, to: "buy" | "sell", from: number) =>
      Array.from({ length: 1 + next(9) }, (): [number, number] => {
        const [tick, quantity] = [from + next(wide), 1 + next(most)];
        play.given(order(of, to, String(quantity), String(tick), { market: name }));
        return [tick, quantity];
      });
    const bids = side(`buyer${seed}`, "buy", 110);
    const asks = side(`seller${seed}`, "sell", 100);
    const told = play.events({ ...state("open"), market: name }).at(-1)!;
    if (Math.max(...bids.map(([tick]) => tick)) < Math.min(...asks.map(([tick]) => tick))) {
      expect(told.type).toBe("accepted");
    } else {
      expect(told, `seed ${seed}`).toMatchObject({
        type: "uncrossed",
        price: String(tryEveryTick(bids, asks, mark)),
      });
    }
  }
});

scenario("a reduce-only order is cut to the position, and bound by its zero price", (play) => {
  stage(play, "50000", { tiers: [tier("0", 10_000)] });
  play.given(account("dave", "15.1"), position("dave", "BTC", "0.030", "50000"));
  play.given(position("alice", "BTC", "0.004", "50000"));
  gather(
    play,
    order("alice", "sell", "0.003", "49399"),
    order("alice", "sell", "0.004", "49399", { reduceOnly: true }),
    // Dave's 0.03 must bring 1 484.9: 49 496.67 a coin.
    order("dave", "sell", "0.030", "49400", { reduceOnly: true }),
    order("bob", "buy", "0.020", "49450"),
  );
  play.when(state("cancelOnly"), [
    accepted(),
    fill({ makerOrder: "O1", taker: "bob", quantity: "0.003", price: "49400.00" }),
    positionOf("alice", { quantity: "0.001" }),
    positionOf("bob", { quantity: "0.003" }),
    fill({ makerOrder: "O2", taker: "bob", quantity: "0.001", price: "49400.00" }),
    positionOf("alice", { quantity: "0.000" }),
    positionOf("bob", { quantity: "0.004" }),
    cancelled({ order: "O2", quantity: "0.003", reason: "reduceOnly" }),
    cancelled({ order: "O3", quantity: "0.030", reason: "zeroPrice" }),
    uncrossed("49400.00", "0.004"),
  ]);
  expect(play.depth()).toMatchObject({ bids: [["49450.00", "0.016"]], asks: [] });
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
