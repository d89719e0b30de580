/**
 * A seeded stream of commands: prices that wander, crash and recover over accounts that are leveraged, books that are
 * quoted, and a venue that answers, late, twice or not at all. It learns from the events what it needs to go on.
 */
import type { Command, Event } from "../model/model.js";
import { format, parseDecimal, powerOfTen } from "../model/units.js";
import { named, noteOrder, oneSide, selfTrade } from "./book.js";
import { malformTerms } from "./expiry.js";
import { chosenFeatures, type Features } from "./features.js";
import { malform, malformDefinition, refusedDefinition, type Step } from "./hostile.js";
import { malformLoad } from "./loading.js";
import { nonsense } from "./nonsense.js";
import { walk, within } from "./prices.js";
import { query } from "./queries.js";
import { Random } from "./random.js";
import {
  collateral,
  type Extra,
  extraMix,
  isExtra,
  makeExtra,
  nothingLearned,
  type World,
} from "./rulebook.js";
import { noteSeized, sale } from "./seized.js";
import type { AccountPlan, DomainPlan, MarketPlan } from "./universe.js";
import {
  accountCommand,
  formatLots,
  formatPrice,
  lotValue,
  planAccount,
  planDomain,
  planMarket,
  planPolicy,
} from "./universe.js";
import { bookUpdate, report, type SliceSeen } from "./venue.js";
import { malformTruth } from "./venue-truth.js";

const SECOND = 1_000_000;
const START = 1_700_000_000 * SECOND;

/** How often each kind of command comes. */
const MIX = {
  tick: 36,
  quote: 14,
  take: 6,
  book: 8,
  execution: 9,
  position: 7,
  transfer: 4,
  cancel: 2,
  cancelAll: 1,
  clock: 4,
  operator: 0.7,
  policy: 0.7,
  query: 3,
  nonsense: 4,
  malformed: 2,
  definition: 0.8,
};

/** Of which one thing is made wrong. */
const MALFORMED = ["tick", "quote", "execution", "position", "transfer", "cancel", "query"] as const;

export class Generator {
  readonly random: Random;
  readonly domains: DomainPlan[] = [];
  readonly markets: MarketPlan[] = [];
  readonly accounts: AccountPlan[] = [];
  private readonly pending: Command[] = [];
  private readonly orders = new Set<string>();
  private readonly slices: SliceSeen[] = [];
  private readonly halted = new Set<string>();
  private time = START;
  private named = 0;
  private lastTick: Command | null = null;
  private readonly features: Features;
  private readonly mix: Record<keyof typeof MIX, number> & Partial<Record<Extra, number>>;
  private readonly world: World;

  constructor(seed: number, features: Features = chosenFeatures()) {
    this.random = new Random(seed);
    this.features = features;
    this.mix = { ...MIX, ...extraMix(features) };
    const { random } = this;
    for (let index = random.int(1, 2); index > 0; index -= 1) {
      this.domains.push(planDomain(random, this.domains.length, features));
    }
    const { domains, markets, accounts, orders, slices, pending } = this;
    const plans = { domains, markets, accounts, orders, slices, pending, ...nothingLearned() };
    const pass = (micros: number) => {
      this.time += micros;
    };
    this.world = { random, features, ...plans, pass, now: () => this.time };
    this.pending.push(...this.domains.map(({ command }) => command));
    for (let index = 0; index < 3; index += 1) this.addMarket();
    if (features.has("collateral")) this.pending.push(collateral(this.world), collateral(this.world));
    for (const domain of this.domains) {
      const count = random.int(6, 14);
      for (let index = 0; index < count; index += 1) this.addAccount(domain, index < 2);
    }
  }

  /** The next command, with its refusal if the static checks must refuse it. */
  next(): Step {
    const { random } = this;
    const defined = this.pending.shift();
    if (defined) return { command: defined };
    this.passTime();
    const kind =
      this.halted.size > 0 && random.chance(0.05)
        ? "operator"
        : random.weighted(this.mix as Record<keyof typeof MIX | Extra, number>);
    if (kind === "malformed") return this.malformed();
    const command = (isExtra(kind) ? makeExtra(kind, this.world) : this.make(kind)) ?? this.tick();
    if (!random.chance(0.05)) command.time ??= this.time;
    else if (random.chance(0.3)) command.time = this.time - random.int(1, SECOND);
    if (command.type === "clock") command.time ??= this.time;
    return { command };
  }

