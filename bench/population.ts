/**
 * Accounts around one mark: each with some positions in neighbouring markets, long and short in turn, one to a
 * hundred lots, four tiers, and an excess that is spread evenly: so many ppm may all its marks move against it at
 * once. Which are liquidatable follows from the definition, E < MM, account by account, without any index.
 */
import { Xorshift32 } from "#breakwater/statistics/xorshift32.js";

/** 60 000.00 in price units of 0.01; a lot of 0.001 at one price unit is worth ten units of money. */
export const MARK = 6_000_000;
export const UNIT = 10;
export const MONEY = 1_000_000;
const PPM = 1_000_000;

/** From (money), rates; D_k in ppm-money keeps maintenance margin continuous. */
export const tiers = [
  { from: 0, maintenancePpm: 4_000, deduction: 0 },
  { from: 1_000, maintenancePpm: 5_000, deduction: 1_000 * 1_000 },
  { from: 2_500, maintenancePpm: 10_000, deduction: 1_000 * 1_000 + 2_500 * 5_000 },
  { from: 5_000, maintenancePpm: 25_000, deduction: 1_000 * 1_000 + 2_500 * 5_000 + 5_000 * 15_000 },
] as const;

export interface Shape {
  readonly accounts: number;
  /** Positions an account has, in as many markets. */
  readonly legs: number;
  readonly markets: number;
  /** Excess over maintenance margin, in ppm of the notional. */
  readonly nearestPpm: number;
  readonly farthestPpm: number;
  /** All long, all of ten lots: so that their triggers lie close together. */
  readonly alike?: boolean;
}

/** One position each, from half a percent to half of the price away. */
export const spread = (accounts: number, legs = 1): Shape => ({
  accounts,
  legs,
  markets: legs,
  nearestPpm: 5_000,
  farthestPpm: 500_000,
});

/** MM = ceil((N·rate − D) / 10^6) of a notional in money. */
function maintenance(notional: number): number {
  let k = tiers.length - 1;
  while (tiers[k]!.from * MONEY > notional) k -= 1;
  const tier = tiers[k]!;
  return Math.ceil((notional * tier.maintenancePpm - tier.deduction * MONEY) / PPM);
}

export class Population {
  readonly shape: Shape;
  /** Signed lots, by account and leg; entries at MARK. */
  readonly lots: Int32Array;
  readonly cash: Float64Array;

  constructor(shape: Shape, seed = 7) {
    const { accounts, legs, nearestPpm, farthestPpm, alike } = shape;
    const random = new Xorshift32(seed);
    this.shape = shape;
    this.lots = new Int32Array(accounts * legs);
    this.cash = new Float64Array(accounts);
    for (let i = 0; i < accounts; i++) {
      let notional = 0;
      let margin = 0;
      for (let j = 0; j < legs; j++) {
        const size = alike ? 10 : 1 + random.below(100);
        this.lots[i * legs + j] = alike || (i + j) % 2 === 0 ? size : -size;
        notional += size * MARK * UNIT;
        margin += maintenance(size * MARK * UNIT);
      }
      const excess = nearestPpm + random.below(farthestPpm - nearestPpm);
      this.cash[i] = margin + Math.ceil((notional * excess) / PPM);
    }
  }

  marketOf(account: number, leg: number): number {
    return (account + leg) % this.shape.markets;
  }

  /** E < MM at the markets' marks. All numbers stay far below 2^53. */
  isLiquidatable(account: number, marks: ArrayLike<number>): boolean {
    const { legs } = this.shape;
    let equity = this.cash[account]!;
    let margin = 0;
    for (let j = 0; j < legs; j++) {
      const lots = this.lots[account * legs + j]!;
      const mark = marks[this.marketOf(account, j)]!;
      equity += lots * (mark - MARK) * UNIT;
      margin += maintenance(Math.abs(lots) * mark * UNIT);
    }
    return equity < margin;
  }

  /**
   * Marks at which accounts of one leg become liquidatable, those that ring first before: the greatest for longs, the smallest
   * for shorts.
   */
  triggers(short: boolean): Int32Array {
    const found = new Int32Array(this.cash.length);
    let count = 0;
    const at = [0];
    for (let i = 0; i < this.cash.length; i++) {
      if (this.lots[i]! < 0 !== short) continue;
      let safe = MARK;
      let unsafe = short ? 4 * MARK : 0;
      while (Math.abs(unsafe - safe) > 1) {
        at[0] = (safe + unsafe) >> 1;
        if (this.isLiquidatable(i, at)) unsafe = at[0];
        else safe = at[0];
      }
      found[count++] = unsafe;
    }
    const sorted = found.subarray(0, count).sort();
    return short ? sorted : sorted.reverse();
  }
}
