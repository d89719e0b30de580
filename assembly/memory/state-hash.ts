/**
 * The state hash: every row of the regions marked `state`, as far as they have been used, so that it does not depend on
 * how large the tables were made. Derived rows (indexes, buckets) and volatile ones (counters) stay outside.
 */
import {
  ACCOUNT_BYTES,
  ACCOUNT_SPEC_BYTES,
  BAND_SAMPLE_BYTES,
  BAND_SAMPLES_MAX,
  COLLATERAL_BYTES,
  COLLATERALS_MAX,
  DOMAIN_BYTES,
  MARKET_BYTES,
  ORDER_TERMS_BYTES,
  Pool,
  REFILL_BYTES,
  SEND_BYTES,
  SENDS_MAX,
  SHARD_BYTES,
  SOURCE_BYTES,
  SOURCES_MAX,
  TIER_BYTES,
  TIERS_MAX,
} from "./abi";
import {
  accountAt,
  accountNames,
  accountSpecAt,
  bandSampleAt,
  casePool,
  childAt,
  CHILDREN_BYTES,
  collateralAt,
  domainAt,
  LEAF_LEVELS,
  leafPool,
  legPool,
  levelAt,
  LEVELS_BYTES,
  marketAt,
  NODE_CHILDREN,
  nodePool,
  orderNamePool,
  orderPool,
  refillAt,
  reportPool,
  sendAt,
  shard,
  slicePool,
  sourceAt,
  termsAt,
  tierAt,
  unwindPool,
  workPool,
} from "./arena";

const PRIME: u64 = 0x9e37_79b1_85eb_ca87;
let state: u64 = 0;

function mix(word: u64): void {
  state = rotl<u64>(state ^ (word * PRIME), 31) * 0xc2b2_ae3d_27d4_eb4f;
}

/** Whole words of a range; rows are multiples of eight bytes. */
function addRange(at: usize, bytes: usize): void {
  const end = at + (bytes & ~7);
  for (let word = at; word < end; word += 8) mix(load<u64>(word));
  let tail: u64 = 0;
  for (let byte = end; byte < at + bytes; byte++) tail = (tail << 8) | load<u8>(byte);
  mix(tail ^ bytes);
}

function addPool(pool: Pool): void {
  mix(((<u64>pool.top) << 32) | pool.free);
  addRange(<usize>pool.base + pool.rowBytes, <usize>(pool.top - 1) * pool.rowBytes);
}

/** The used rows of another table that has a row for each of the pool's; `first`: address of row 1. */
function addRows(pool: Pool, first: usize, rowBytes: usize): void {
  addRange(first, <usize>(pool.top - 1) * rowBytes);
}

export function stateHash(): u64 {
  state = PRIME;
  addRange(changetype<usize>(shard), SHARD_BYTES);
  addRange(changetype<usize>(domainAt(0)), <usize>shard.domains * DOMAIN_BYTES);
  for (let domain: u32 = 0; domain < shard.domains; domain++) {
    addRange(changetype<usize>(collateralAt(domain, 0)), <usize>COLLATERALS_MAX * COLLATERAL_BYTES);
  }
  addRange(changetype<usize>(marketAt(0)), <usize>shard.markets * MARKET_BYTES);
  for (let market: u32 = 0; market < shard.markets; market++) {
    addRange(changetype<usize>(tierAt(market, 0)), <usize>TIERS_MAX * TIER_BYTES);
    addRange(changetype<usize>(sourceAt(market, 0)), <usize>SOURCES_MAX * SOURCE_BYTES);
    addRange(changetype<usize>(sendAt(market, 0)), <usize>SENDS_MAX * SEND_BYTES);
    addRange(changetype<usize>(refillAt(market, 0)), 2 * REFILL_BYTES);
    addRange(changetype<usize>(bandSampleAt(market, 0)), <usize>BAND_SAMPLES_MAX * BAND_SAMPLE_BYTES);
  }
  addRange(changetype<usize>(accountAt(0)), <usize>shard.accounts * ACCOUNT_BYTES);
  addRange(changetype<usize>(accountSpecAt(0)), <usize>shard.accounts * ACCOUNT_SPEC_BYTES);
  addRange(accountNames, shard.nameBytes);
  addPool(legPool);
  addPool(orderPool);
  addRows(orderPool, changetype<usize>(termsAt(1)), ORDER_TERMS_BYTES);
  addPool(orderNamePool);
  addPool(leafPool);
  addRows(leafPool, changetype<usize>(levelAt(<u32>LEAF_LEVELS)), LEVELS_BYTES);
  addPool(nodePool);
  addRows(nodePool, childAt(<u32>NODE_CHILDREN), CHILDREN_BYTES);
  addPool(casePool);
  addPool(workPool);
  addPool(slicePool);
  addPool(reportPool);
  addPool(unwindPool);
  state ^= state >> 29;
  return state * PRIME;
}
