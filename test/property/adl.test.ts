/**
 * Ten thousand random bankruptcies: which accounts, how much and at what price is foretold by a naive oracle,
 * counterparties stay healthy, and no unit of money is made or lost.
 */
import { expect, test } from "vitest";
import { Engine } from "#breakwater/engine/engine.js";
import { type MarketRule, type Occurred, Oracle } from "./adl-oracle.js";
import { Random } from "./random.js";

const BANKRUPTCIES = 10_000;
const TRIALS_AN_ENGINE = 300;

const limits = {
  domains: 8,
  markets: 16,
  accounts: 8_192,
  nameBytes: 262_144,
  positions: 8_192,
  orders: 4_096,
  orderNames: 16,
  ladderLeaves: 8_192,
  ladderNodes: 4_096,
  cases: 4_096,
  works: 8_192,
  slices: 16,
  venueReports: 16,
  triggerBuckets: 4_194_304,
} as const;

type Command = Readonly<Record<string, unknown>>;

interface Size {
  readonly price: bigint;
  readonly lots: bigint;
  readonly unit: bigint;
}
type Name = "A" | "B";

/** Small numbers, where ranks tie and roundings bite; and large ones, whose scores need their 256 bits. */
const scales: readonly Readonly<Record<Name, Size>>[] = [
  { A: { price: 1_000n, lots: 60n, unit: 1n }, B: { price: 300n, lots: 40n, unit: 3n } },
  { A: { price: 1_000_000n, lots: 200_000n, unit: 1n }, B: { price: 90_000n, lots: 900_000n, unit: 2n } },
];
const names: readonly Name[] = ["A", "B"];

const domains: readonly { settings: Command; floor: bigint; user: boolean; part: bigint | null }[] = [
  { settings: { takeoverPpm: 1_000_000, surplus: "fund" }, floor: 0n, user: false, part: null },
  { settings: { fundFloor: "500" }, floor: 500n, user: true, part: null },
  { settings: { takeoverPpm: 500_000 }, floor: 0n, user: true, part: 2n },
  { settings: { takeoverPpm: 200_000, surplus: "fund" }, floor: 0n, user: false, part: 0n },
];

/** What the domains of an engine share. */
interface Shared {
  accounts: number;
  time: number;
  readonly oracles: Oracle[];
}

class World {
  readonly oracle: Oracle;
  private readonly sizes: Readonly<Record<Name, Size>>;
  private alive = new Map<string, number>();
  private sequence = 0;

  private readonly engine: Engine;
  private readonly random: Random;
  private readonly number: number;
  private readonly shared: Shared;

  constructor(engine: Engine, random: Random, number: number, shared: Shared) {
    this.engine = engine;
    this.random = random;
    this.number = number;
    this.shared = shared;
    const { settings, floor, user, part } = domains[number >> 1]!;
    this.sizes = scales[number & 1]!;
    const rules = new Map<string, MarketRule>();
    this.tell({ type: "domain", domain: this.domain, asset: "USD", settleDecimals: 0, ...settings });
    for (const name of names) {
      const { price, lots, unit } = this.sizes[name];
      const from = (price * lots * unit) / 2n;
      const cap = part === null ? null : part * from;
      rules.set(this.name(name), {
        unit,
        low: 50_000n,
        from,
        high: 80_000n,
        slippagePpm: 10_000n,
        cap,
      });
      this.tell({
        type: "market",
        market: this.name(name),
        domain: this.domain,
        kind: "linear",
        priceDecimals: 0,
        tickSize: "1",
        lotSize: "1",
        contractSize: String(unit),
        maxPrice: String(price * 2n),
        tiers: [
          { from: "0", initialPpm: 100_000, maintenancePpm: 50_000 },
          { from: String(from), initialPpm: 100_000, maintenancePpm: 80_000 },
        ],
        sources: [{ source: "s" }],
        jumpPpm: 1_000_000,
        ...(cap === null ? {} : { takeoverNotionalMax: String(cap) }),
      });
    }
    this.oracle = new Oracle({ domain: this.domain, floor, userKeepsSurplus: user, markets: rules });
    this.shared.oracles.push(this.oracle);
    for (const name of names) this.tick(name, this.sizes[name].price);
    this.open("bank", 10n ** 15n);
  }

