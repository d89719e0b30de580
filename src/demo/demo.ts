/**
 * A demonstration: an exchange with a population of leveraged traders, market makers with resting orders, and a simulated
 * price with a crash in it. Prices and people are made up; the engine, and every slice it sends, is real.
 */
import type {
  AccountCommand,
  Command,
  MarketCommand,
  OrderCommand,
  PositionCommand,
  TickCommand,
} from "../domain/commands.js";
import { bitcoinTiers, etherTiers } from "../market-data/venue-tiers.js";
import { type PopulatedMarket, population } from "../population/population.js";
import { Random } from "../statistics/random.js";

export const DEMO_DOMAIN = "demo";
/** The insurance fund at the start, in USDT. */
export const DEMO_FUND = "500000";

/** Whatever takes commands: the sequencer of the server that the demonstration runs in. */
export interface CommandSink {
  submit(commands: readonly Command[]): Promise<unknown>;
}

interface DemoMarket extends PopulatedMarket {
  readonly definition: MarketCommand;
  readonly tick: number;
  /** USDT that one maker quotes on one side, spread over its levels. */
  readonly depth: number;
}

const shared = {
  type: "market",
  domain: DEMO_DOMAIN,
  kind: "linear",
  lotSize: "0.001",
  execution: "internal",
  sources: [{ source: "venue-a" }, { source: "venue-b" }],
  maxAge: 5_000_000,
  takerFeePpm: 400,
  liquidationFeePpm: 1500,
} as const;

export const demoMarkets: readonly DemoMarket[] = [
  {
    market: "BTC-PERP",
    price: 61_800,
    priceDecimals: 1,
    lotSize: 0.001,
    quantityDecimals: 3,
    tick: 0.1,
    depth: 800_000,
    tiers: bitcoinTiers,
    definition: {
      ...shared,
      market: "BTC-PERP",
      priceDecimals: 1,
      tickSize: "0.1",
      tiers: bitcoinTiers,
      // A share of the depth inside the limit, twice a second, and never a slice of more than 50,000 USDT.
      policy: { algorithm: "pov", depthSharePpm: 250_000, interval: 500_000, sliceNotionalMax: "50000" },
    },
  },
  {
    market: "ETH-PERP",
    price: 2680,
    priceDecimals: 2,
    lotSize: 0.001,
    quantityDecimals: 3,
    tick: 0.01,
    depth: 600_000,
    tiers: etherTiers,
    definition: {
      ...shared,
      market: "ETH-PERP",
      priceDecimals: 2,
      tickSize: "0.01",
      tiers: etherTiers,
      // Even parts over eight seconds; what is below 500 USDT goes at once.
      policy: { algorithm: "twap", interval: 1_000_000, horizon: 8_000_000, fullCloseNotional: "500" },
    },
  },
];

interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** Change of the price over the whole phase, as a fraction. */
  readonly drift: number;
  /** Deviation of a second's change. */
  readonly volatility: number;
  /** What makers quote, as a fraction of their calm depth: they step back when it gets rough. */
  readonly depth: number;
}

/** Repeats from the second phase. */
const phases: readonly Phase[] = [
  { name: "calm", seconds: 8, drift: 0, volatility: 0.0003, depth: 1 },
  { name: "crash", seconds: 40, drift: -0.12, volatility: 0.0015, depth: 0.5 },
  { name: "rebound", seconds: 15, drift: 0.05, volatility: 0.001, depth: 0.8 },
  { name: "calm", seconds: 30, drift: 0, volatility: 0.0003, depth: 1 },
  { name: "squeeze", seconds: 30, drift: 0.12, volatility: 0.0015, depth: 0.5 },
  { name: "calm", seconds: 45, drift: 0, volatility: 0.0003, depth: 1 },
];

export const STEPS_PER_SECOND = 20;
const MAKERS = 6;
const LEVELS = 10;
const BATCH = 2000;

export interface DemoOptions {
  readonly seed: number;
  readonly accounts: number;
}

export class Demo {
  readonly #sink: CommandSink;
  readonly #options: DemoOptions;
  readonly #random: Random;
  readonly #prices = demoMarkets.map((market) => market.price);
  #sequence = 0;
  #phase = 0;
  #stepInPhase = 0;
  #step = 0;

  constructor(sink: CommandSink, options: DemoOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#random = new Random(options.seed + 1);
  }

