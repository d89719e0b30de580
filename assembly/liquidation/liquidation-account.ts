/** Positions of `@liquidation`: taken over from accounts, unwound by the same slicer, one case a market. */
import {
  ACCOUNT_LIQUIDATION, EventType, FundReason, Market, POSITION_EVENT_BYTES, PositionEvent, WORK_BYTES,
} from "../abi";
import { domainAt, giveRow, marketAt, shard, takeRow, workAt, workPool } from "../arena";
import { emit, now } from "../event-log";
import { countInterest, realised, settle, settledCost, settledQuantity } from "../margin/position";
import { chargeFund } from "./insurance-fund";

/**
 * Trades into `@liquidation`'s position: `position` event, then its gain or loss is charged to the fund. Its case begins
 * when the position leaves zero and ends when it is back.
 */
export function tradeLiquidation(row: u32, lots: i64, value: i64, caseNumber: u64, fee: i64, reason: FundReason): void {
  const market = marketAt(row);
  settle(market.liquidationQuantity, market.liquidationCost, lots, value);
  const gain = realised;
  countInterest(market, market.liquidationQuantity, settledQuantity);
  market.liquidationQuantity = settledQuantity;
  market.liquidationCost = settledCost;
  const domain = domainAt(market.domain);
  const event = changetype<PositionEvent>(emit(EventType.position, POSITION_EVENT_BYTES));
  event.account = ACCOUNT_LIQUIDATION;
  event.domain = market.domain;
  event.market = row;
  event.quantity = settledQuantity;
  event.cost = settledCost;
  event.realised = gain;
  event.cash = domain.liquidationCash + gain - fee;
  chargeFund(market.domain, caseNumber, gain - fee, reason);
  keepCase(row, market);
}

/** Begins a case when there is something to unwind, and ends it when there is nothing left. */
function keepCase(row: u32, market: Market): void {
  if (market.liquidationQuantity != 0 == (market.liquidationCase != 0)) return;
  if (market.liquidationCase == 0) {
    market.liquidationCase = ++shard.nextCase;
    market.liquidationWork = takeRow(workPool);
    assert(market.liquidationWork != 0);
    workAt(market.liquidationWork).market = row;
    workAt(market.liquidationWork).due = now;
    shard.liquidationCases++;
    return;
  }
  if (workAt(market.liquidationWork).silent) market.silentLegs--;
  giveRow(workPool, market.liquidationWork, WORK_BYTES);
  market.liquidationCase = 0;
  market.liquidationWork = 0;
  shard.liquidationCases--;
}