  private malformed(): Step {
    const { random } = this;
    if (this.features.has("venue") && random.chance(0.2)) return malformTruth(random, this.world);
    if (this.features.has("loading") && random.chance(0.1)) return malformLoad(this.world);
    if (this.features.has("expiry") && random.chance(0.1)) return malformTerms(this.world);
    if (random.chance(0.2)) {
      return malformDefinition(random, random.pick(this.domains).command, random.pick(this.markets).command);
    }
    const sold = this.features.has("seized") && random.chance(0.1) ? sale(this.world) : null;
    const step = { command: sold ?? this.make(random.pick(MALFORMED)) ?? this.tick() };
    return malform(random, step) ?? step;
  }

  private make(kind: Exclude<keyof typeof MIX, "malformed">): Command | null {
    switch (kind) {
      case "tick":
        return this.tick();
      case "quote":
        return this.quote();
      case "take":
        return this.take();
      case "book":
        return bookUpdate(this.random, this.marketWhere(true));
      case "execution":
        return report(this.random, this.slices, this.features);
      case "position":
        return this.position();
      case "transfer":
        return this.transfer();
      case "cancel":
        return named(this.world, { type: "cancel", order: this.random.pick([...this.orders, "nothing"]) });
      case "cancelAll":
        return this.cancelAll();
      case "clock":
        return { type: "clock", time: this.time };
      case "operator":
        return this.operate();
      case "policy": {
        const market = this.random.pick(this.markets);
        return {
          type: "policy",
          market: market.name,
          policy: planPolicy(this.random, market, this.features),
        };
      }
      case "query":
        return query(this.world);
      case "nonsense":
        return this.nonsense();
      case "definition":
        return this.define();
    }
  }

  /** Mostly milliseconds, sometimes past an interval, a slice's lifetime or a horizon. */
  private passTime(): void {
    const { random } = this;
    const step = random.weighted({ none: 20, short: 50, medium: 20, long: 8, longer: 2, jump: 0.3 });
    this.time += {
      none: 0,
      short: random.int(1, 50_000),
      medium: random.int(50_000, 500_000),
      long: random.int(500_000, 2 * SECOND),
      longer: random.int(2 * SECOND, 12 * SECOND),
      jump: random.int(60 * SECOND, 700 * SECOND),
    }[step];
  }

  private tick(): Command {
    const { random } = this;
    if (this.lastTick && random.chance(0.02)) return { ...this.lastTick };
    const market = random.pick(this.markets);
    const source = random.pick(market.sources);
    walk(random, market);
    const noise = random.chance(0.02) ? random.int(-200_000, 200_000) : random.int(-300, 300);
    const price = within(market, (market.price * BigInt(1_000_000 + noise)) / 1_000_000n);
    source.sequence += random.chance(0.95) ? 1 : random.int(2, 5);
    const command: Command = {
      type: "tick",
      market: market.name,
      source: source.name,
      price: formatPrice(market, price),
      sequence: source.sequence,
    };
    if (random.chance(0.5)) command.sourceTime = this.time - random.int(0, 300_000);
    this.lastTick = command;
    return command;
  }

  private order(account: AccountPlan, market: MarketPlan, side: string, awayPpm: number): Command {
    const { random } = this;
    const scaled = market.price * BigInt(1_000_000 + (side === "buy" ? -awayPpm : awayPpm));
    const ticks = scaled / (1_000_000n * market.tickSize);
    const price = within(market, ticks * market.tickSize);
    const lots = random.bigint(1n, random.chance(0.05) ? market.mostLots * 20n : market.mostLots);
    const command: Command = {
      type: "order",
      account: account.name,
      market: market.name,
      side,
      quantity: formatLots(market, lots),
      price: formatPrice(
        market,
        price < market.tickSize ? market.tickSize : price - (price % market.tickSize),
      ),
    };
    if (random.chance(0.2)) {
      this.named += 1;
      command.order = `n${random.chance(0.9) ? this.named : random.int(1, this.named)}`;
    }
    return command;
  }

  private accountsOf(domain: DomainPlan, maker: boolean): AccountPlan[] {
    return this.accounts.filter((account) => account.domain === domain && account.maker === maker);
  }

