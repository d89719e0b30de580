/** The tiers of a market or a collateral as a command brings them: judged, then stored with their deductions. */
import { toUnits, units } from "../market/decimal";
import {
  Code,
  Detail,
  Field,
  PPM,
  Tier,
  TIER_BYTES,
  TIER_INPUT_BYTES,
  TierInput,
  TIERS_MAX,
} from "../memory/abi";
import { clear, marketAt, scratch, tierAt } from "../memory/arena";
import { refuse } from "../memory/refusal";

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
 * Whether a margin call at `callPpm` of initial margin comes no later than liquidation in this tier, and
 * grows no faster than the notional (rules: margin 7): else a price that moves in the account's favour could
 * bring about the call.
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
