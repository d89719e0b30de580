/**
 * What an account's own open orders cost it: an amendment, and an order of an account with orders in eight markets, beside few and
 * beside many. Their sums are kept, so that nobody looks at the others.
 */
import { createHash } from "node:crypto";
import { type Command, Engine } from "#breakwater/index.js";
import { accepted, type Crowd, domain, market, tick } from "./crowd.js";
import { compete, type Goal, type Options, type Result, type Row, time } from "./harness.js";

const MARKETS = ["BTC", "M1", "M2", "M3", "M4", "M5", "M6", "M7"];
const COMMANDS_AT_ONCE = 4_096;

const bid = (inMarket: string, price: number, order?: string): Command => ({
  type: "order",
  account: "trader",
  market: inMarket,
  side: "buy",
  quantity: "0.001",
  price: `${price}`,
  ...(order === undefined ? {} : { order }),
});

/** A trader with `size` bids below the mark, over so many markets, and one of them with a name. `ordersMax`: what each lets it have. */
function trader(size: number, markets: readonly string[], debug: boolean, ordersMax = size + 1_024): Engine {
  const limits = {
    accounts: 64,
    positions: 2 * size + 1_024,
    orders: size + 1_024,
    triggerBuckets: 8_388_608,
  };
  const engine = new Engine(limits, { debug });
  accepted(
    engine.apply([
      domain({}),
      ...markets.map((name) => market(name, 10_000, { takerFeePpm: 500, maxPrice: "100000", ordersMax })),
      ...markets.map((name) => tick(name, "50000", 1)),
      { type: "account", account: "trader", domain: "main", cash: "100000000" },
    ]),
  );
  const orders = Array.from({ length: size }, (_, i) =>
    bid(markets[i % markets.length]!, 49_000 - (i % 512)),
  );
  for (let i = 0; i < size; i += COMMANDS_AT_ONCE)
    accepted(engine.apply(orders.slice(i, i + COMMANDS_AT_ONCE)));
  accepted(engine.apply([bid("BTC", 49_000, "own")]));
  return engine;
}

const amendment = (price: number): Command => ({ type: "amend", order: "own", price: `${price}` });

/** An amendment beside `size` other orders of the account, in one market. */
export const amends = (size: number, debug = false): Crowd => ({
  engine: trader(size, ["BTC"], debug),
  last: [amendment(49_500)],
});

/** An amendment, an order and a withdrawal of an account with `size` orders in eight markets. */
export const ordersBeside = (size: number, debug = false): Crowd => ({
  engine: trader(size, MARKETS, debug),
  last: [amendment(49_500), bid("M3", 49_600), { type: "transfer", account: "trader", amount: "-1" }],
});

/** The same where each market lets it have little more than it has there: in all it has more. */
export const ordersNearMost = (size: number, debug = false): Crowd => ({
  engine: trader(size, MARKETS, debug, Math.ceil(size / MARKETS.length) + 8),
  last: [amendment(49_500), bid("M3", 49_600), { type: "transfer", account: "trader", amount: "-1" }],
});

export function openOrders(options: Options): Result[] {
  const [few, many] = options.smoke ? [4, 400] : [400, 40_000];
  const operations = options.smoke ? 40 : 2_000;
  const engines: Engine[] = [];
  const contenders = [few!, many!].flatMap((size) => {
    const one = trader(size, ["BTC"], false);
    const eight = trader(size, MARKETS, false);
    engines.push(one, eight);
    return [
      {
        name: `an amendment beside ${size} orders`,
        run: () => {
          const amendments = Array.from({ length: operations }, (_, i) => amendment(49_400 + (i % 64)));
          return time(operations, () => void accepted(one.apply(amendments)));
        },
      },
      {
        name: `an order and its end beside ${size} in eight markets`,
        run: () => {
          const commands = Array.from({ length: operations / 2 }, (_, i): Command[] => [
            bid(MARKETS[i % 8]!, 49_700, "new"),
            { type: "cancel", order: "new" },
          ]).flat();
          return time(operations, () => void accepted(eight.apply(commands)));
        },
      },
    ];
  });
  const rows = compete(contenders, options.rounds);
  return [
    {
      bench: "orders",
      workload: "commands as objects, one engine for each row",
      checksum: createHash("sha256")
        .update(engines.map((engine) => engine.stateHash()).join())
        .digest("hex")
        .slice(0, 16),
      unit: "ns a command",
      rounds: options.rounds,
      rows,
      notes: [],
      goals: [
        growth(`an amendment beside ${many} orders to one beside ${few}`, rows[2]!, rows[0]!),
        growth(`an order beside ${many} in eight markets to one beside ${few}`, rows[3]!, rows[1]!),
      ],
    },
  ];
}

const growth = (what: string, beside: Row, alone: Row): Goal => ({
  id: "A1",
  what,
  found: beside.median / alone.median,
  limit: 1.1,
  sense: "at most",
  unit: "×",
});
