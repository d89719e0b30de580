/** Positions of `@liquidation`: taken over from accounts, unwound by the same slicer, one case a market. */
import { valueOf } from "../market/value";
import {
  ACCOUNT_LIQUIDATION,
  EventType,
  FundReason,
  Market,
  POSITION_EVENT_BYTES,
  PositionEvent,
} from "../memory/abi";
import { domainAt, marketAt, shard, takeRow, workAt, workPool } from "../memory/arena";
import { emit, now } from "../memory/event-log";
import { liquidationCollateral } from "./collateral";
import { owedFunding, settleFunding } from "./funding";
import { chargeFund } from "./insurance-fund";
import { countInterest, settle } from "./position";

/**
 * The equity of a domain's `@liquidation` at last marks: its cash (a deficit where it is negative), its
 * positions, the funding that they owe, and the collateral it has seized.
 */
export function equityOfLiquidation(row: u32): i64 {
  let sum = domainAt(row).liquidationCash + liquidationCollateral(row);
  for (let m: u32 = 0; m < shard.markets; m++) {
    const market = marketAt(m);
    if (market.domain != row || !market.hasMark) continue;
    const quantity = market.liquidationQuantity;
    sum += valueOf(market, quantity, market.mark) - market.liquidationCost;
    sum -= owedFunding(market, quantity, market.liquidationFunding);
  }
  return sum;
}

/**
 * Trades into `@liquidation`'s position (price 0: at a value agreed for the lots as a whole): `position` event, then its gain
 * or loss and the funding that it owed are charged to the fund. Its case begins when the position leaves zero and ends when
 * it is back.
 */
export function tradeLiquidation(
  row: u32,
  lots: i64,
  value: i64,
  caseNumber: u64,
  fee: i64,
  reason: FundReason,
  price: i64 = 0,
): void {
  const market = marketAt(row);
  const settled = settle(market, market.liquidationQuantity, market.liquidationCost, lots, value, price);
  const gain = settled.realised;
  const spent = fee + settleFunding(market, market.liquidationQuantity, market.liquidationFunding);
  countInterest(market, market.liquidationQuantity, settled.quantity);
  market.liquidationQuantity = settled.quantity;
  market.liquidationCost = settled.cost;
  const domain = domainAt(market.domain);
  const event = changetype<PositionEvent>(emit(EventType.position, POSITION_EVENT_BYTES));
  event.account = ACCOUNT_LIQUIDATION;
  event.domain = market.domain;
  event.market = row;
  event.quantity = settled.quantity;
  event.cost = settled.cost;
  event.realised = gain;
  event.cash = domain.liquidationCash + gain - spent;
  chargeFund(market.domain, caseNumber, gain - spent, reason);
  keepCase(row, market);
}

/**
 * Begins a case when there is something to unwind, and ends it when there is nothing left. The work on the leg outlives
 * the case: a slice that is out stays out, and a venue that is silent stays silent.
 */
function keepCase(row: u32, market: Market): void {
  if ((market.liquidationQuantity != 0) == (market.liquidationCase != 0)) return;
  if (market.liquidationCase != 0) {
    market.liquidationCase = 0;
    shard.liquidationCases--;
    return;
  }
  market.liquidationCase = ++shard.nextCase;
  shard.liquidationCases++;
  if (market.liquidationWork == 0) {
    market.liquidationWork = takeRow(workPool);
    shard.liquidationWorks++;
  }
  assert(market.liquidationWork != 0, "no row for the work on a leg of @liquidation");
  const work = workAt(market.liquidationWork);
  work.market = row;
  work.due = now;
  work.started = 0;
}
