/** Margin tiers of a venue's contracts, for demonstrations, imports and figures with realistic leverage. */
import type { Tier } from "../domain/commands.js";

type Row = readonly [from: string, initialPpm: number, maintenancePpm: number];

const tiers = (rows: readonly Row[]): readonly Tier[] =>
  rows.map(([from, initialPpm, maintenancePpm]) => ({ from, initialPpm, maintenancePpm }));

/** Leverage brackets of BTCUSDT, as Binance's public API gave them in October 2024. */
export const bitcoinTiers = tiers([
  ["0", 8000, 4000],
  ["50000", 10_000, 5000],
  ["600000", 13_333, 6500],
  ["3000000", 20_000, 10_000],
  ["12000000", 40_000, 20_000],
  ["70000000", 50_000, 25_000],
  ["100000000", 100_000, 50_000],
  ["230000000", 200_000, 100_000],
  ["480000000", 250_000, 125_000],
  ["600000000", 333_333, 150_000],
  ["800000000", 500_000, 250_000],
  ["1200000000", 1_000_000, 500_000],
]);

/** Leverage brackets of ETHUSDT, likewise. */
export const etherTiers = tiers([
  ["0", 8000, 4000],
  ["50000", 10_000, 5000],
  ["600000", 13_333, 6500],
  ["3000000", 20_000, 10_000],
  ["12000000", 40_000, 20_000],
  ["50000000", 50_000, 25_000],
  ["65000000", 100_000, 50_000],
  ["150000000", 200_000, 100_000],
  ["320000000", 250_000, 125_000],
  ["400000000", 333_333, 150_000],
  ["530000000", 500_000, 250_000],
  ["800000000", 1_000_000, 500_000],
]);

/**
 * By notional in BTC, for BTCUSD_PERP. The first bracket (125 times, 0.4 %) is the one that the documentation of Binance's
 * COIN-M API prints; those above it take the steps of older linear tables, as no published table was at hand.
 */
export const coinMarginedTiers = tiers([
  ["0", 8000, 4000],
  ["5", 10_000, 5000],
  ["10", 20_000, 10_000],
  ["20", 50_000, 25_000],
  ["50", 100_000, 50_000],
  ["100", 200_000, 100_000],
  ["200", 250_000, 125_000],
  ["400", 333_333, 150_000],
  ["1000", 500_000, 250_000],
  ["1500", 1_000_000, 500_000],
]);
