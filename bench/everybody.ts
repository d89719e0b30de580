/**
 * Everybody at once: each account of a shard is liquidatable after one tick, with each algorithm, in the internal book and at a
 * venue, with tables for all and with tables for a part. After every command each of them has a case or is blocked by name.
 */
import { type Command, Engine } from "#breakwater/index.js";
import { type Options, type Result, rowsOf, time } from "./harness.js";

const ALGORITHMS = ["immediate", "twap", "pov", "ladder", "adaptive"] as const;
const SECOND = 1_000_000;
/** Rungs of a ladder take orders, and each order may become a position. */
const ORDERS = 1_048_576;
const COMMANDS_AT_ONCE = 4_096;
/** Of the reports asked for at once, so that their events stay few. */
const REPORTS_AT_ONCE = 2_048;

interface Seen {
  readonly type: string;
  readonly account?: string;
  readonly breaker?: string;
  readonly case?: string | null;
  readonly state?: string;
  readonly equity?: string;
  readonly maintenanceMargin?: string;
  readonly order?: string;
  readonly code?: string;
  readonly field?: string | null;
  readonly detail?: string | null;
}

/** What the events say of every account: whether it has a case, or is blocked by `CAPACITY` without one. */
class Named {
  readonly worked = new Set<string>();
  readonly blocked = new Set<string>();
  slices = 0;

  take(events: readonly Seen[]): void {
    for (const { type, account, breaker, case: caseName, code, field, detail } of events) {
      if (type === "rejected") throw new Error(`refused: ${code} ${field} ${detail}`);
      if (type === "slice") this.slices += 1;
      if (type === "liquidationOpened") this.worked.add(account!);
      if (type === "liquidationClosed") this.worked.delete(account!);
      if (breaker !== "CAPACITY" || (caseName ?? null) !== null) continue;
      if (type === "liquidationBlocked") this.blocked.add(account!);
      if (type === "liquidationUnblocked") this.blocked.delete(account!);
    }
  }
}

class World {
  readonly engine: Engine;
  readonly named = new Named();
  readonly accounts: number;
  private now = SECOND;

  constructor(accounts: number, algorithm: string, external: boolean, limits: object) {
    this.accounts = accounts;
    this.engine = new Engine(limits);
    this.apply([
      {
        type: "domain",
        domain: "main",
        asset: "USDC",
        settleDecimals: 6,
        insuranceFund: "1000000",
        takeover: false,
      },
      {
        type: "market",
        market: "BTC",
        domain: "main",
        kind: "linear",
        priceDecimals: 2,
        tickSize: "0.01",
        lotSize: "0.001",
        tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
        sources: [{ source: "s" }],
        execution: external ? "external" : "internal",
        policy: { algorithm, sliceNotionalMax: "2000", horizon: 60 * SECOND },
      },
      { type: "tick", market: "BTC", source: "s", price: "50000", sequence: 1, time: this.now },
      { type: "account", account: "maker", domain: "main", cash: "900000000" },
    ]);
    const load: Command[] = [];
    for (let i = 0; i < accounts; i++) {
      load.push({ type: "account", account: `a${i}`, domain: "main", cash: String(600 + (i % 89)) });
      load.push({
        type: "position",
        account: `a${i}`,
        market: "BTC",
        quantity: i % 2 === 0 ? "0.1" : "0.11",
        entryPrice: "50000",
      });
    }
    for (let at = 0; at < load.length; at += COMMANDS_AT_ONCE)
      this.apply(load.slice(at, at + COMMANDS_AT_ONCE));
    if (!external) this.bid("0.7");
  }

  apply(commands: readonly object[]): readonly Seen[] {
    const events = this.engine.apply(commands as Command[]) as unknown as readonly Seen[];
    this.named.take(events);
    return events;
  }

  /** One bid deep enough for some of the slices of a round. */
  bid(part: string): void {
    const quantity = (Number(part) * this.accounts * 0.02).toFixed(3);
    this.apply([{ type: "order", account: "maker", market: "BTC", side: "buy", quantity, price: "44990" }]);
  }

  tick(sequence: number, price: string): readonly Seen[] {
    this.now += SECOND;
    return this.apply([{ type: "tick", market: "BTC", source: "s", price, sequence, time: this.now }]);
  }

  clock(): readonly Seen[] {
    this.now += 2 * SECOND;
    return this.apply([{ type: "clock", time: this.now }]);
  }

