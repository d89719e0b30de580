/** The state of a market's trading: open, cancel-only, auction (rules: book 16). */
import { noteOpened } from "../book/stops";
import { clearBreaker, touchCasesIn } from "../cases/clear-breaker";
import { forgiveVenue } from "../cases/venue-legs";
import { forgetMove } from "../feed/confirmation";
import { beginWarmup, breakerEvent, isTripped, tripBreaker } from "../market/breakers";
import { uncross } from "../matching/auction";
import { cancelMarketOrders } from "../matching/resting-orders";
import {
  Breaker,
  BreakerState,
  CancelSliceReason,
  Cause,
  Code,
  CommandType,
  Detail,
  Field,
  MarketPhase,
  MarketStateCommand,
  NONE,
  ScopeCommand,
} from "../memory/abi";
import { domainAt, marketAt, shard } from "../memory/arena";
import { findDomain, findMarket } from "../memory/names";
import { refuse } from "../memory/refusal";
import { cancelMarketSlices } from "../slicing/slices-out";
import { accept, finish } from "./frame";

/** Leaving `open` cancels slices, rungs too; leaving `auction` uncrosses; `open` makes its cases due. */
export function setPhase(row: u32, phase: MarketPhase): void {
  const market = marketAt(row);
  const before = market.phase;
  if (before == <u8>phase) return;
  market.phase = <u8>phase;
  if (before == <u8>MarketPhase.open) cancelMarketSlices(row, CancelSliceReason.halted);
  if (before == <u8>MarketPhase.auction) uncross(row);
  if (phase != MarketPhase.open) return;
  touchCasesIn(row);
  noteOpened(row, market);
}

export function haltMarket(row: u32): void {
  if (isTripped(marketAt(row), Breaker.HALTED)) return;
  tripBreaker(row, Breaker.HALTED, Cause.operator);
  closeMarket(row);
}

export function haltDomain(row: u32): void {
  const domain = domainAt(row);
  if (domain.halted) return;
  domain.halted = 1;
  breakerEvent(NONE, row, Breaker.HALTED, BreakerState.tripped, Cause.operator);
  for (let market: u32 = 0; market < shard.markets; market++)
    if (marketAt(market).domain == row) closeMarket(market);
}

function closeMarket(row: u32): void {
  cancelMarketSlices(row, CancelSliceReason.halted);
  cancelMarketOrders(row);
}

export function resumeMarket(row: u32): void {
  if (isTripped(marketAt(row), Breaker.HALTED)) clearBreaker(row, Breaker.HALTED, Cause.operator);
  forgiveVenue(row);
  forgetMove(row);
  beginWarmup(row, Cause.resumed);
}

export function resumeDomain(row: u32): void {
  const domain = domainAt(row);
  const wasHalted = domain.halted != 0;
  domain.halted = 0;
  if (wasHalted) breakerEvent(NONE, row, Breaker.HALTED, BreakerState.cleared, Cause.operator);
  for (let market: u32 = 0; market < shard.markets; market++) {
    if (marketAt(market).domain != row) continue;
    resumeMarket(market);
    if (wasHalted) touchCasesIn(market);
  }
}

export function applyHalt(command: ScopeCommand): i32 {
  const halts = command.type == <u16>CommandType.halt;
  if (command.market.length != 0) {
    const market = findMarket(command.market);
    if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
    accept(command.type);
    if (halts) haltMarket(market);
    else resumeMarket(market);
    return finish();
  }
  const domain = findDomain(command.domain);
  if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  accept(command.type);
  if (halts) haltDomain(domain);
  else resumeDomain(domain);
  return finish();
}

export function applyMarketState(command: MarketStateCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  if (marketAt(row).external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  accept(CommandType.marketState);
  setPhase(row, command.state);
  return finish();
}
