/** How a market's legs are sold: takes a policy record whole or not at all (PROTOCOL.md section 4). */
import { forgetVolatility } from "../feed/volatility";
import { notePlain } from "../market/plain";
import { toLots, toUnits, toUnitsOr, units } from "../market/decimal";
import { Algorithm, Code, Field, Market, Policy, PPM, takePolicy } from "../memory/abi";
import { domainAt, tierAt } from "../memory/arena";

/** No cap. */
const UNLIMITED: i64 = i64.MAX_VALUE;
const NO_PACE: i64 = -1;

export function definePolicy(market: Market, policy: Policy): i32 {
  const decimals = domainAt(market.domain).settleDecimals;
  let code = toUnits(policy.fullCloseNotional, decimals, Field.policy_fullCloseNotional);
  if (code != Code.OK) return code;
  const fullCloseNotional = units;
  code = toLots(policy.fullDisposalQuantity, market, Field.policy_fullDisposalQuantity);
  if (code != Code.OK) return code;
  const fullDisposalQuantity = units;
  code = toUnitsOr(policy.sliceNotionalMax, decimals, UNLIMITED, Field.policy_sliceNotionalMax);
  if (code != Code.OK) return code;
  const sliceNotionalMax = units;
  code = toUnitsOr(policy.rateNotional, decimals, NO_PACE, Field.policy_rateNotional);
  if (code != Code.OK) return code;
  takePolicy(policy, market);
  market.rateNotional = units;
  market.fullCloseNotional = fullCloseNotional;
  market.fullDisposalQuantity = fullDisposalQuantity;
  market.sliceNotionalMax = sliceNotionalMax;
  if (market.algorithm != <u32>Algorithm.adaptive) forgetVolatility(market);
  notePlain(market);
  return Code.OK;
}

/** Whether closing costs more than it frees in the lowest tier, so that only a full close can cure. */
export function onlyFullCloseCures(row: u32, market: Market): bool {
  const cost = market.takerFeePpm + market.liquidationFeePpm + market.expectedSlippagePpm;
  const freed = <i64>domainAt(market.domain).targetPpm * <i64>tierAt(row, 0).maintenancePpm;
  return <i64>cost * PPM >= freed;
}
