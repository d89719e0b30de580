/** From index to mark: premium, median of three, and how far the mark moves (rules: marks 6, 7, 8, 9, 11). */
import { topPrices } from "./book.js";
import { abs, MILLION, max, min } from "./fraction.js";
import type { Market } from "./state.js";
import { formatPrice } from "./units.js";
import type { World } from "./world.js";

const TWO_32 = 2n ** 32n;
const TWO_16 = 2n ** 16n;
const BILLION = 1_000_000_000n;

/** `floor(2^32·2^−(2^i/2^16))`: what a time of `2^i/2^16` half-lives leaves. */
const FACTORS = [
  4294921870n,
  4294876444n,
  4294785595n,
  4294603902n,
  4294240539n,
  4293513906n,
  4292061009n,
  4289156690n,
  4283353945n,
  4271771996n,
  4248701964n,
  4202935003n,
  4112874773n,
  3938502375n,
  3611622602n,
  3037000499n,
];

/** `2^−(elapsed/halfLife)` of 2^32, nothing after forty half-lives. */
export function weightLeft(elapsed: number, halfLife: number): bigint {
  const n = (BigInt(elapsed) * TWO_16) / BigInt(halfLife);
  if (n >= 40n * TWO_16) return 0n;
  let weight = TWO_32;
  FACTORS.forEach((factor, i) => {
    if ((n >> BigInt(i)) & 1n) weight = (weight * factor) / TWO_32;
  });
  return weight >> (n >> 16n);
}

/** `new + trunc((old − new)·w/2^32)`; the first is taken as it is. */
function smoothed(old: bigint | null, sample: bigint, weight: bigint): bigint {
  return old === null ? sample : sample + ((old - sample) * weight) / TWO_32;
}

/**
 * Not while liquidation fills disturb the book, and only where the mark's mode needs it: `(bid + ask −
 * 2·index)·2^15`. The mean begins as nothing with its first sample, so that no book of a moment is a premium.
 */
export function samplePremium(world: World, market: Market, index: bigint): void {
  const { markMode, premiumHalfLife, premiumHold, liquidationFillAt, premium } = market;
  if (markMode === "index" || premiumHalfLife === null) return;
  if (liquidationFillAt !== null && world.now - liquidationFillAt < premiumHold) return;
  const { bid, ask } = topPrices(market);
  if (bid === null || ask === null) return;
  const sample = (bid + ask - 2n * index) * 2n ** 15n;
  const { value, at } = premium ?? { value: 0n, at: world.now };
  const weight = weightLeft(world.now - at, premiumHalfLife);
  market.premium = { value: smoothed(value, sample, weight), at: world.now };
}

/** The premium in price units, at most its share of the index, up or down. */
function premiumOf({ premium, premiumCapPpm }: Market, index: bigint): bigint {
  const units = (premium?.value ?? 0n) / TWO_16;
  if (premiumCapPpm === MILLION) return units;
  const most = (index * premiumCapPpm) / MILLION;
  return max(-most, min(most, units));
}

/** The index with the funding that is still to come until the next: `index·rate·left/(10^9·fundingInterval)`. */
function withFunding(world: World, { lastFunding, fundingInterval }: Market, index: bigint): bigint {
  if (lastFunding === null || fundingInterval === null) return index;
  const left = BigInt(Math.max(0, lastFunding.at + fundingInterval - world.now));
  return index + (index * lastFunding.ratePpb * left) / (BILLION * BigInt(fundingInterval));
}

function medianOfThree(a: bigint, b: bigint, c: bigint): bigint {
  return max(min(a, b), min(max(a, b), c));
}

/** Always within the market's prices. */
function markOf(world: World, market: Market, index: bigint): bigint {
  const withPremium = index + premiumOf(market, index);
  const raw = {
    index: () => index,
    premium: () => withPremium,
    median3: () => medianOfThree(withFunding(world, market, index), withPremium, market.lastTrade ?? index),
  }[market.markMode]();
  return max(market.minPrice, min(market.maxPrice, raw));
}

/** The one place where a mark changes; what it is then. */
export function setMark(world: World, market: Market, index: bigint): bigint {
  const mark = markOf(world, market, index);
  if (index === market.indexPrice && mark === market.mark) return mark;
  const moved = mark !== market.mark;
  market.indexPrice = index;
  market.mark = mark;
  world.emit("mark", {
    market: market.name,
    index: formatPrice(market, index),
    mark: formatPrice(market, mark),
    sources: market.counted.length,
  });
  if (moved) noteMove(world, market, mark);
  return mark;
}

/**
 * Volatility, for a policy that asks for it: squared moves of the mark a second, `r = min(10^6, |mark − ref|·10^6/ref)`,
 * `r²·10^6/dt`, smoothed. The first move since it is kept only says from where.
 */
function noteMove(world: World, market: Market, mark: bigint): void {
  if (market.policy.algorithm !== "adaptive") return;
  const { volatilityFrom: from, variance, volatilityHalfLife } = market;
  if (from !== null) {
    const elapsed = world.now - from.at;
    if (elapsed <= 0) return;
    const move = min(MILLION, (abs(mark - from.mark) * MILLION) / from.mark);
    const sample = (move * move * MILLION) / BigInt(elapsed);
    market.variance = smoothed(variance, sample, weightLeft(elapsed, volatilityHalfLife));
  }
  market.volatilityFrom = { mark, at: world.now };
}

/** Another algorithm forgets how the mark has moved. */
export function forgetVolatility(market: Market): void {
  if (market.policy.algorithm === "adaptive") return;
  market.variance = null;
  market.volatilityFrom = null;
}

/** What a fill changes for the mark: a trade sets the last price, a liquidation fill holds the premium. */
export function noteFill(world: World, market: Market, price: bigint, liquidation: boolean): void {
  if (liquidation) market.liquidationFillAt = world.now;
  else market.lastTrade = price;
}