  private quote(): Command {
    const { random } = this;
    const market = this.marketWhere(false);
    const maker = random.chance(0.75);
    const account = maker ? random.pick(this.accountsOf(market.domain, true)) : this.trader(market.domain);
    const held = account.quantities.get(market.name) ?? 0n;
    const reduces = !maker && held !== 0n && random.chance(0.6);
    const side = reduces ? (held > 0n ? "sell" : "buy") : random.pick(["buy", "sell"]);
    const command = this.order(account, market, side, random.int(100, random.chance(0.2) ? 150_000 : 30_000));
    if (random.chance(0.2)) command.postOnly = true;
    if (random.chance(reduces ? 0.5 : 0.02)) command.reduceOnly = true;
    return command;
  }

  private take(): Command {
    const { random } = this;
    const market = this.marketWhere(false);
    const makes = random.chance(0.15);
    const account = makes ? random.pick(this.accountsOf(market.domain, true)) : this.trader(market.domain);
    const held = account.quantities.get(market.name) ?? 0n;
    const reduces = held !== 0n && random.chance(0.5);
    const side = reduces ? (held > 0n ? "sell" : "buy") : random.pick(["buy", "sell"]);
    const command = this.order(account, market, side, -random.int(0, 60_000));
    if (reduces && random.chance(0.5)) {
      command.quantity = formatLots(market, held > 0n ? held : -held);
    }
    if (random.chance(reduces ? 0.6 : 0.05)) command.reduceOnly = true;
    if (random.chance(0.25)) delete command.price;
    command.timeInForce = random.pick(["GTC", "IOC", "IOC", "FOK"]);
    command.selfTrade = selfTrade(this.world);
    return command;
  }

  /** Nearly always one with that execution. */
  private marketWhere(external: boolean): MarketPlan {
    const fitting = this.markets.filter((market) => market.external === external);
    return this.random.pick(this.random.chance(0.98) ? fitting : this.markets);
  }

  /** Nearly always an account that is not being liquidated, and may trade. */
  private trader(domain: DomainPlan): AccountPlan {
    const traders = this.accountsOf(domain, false);
    const free = traders.filter(({ inCase }) => !inCase);
    return this.random.pick(free.length > 0 && this.random.chance(0.95) ? free : traders);
  }

  /** A position sized by leverage, so that the next adverse move or the one after breaks it. */
  private position(): Command {
    const { random } = this;
    const market = random.pick(this.markets);
    const account = this.trader(market.domain);
    const leverage = BigInt(random.pick([2, 5, 10, 20, 40, 80]));
    const value = (account.cash > 0n ? account.cash : 10n ** BigInt(market.domain.settleDecimals)) * leverage;
    const lots = value / lotValue(market);
    const most = random.chance(0.02) ? market.mostLots * 1_000n : market.mostLots * 10n;
    const size = lots < 1n ? 1n : lots > most ? most : lots;
    const quantity = random.chance(0.1) ? 0n : random.chance(0.5) ? size : -size;
    const entry = within(market, (market.price * BigInt(1_000_000 + random.int(-8_000, 8_000))) / 1_000_000n);
    const command: Command = {
      type: "position",
      account: account.name,
      market: market.name,
      quantity: formatLots(market, quantity),
    };
    account.quantities.set(market.name, quantity);
    if (quantity !== 0n || random.chance(0.3)) {
      const extra = random.chance(0.2) && market.priceDecimals > 0 && market.priceDecimals < 12;
      command.entryPrice =
        formatPrice(market, entry) + (extra ? String(random.int(1, 999)).padStart(3, "0") : "");
    }
    return command;
  }

  private transfer(): Command {
    const { random } = this;
    const rescued = this.accounts.filter(({ inCase }) => inCase);
    const rescues = rescued.length > 0 && random.chance(0.3);
    const kind = rescues ? "deposit" : random.weighted({ deposit: 3, withdraw: 3, move: 2, fund: 2 });
    const givers = kind === "fund" ? this.accounts.filter(({ maker }) => maker) : this.accounts;
    const account = random.pick(rescues ? rescued : givers);
    const { settleDecimals } = account.domain;
    const most = powerOfTen(settleDecimals + random.int(0, kind === "fund" ? 5 : 3));
    const amount = format(random.bigint(1n, most), settleDecimals);
    const command: Command = { type: "transfer", account: account.name, amount };
    if (kind === "withdraw") command.amount = `-${amount}`;
    else if (kind === "move") command.to = random.pick(this.accounts).name;
    else if (kind === "fund") command.to = "@fund";
    if (random.chance(0.2)) command.asset = random.pick([account.domain.command.asset, "EUR"]);
    return command;
  }