  /** The venue fills every other slice of those given, and rejects the rest. */
  report(events: readonly Seen[]): void {
    const reports = events
      .filter(({ type }) => type === "slice")
      .map(({ order }, i) =>
        i % 2 === 0
          ? {
              type: "execution",
              order,
              status: "fill",
              price: "44980",
              quantity: "0.001",
              execution: `${order}x`,
            }
          : { type: "execution", order, status: "rejected" },
      );
    for (let at = 0; at < reports.length; at += COMMANDS_AT_ONCE) {
      this.apply(reports.slice(at, at + COMMANDS_AT_ONCE));
      this.check("a venue's reports");
    }
  }

  /** The sweep looks at every account: each that is liquidatable has a case, or waits for room by name. */
  check(after: string): void {
    const missed = this.engine.sweep();
    if (missed !== 0) throw new Error(`${missed} liquidatable accounts are unnamed after ${after}`);
  }

  /** Worked + blocked by name = liquidatable, by each account's own report: no index, no sweep. */
  count(after: string): { liquidatable: number; worked: number; blocked: number } {
    let liquidatable = 0;
    for (let from = 0; from < this.accounts; from += REPORTS_AT_ONCE) {
      const names = Array.from(
        { length: Math.min(REPORTS_AT_ONCE, this.accounts - from) },
        (_, i) => `a${from + i}`,
      );
      const answers = this.apply(names.map((account) => ({ type: "report", account })));
      for (const { account, equity, maintenanceMargin } of answers) {
        if (Number(equity) >= Number(maintenanceMargin)) continue;
        liquidatable += 1;
        if (this.named.worked.has(account!) === this.named.blocked.has(account!)) {
          throw new Error(
            `${account} is liquidatable after ${after}, and neither worked nor blocked, or both`,
          );
        }
      }
    }
    return { liquidatable, worked: this.named.worked.size, blocked: this.named.blocked.size };
  }
}

interface Outcome {
  readonly nanos: number;
  readonly note: string;
  readonly hash: string;
}

function play(accounts: number, algorithm: string, external: boolean, part: number): Outcome {
  const rows = accounts + 64;
  const limits = {
    accounts: rows,
    nameBytes: 16 * rows,
    positions: 2 * rows + ORDERS,
    ...(part === 1 ? {} : { cases: Math.ceil(accounts * part), slices: Math.ceil(accounts * part * part) }),
  };
  const world = new World(accounts, algorithm, external, limits);
  let events: readonly Seen[] = [];
  const nanos = time(1, () => {
    events = world.tick(2, "45000");
  });
  world.check("the tick");
  const found = world.count("the tick");
  if (found.liquidatable !== accounts)
    throw new Error(`${found.liquidatable} of ${accounts} are liquidatable`);
  if (found.worked + found.blocked !== found.liquidatable) throw new Error("worked + blocked ≠ liquidatable");
  for (let round = 0; round < 3; round++) {
    if (external) world.report(events);
    else world.bid("0.3");
    world.check("an order or reports");
    events = world.clock();
    world.check("a clock");
  }
  const last = world.count("the last clock");
  const where = external ? "venue" : "book";
  return {
    nanos,
    hash: world.engine.stateHash(),
    note: `${algorithm}, ${where}, tables for ${part === 1 ? "all" : part}: ${found.worked} worked + ${found.blocked} blocked = ${found.liquidatable}; at the end ${last.worked} + ${last.blocked}, of them liquidatable ${last.liquidatable}; ${world.named.slices} slices`,
  };
}

export function everybody({ smoke }: Options): Result[] {
  const accounts = smoke ? 300 : 131_072;
  const worlds = ALGORITHMS.flatMap((algorithm) =>
    [false, true].flatMap((external) => [1, 0.25].map((part) => ({ algorithm, external, part }))),
  );
  const found = worlds.map(({ algorithm, external, part }) => play(accounts, algorithm, external, part));
  return [
    {
      bench: "everybody",
      workload: `a tick after which all of ${accounts} accounts are liquidatable; three rounds of fills`,
      checksum: found.map(({ hash }) => hash.slice(0, 4)).join(" "),
      unit: "ns/command",
      rounds: 1,
      rows: rowsOf(
        worlds.map(({ algorithm, external, part }) => ({
          name: `${algorithm}, ${external ? "venue" : "book"}, tables for ${part === 1 ? "all" : part}`,
        })),
        found.map(({ nanos }) => [nanos]),
      ),
      notes: found.map(({ note }) => note),
    },
  ];
}
