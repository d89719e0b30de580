/**
 * Bad days: one command that concerns a whole crowd at once. Each is measured in processor time with crowds of several sizes, and
 * the growth from the smallest to the largest is printed as an exponent: 1 is a time in proportion to the crowd, 2 its square.
 */
import { createHash } from "node:crypto";
import { type Command, Engine } from "#breakwater/index.js";
import { metersOf } from "./armed.js";
import { type Options, type Result, rowsOf } from "./harness.js";

const OBJECTS_AT_ONCE = 4_096;

/** An engine before the command, and the command. */
export interface Crowd {
  readonly engine: Engine;
  readonly last: readonly Command[];
}

export const market = (name: string, maintenancePpm: number, settings: object = {}): Command =>
  ({
    type: "market",
    market: name,
    domain: "main",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.001",
    tiers: [{ from: "0", initialPpm: 2 * maintenancePpm, maintenancePpm }],
    sources: [{ source: "s" }],
    ...settings,
  }) as Command;
export const domain = (settings: object): Command =>
  ({ type: "domain", domain: "main", asset: "USDC", settleDecimals: 6, ...settings }) as Command;
export const tick = (name: string, price: string, sequence: number): Command => ({
  type: "tick",
  market: name,
  source: "s",
  price,
  sequence,
});

/** `size` accounts, each with a position; the three strings are its cash, quantity and entry price. */
export function join(
  engine: Engine,
  letter: string,
  size: number,
  terms: (i: number) => readonly [string, string, string],
): void {
  let waiting: Command[] = [];
  for (let i = 0; i < size; i++) {
    const [cash, quantity, entryPrice] = terms(i);
    const account = `${letter}${i}`;
    waiting.push({ type: "account", account, domain: "main", cash });
    waiting.push({ type: "position", account, market: "BTC", quantity, entryPrice });
    if (waiting.length >= OBJECTS_AT_ONCE || i === size - 1) {
      accepted(engine.apply(waiting));
      waiting = [];
    }
  }
}

export function accepted(events: readonly { readonly type: string }[]): void {
  const refused = events.find(({ type }) => type === "rejected");
  if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
}

export function engineFor(
  size: number,
  commands: readonly Command[],
  debug: boolean,
  limits: object = {},
): Engine {
  const rows = 3 * size + 64;
  const engine = new Engine(
    { accounts: rows, nameBytes: 16 * rows, positions: 2 * rows, cases: rows, works: 18 * rows, ...limits },
    { debug },
  );
  accepted(engine.apply([...commands]));
  return engine;
}

/** The price falls by a seventh in a tick that needs no second one. */
const leaping = { jumpPpm: 1_000_000 };
export const FALLEN = 43_000;

/** All longs go bankrupt in one tick, the fund is empty; as many shorts profit, and have half as much again. */
export function bankruptcies(size: number, adl = true, debug = false, limits: object = {}): Crowd {
  const start = [domain({ adl }), market("BTC", 10_000, leaping), tick("BTC", "50000", 1)];
  const engine = engineFor(size, start, debug, limits);
  join(engine, "l", size, (i) => [`${5_000 + (i % 97)}`, "1", "50000"]);
  join(engine, "s", size, (i) => [`${20_000 + 7 * (i % 89)}`, "-1.5", `${49_000 + (i % 101)}`]);
  return { engine, last: [tick("BTC", `${FALLEN}`, 2)] };
}

/**
 * The same after a halt, in which shorts came in that rank first but could not bear the longs' price: each of them is passed over
 * by everybody.
 */
export function passedOver(size: number, debug = false): Crowd {
  const start = [domain({}), market("BTC", 10_000, leaping), tick("BTC", "50000", 1)];
  const engine = engineFor(size, start, debug);
  join(engine, "l", size, (i) => [`${5_000 + (i % 97)}`, "1", "50000"]);
  const scope = (type: string) => ({ type, market: "BTC" }) as Command;
  accepted(engine.apply([scope("halt"), tick("BTC", `${FALLEN}`, 2)]));
  join(engine, "s", size, () => ["500", "-1", "44010"]);
  join(engine, "w", size, () => ["900000", "-1", "49000"]);
  return { engine, last: [scope("resume"), tick("BTC", `${FALLEN}`, 3)] };
}

/** As many longs wait in their cases as shorts open one in a tick: each crosses with one of the others. */
export function crossings(size: number, debug = false): Crowd {
  const start = [domain({ crossInside: true }), market("BTC", 100_000), tick("BTC", "50000", 1)];
  const engine = engineFor(size, start, debug);
  // A book that holds nothing: slices wait.
  join(engine, "m", 1, () => ["100000", "0.001", "50000"]);
  const maker = { type: "order", account: "m0", market: "BTC", side: "sell", quantity: "1", price: "60000" };
  accepted(engine.apply([maker as Command]));
  join(engine, "l", size, () => ["400", "0.1", "50000"]);
  join(engine, "s", size, () => ["505", "-0.1", "50000"]);
  return { engine, last: [tick("BTC", "50100", 2)] };
}