  private get domain(): string {
    return `d${this.number}`;
  }

  private name(market: string): string {
    return `${market}-${this.number}`;
  }

  private bank(): string {
    return `bank-${this.number}`;
  }

  /** Applies a command; with `watched`, what it does is compared with the oracle. Any domain's cases may act in it. */
  tell(command: Command, watched = false): Occurred[] {
    const events = this.engine.applyParsed([command]) as unknown as Occurred[];
    for (const oracle of this.shared.oracles) {
      for (const event of events) oracle.see(event, watched && oracle === this.oracle);
    }
    return events;
  }

  private tick(market: string, price: bigint, watched = false): Occurred[] {
    this.sequence++;
    this.shared.time += 1_000_000;
    const tick = { type: "tick", market: this.name(market), source: "s", price: String(price) };
    return this.tell({ ...tick, sequence: this.sequence, time: this.shared.time }, watched);
  }

  private open(as: string, cash: bigint): string {
    const name = `${as}-${as === "bank" ? this.number : this.shared.accounts}`;
    this.alive.set(name, this.shared.accounts++);
    this.tell({ type: "account", account: name, domain: this.domain, cash: String(cash) });
    return name;
  }

  private hold(account: string, market: Name, quantity: bigint, entry: bigint, watched = false): void {
    const position = { type: "position", account, market: this.name(market) };
    if (watched)
      this.oracle.enter(account, this.name(market), quantity, quantity * entry * this.sizes[market].unit);
    this.tell({ ...position, quantity: String(quantity), entryPrice: String(entry) }, watched);
  }

  private between(low: bigint, high: bigint): bigint {
    return this.random.bigint(low, high);
  }

  /** A position and cash for a part of its notional. */
  private player(as: string, market: Name, side: bigint, low: bigint, high: bigint, spread: bigint): string {
    const { price, lots, unit } = this.sizes[market];
    const quantity = this.between(1n, lots);
    const percent = this.between(low, high);
    const name = this.open(as, (quantity * price * unit * percent) / 100n);
    const entry = (price * this.between(100n - spread, 100n + spread)) / 100n;
    this.hold(name, market, side * quantity, entry);
    return name;
  }

  /** Some lose all they have; returns how many takeovers were looked at. */
  trial(): number {
    const before = this.oracle.takeovers;
    for (const name of names) this.tick(name, this.sizes[name].price);
    const market = this.random.pick(names);
    const side = this.random.chance(0.5) ? 1n : -1n;
    if (this.random.chance(0.5)) this.fall(market, side);
    else this.ruin(market, side);
    this.oracle.finish();
    this.conserved();
    this.clear();
    return this.oracle.takeovers - before;
  }

  /** At one tick. */
  private fall(market: Name, side: bigint): void {
    const { price, lots } = this.sizes[market];
    this.crowd(market, side, 15n);
    for (let i = this.random.int(1, 3); i > 0; i--) {
      this.hedge(this.player("v", market, side, 10n, 20n, 1n), market);
    }
    const fallen = price - (side * price * this.between(15n, 35n)) / 100n;
    if (this.random.chance(0.3)) {
      const quantity = String(this.between(1n, lots));
      const quote = { type: "order", account: this.bank(), market: this.name(market), quantity };
      this.tell({ ...quote, side: side > 0n ? "buy" : "sell", price: String(fallen) });
    }
    this.lookAround();
    this.tick(market, fallen, true);
  }

  /** At a price that was never the mark's: however much, so that counterparties could not bear it. */
  private ruin(market: Name, side: bigint): void {
    const { price, lots } = this.sizes[market];
    this.crowd(market, side, 10n);
    const name = this.open("v", 0n);
    this.lookAround();
    const entry = price + (side * price * this.between(1n, 60n)) / 100n;
    this.hold(name, market, side * this.between(1n, lots), entry, true);
  }

