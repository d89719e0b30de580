/** Books whose prices lie far apart: the ladder's leaves and nodes come and go, and nothing of the book is lost or moved. */
import { expect, test } from "vitest";
import { Engine } from "#breakwater/engine/engine.js";
import { account, type Command, domain, feed, market, order } from "../support/commands.js";
import { subjects } from "../support/subject.js";
import { firstDifference } from "./pair.js";
import { Random } from "./random.js";

const HIGHEST = 1n << 40n;
const LEVELS_MAX = 1_000;
const limits = {
  orders: 64,
  ladderLeaves: 8_192,
  ladderNodes: 8_192,
  accounts: 64,
  triggerBuckets: 4_194_304,
};

/** Near a power of two, where leaves and nodes end, or anywhere below it: up to the highest price there may be. */
function farPrice(random: Random): bigint {
  const edge = 1n << random.bigint(1n, 40n);
  const price = random.chance(0.5) ? edge + random.bigint(-3n, 3n) : random.bigint(1n, edge);
  return price < 1n ? 1n : price > HIGHEST ? HIGHEST : price;
}

/** One side as a plain list. */
class Side {
  readonly levels = new Map<bigint, bigint>();

  set(price: bigint, quantity: bigint): void {
    if (quantity === 0n) this.levels.delete(price);
    else this.levels.set(price, quantity);
  }

  removeIf(isCrossed: (price: bigint) => boolean): void {
    for (const price of [...this.levels.keys()]) if (isCrossed(price)) this.levels.delete(price);
  }

  told(sign: bigint): string[][] {
    const sorted = [...this.levels].sort(([a], [b]) => Number((a - b) * sign));
    return sorted.slice(0, LEVELS_MAX).map(([price, quantity]) => [`${price}`, `${quantity}`]);
  }
}

const wide = market("BTC", {
  priceDecimals: 0,
  tickSize: "1",
  lotSize: "1",
  maxPrice: `${HIGHEST}`,
  maxPosition: "9",
  maxOpenInterest: "9",
  execution: "external",
});

/** A walk along levels goes on where a word of 64 bits ends. In the release build, which stops at the depth's bound where it would not. */
test.each([1, 64, 4_096, 65_536, 4_194_304])("levels %i ticks apart: each is told once", (apart) => {
  const engine = new Engine(limits);
  const levels = (ticks: number[]) => ticks.map((i) => [`${300_000_000 + i * apart}`, "1"]);
  const ticks = Array.from({ length: 70 }, (_, i) => i);
  const [bids, asks] = [levels(ticks.map((i) => -1 - i)), levels(ticks)];
  engine.applyParsed([domain({ settleDecimals: 0 }), wide]);
  const book = { type: "book", market: "BTC", bids, asks };
  expect(engine.applyParsed([book, { type: "depth", market: "BTC", levels: 100 }])).toMatchObject([
    { bids, asks },
  ]);
});

test.each([1, 2, 3])("an external book with prices from 1 to 2^40, seed %i", (seed) => {
  const random = new Random(seed);
  const engine = new Engine(limits, { debug: true });
  const bids = new Side();
  const asks = new Side();
  expect(engine.applyParsed([domain({ settleDecimals: 0 }), wide]).map((event) => event.type)).not.toContain(
    "rejected",
  );
  for (let step = 0; step < 400; step++) {
    const middle = farPrice(random);
    const change = (isBid: boolean) =>
      Array.from({ length: random.int(0, 8) }, (): [bigint, bigint] => {
        const known = [...(isBid ? bids : asks).levels.keys()];
        if (known.length > 0 && random.chance(0.4)) return [known[random.int(0, known.length - 1)]!, 0n];
        const price = random.chance(0.7) ? farPrice(random) : middle;
        return [price, random.bigint(1n, 9n)];
      });
    const changes = { bids: change(true), asks: change(false) };
    const snapshot = random.chance(0.02);
    if (snapshot) for (const side of [bids, asks]) side.levels.clear();
    for (const [price, quantity] of changes.bids) {
      if (quantity !== 0n) asks.removeIf((ask) => ask <= price);
      bids.set(price, quantity);
    }
    for (const [price, quantity] of changes.asks) {
      if (quantity !== 0n) bids.removeIf((bid) => bid >= price);
      asks.set(price, quantity);
    }
    const text = (levels: [bigint, bigint][]) => levels.map((level) => level.map(String));
    const command = {
      type: "book",
      market: "BTC",
      bids: text(changes.bids),
      asks: text(changes.asks),
      snapshot,
    };
    const events = engine.applyParsed([command, { type: "depth", market: "BTC", levels: LEVELS_MAX }]);
    expect(events, `step ${step}`).toMatchObject([
      { type: "depth", bids: bids.told(-1n), asks: asks.told(1n) },
    ]);
    expect(engine.checkInvariants()).toBeNull();
  }
});

test.each([1, 2, 3])(
  "an auction over half a million ticks is uncrossed as the model does it, seed %i",
  (seed) => {
    const random = new Random(seed);
    const tick = feed("BTC");
    const state = (to: string): Command => ({ type: "marketState", market: "BTC", state: to });
    const names = ["alice", "bob", "carol"];
    const commands: Command[] = [domain(), market("BTC"), tick("50000")];
    for (const name of names) commands.push(account(name, "10000000"));
    for (let round = 0; round < 8; round++) {
      commands.push(state("auction"));
      for (let i = 0; i < 60; i++) {
        const price = (47_500 + random.int(0, 500_000) / 100).toFixed(2);
        const side = random.chance(0.5) ? "buy" : "sell";
        commands.push(order(names[random.int(0, 2)]!, side, `0.0${random.int(10, 99)}`, price));
      }
      commands.push(state("open"), { type: "depth", market: "BTC", levels: LEVELS_MAX });
    }
    const [product, model] = subjects.map((kind) => kind.make());
    const told = model!.apply(commands);
    expect(told.filter((event) => event.type === "uncrossed").length).toBeGreaterThan(0);
    expect(firstDifference(told, product!.apply(commands))?.message).toBeUndefined();
  },
);