/** The same in a book where a crowd bids, of whom each fiftieth would be liquidated: fills of a slice change them before the next. */
export function cascadesInside(size: number, debug = false): Crowd {
  const policy = { branchingMaxPpm: 10_000_000, slippagePpm: 50_000 };
  const start = [domain({}), market("BTC", 100_000, { policy }), tick("BTC", "50000", 1)];
  const engine = engineFor(size, start, debug, { orders: size + 64 });
  join(engine, "l", size, () => ["1010", "0.2", "50000"]);
  for (let i = 0; i < size; i++) {
    const account = `w${i}`;
    const bid = { type: "order", account, market: "BTC", side: "buy", quantity: "0.05", price: "49000" };
    const cash = i % 50 === 0 ? "560" : "10000";
    accepted(engine.apply([{ type: "account", account, domain: "main", cash } as Command, bid as Command]));
    const position = { type: "position", account, market: "BTC", quantity: "0.1", entryPrice: "50000" };
    accepted(engine.apply([position as Command]));
  }
  return { engine, last: [tick("BTC", "49900", 2)] };
}

/** Cases are open in one market; the breaker of another comes and goes sixteen times. */
export function flapping(size: number, debug = false): Crowd {
  const start = [domain({}), market("BTC", 100_000), market("ETH", 100_000)];
  const engine = engineFor(size, [...start, tick("BTC", "50000", 1), tick("ETH", "2000", 1)], debug);
  join(engine, "l", size, () => ["400", "0.1", "50000"]);
  const flap = ["halt", "resume"].map((type) => ({ type, market: "ETH" }) as Command);
  return { engine, last: Array.from({ length: 16 }, () => flap).flat() };
}

/** As many cases open in a tick as other longs would be liquidated on the way of any of their slices, which are halved for it. */
export function cascades(size: number, debug = false): Crowd {
  const bounded = { execution: "external", policy: { branchingMaxPpm: 1_000_000 } };
  const start = [domain({}), market("BTC", 100_000, bounded), tick("BTC", "50000", 1)];
  const engine = engineFor(size, start, debug);
  join(engine, "l", size, () => ["505", "0.1", "50000"]);
  join(engine, "w", size, (i) => [`${520 + (i % 97) / 10}`, "0.1", "50000"]);
  return { engine, last: [tick("BTC", "49900", 2)] };
}

/** What was looked at while the command was applied: legs that were ranked or judged, nodes of trees, offers, cases. */
export function looksOf({ engine, last }: Crowd): number {
  const before = metersOf(engine).looks;
  accepted(engine.apply([...last]));
  return metersOf(engine).looks - before;
}

const sizesOf = (smoke: boolean) => (smoke ? [100, 200] : [2_000, 8_000, 32_000, 100_000]);

/** Nanoseconds of processor that the whole process takes, its collector of garbage included: what neighbours do is not in it. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}

function measured(
  bench: string,
  workload: string,
  { smoke }: Options,
  crowd: (size: number) => Crowd,
): Result {
  const sizes = sizesOf(smoke);
  const hash = createHash("sha256");
  const values = sizes.map((size) => {
    const { engine, last } = crowd(size);
    const nanos = processorTime(() => accepted(engine.apply([...last])));
    hash.update(engine.stateHash());
    return nanos;
  });
  const exponent = Math.log(values.at(-1)! / values[0]!) / Math.log(sizes.at(-1)! / sizes[0]!);
  return {
    bench: `crowd, ${bench}`,
    workload,
    checksum: hash.digest("hex").slice(0, 16),
    unit: "ns of processor/command",
    rounds: 1,
    rows: rowsOf(
      sizes.map((size) => ({ name: `${size} accounts` })),
      values.map((value) => [value]),
    ),
    notes: [`growth exponent ${exponent.toFixed(2)}`],
    sizes,
  };
}

export function crowd(options: Options): Result[] {
  return [
    measured("bankrupt without ADL", "a tick that bankrupts all longs", options, (n) =>
      bankruptcies(n, false),
    ),
    measured("bankrupt with ADL", "the same; counterparties take every lot", options, (n) => bankruptcies(n)),
    measured(
      "passed over",
      "a tick after a halt; as many who rank first are passed over by all",
      options,
      (n) => passedOver(n),
    ),
    measured("crossing inside", "a tick that opens as many cases as wait on the other side", options, (n) =>
      crossings(n),
    ),
    measured("cascade", "a tick that opens cases whose slices would set off as many again", options, (n) =>
      cascades(n),
    ),
    measured("a flapping breaker", "a market without cases halts and resumes 16 times", options, (n) =>
      flapping(n),
    ),
  ];
}
