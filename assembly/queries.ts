/** Answers to queries: they change nothing, and are not events of the state machine. */
import { bestLevel, nextLevel, priceAt } from "./book/ladder";
import { isBlocked } from "./cases/blocks";
import { balanceValue, collateralOf, countedUnits, trustedSeized, trustedValue } from "./ledger/collateral";
import { deficitOf } from "./ledger/insurance-fund";
import { equityOfLiquidation } from "./ledger/liquidation-account";
import { MISMATCHED } from "./ledger/position";
import { rankOf } from "./liquidation/adl-rank";
import { liquidationPriceWith, zeroPrice, zeroValue } from "./margin/liquidation-price";
import { initialRequirement, isBelowCall } from "./margin/margin-call";
import { atMarks, legMargin, measure } from "./margin/requirement";
import { notionalOf, valueOf } from "./market/value";
import {
  Account,
  ACCOUNT_FEES,
  ACCOUNT_FUND,
  ACCOUNT_LIQUIDATION,
  ACCOUNT_STREET,
  AccountState,
  BOOK_LEVEL_BYTES,
  BookLevel,
  Code,
  COLLATERALS_MAX,
  DEPTH_EVENT_BYTES,
  DepthEvent,
  Detail,
  Domain,
  DOMAIN_REPORT_COLLATERAL_BYTES,
  DOMAIN_REPORT_EVENT_BYTES,
  DOMAIN_REPORT_MARKET_BYTES,
  DomainReportCollateral,
  DomainReportEvent,
  DomainReportMarket,
  EVENT_MAX_BYTES,
  EventType,
  Field,
  HASH_EVENT_BYTES,
  HashEvent,
  Leg,
  LIQUIDATION_MAP_EVENT_BYTES,
  LiquidationMapEvent,
  Market,
  REPORT_COLLATERAL_BYTES,
  REPORT_EVENT_BYTES,
  REPORT_LEG_BYTES,
  ReportCollateral,
  ReportEvent,
  ReportLeg,
  Side,
} from "./memory/abi";
import { accountAt, caseAt, collateralAt, domainAt, legAt, levelAt, marketAt, shard } from "./memory/arena";
import { answer, emit } from "./memory/event-log";
import { refuse } from "./memory/refusal";
import { stateHash } from "./memory/state-hash";
import { NO_ROOM } from "./memory/worklist";
import { bucketBeyond, bucketLots, bucketTrigger, nearestBucket } from "./triggers/trigger-ladder";

export function answerHash(): void {
  changetype<HashEvent>(answer(EventType.hash, HASH_EVENT_BYTES)).hash = stateHash();
}

/** Ends a `snapshot`: unlike an answer it has its place among the events. */
export function emitHash(): void {
  changetype<HashEvent>(emit(EventType.hash, HASH_EVENT_BYTES)).hash = stateHash();
}

function countLevels(market: Market, side: Side, most: u32): u32 {
  let count: u32 = 0;
  for (let level = bestLevel(market, side); level != 0 && count < most; level = nextLevel(level)) count++;
  return count;
}

function writeLevels(market: Market, side: Side, count: u32, at: usize): void {
  let level = bestLevel(market, side);
  for (let i: u32 = 0; i < count; i++) {
    const line = changetype<BookLevel>(at + <usize>i * BOOK_LEVEL_BYTES);
    line.price = priceAt(market, level);
    line.quantity = levelAt(level).quantity;
    level = nextLevel(level);
  }
}

export function answerDepth(row: u32, most: u32): void {
  const market = marketAt(row);
  const bids = countLevels(market, Side.buy, most);
  const asks = countLevels(market, Side.sell, most);
  const at = answer(EventType.depth, DEPTH_EVENT_BYTES + <usize>(bids + asks) * BOOK_LEVEL_BYTES);
  const event = changetype<DepthEvent>(at);
  event.market = row;
  event.bids = bids;
  event.asks = asks;
  writeLevels(market, Side.buy, bids, at + DEPTH_EVENT_BYTES);
  writeLevels(market, Side.sell, asks, at + DEPTH_EVENT_BYTES + <usize>bids * BOOK_LEVEL_BYTES);
}

