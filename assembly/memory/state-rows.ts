// GENERATED from src/abi/schema.ts by `npm run generate`. Do not edit.

import {
  ACCOUNT_BYTES,
  ACCOUNT_SPEC_BYTES,
  BAND_SAMPLES_MAX,
  BAND_SAMPLE_BYTES,
  COLLATERALS_MAX,
  COLLATERAL_BYTES,
  DOMAIN_BYTES,
  MARKET_BYTES,
  ORDER_STOP_BYTES,
  ORDER_TERMS_BYTES,
  ORDER_TIMER_BYTES,
  REFILL_BYTES,
  SENDS_MAX,
  SEND_BYTES,
  SHARD_BYTES,
  SOURCES_MAX,
  SOURCE_BYTES,
  TIERS_MAX,
  TIER_BYTES,
} from "./abi";
import {
  CHILDREN_BYTES,
  LEAF_LEVELS,
  LEVELS_BYTES,
  NODE_CHILDREN,
  accountAt,
  accountNames,
  accountSpecAt,
  bandSampleAt,
  casePool,
  childAt,
  collateralAt,
  domainAt,
  leafPool,
  legPool,
  levelAt,
  lotPool,
  marketAt,
  nodePool,
  orderNamePool,
  orderPool,
  refillAt,
  reportPool,
  sendAt,
  shard,
  slicePool,
  sourceAt,
  stopAt,
  termsAt,
  tierAt,
  timerAt,
  unwindPool,
  workPool,
} from "./arena";
import {
  addPool,
  addRange,
  addRows,
} from "./hash";

/** All that the state hash covers, in its order. */
export function addState(): void {
  addRange(changetype<usize>(shard), SHARD_BYTES);
  addRange(changetype<usize>(domainAt(0)), <usize>shard.domains * DOMAIN_BYTES);
  for (let row: u32 = 0; row < shard.domains; row++) {
    addRange(changetype<usize>(collateralAt(row, 0)), <usize>COLLATERALS_MAX * COLLATERAL_BYTES);
  }
  addRange(changetype<usize>(marketAt(0)), <usize>shard.markets * MARKET_BYTES);
  for (let row: u32 = 0; row < shard.markets; row++) {
    addRange(changetype<usize>(tierAt(row, 0)), <usize>TIERS_MAX * TIER_BYTES);
    addRange(changetype<usize>(sourceAt(row, 0)), <usize>SOURCES_MAX * SOURCE_BYTES);
    addRange(changetype<usize>(sendAt(row, 0)), <usize>SENDS_MAX * SEND_BYTES);
    addRange(changetype<usize>(refillAt(row, 0)), <usize>2 * REFILL_BYTES);
    addRange(changetype<usize>(bandSampleAt(row, 0)), <usize>BAND_SAMPLES_MAX * BAND_SAMPLE_BYTES);
  }
  addRange(changetype<usize>(accountAt(0)), <usize>shard.accounts * ACCOUNT_BYTES);
  addRange(changetype<usize>(accountSpecAt(0)), <usize>shard.accounts * ACCOUNT_SPEC_BYTES);
  addRange(accountNames, shard.nameBytes);
  addPool(legPool);
  addPool(orderPool);
  addRows(orderPool, changetype<usize>(termsAt(1)), ORDER_TERMS_BYTES);
  addRows(orderPool, changetype<usize>(timerAt(1)), ORDER_TIMER_BYTES);
  addRows(orderPool, changetype<usize>(stopAt(1)), ORDER_STOP_BYTES);
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
  addPool(lotPool);
}
