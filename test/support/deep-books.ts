/** Books of as many price levels as there are slices that ask how deep they are, for counts of what is looked at. */

import type { Command } from "#breakwater/index.js";
import { type Crowd, domain, engineFor, join, market, tick } from "../../bench/crowd.js";

const command = (fields: object) => fields as Command;
const cents = (i: number) => (49_899.99 - i / 100).toFixed(2);
const bid = (account: string, i: number) =>
  command({ type: "order", account, market: "BTC", side: "buy", quantity: "0.002", price: cents(i) });
const deep = { slippagePpm: 500_000, expectedSlippagePpm: 0 };

/** A venue whose bids stand at as many prices; as many longs are liquidated at 49,900. */
function atVenue(size: number, policy: object, lots: string, cash: string, debug: boolean): Crowd {
  const settings = { execution: "external", policy: { ...deep, ...policy } };
  const engine = engineFor(
    size,
    [domain({}), market("BTC", 100_000, settings), tick("BTC", "50000", 1)],
    debug,
  );
  const bids = Array.from({ length: size }, (_, i) => [cents(i), "0.001"]);
  engine.apply([command({ type: "book", market: "BTC", snapshot: true, bids, asks: [] })]);
  join(engine, "l", size, () => [cash, lots, "50000"]);
  return { engine, last: [tick("BTC", "49900", 2)] };
}

/** Slices are a share of the depth. */
export function sharesOfDepth(size: number, debug = false): Crowd {
  return atVenue(size, { algorithm: "pov" }, "0.1", "505", debug);
}

/** Slices are as large as the depth and its refill allow. */
export function adaptiveDepth(size: number, debug = false): Crowd {
  return atVenue(size, { algorithm: "adaptive" }, "0.1", "505", debug);
}

/** Each slice reaches through all of the levels. */
export function farReaches(size: number, debug = false): Crowd {
  const lots = size / 1_000;
  return atVenue(size, { branchingMaxPpm: 1_000_000 }, `${lots}`, `${5_050 * lots}`, debug);
}

/**
 * The book itself, with a bid of everybody's in it: a case that opens takes its account's bid away, somewhere in the book, and its
 * slice takes the best.
 */
export function changingDepth(size: number, debug = false): Crowd {
  const policy = { ...deep, algorithm: "pov", depthSharePpm: 1 };
  const start = [domain({}), market("BTC", 100_000, { policy }), tick("BTC", "50000", 1)];
  const engine = engineFor(size, start, debug, { orders: 3 * size });
  join(engine, "m", 1, () => ["10000000", "0.001", "50000"]);
  engine.apply(Array.from({ length: size }, (_, i) => bid("m0", 2 * i)));
  for (let i = 0; i < size; i++) {
    const account = `l${i}`;
    engine.apply([
      command({ type: "account", account, domain: "main", cash: "505" }),
      bid(account, 2 * ((i * 7_919) % size) + 1),
      command({ type: "position", account, market: "BTC", quantity: "0.1", entryPrice: "50000" }),
    ]);
  }
  return { engine, last: [tick("BTC", "49900", 2)] };
}

/** As many ticks, each of which asks whether there is depth enough. */
export function measuredDepth(size: number, debug = false): Crowd {
  const breakers = { depthMin: `${size / 1_000}` };
  const settings = { execution: "external", policy: deep, breakers };
  const engine = engineFor(
    size,
    [domain({}), market("BTC", 100_000, settings), tick("BTC", "50000", 1)],
    debug,
  );
  const bids = Array.from({ length: size }, (_, i) => [cents(i), "0.001"]);
  engine.apply([
    command({ type: "book", market: "BTC", snapshot: true, bids, asks: [["50001.00", `${size}`]] }),
  ]);
  return { engine, last: Array.from({ length: size }, (_, i) => tick("BTC", `${50_000 + (i % 2)}`, i + 2)) };
}

/**
 * A book in an auction where the first bid takes all of a position, so that bids behind it, each larger than all that is still asked,
 * have nothing left to reduce and are cancelled one by one: as many prices are looked for.
 */
export function pricesOfAuction(size: number, debug = false): Crowd {
  const engine = engineFor(
    8,
    [
      domain({}),
      market("BTC", 100_000, { ordersMax: size + 8, marketBandPpm: 1_000_000 }),
      tick("BTC", "50000", 1),
    ],
    debug,
    {
      orders: size + 8,
    },
  );
  const lots = (count: number) => (count / 1_000).toFixed(3);
  const all = lots(2 * size);
  join(engine, "m", 2, (i) => ["100000000", i === 0 ? `-${all}` : all, "50000"]);
  const state = (to: string) => command({ type: "marketState", market: "BTC", state: to });
  const first = { ...bid("m0", 0), quantity: all };
  // So far apart that the ladder below them is as high for few as for many.
  const low = { ...bid("m1", 1_200 * (size + 1)), side: "sell" };
  const asked = [
    { ...low, quantity: all },
    { ...low, quantity: "0.001" },
  ];
  const behind = Array.from({ length: size }, (_, i) => ({
    ...bid("m0", i),
    quantity: "0.002",
    reduceOnly: true,
  }));
  engine.apply([state("auction"), ...[first, ...asked, ...behind].map(command)]);
  return { engine, last: [state("open")] };
}

/** A book of ordinary offers, and an FOK order for more of them than there are. */
export function tooMuchToFill(size: number): Crowd {
  const engine = engineFor(8, [domain({}), market("BTC", 100_000, {}), tick("BTC", "50000", 1)], false, {
    orders: size + 8,
    positions: size + 64,
  });
  join(engine, "m", 2, () => ["100000000", "0.001", "50000"]);
  engine.apply(Array.from({ length: size }, (_, i) => bid("m0", i)));
  const sale = { ...bid("m1", size), side: "sell", quantity: "9", timeInForce: "FOK" };
  return { engine, last: [command(sale)] };
}