  /** Those who could be deleveraged, some who could not, and a fund of some size. */
  private crowd(market: Name, side: bigint, spread: bigint): void {
    const { price, lots, unit } = this.sizes[market];
    for (let i = this.random.int(0, 9); i > 0; i--) {
      this.hedge(this.player("w", market, -side, 15n, this.random.chance(0.5) ? 25n : 200n, spread), market);
    }
    if (this.random.chance(0.3)) this.twins(market, side);
    for (let i = this.random.int(0, 2); i > 0; i--) this.player("o", market, side, 5n, 100n, spread);
    if (this.random.chance(0.7)) return;
    const worth = price * lots * unit;
    const amount = String(this.between(1n, this.random.chance(0.2) ? worth : worth / 20n));
    this.tell({ type: "transfer", account: this.bank(), amount, to: "@fund" });
  }

  /** The same score, and legs in the other market that make the net exposure differ. */
  private twins(market: Name, side: bigint): void {
    const { price, lots, unit } = this.sizes[market];
    const other = this.sizes[market === "A" ? "B" : "A"];
    const quantity = this.between(1n, lots);
    const worth = quantity * price * unit;
    for (const weight of [2n, -2n, 0n]) {
      const name = this.open("t", 4n * worth);
      this.hold(name, market, -side * quantity, price);
      const lotsThere = (weight * side * worth) / (other.price * other.unit);
      if (lotsThere !== 0n) this.hold(name, market === "A" ? "B" : "A", lotsThere, other.price);
    }
  }

  /** Now and then a leg in the other market. */
  private hedge(account: string, market: Name): void {
    if (!this.random.chance(0.3)) return;
    const other = market === "A" ? "B" : "A";
    const most = this.sizes[market].price * this.sizes[market].lots * this.sizes[market].unit;
    const quantity =
      this.between(-1n, 1n) * (most / (20n * this.sizes[other].price * this.sizes[other].unit));
    if (quantity !== 0n) this.hold(account, other, quantity, this.sizes[other].price);
  }

  private lookAround(): void {
    this.oracle.forgetHolders();
    for (const [account, index] of this.alive) {
      const [report] = this.engine.apply([{ type: "report", account }]) as unknown as Occurred[];
      this.oracle.learn(report!, index);
    }
    const [books] = this.engine.apply([
      { type: "domainReport", domain: this.domain },
    ]) as unknown as Occurred[];
    this.oracle.learnFund(books!);
  }

  private conserved(): void {
    const [books] = this.engine.apply([
      { type: "domainReport", domain: this.domain },
    ]) as unknown as Occurred[];
    const units = (field: string) => BigInt(books![field] as string);
    expect(units("cashTotal") - units("costTotal")).toBe(units("deposits") - units("withdrawals"));
    for (const total of Object.values(books!["quantityTotal"] as object)) expect(total).toBe("0");
  }

  /** Accounts that can leave, leave; an account in a case stays for the next trials. */
  private clear(): void {
    this.tell({ type: "cancelAll", account: this.bank() });
    for (const account of [...this.alive.keys()]) {
      let stays = account === this.bank();
      for (const market of names) {
        const events = this.tell({ type: "position", account, market: this.name(market), quantity: "0" });
        if (events[0]?.type === "rejected") stays = true;
      }
      if (!stays) this.alive.delete(account);
    }
  }
}

test("ten thousand bankruptcies are carried by the fund and by those who profit, as foretold", () => {
  const random = new Random(20_251_010);
  let bankruptcies = 0;
  let pieces = 0;
  let skipped = 0;
  let restored = 0;
  while (bankruptcies < BANKRUPTCIES) {
    const engine = new Engine(limits, { debug: true });
    const shared: Shared = { accounts: 0, time: 0, oracles: [] };
    const worlds = [...Array(2 * domains.length).keys()].map(
      (number) => new World(engine, random, number, shared),
    );
    for (let trial = 0; trial < TRIALS_AN_ENGINE; trial++) {
      bankruptcies += random.pick(worlds).trial();
      if (trial % 50 === 0) expect(engine.checkInvariants()).toBeNull();
    }
    for (const { oracle } of worlds) {
      pieces += oracle.pieces;
      skipped += oracle.skipped;
      restored += oracle.restored;
    }
  }
  // The run is worth something only if it has met what it is about.
  expect(pieces).toBeGreaterThan(BANKRUPTCIES / 2);
  expect(skipped).toBeGreaterThan(500);
  expect(restored).toBeGreaterThan(50);
}, 180_000);
