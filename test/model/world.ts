/** The whole state of a shard, its event log and the look-ups by name. */
import { refuse } from "./refusal.js";
import type { Account, Command, Domain, Event, Limits, Market, Order, Slice } from "./state.js";

export class World {
  readonly limits: Limits;
  /** Engine time, and the time at which the current command is applied. */
  time = 0;
  now = 0;
  /** Engine time of the last command that was accepted: since then orders may have expired by one that was not. */
  evaluatedAt = 0;
  commandSeq = 0;
  seq = 0;
  events: Event[] = [];

  readonly domains: Domain[] = [];
  readonly markets: Market[] = [];
  readonly accounts: Account[] = [];
  /** Live orders by name, in order of admission; those that wait for a price are in no book. */
  readonly orders = new Map<string, Order>();
  ordersAdmitted = 0;
  ordersNamed = 0;
  cases = 0;
  sliceNumber = 0;
  /** External slices, ended ones too. */
  readonly slices = new Map<string, Slice>();

  /** Accounts of the next pass; and those whose cash, collateral or positions changed in the whole command. */
  touched = new Set<Account>();
  touchedInCommand = new Set<Account>();
  /** This command is a tick or a `clock`: whom it makes liquidatable, a mark has. */
  ticking = false;
  /** Accounts that have acted in this command (rules: evaluation 3). */
  acted = new Set<Account>();

  /** What this command did that no command may do, in words. */
  broken: string[] = [];

  constructor(limits: Limits) {
    this.limits = limits;
  }

  emit(type: string, fields: Event): void {
    this.seq += 1;
    this.events.push({ type, seq: this.seq, commandSeq: this.commandSeq, time: this.now, ...fields });
  }

  /** Answers to queries have no `seq`. */
  answer(type: string, fields: Event): void {
    this.events.push({ type, commandSeq: this.commandSeq, time: this.now, ...fields });
  }

  accept(command: Command, defined: Event = {}, warning: string | null = null): void {
    this.emit("accepted", { command: command.type, ...defined, warning });
  }

  touch(account: Account): void {
    if (account.index < 0) return;
    this.touched.add(account);
    this.touchedInCommand.add(account);
  }

  /** It is looked at, though nothing that it has changed. */
  look(account: Account): void {
    if (account.index >= 0) this.touched.add(account);
  }

  domain(name: unknown): Domain {
    return this.domains.find((domain) => domain.name === name) ?? refuse("UNKNOWN_DOMAIN", "domain");
  }

  market(name: unknown): Market {
    return this.markets.find((market) => market.name === name) ?? refuse("UNKNOWN_MARKET", "market");
  }

  account(name: unknown, field = "account"): Account {
    return this.accounts.find((account) => account.name === name) ?? refuse("UNKNOWN_ACCOUNT", field);
  }

  /** A market in which this account may trade: one of its domain. */
  marketOf(account: Account, name: unknown): Market {
    const market = this.market(name);
    return market.domain === account.domain ? market : refuse("UNKNOWN_MARKET", "market");
  }

  marketsOf(domain: Domain): Market[] {
    return this.markets.filter((market) => market.domain === domain);
  }

  /** Live orders of an account in order of admission, waiting ones too. */
  liveOrdersOf(account: Account): Order[] {
    return [...this.orders.values()].filter((order) => order.account === account);
  }

  /** Those that rest. */
  ordersOf(account: Account): Order[] {
    return this.liveOrdersOf(account).filter(({ stop }) => stop === null);
  }

  /** All accounts of the domain, its own ones too. */
  everyone(domain: Domain): Account[] {
    const { street, liquidation, fund, fees, rounding } = domain;
    const users = this.accounts.filter((account) => account.domain === domain);
    return [...users, street, liquidation, fund, fees, rounding];
  }

  openInterest(market: Market): bigint {
    let lots = 0n;
    for (const account of this.everyone(market.domain)) {
      const quantity = account.legs.get(market)?.quantity ?? 0n;
      if (quantity > 0n) lots += quantity;
    }
    return lots;
  }
}