  private cancelAll(): Command {
    const account = this.random.pick(this.accounts);
    const market = this.random.pick(this.markets);
    const one = this.random.chance(0.5) ? { market: market.name } : {};
    return oneSide(this.world, { type: "cancelAll", account: account.name, ...one });
  }

  /** Halts, and soon resumes. */
  private operate(): Command {
    const { random } = this;
    const [first] = this.halted;
    if (first !== undefined && random.chance(0.8)) {
      this.halted.delete(first);
      return { type: "resume", ...JSON.parse(first), reason: "checked" };
    }
    const name = random.chance(0.7)
      ? { market: random.pick(this.markets).name }
      : { domain: random.pick(this.domains).name };
    if (random.chance(0.2)) return { type: "resume", ...name };
    this.halted.add(JSON.stringify(name));
    return { type: "halt", ...name };
  }

  private define(): Command {
    const { random } = this;
    if (this.markets.length < 5 && random.chance(0.2)) {
      this.addMarket();
      return this.pending.pop() as Command;
    }
    if (this.accounts.length < 34 && random.chance(0.4)) {
      this.addAccount(random.pick(this.domains), false);
      return this.pending.pop() as Command;
    }
    return refusedDefinition(random, random.pick(this.domains).command, random.pick(this.markets).command);
  }

  private nonsense(): Command {
    const market = this.random.pick(this.markets);
    return nonsense(this.random, {
      market,
      account: this.random.pick(this.accounts).name,
      slice: this.slices.at(-1)?.name ?? "S1",
      time: this.time,
      tick: () => this.tick(),
      order: () => this.order(this.trader(market.domain), market, "buy", 0),
      position: () => this.position(),
    });
  }

  private addMarket(): void {
    const { random, domains, markets, features } = this;
    const market = planMarket(random, random.pick(domains), markets.length, features);
    markets.push(market);
    this.pending.push(market.command);
  }

  private addAccount(domain: DomainPlan, maker: boolean): void {
    const account = planAccount(this.random, domain, this.accounts.length, maker);
    this.accounts.push(account);
    this.pending.push(accountCommand(account, this.accountExtras(domain, maker)));
  }

  private accountExtras(domain: DomainPlan, maker: boolean): Command {
    const { random, features } = this;
    const extras: Command = {};
    const [parent] = this.accountsOf(domain, true);
    if (features.has("isolated") && !maker && parent !== undefined && random.chance(0.2)) {
      Object.assign(extras, { mode: "isolated", parent: parent.name });
    }
    if (features.has("legOrder") && random.chance(0.4)) {
      const own = this.markets.filter((market) => market.domain === domain).map(({ name }) => name);
      extras.unwindOrder = random.chance(0.5) ? own : own.reverse();
    }
    if (features.has("ordersMax") && random.chance(0.1)) extras.ordersMax = random.pick([1, 3, 30]);
    return extras;
  }

  /** Learns from what a command brought about. */
  observe(events: Event[]): void {
    for (const event of events) {
      noteSeized(this.world, event);
      noteOrder(this.world, event);
      if (event.type === "position") this.observePosition(event);
      else if (event.type === "slice") this.observeSlice(event);
      else if (event.type === "cancelSlice") {
        const slice = this.slices.find(({ name }) => name === event.order);
        if (slice) slice.cancelled = true;
      } else if (event.type === "liquidationOpened" || event.type === "liquidationClosed") {
        const account = this.accounts.find(({ name }) => name === event.account);
        if (account) account.inCase = event.type === "liquidationOpened";
      }
    }
    if (this.orders.size > 200) this.orders.clear();
  }

  private observePosition(event: Event): void {
    const account = this.accounts.find(({ name }) => name === event.account);
    const market = this.markets.find(({ name }) => name === event.market);
    if (!account || !market) return;
    account.cash = parseDecimal(event.cash as string).digits;
    account.quantities.set(market.name, parseDecimal(event.quantity as string).digits / market.lotDigits);
  }

  private observeSlice(event: Event): void {
    const market = this.markets.find(({ name }) => name === event.market);
    if (!market?.external) return;
    const units = (name: string) => parseDecimal(event[name] as string).digits;
    this.slices.push({
      name: event.order as string,
      account: event.account as string,
      market,
      side: event.side as "buy" | "sell",
      left: units("quantity") / market.lotDigits,
      limit: units("limitPrice"),
      cancelled: false,
      executions: 0,
    });
    if (this.slices.length > 60) this.slices.shift();
  }
}