  get phase(): string {
    return this.#now.name;
  }

  get #now(): Phase {
    return phases[this.#phase] as Phase;
  }

  /** Defines the domain, its markets and its people. Resolves when all have been taken. */
  async populate(): Promise<void> {
    await this.#sink.submit([
      {
        type: "domain",
        domain: DEMO_DOMAIN,
        asset: "USDT",
        settleDecimals: 6,
        insuranceFund: DEMO_FUND,
        targetPpm: 1_500_000,
      },
      ...demoMarkets.map((market) => market.definition),
      ...this.#ticks(),
    ]);
    let batch: Command[] = [];
    for (const command of this.#people()) {
      batch.push(command);
      if (batch.length < BATCH) continue;
      await this.#sink.submit(batch);
      batch = [];
    }
    await this.#sink.submit(batch);
  }

  *#people(): Generator<AccountCommand | PositionCommand | OrderCommand | Command> {
    for (let maker = 1; maker <= MAKERS; maker++) {
      yield { type: "account", account: `maker-${maker}`, domain: DEMO_DOMAIN, cash: "20000000" };
      for (let market = 0; market < demoMarkets.length; market++) yield* this.#quotes(maker, market);
    }
    for (const trader of population({ ...this.#options, markets: demoMarkets })) {
      yield { type: "account", account: trader.account, domain: DEMO_DOMAIN, cash: trader.cash };
      for (const holding of trader.holdings) yield { type: "position", account: trader.account, ...holding };
    }
  }

  /** One step of the feed: prices move, one maker quotes anew. Resolves when it has been applied. */
  async step(): Promise<void> {
    this.#stepInPhase += 1;
    if (this.#stepInPhase > this.#now.seconds * STEPS_PER_SECOND) {
      this.#stepInPhase = 1;
      this.#phase = this.#phase + 1 < phases.length ? this.#phase + 1 : 1;
    }
    this.#move();
    const turn = this.#step++ % (MAKERS * demoMarkets.length);
    const quotes = this.#quotes(1 + (turn >> 1), turn % demoMarkets.length);
    await this.#sink.submit([...this.#ticks(), ...quotes]);
  }

  /** Geometric steps; the markets' are correlated by 0.64. */
  #move(): void {
    const { seconds, drift, volatility } = this.#now;
    const common = this.#random.normal();
    for (let i = 0; i < this.#prices.length; i++) {
      const own = 0.8 * common + 0.6 * this.#random.normal();
      const change =
        Math.log1p(drift) / (seconds * STEPS_PER_SECOND) + (volatility * own) / Math.sqrt(STEPS_PER_SECOND);
      this.#prices[i] = (this.#prices[i] as number) * Math.exp(change);
    }
  }

  /** Each source sees the price within a tick or two. */
  #ticks(): TickCommand[] {
    this.#sequence += 1;
    return demoMarkets.flatMap(({ market, tick, priceDecimals }, i) =>
      ["venue-a", "venue-b"].map((source): TickCommand => {
        const price = (this.#prices[i] as number) + tick * Math.round(this.#random.normal());
        return {
          type: "tick",
          market,
          source,
          price: price.toFixed(priceDecimals),
          sequence: this.#sequence,
        };
      }),
    );
  }

  /** A maker takes its orders out and places a ladder around the price: ten levels a side, farther out when it is rough. */
  *#quotes(maker: number, index: number): Generator<Command> {
    const { market, tick, priceDecimals, depth, lotSize, quantityDecimals } = demoMarkets[
      index
    ] as DemoMarket;
    const account = `maker-${maker}`;
    const middle = this.#prices[index] as number;
    const halfSpread = 0.0002 + 0.5 * this.#now.volatility;
    yield { type: "cancelAll", account, market };
    for (let level = 1; level <= LEVELS; level++) {
      const away = middle * (halfSpread + 0.0009 * (level - 1) * (0.8 + 0.4 * this.#random.unit()));
      const money = ((depth * this.#now.depth) / LEVELS) * (0.5 + this.#random.unit());
      const quantity = Math.max(lotSize, money / middle).toFixed(quantityDecimals);
      for (const side of ["buy", "sell"] as const) {
        const ticks = Math.round((side === "buy" ? middle - away : middle + away) / tick);
        const price = (ticks * tick).toFixed(priceDecimals);
        yield { type: "order", account, market, side, quantity, price, postOnly: true };
      }
    }
  }
}
