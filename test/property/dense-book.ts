/**
 * One market and a few accounts about one price, so that nearly every command meets another: stops that set each other off, orders
 * that expire under others, reduce-only orders of positions that flip, accounts at the edge of their margin.
 */
import type { Command } from "../model/model.js";
import type { Random } from "./random.js";

const SECOND = 1_000_000;
const ACCOUNTS = ["a", "b", "c", "d", "e", "f"];
const MARKETS = ["M", "N"];

const PLAIN = {
  type: "market",
  domain: "D",
  priceDecimals: 0,
  tickSize: "1",
  lotSize: "1",
  tiers: [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }],
  sources: [{ source: "s" }],
};

export class DenseBook {
  private readonly random: Random;
  private readonly pending: Command[];
  private time = SECOND;
  private sequence = 0;
  private price = 100;
  private named = 0;
  /** What one may know of: names of orders that came, dead or alive. */
  private readonly orders: string[] = [];

  constructor(random: Random) {
    this.random = random;
    const domain = { type: "domain", domain: "D", asset: "USD", settleDecimals: 6, insuranceFund: "1000" };
    this.pending = [
      { ...domain, adl: random.chance(0.5), takeoverPpm: random.pick([0, 500_000]) },
      ...MARKETS.map((market, at) => ({ ...PLAIN, market, ...this.specOf(at) })),
      ...ACCOUNTS.map((account, at) => ({
        ...{ type: "account", account, domain: "D", cash: random.pick(["300", "1000", "100000"]) },
        ...(random.chance(0.2) ? { ordersMax: random.pick([1, 3]) } : {}),
        ...(at === 5 ? { mode: "isolated", parent: "a" } : {}),
      })),
      ...MARKETS.map((market) => this.tick(market)),
    ];
  }

  private specOf(at: number): Command {
    const { random } = this;
    const inverse = at === 1 && random.chance(0.5) ? { kind: "inverse", minPrice: "1" } : { kind: "linear" };
    return {
      ...inverse,
      marketBandPpm: random.pick([50_000, 500_000]),
      ordersMax: random.pick([4, 30]),
      takerFeePpm: random.pick([0, 500]),
      jumpPpm: random.pick([30_000, 1_000_000]),
      confirmations: 1,
      ...(random.chance(0.3) ? { maxAge: 2 * SECOND } : {}),
      policy: {
        slippagePpm: 100_000,
        algorithm: random.pick(["immediate", "immediate", "ladder", "pov"]),
        fullCloseNotional: random.pick(["0", "1000000"]),
      },
      breakers: { resumeAfter: 0 },
    };
  }

  next(): Command {
    const { random } = this;
    const first = this.pending.shift();
    if (first) return first;
    this.time += random.pick([0, 0, 1_000, 100_000, SECOND]);
    const kind = random.weighted({
      ...{ order: 30, stop: 22, tick: 20, amend: 10, cancel: 3, position: 3, transfer: 2 },
      ...{ phase: 2.5, halt: 0.6, clock: 3, refused: 2, report: 1, settings: 0.6 },
    });
    const command = this.make(kind);
    return { time: this.time, ...command };
  }

  private make(kind: string): Command {
    const { random } = this;
    const account = random.pick(ACCOUNTS);
    const market = random.pick(MARKETS);
    switch (kind) {
      case "order":
        return this.order(account, market);
      case "stop":
        return { ...this.order(account, market), ...this.stop(random.chance(0.4)) };
      case "tick":
        return this.tick(market);
      case "amend":
        return this.amend();
      case "cancel":
        return random.chance(0.5)
          ? { type: "cancel", order: random.pick([...this.orders.slice(-20), "none"]) }
          : { type: "cancelAll", account };
      case "position": {
        const lots = random.int(-30, 30);
        return {
          type: "position",
          account,
          market,
          quantity: String(lots),
          entryPrice: String(this.near(5)),
        };
      }
      case "transfer":
        return { type: "transfer", account, amount: String(random.int(-200, 300) || 1) };
      case "phase":
        return { type: "marketState", market, state: random.pick(["open", "open", "auction", "cancelOnly"]) };
      case "halt":
        return { type: random.chance(0.5) ? "halt" : "resume", market };
      case "refused":
        return { type: "cancel", order: "none" };
      case "report":
        return { type: "report", account };
      case "settings":
        return { type: "feedSettings", market, ...this.specOfSettings() };
      default:
        return { type: "clock", time: this.time };
    }
  }

  private specOfSettings(): Command {
    const { marketBandPpm, ordersMax, takerFeePpm, jumpPpm, confirmations } = this.specOf(0);
    return { marketBandPpm, ordersMax, takerFeePpm, jumpPpm, confirmations };
  }

  private near(ticks: number): number {
    return Math.max(1, this.price + this.random.int(-ticks, ticks));
  }

  private tick(market: string): Command {
    this.price = Math.min(130, Math.max(70, this.near(3)));
    this.sequence += 1;
    return { type: "tick", market, source: "s", price: String(this.price), sequence: this.sequence };
  }

  private order(account: string, market: string): Command {
    const { random } = this;
    const command: Command = {
      ...{ type: "order", account, market, side: random.pick(["buy", "sell"]) },
      ...{ quantity: String(random.int(1, 12)), price: String(this.near(4)) },
      selfTrade: random.pick(["newest", "oldest", "both", "none", "decrement"]),
    };
    if (random.chance(0.3)) {
      this.named += 1;
      command.order = `n${this.named}`;
      this.orders.push(`n${this.named}`);
    } else this.orders.push(`O${this.orders.length + 1 - this.named}`);
    if (random.chance(0.3)) command.reduceOnly = true;
    if (random.chance(0.1)) command.postOnly = true;
    else command.timeInForce = random.pick(["GTC", "GTC", "GTC", "IOC", "FOK"]);
    if (random.chance(0.2)) Object.assign(command, { timeInForce: "GTT", expires: this.soon() });
    return command;
  }

  private stop(isMarket: boolean): Command {
    const { random } = this;
    const stop = String(this.near(4));
    return {
      ...{ stop, stopBy: random.pick(["mark", "last", "last"]) },
      ...(isMarket ? { price: undefined } : {}),
    };
  }

  private soon(): number {
    return this.time + this.random.pick([0, 1, 100_000, SECOND, 5 * SECOND]);
  }

  private amend(): Command {
    const { random } = this;
    const command: Command = { type: "amend", order: random.pick([...this.orders.slice(-20), "none"]) };
    if (random.chance(0.4)) command[random.pick(["quantity", "open"])] = String(random.int(1, 12));
    if (random.chance(0.5)) command.price = String(this.near(4));
    if (random.chance(0.3)) command.stop = String(this.near(4));
    if (random.chance(0.2)) command.expires = this.soon();
    return command;
  }
}