/** Σ notional of legs by trigger, nearest the mark first: one entry a bucket, at its next trigger (rules: queries 6). */
export function answerLiquidationMap(row: u32, most: u32): void {
  const market = marketAt(row);
  const longs = countBuckets(market, false, most);
  const shorts = countBuckets(market, true, most);
  const bytes = LIQUIDATION_MAP_EVENT_BYTES + <usize>(longs + shorts) * BOOK_LEVEL_BYTES;
  const at = answer(EventType.liquidationMap, bytes);
  const event = changetype<LiquidationMapEvent>(at);
  event.market = row;
  event.longs = longs;
  event.shorts = shorts;
  writeBuckets(market, false, longs, at + LIQUIDATION_MAP_EVENT_BYTES);
  writeBuckets(market, true, shorts, at + LIQUIDATION_MAP_EVENT_BYTES + <usize>longs * BOOK_LEVEL_BYTES);
}

function countBuckets(market: Market, short: bool, most: u32): u32 {
  let count: u32 = 0;
  for (let bucket = nearestBucket(market, short); bucket >= 0 && count < most; count++) {
    const price = bucketTrigger(market, short, bucket);
    if (price < 1 || price > market.maxPrice) break;
    bucket = bucketBeyond(market, short, bucket);
  }
  return count;
}

function writeBuckets(market: Market, short: bool, count: u32, at: usize): void {
  let bucket = nearestBucket(market, short);
  for (let i: u32 = 0; i < count; i++) {
    const line = changetype<BookLevel>(at + <usize>i * BOOK_LEVEL_BYTES);
    line.price = bucketTrigger(market, short, bucket);
    line.quantity = notionalOf(market, bucketLots(market, short, bucket), line.price);
    bucket = bucketBeyond(market, short, bucket);
  }
}

export function answerReport(row: u32): void {
  const account = accountAt(row);
  const balances = countBalances(account);
  const at = answer(
    EventType.report,
    REPORT_EVENT_BYTES + <usize>account.legs * REPORT_LEG_BYTES + <usize>balances * REPORT_COLLATERAL_BYTES,
  );
  const event = changetype<ReportEvent>(at);
  event.account = row;
  event.domain = account.domain;
  event.cash = account.cash;
  event.case = account.caseRow == 0 ? 0 : caseAt(account.caseRow).number;
  event.known = u32(measure(account, false));
  event.state = stateOf(account, event.known != 0);
  if (event.known) {
    event.equity = atMarks(account).equity;
    event.maintenanceMargin = atMarks(account).maintenance;
  }
  event.legs = account.legs;
  event.mode = account.mode;
  let line = at + REPORT_EVENT_BYTES;
  for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    reportLeg(changetype<ReportLeg>(line), leg, event.known != 0);
    line += REPORT_LEG_BYTES;
  }
  if (event.known) rankReported(account, at + REPORT_EVENT_BYTES);
  event.initialMargin = initialRequirement(account);
  event.collaterals = balances;
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    reportBalance(changetype<ReportCollateral>(line), legAt(row));
    line += REPORT_COLLATERAL_BYTES;
  }
}

function countBalances(account: Account): u32 {
  let count: u32 = 0;
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) count++;
  return count;
}

/** Requires the account just measured, where its marks are known. */
function stateOf(account: Account, known: bool): AccountState {
  if (account.caseRow != 0) {
    return isBlocked(caseAt(account.caseRow)) ? AccountState.blocked : AccountState.liquidating;
  }
  if (account.held || account.flags & NO_ROOM) return AccountState.blocked;
  return known && isBelowCall(account, atMarks(account).equity)
    ? AccountState.marginCall
    : AccountState.healthy;
}

function reportBalance(line: ReportCollateral, balance: Leg): void {
  const market = marketAt(balance.market);
  line.collateral = balance.asset - 1;
  line.balance = balance.quantity;
  line.pending = balance.quantity - countedUnits(balance);
  line.value = balanceValue(collateralOf(balance), countedUnits(balance), market.mark);
}

