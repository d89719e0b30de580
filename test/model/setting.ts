/** Short sentences for the model's own tests: a domain, markets with one source, and what happened. */
import type { Command, Event } from "./model.js";
import { Model } from "./model.js";
import type { Limits } from "./state.js";

/** Any move up to a doubling is believed and confirmed at once: the price may jump where that is not what is told (rules: breakers 17). */
export const SUDDEN = { jumpPpm: 1_000_000 };

export class Setting {
  readonly model: Model;
  readonly events: Event[] = [];
  private sequence = 0;

  constructor(domain: Command = {}, limits: Partial<Limits> = {}) {
    this.model = new Model(limits);
    this.do({ type: "domain", domain: "D", asset: "USD", settleDecimals: 6, adl: false, ...domain });
  }

  /** Applies a command that is meant to succeed; returns its events. */
  do(command: Command): Event[] {
    const events = this.model.apply(command);
    const refused = events.find(({ type }) => type === "rejected");
    if (refused) throw new Error(`refused: ${JSON.stringify(command)} ${JSON.stringify(refused)}`);
    const broken = this.model.invariants();
    if (broken.length > 0) throw new Error(`after ${JSON.stringify(command)}: ${broken.join("; ")}`);
    this.events.push(...events);
    return events;
  }

  /** Maintenance 10 % (initial the same) unless the tiers say otherwise. */
  market(market: string, spec: Command = {}): void {
    const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 100_000 }];
    this.do({
      type: "market",
      market,
      domain: "D",
      kind: "linear",
      priceDecimals: 2,
      tickSize: "0.01",
      lotSize: "0.001",
      tiers,
      sources: [{ source: "s" }],
      ...spec,
    });
  }

  mark(market: string, price: string, time?: number): Event[] {
    this.sequence += 1;
    const at = time === undefined ? {} : { time };
    return this.do({ type: "tick", market, source: "s", price, sequence: this.sequence, ...at });
  }

  account(account: string, cash = "0"): void {
    this.do({ type: "account", account, domain: "D", cash });
  }

  position(account: string, market: string, quantity: string, entryPrice: string): Event[] {
    return this.do({ type: "position", account, market, quantity, entryPrice });
  }

  order(account: string, market: string, side: string, quantity: string, price: string): Event[] {
    return this.do({ type: "order", account, market, side, quantity, price });
  }

  clock(time: number): Event[] {
    return this.do({ type: "clock", time });
  }

  /** The report of one leg. */
  leg(account: string, market: string): Event {
    const positions = this.model.account(account)?.positions as Event[];
    const leg = positions.find((position) => position.market === market);
    if (!leg) throw new Error(`${account} has no leg in ${market}`);
    return leg;
  }

  state(account: string): unknown {
    return this.model.account(account)?.state;
  }

  /** Events of a type, oldest first. */
  all(type: string): Event[] {
    return this.events.filter((event) => event.type === type);
  }

  fund(): unknown {
    return this.model.apply({ type: "domainReport", domain: "D" })[0]?.fund;
  }
}
