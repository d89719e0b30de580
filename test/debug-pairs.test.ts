/**
 * Rules that are written twice: the debug build goes the fast way and the thorough way and traps where they differ. For each
 * pair a small stream that reaches it: nothing differs, until the fast way is made wrong by one unit.
 */
import { describe, expect, test } from "vitest";
import { Pair } from "#breakwater/abi/layout.js";
import { Engine } from "#breakwater/engine/engine.js";
import { explainTrap } from "../scripts/explain-trap.mjs";
import {
  type Command,
  domain,
  feed,
  filled,
  market,
  order,
  position,
  seconds,
  tier,
} from "./support/commands.js";

const limits = {
  accounts: 256,
  markets: 4,
  orders: 1_024,
  cases: 256,
  works: 4_096,
  triggerBuckets: 1_048_576,
};

/** One lot at one price unit is worth one unit of money; initial margin 10 %, maintenance 5 %. */
const whole = {
  priceDecimals: 0,
  tickSize: "1",
  lotSize: "1",
  maxPrice: "100000",
  tiers: [tier("0", 50_000)],
};
const main = domain({ settleDecimals: 0, insuranceFund: "1000000" });
const named = (name: string, cash: number): Command => ({
  type: "account",
  account: name,
  domain: "main",
  cash: `${cash}`,
});
const withdraw = (name: string, amount: number): Command => ({
  type: "transfer",
  account: name,
  amount: `-${amount}`,
});

/** A market at 100, and its traders. */
function world(settings: Command, ...then: readonly Command[]): Command[] {
  return [main, market("BTC", { ...whole, ...settings }), feed("BTC")("100"), ...then];
}

const tickTo = (price: number, sequence = 2, of = "BTC"): Command => ({
  type: "tick",
  market: of,
  source: "s",
  price: `${price}`,
  sequence,
});

/** Long 10 at 100 with so much cash: liquidatable below about 100 − cash/10 + 5 %. */
const alice = (cash: number) => [named("alice", cash), position("alice", "BTC", "10", "100")];

/** A position that comes in at a loss which leaves its account without margin. */
const unsound = [named("carol", 100), position("carol", "BTC", "10", "108")];

const traders = [named("alice", 100_000), named("bob", 100_000)];
const traded = [order("alice", "buy", "5", "100"), order("bob", "sell", "5", "100")];

const threeBids: Command = {
  type: "book",
  market: "BTC",
  snapshot: true,
  bids: [93, 92, 91].map((price) => [`${price}`, "4"]),
  asks: [],
};