function reportLeg(line: ReportLeg, row: u32, known: bool): void {
  const leg = legAt(row);
  const market = marketAt(leg.market);
  line.market = leg.market;
  line.quantity = leg.quantity;
  line.cost = leg.cost;
  line.mismatch = u32((leg.venue & MISMATCHED) != 0);
  if (!market.hasMark) return;
  const value = valueOf(market, leg.quantity, market.mark);
  const own = legMargin(leg, market, market.mark);
  line.mark = market.mark;
  line.notional = notionalOf(market, leg.quantity, market.mark);
  line.unrealised = value - leg.cost;
  line.maintenanceMargin = own;
  if (!known) return;
  const found = atMarks(accountAt(leg.account));
  line.liquidationPrice = liquidationPriceWith(leg, found);
  const zero = zeroValue(market, leg.quantity, market.mark, found, own);
  line.zeroPrice = zeroPrice(market, leg.quantity, zero);
}

/** Ranking measures the counterparties, so it follows when all that is read of this account's measure has been. */
function rankReported(account: Account, lines: usize): void {
  let line = lines;
  for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (marketAt(legAt(leg).market).hasMark) changetype<ReportLeg>(line).adlRank = rankOf(leg);
    line += REPORT_LEG_BYTES;
  }
}

/** The most positions that an event has room for, with all collateral of a domain. */
const POSITIONS_MAX: u32 = <u32>(
  ((<usize>EVENT_MAX_BYTES - REPORT_EVENT_BYTES - <usize>COLLATERALS_MAX * REPORT_COLLATERAL_BYTES) /
    REPORT_LEG_BYTES)
);

/**
 * The report of one of a domain's own accounts: it has no margin, and neither rank nor prices at which it would be liquidated;
 * `@street`, which is everybody else, has no equity either (rules: queries 8).
 */
export function answerOwnReport(own: u32, row: u32): i32 {
  let legs: u32 = 0;
  for (let m: u32 = 0; m < shard.markets; m++) if (marketAt(m).domain == row && lotsOf(own, m) != 0) legs++;
  if (legs > POSITIONS_MAX) return refuse(Code.CAPACITY, Field.account, Detail.answerSize);
  let seized: u32 = 0;
  const assets = own == ACCOUNT_LIQUIDATION ? domainAt(row).collateralCount : 0;
  for (let k: u32 = 0; k < assets; k++) seized += u32(collateralAt(row, k).liquidation != 0);
  const at = answer(
    EventType.report,
    REPORT_EVENT_BYTES + <usize>legs * REPORT_LEG_BYTES + <usize>seized * REPORT_COLLATERAL_BYTES,
  );
  const event = changetype<ReportEvent>(at);
  event.account = own;
  event.domain = row;
  event.own = 1;
  event.cash = cashOf(own, domainAt(row));
  event.known = u32(own != ACCOUNT_STREET);
  event.equity = own == ACCOUNT_LIQUIDATION ? equityOfLiquidation(row) : event.cash;
  event.legs = legs;
  event.collaterals = seized;
  let line = at + REPORT_EVENT_BYTES;
  for (let m: u32 = 0; m < shard.markets; m++) {
    if (marketAt(m).domain != row || lotsOf(own, m) == 0) continue;
    reportOwnLeg(changetype<ReportLeg>(line), own, m);
    line += REPORT_LEG_BYTES;
  }
  for (let k: u32 = 0; k < assets; k++) {
    const collateral = collateralAt(row, k);
    if (collateral.liquidation == 0) continue;
    const balance = changetype<ReportCollateral>(line);
    balance.collateral = k;
    balance.balance = collateral.liquidation;
    balance.value = balanceValue(collateral, collateral.liquidation, marketAt(collateral.market).mark);
    line += REPORT_COLLATERAL_BYTES;
  }
  return Code.OK;
}

function cashOf(own: u32, domain: Domain): i64 {
  if (own == ACCOUNT_STREET) return domain.streetCash;
  if (own == ACCOUNT_LIQUIDATION) return domain.liquidationCash;
  if (own == ACCOUNT_FUND) return domain.fund;
  return own == ACCOUNT_FEES ? domain.fees : domain.rounding;
}

/** Signed lots of one of the domain's own accounts in a market: two of them have any. */
function lotsOf(own: u32, row: u32): i64 {
  if (own == ACCOUNT_STREET) return marketAt(row).streetQuantity;
  return own == ACCOUNT_LIQUIDATION ? marketAt(row).liquidationQuantity : 0;
}

