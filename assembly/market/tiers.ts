/**
 * Margin tiers of a market. Margin is the greatest of the tier lines (N·rate_k − D_k)/10^6, where
 * D_k = D_{k−1} + from_k·(rate_k − rate_{k−1}) joins them without a jump (DESIGN.md 3). D_k reaches 2^73, so it is kept
 * as a whole part and a rest below 10^6.
 */
import {
  Code,
  Detail,
  Field,
  Market,
  PPM,
  Tier,
  TIER_BYTES,
  TIER_INPUT_BYTES,
  TierInput,
  TIERS_MAX,
} from "../abi";
import { clear, marketAt, scratch, tierAt } from "../arena";
import { toUnits, units } from "../decimal";
import { ceilDivide, ppmCeil } from "../fixed";
import { refuse } from "../refusal";

/** Notionals reach 2^53; a tier that begins far above is a mistake, and would overflow D_k. */
const FROM_MAX: i64 = 1 << 58;

/** The k-th of the tiers that a command brings, in scratch memory until all are judged. */
function judgedAt(k: u32): Tier {
  return changetype<Tier>(scratch + <usize>k * TIER_BYTES);
}

/** Reads and checks the table that follows a command; `storeTiers` then takes it over. */
export function judgeTiers(count: u32, inputs: usize, settleDecimals: u32, callPpm: u32): i32 {
  if (count == 0) return refuse(Code.TIERS_INVALID, Field.tiers, Detail.tooShort);
  for (let k: u32 = 0; k < count; k++) {
    const input = changetype<TierInput>(inputs + <usize>k * TIER_INPUT_BYTES);
    const tier = judgedAt(k);
    if (toUnits(input.from, settleDecimals, Field.tiers) != Code.OK || units > FROM_MAX) return badTier();
    tier.from = units;
    tier.initialPpm = input.initialPpm;
    tier.maintenancePpm = input.maintenancePpm;
    if (tier.maintenancePpm < 1 || tier.maintenancePpm >= PPM || tier.initialPpm < tier.maintenancePpm) {
      return badTier();
    }
    if (k == 0) {
      if (tier.from != 0) return badTier();
      deduct(tier, 0, 0, 0, 0, 0, 0);
      continue;
    }
    const below = judgedAt(k - 1);
    if (tier.from <= below.from) return badTier();
    if (tier.maintenancePpm < below.maintenancePpm || tier.initialPpm < below.initialPpm) return badTier();
    deduct(
      tier,
      below.maintenanceWhole,
      below.maintenanceRest,
      tier.maintenancePpm - below.maintenancePpm,
      below.initialWhole,
      below.initialRest,
      tier.initialPpm - below.initialPpm,
    );
  }
  for (let k: u32 = 0; k < count; k++) {
    if (!suitsCall(judgedAt(k), callPpm))
      return refuse(Code.SPEC_INVALID, Field.tiers, Detail.callBelowMaintenance);
  }
  return Code.OK;
}

/** The tiers judged last become the market's. */
export function storeTiers(row: u32, count: u32): void {
  const table = changetype<usize>(tierAt(row, 0));
  clear(table, <usize>TIERS_MAX * TIER_BYTES);
  memory.copy(table, scratch, <usize>count * TIER_BYTES);
  marketAt(row).tierCount = count;
}

/**
 * Whether a margin call at `callPpm` of initial margin comes no later than liquidation in this tier, and grows no faster
 * than the notional (rulings H.2): else a price that moves in the account's favour could ask for the call.
 */
function suitsCall(tier: Tier, callPpm: u32): bool {
  if (callPpm == 0) return true;
  const level = <u64>tier.initialPpm * callPpm;
  return level >= <u64>tier.maintenancePpm * PPM && level <= <u64>PPM * PPM;
}

export function tiersSuitCall(row: u32, callPpm: u32): bool {
  for (let k: u32 = 0; k < marketAt(row).tierCount; k++)
    if (!suitsCall(tierAt(row, k), callPpm)) return false;
  return true;
}

function badTier(): i32 {
  return refuse(Code.TIERS_INVALID, Field.tiers, Detail.badTier);
}

function deduct(
  tier: Tier,
  maintenance: i64,
  maintenanceRest: i64,
  maintenanceStep: i64,
  initial: i64,
  initialRest: i64,
  initialStep: i64,
): void {
  const whole = tier.from / PPM;
  const rest = tier.from % PPM;
  const low = maintenanceRest + rest * maintenanceStep;
  tier.maintenanceWhole = maintenance + whole * maintenanceStep + low / PPM;
  tier.maintenanceRest = <u32>(low % PPM);
  const lowInitial = initialRest + rest * initialStep;
  tier.initialWhole = initial + whole * initialStep + lowInitial / PPM;
  tier.initialRest = <u32>(lowInitial % PPM);
}

/** The tier that a notional falls into. */
export function tierOf(market: u32, count: u32, notional: i64): Tier {
  let k: u32 = 1;
  while (k < count && tierAt(market, k).from <= notional) k++;
  return tierAt(market, k - 1);
}

/** Whether a notional falls into the first tier, whose lines begin at 0. */
function isInFirst(row: u32, market: Market, notional: i64): bool {
  return market.tierCount == 1 || notional < tierAt(row, 1).from;
}

/** (N·rate − D)/10^6, rounded up. */
function onLine(notional: i64, rate: i64, whole: i64, rest: i64): i64 {
  // One division, where the products fit: they do for a notional below 2^43, and so does D, which is less than N·rate.
  if (<u64>notional >> 43 == 0) {
    return <i64>(<u64>(notional * rate - whole * <i64>PPM - rest + <i64>(PPM - 1)) / <u64>PPM);
  }
  return (notional / PPM) * rate - whole + ceilDivide((notional % PPM) * rate - rest, PPM);
}

/** Maintenance margin of a notional ≥ 0, rounded up: an account never looks safer than it is. */
export function maintenanceMargin(row: u32, market: Market, notional: i64): i64 {
  if (isInFirst(row, market, notional)) return ppmCeil(notional, tierAt(row, 0).maintenancePpm);
  const tier = tierOf(row, market.tierCount, notional);
  return onLine(notional, tier.maintenancePpm, tier.maintenanceWhole, tier.maintenanceRest);
}

/** Initial margin of a notional ≥ 0, rounded up. */
export function initialMargin(row: u32, market: Market, notional: i64): i64 {
  if (isInFirst(row, market, notional)) return ppmCeil(notional, tierAt(row, 0).initialPpm);
  const tier = tierOf(row, market.tierCount, notional);
  return onLine(notional, tier.initialPpm, tier.initialWhole, tier.initialRest);
}