/** A stream that reaches the pair, and what its comparison says when the fast way is wrong. */
const streams: Readonly<Record<keyof typeof Pair, readonly [Command[], string]>> = {
  quietTick: [world({}, tickTo(101), tickTo(102, 3)), "a quiet tick leaves other rows than the stages"],
  plainRecompute: [world({}), "a plain market's index is another"],
  plainPass: [world({}, ...unsound), "a plain pass has an account that acts"],
  quietPass: [world({}, ...unsound), "a pass without events has an account that acts"],
  passOrder: [
    world(
      {},
      ...Array.from({ length: 150 }, (_, i) => [
        named(`a${i}`, 100 + (i % 7)),
        position(`a${i}`, "BTC", "10", "100"),
      ]).flat(),
      tickTo(92),
    ),
    "a pass in another order than by exact ratios",
  ],
  plainOrder: [world({}, ...traders, ...traded), "a plain order has another limit or bound"],
  // Ten lots need 100.
  coversPlainly: [
    world({}, named("alice", 99), order("alice", "buy", "10", "100")),
    "an order that passes plainly is not covered",
  ],
  opensPlainly: [
    world({}, named("alice", 99), order("alice", "buy", "10", "100", { postOnly: true })),
    "an order that passes plainly is not covered",
  ],
  openSums: [
    world({}, ...traders, order("alice", "buy", "5", "99"), order("alice", "buy", "5", "98")),
    "the lots of open orders are not their sum",
  ],
  inBand: [world({}, ...traders, ...traded), "in the band, but not by its price"],
  // Short 10 with 50 of equity: all is gone at 105, where the reducing order rests.
  mayReduce: [
    world(
      {},
      named("alice", 50),
      named("bob", 100_000),
      position("alice", "BTC", "-10", "100"),
      order("alice", "buy", "10", "105", { reduceOnly: true }),
      order("bob", "sell", "10", "105"),
    ),
    "may reduce at a price, but not by its bound",
  ],
  plainFill: [world({}, ...traders, ...traded), "a plain fill costs something else"],
  plainTrade: [
    world({}, ...traders, ...traded, ...traded),
    "a trade on the same side leaves other rows than setLeg",
  ],
  staysArmed: [world({}, ...alice(1_000), withdraw("alice", 500)), "a leg would ring after its liquidation"],
  shiftedLadder: [
    world({}, ...alice(500), { type: "funding", market: "BTC", ratePpb: 100_000_000 }),
    "a leg would ring after its liquidation",
  ],
  reachedLegs: [world({}, ...alice(100), tickTo(92)), "other legs were taken out than are reached"],
  adlRank: [
    world(
      {},
      ...["alice", "bob"].flatMap((name, i) => [
        named(name, 1_000),
        position(name, "BTC", "-10", `${110 + 10 * i}`),
      ]),
      { type: "report", account: "alice" },
    ),
    "ranked otherwise than by exact scores",
  ],
  loneLeg: [world({}, ...alice(100), tickTo(94)), "a lone leg wants another close by exact numbers"],
  loneCase: [world({}, ...alice(100), tickTo(94)), "a new lone case has another plan than by its stages"],
  cascade: [
    world({ policy: { branchingMaxPpm: 1_000_000 }, execution: "external" }, ...alice(100), tickTo(94)),
    "a slice would set off other lots than the index says",
  ],
  sweepColumns: [
    world({}, named("alice", 50), position("alice", "BTC", "1", "100")),
    "The sweep finds exactly",
  ],
  // The second slice's life is shorter than the first one's.
  lastDeadline: [
    world(
      { execution: "external", policy: { sliceLifetime: seconds(30) } },
      market("ETH", { ...whole, execution: "external", policy: { sliceLifetime: seconds(5) } }),
      tickTo(100, 1, "ETH"),
      ...alice(100),
      named("bob", 100),
      position("bob", "ETH", "10", "100"),
      tickTo(94),
      tickTo(94, 2, "ETH"),
    ),
    "a deadline comes last, but before one that is there",
  ],
  // Both longs are bankrupt, the fund is empty: lots of the second go by the tree.
  rankTree: [
    [
      { ...main, insuranceFund: "0", adl: true },
      market("BTC", { ...whole, jumpPpm: 1_000_000 }),
      feed("BTC")("100"),
      ...["alice", "bob"].flatMap((name) => [named(name, 60), position(name, "BTC", "10", "100")]),
      ...["carol", "dave", "erin"].flatMap((name) => [
        named(name, 1_000),
        position(name, "BTC", "-10", "100"),
      ]),
      tickTo(90),
    ],
    "a tree passes over a counterparty",
  ],
  // Nobody bids: alice waits, and crosses with bob.
  offers: [
    [
      { ...main, crossInside: true },
      market("BTC", whole),
      feed("BTC")("100"),
      named("maker", 100_000),
      order("maker", "sell", "1", "130"),
      ...alice(100),
      named("bob", 60),
      position("bob", "BTC", "-10", "100"),
      tickTo(94),
      tickTo(101, 3),
    ],
    "offers are in another order",
  ],
  slicesOut: [
    world({ execution: "external" }, ...alice(100), tickTo(94), { type: "halt", market: "BTC" }),
    "other slices are out than are listed",
  ],
  reportIds: [
    world({ execution: "external" }, ...alice(100), tickTo(94), filled("S1", "1", "94", { execution: "x" })),
    "an id of a report is known otherwise than by its slice",
  ],
  legSlices: [
    world({ execution: "external" }, ...alice(100), tickTo(94), {
      type: "reconcile",
      account: "alice",
      market: "BTC",
      quantity: "9",
      entryPrice: "100",
    }),
    "other slices of a leg are out or silent than are listed",
  ],
  elsewhereIds: [
    world(
      { execution: "external" },
      named("alice", 100),
      ...["x", "y"].map((execution) => ({
        type: "execution",
        account: "alice",
        market: "BTC",
        side: "buy",
        status: "fill",
        price: "100",
        quantity: "1",
        execution,
      })),
    ),
    "an id from elsewhere is known otherwise than by its list",
  ],
  staleBound: [world({ maxAge: seconds(10) }), "a feed falls silent before the shard's bound"],
  calmMarket: [
    world({}, named("alice", 1_000), { type: "resume", market: "BTC" }, order("alice", "buy", "1", "100")),
    "a calm market cannot be trusted",
  ],
  // Bids at three prices: the third is behind what is walked along.
  depth: [
    world(
      { policy: { algorithm: "pov", slippagePpm: 500_000 }, execution: "external" },
      threeBids,
      ...alice(100),
      tickTo(94),
    ),
    "a depth that is not the sum of its levels",
  ],
  depthReach: [
    world(
      { policy: { branchingMaxPpm: 1_000_000, slippagePpm: 500_000 }, execution: "external" },
      threeBids,
      ...alice(100),
      tickTo(94),
    ),
    "a slice reaches another level than by a walk",
  ],
  pendingSet: [
    world(
      {},
      { type: "collateral", domain: "main", asset: "COIN", market: "BTC", haircutPpm: 0, decimals: 0 },
      ...traders,
      { type: "resume", market: "BTC" },
      ...["alice", "bob"].map((of) => ({ type: "transfer", account: of, asset: "COIN", amount: "1" })),
      tickTo(100),
    ),
    "a balance stays pending at a trusted price",
  ],
  // Taken over while its collateral is in doubt, it owes what that counted.
  arrearsSet: [
    world(
      { execution: "external", jumpPpm: 1_000_000 },
      market("ETH", whole),
      tickTo(100, 1, "ETH"),
      { type: "collateral", domain: "main", asset: "COIN", market: "ETH", haircutPpm: 0, decimals: 0 },
      named("alice", 0),
      { type: "transfer", account: "alice", asset: "COIN", amount: "1" },
      position("alice", "BTC", "10", "100"),
      { type: "resume", market: "ETH" },
      tickTo(85),
      tickTo(100, 2, "ETH"),
    ),
    "an account is in arrears, though its collateral is not to wait",
  ],
  shortExact: [world({}, ...alice(100), tickTo(94)), "exact numbers of two words want another close"],
  shortDivision: [world({}, ...alice(100)), "one division rounds otherwise than two"],
};

/** Plays a stream in the debug build; whatever breaks is thrown. */
function play(stream: readonly Command[], planted?: keyof typeof Pair): unknown[] {
  const engine = new Engine(limits, { debug: true });
  if (planted !== undefined) engine.plant(planted);
  return stream.flatMap((command) => {
    const events = engine.applyParsed([command]);
    const broken = engine.checkInvariants();
    if (broken !== null) throw new Error(broken);
    return events;
  });
}

describe.each(Object.keys(Pair) as (keyof typeof Pair)[])("%s", (pair) => {
  const [stream, reason] = streams[pair];

  test("both ways do the same, and so does the release build", () => {
    const release = new Engine(limits);
    expect(play(stream)).toEqual(stream.flatMap((command) => release.applyParsed([command])));
  });

  test("a fast way that is wrong by one unit traps, and the trap says why", () => {
    expect(broken(stream, pair)).toContain(reason);
  });
});

/** What the debug build says of a stream whose fast way is wrong. */
function broken(stream: readonly Command[], pair: keyof typeof Pair): string {
  try {
    play(stream, pair);
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? explainTrap(cause.stack ?? "") : message;
  }
  return "nothing";
}