function reportOwnLeg(line: ReportLeg, own: u32, row: u32): void {
  const market = marketAt(row);
  line.market = row;
  line.quantity = lotsOf(own, row);
  line.cost = own == ACCOUNT_STREET ? market.streetCost : market.liquidationCost;
  line.mismatch = u32(own == ACCOUNT_LIQUIDATION && (market.liquidationVenue & MISMATCHED) != 0);
  if (!market.hasMark) return;
  line.mark = market.mark;
  line.notional = notionalOf(market, line.quantity, market.mark);
  line.unrealised = valueOf(market, line.quantity, market.mark) - line.cost;
}

export function answerDomain(row: u32): i32 {
  const domain = domainAt(row);
  let markets: u32 = 0;
  for (let m: u32 = 0; m < shard.markets; m++) if (marketAt(m).domain == row) markets++;
  const bytes =
    DOMAIN_REPORT_EVENT_BYTES +
    <usize>markets * DOMAIN_REPORT_MARKET_BYTES +
    <usize>domain.collateralCount * DOMAIN_REPORT_COLLATERAL_BYTES;
  if (bytes > <usize>EVENT_MAX_BYTES) return refuse(Code.CAPACITY, Field.domain, Detail.answerSize);
  const at = answer(EventType.domainReport, bytes);
  const event = changetype<DomainReportEvent>(at);
  event.domain = row;
  event.fund = domain.fund;
  event.deficit = deficitOf(row);
  event.cover = domain.fund + domain.liquidationCash + trustedSeized(row);
  event.fees = domain.fees;
  event.rounding = domain.rounding;
  event.deposits = domain.deposits;
  event.withdrawals = domain.withdrawals;
  event.cashTotal = domain.streetCash + domain.liquidationCash + domain.fund + domain.fees + domain.rounding;
  event.accounts = domain.accounts;
  event.cases = domain.cases;
  event.markets = markets;
  let line = at + DOMAIN_REPORT_EVENT_BYTES;
  for (let m: u32 = 0; m < shard.markets; m++) {
    const market = marketAt(m);
    if (market.domain != row) continue;
    const totals = changetype<DomainReportMarket>(line);
    totals.market = m;
    totals.liquidation = market.liquidationQuantity;
    totals.openInterest = market.openInterest;
    totals.quantityTotal = market.liquidationQuantity + market.streetQuantity;
    event.costTotal += market.liquidationCost + market.streetCost;
    line += DOMAIN_REPORT_MARKET_BYTES;
  }
  event.collaterals = domain.collateralCount;
  for (let k: u32 = 0; k < domain.collateralCount; k++) {
    const seized = changetype<DomainReportCollateral>(line);
    seized.collateral = k;
    seized.quantity = collateralAt(row, k).liquidation;
    seized.value = trustedValue(collateralAt(row, k));
    line += DOMAIN_REPORT_COLLATERAL_BYTES;
  }
  for (let a: u32 = 0; a < shard.accounts; a++) {
    const account = accountAt(a);
    if (account.domain != row) continue;
    event.cashTotal += account.cash;
    if (account.legs == 0) event.arrears += max<i64>(0, -account.cash);
    for (let l = account.firstLeg; l != 0; l = legAt(l).nextLeg) {
      event.costTotal += legAt(l).cost;
      lineOf(at + DOMAIN_REPORT_EVENT_BYTES, markets, legAt(l).market).quantityTotal += legAt(l).quantity;
    }
  }
  return Code.OK;
}

/** The line of a market among `count` lines, which stand in the order of markets. */
function lineOf(lines: usize, count: u32, market: u32): DomainReportMarket {
  let from: u32 = 0;
  for (let to = count; to - from > 1; ) {
    const middle = (from + to) / 2;
    const line = changetype<DomainReportMarket>(lines + <usize>middle * DOMAIN_REPORT_MARKET_BYTES);
    if (line.market <= market) from = middle;
    else to = middle;
  }
  return changetype<DomainReportMarket>(lines + <usize>from * DOMAIN_REPORT_MARKET_BYTES);
}
