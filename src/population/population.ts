/** Traders made up from a seed, heavy-tailed as on a real venue, for demonstrations and figures. */
import type { Tier } from "../domain/commands.js";
import { Random } from "../statistics/random.js";

/** A market that a population trades in; amounts as numbers, for statistics and not for money. */
export interface PopulatedMarket {
  readonly market: string;
  readonly price: number;
  readonly priceDecimals: number;
  readonly lotSize: number;
  readonly quantityDecimals: number;
  readonly tiers: readonly Tier[];
}

export interface PopulationOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly markets: readonly PopulatedMarket[];
  readonly leverage?: readonly [least: number, most: number];
  /** The share of long positions, 0 … 1; default 0.62, a market that has risen. */
  readonly longShare?: number;
}

export interface Holding {
  readonly market: string;
  /** Signed, in units of the base asset; a decimal string. */
  readonly quantity: string;
  readonly entryPrice: string;
}

export interface Trader {
  readonly account: string;
  readonly cash: string;
  readonly holdings: readonly Holding[];
}

/** Equity is Pareto with this tail: the richest hundredth hold most of the money, and half have next to nothing. */
const EQUITY_TAIL = 1.05;
const EQUITY_LEAST = 20;
const EQUITY_MOST = 1_500_000;
/** One trader in eight has a position in a second market. */
const SECOND_MARKET = 1 / 8;

/**
 * Traders with heavy-tailed equity and leverage that is uniform in its logarithm, cut to what the market's tiers allow
 * at the size: the large ones are less leveraged, as on a real venue. Deterministic.
 */
export function* population(options: PopulationOptions): Generator<Trader> {
  const random = new Random(options.seed);
  const [least, most] = options.leverage ?? [2, 100];
  const digits = String(options.accounts).length;
  for (let i = 1; i <= options.accounts; i++) {
    const equity = random.pareto(EQUITY_LEAST, EQUITY_MOST, EQUITY_TAIL);
    const first = random.below(options.markets.length);
    const count = random.unit() < SECOND_MARKET ? 2 : 1;
    const leverage = random.logUniform(least, most);
    const holdings: Holding[] = [];
    for (let leg = 0; leg < Math.min(count, options.markets.length); leg++) {
      const market = options.markets[(first + leg) % options.markets.length] as PopulatedMarket;
      holdings.push(holding(random, market, equity / count, leverage, options.longShare ?? 0.62));
    }
    yield { account: `trader-${String(i).padStart(digits, "0")}`, cash: equity.toFixed(2), holdings };
  }
}

/** A position opened at about today's price, so that equity is nearly the cash. */
function holding(
  random: Random,
  market: PopulatedMarket,
  equity: number,
  leverage: number,
  longShare: number,
): Holding {
  let notional = equity * leverage;
  // Opening needs initial margin: a position larger than its tier allows is made smaller until it fits.
  while (initialMargin(market.tiers, notional) > equity * 0.95) notional *= 0.9;
  const lots = Math.max(1, Math.floor(notional / market.price / market.lotSize));
  const sign = random.unit() < longShare ? "" : "-";
  const entry = market.price * (1 + 0.0005 * random.normal());
  return {
    market: market.market,
    quantity: sign + (lots * market.lotSize).toFixed(market.quantityDecimals),
    entryPrice: entry.toFixed(market.priceDecimals),
  };
}

/** Σ over the tiers that the notional reaches into, each with its own rate. */
function initialMargin(tiers: readonly Tier[], notional: number): number {
  let margin = 0;
  for (const [i, tier] of tiers.entries()) {
    const from = Number(tier.from);
    if (notional <= from) break;
    const to = i + 1 < tiers.length ? Number((tiers[i + 1] as Tier).from) : Number.POSITIVE_INFINITY;
    margin += ((Math.min(notional, to) - from) * tier.initialPpm) / 1e6;
  }
  return margin;
}
