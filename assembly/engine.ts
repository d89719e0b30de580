/**
 * START READING HERE. A command in, the stages in order, events out:
 *
 *   resolve names ─► judge (first refusal wins, nothing changed) ─► time ─► accepted ─► the command's own effects
 *     ─► deadlines ─► passes over the accounts it touched (liquidation/evaluate) ─► cases of @liquidation
 *
 * A refused command emits `rejected` and does nothing else; a query answers and changes nothing.
 */
import {
  ACCEPTED_EVENT_BYTES, AcceptedEvent, AccountCommand, BOOK_COMMAND_BYTES, BookCommand, Breaker, BreakerState,
  CancelAllCommand, CancelByNumberCommand, CancelCommand, CancelReason, Cause, Code, CommandHeader, CommandType, Detail,
  DOMAIN_BYTES, DomainCommand, EventType, ExecutionCommand, ExecutionStatus, Field, FundReason, LIMIT_ACCOUNTS,
  LIMIT_DOMAINS, MarketCommand, Name, NONE, OrderByIdCommand, OrderCommand, PolicyCommand, PositionCommand,
  RefusedCommand, REJECTED_EVENT_BYTES, RejectedEvent, SBE_TICK_BYTES, SbeTick, ScopeCommand, TickBatchCommand,
  TICK_BATCH_COMMAND_BYTES, TickByIdCommand, TickCommand, TransferCommand, Warning,
} from "./abi";
import {
  accountAt, domainAt, legAt, legPool, limit, marketAt, meters, orderPool, room, shard, sliceAt,
} from "./arena";
import { allMarked, judgeMargin, judgeOrder, nameOrder, placeOrder, prepareOrder } from "./book/admission";
import { applyBook } from "./book/depth";
import { cancelAccountOrders, cancelOrder, nameOrNone } from "./book/order-pool";
import { checkPrice, entryCost, isZero, present, toLots, toPrice, toUnits, units } from "./decimal";
import { emit, now, setNow } from "./event-log";
import { chargeFund, clearShortfall, watchFloor } from "./liquidation/insurance-fund";
import { evaluate, processDeadlines } from "./liquidation/evaluate";
import { admitReport, bookEnd, bookReport, hear, keepReport } from "./liquidation/execution";
import { countInterest, findLeg, hasLegRoom, setPosition } from "./margin/position";
import { touch } from "./margin/touched";
import { haltDomain, haltMarket, resumeDomain, resumeMarket } from "./market/breakers";
import { acceptTick, beginWarmup, recompute } from "./market/feed";
import { defineMarket } from "./market/market";
import { definePolicy, onlyFullCloseCures } from "./market/policy";
import {
  findAccount, findDomain, findMarket, findOrder, findOrderNumber, findSlice, findSource, isFundName, nameAccount,
  nameBytesLeft, numberAfter,
} from "./names";
import { answerDepth, answerDomain, answerHash, answerReport } from "./queries";
import { refuse, refusedDetail, refusedField } from "./refusal";

/** Deposits of a domain, and so every sum of its money, stay below this. */
const DEPOSITS_MAX: i64 = 1 << 60;
const SBE_HEADER_BYTES: usize = 20;

/** Applies every record in [at, at + bytes); returns how many commands were counted. */
export function applyRecords(at: usize, bytes: usize): u32 {
  const before = meters.commandSeq;
  const end = at + bytes;
  while (at < end) {
    const header = changetype<CommandHeader>(at);
    assert(header.size >= 16 && at + header.size <= end);
    if (header.type == <u16>CommandType.tickBatch) applyTickBatch(changetype<TickBatchCommand>(at));
    else applyOne(header);
    at += header.size;
  }
  return <u32>(meters.commandSeq - before);
}

/** Entries of an SBE message are read where they lie. */
function applyTickBatch(batch: TickBatchCommand): void {
  const message = changetype<usize>(batch) + TICK_BATCH_COMMAND_BYTES;
  const entries = load<u16>(message + 18);
  const time = batch.time;
  for (let i: u32 = 0; i < entries; i++) {
    const tick = changetype<SbeTick>(message + SBE_HEADER_BYTES + <usize>i * SBE_TICK_BYTES);
    tickInNumbers(time, tick.market, tick.source, tick.price, tick.sequence, tick.sourceTime);
  }
}

function begin(time: u64): void {
  meters.commandSeq++;
  setNow(max<i64>(shard.now, time));
}

function applyOne(header: CommandHeader): void {
  if (header.type == <u16>CommandType.tickById) {
    const tick = changetype<TickByIdCommand>(header);
    tickInNumbers(tick.time, tick.market, tick.source, tick.price, tick.sequence, tick.sourceTime);
    return;
  }
  begin(header.time);
  let code: i32 = Code.OK;
  switch (header.type) {
    case <u16>CommandType.refused:
      passOnRefusal(changetype<RefusedCommand>(header));
      return;
    case <u16>CommandType.depth:
    case <u16>CommandType.report:
    case <u16>CommandType.domainReport:
    case <u16>CommandType.hash:
      code = applyQuery(changetype<ScopeCommand>(header));
      break;
    default:
      code = applyCommand(header);
  }
  if (code != Code.OK) rejected(header.type, code);
}

/** Judges and applies one command; its effects are events already when this returns `OK`. */
function applyCommand(header: CommandHeader): i32 {
  switch (header.type) {
    case <u16>CommandType.tick:
      return applyTick(changetype<TickCommand>(header));
    case <u16>CommandType.order:
      return applyOrder(changetype<OrderCommand>(header));
    case <u16>CommandType.orderById:
      return applyOrderById(changetype<OrderByIdCommand>(header));
    case <u16>CommandType.cancel:
      return applyCancel(findOrder(changetype<CancelCommand>(header).order));
    case <u16>CommandType.cancelByNumber:
      return applyCancel(findOrderNumber(changetype<CancelByNumberCommand>(header).number));
    case <u16>CommandType.cancelAll:
      return applyCancelAll(changetype<CancelAllCommand>(header));
    case <u16>CommandType.book:
      return applyDepth(changetype<BookCommand>(header));
    case <u16>CommandType.execution:
      return applyExecution(changetype<ExecutionCommand>(header));
    case <u16>CommandType.clock:
      return applyClock();
    case <u16>CommandType.position:
      return applyPosition(changetype<PositionCommand>(header));
    case <u16>CommandType.transfer:
      return applyTransfer(changetype<TransferCommand>(header));
    case <u16>CommandType.account:
      return applyAccount(changetype<AccountCommand>(header));
    case <u16>CommandType.market:
      return applyMarket(changetype<MarketCommand>(header));
    case <u16>CommandType.domain:
      return applyDomain(changetype<DomainCommand>(header));
    case <u16>CommandType.policy:
      return applyPolicy(changetype<PolicyCommand>(header));
    case <u16>CommandType.halt:
    case <u16>CommandType.resume:
      return applyHalt(changetype<ScopeCommand>(header));
    default:
      unreachable();
  }
  return Code.OK;
}

/** The command is accepted: engine time advances, and `accepted` is the first event. */
function accept(command: CommandType): AcceptedEvent {
  shard.now = now;
  const event = changetype<AcceptedEvent>(emit(EventType.accepted, ACCEPTED_EVENT_BYTES));
  event.command = <u16>command;
  event.domain = NONE;
  event.market = NONE;
  event.account = NONE;
  return event;
}

/** What follows any accepted command. */
function finish(): i32 {
  processDeadlines();
  evaluate();
  return Code.OK;
}

function rejected(command: u16, code: i32): void {
  setNow(shard.now);
  const event = changetype<RejectedEvent>(emit(EventType.rejected, REJECTED_EVENT_BYTES));
  event.command = command;
  event.code = <u16>code;
  event.fieldId = <u16>refusedField;
  event.detail = <u16>refusedDetail;
}

function passOnRefusal(refusal: RefusedCommand): void {
  setNow(shard.now);
  const event = changetype<RejectedEvent>(emit(EventType.rejected, REJECTED_EVENT_BYTES));
  event.command = refusal.command;
  event.code = refusal.code;
  event.detail = refusal.detail;
  memory.copy(changetype<usize>(event.field), changetype<usize>(refusal.field), 68);
}

function applyQuery(query: ScopeCommand): i32 {
  if (query.type == <u16>CommandType.hash) {
    answerHash();
    return Code.OK;
  }
  if (query.type == <u16>CommandType.depth) {
    const market = findMarket(query.market);
    if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
    answerDepth(market, query.levels);
    return Code.OK;
  }
  if (query.type == <u16>CommandType.report) {
    const account = findAccount(query.account);
    if (account == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
    answerReport(account);
    return Code.OK;
  }
  const domain = findDomain(query.domain);
  if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  answerDomain(domain);
  return Code.OK;
}

function applyTick(command: TickCommand): i32 {
  const market = findMarket(command.market);
  if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const source = findSource(market, command.source);
  if (source == NONE) return refuse(Code.UNKNOWN_SOURCE, Field.source, Detail.none);
  const code = toUnits(command.price, marketAt(market).priceDecimals, Field.price);
  // A price too large to hold is out of range like any other, but only after the sequence has been looked at.
  if (code == Code.MALFORMED) return code;
  const price = code == Code.OK ? units : -1;
  return judgedTick(market, source, price, command.sequence, command.sourceTime < 0 ? now : command.sourceTime);
}

function judgedTick(market: u32, source: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  const code = acceptTick(market, source, price, sequence, sourceTime);
  if (code != Code.OK) return code;
  shard.now = now;
  recompute(market);
  return finish();
}

function tickInNumbers(time: u64, market: u32, source: u32, price: i64, sequence: u64, sourceTime: u64): void {
  begin(time);
  let code: i32 = Code.OK;
  if (market >= shard.markets) code = refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  else if (source >= marketAt(market).sourceCount) code = refuse(Code.UNKNOWN_SOURCE, Field.source, Detail.none);
  else code = judgedTick(market, source, price, sequence, sourceTime == 0 ? now : sourceTime);
  if (code != Code.OK) rejected(<u16>CommandType.tick, code);
}

function applyClock(): i32 {
  shard.now = now;
  for (let market: u32 = 0; market < shard.markets; market++) recompute(market);
  return finish();
}

function applyDepth(command: BookCommand): i32 {
  const market = findMarket(command.market);
  if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  if (!marketAt(market).external) return refuse(Code.FORBIDDEN, Field.market, Detail.internalMarket);
  const code = applyBook(market, command, changetype<usize>(command) + BOOK_COMMAND_BYTES);
  if (code != Code.OK) return code;
  shard.now = now;
  return finish();
}

/** Account and market of a command, of one domain; the rows are left in `foundAccount` and `foundMarket`. */
let foundAccount: u32 = 0;
let foundMarket: u32 = 0;

function findBoth(account: Name, market: Name): i32 {
  foundAccount = findAccount(account);
  if (foundAccount == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  foundMarket = findMarket(market);
  if (foundMarket == NONE || marketAt(foundMarket).domain != accountAt(foundAccount).domain) {
    return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  }
  return Code.OK;
}

function applyOrder(command: OrderCommand): i32 {
  let code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  const market = marketAt(foundMarket);
  if (market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  if (command.order.length != 0 && findOrder(command.order) != 0) {
    return refuse(Code.ALREADY_EXISTS, Field.order, Detail.none);
  }
  if (isZero(command.quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  const lots = units;
  code = checkSize(foundMarket, lots);
  if (code != Code.OK) return code;
  let price: i64 = 0;
  if (present(command.price)) {
    code = toPrice(command.price, market, true, Field.price);
    if (code != Code.OK) return code;
    price = units;
  }
  prepareOrder(
    foundAccount, foundMarket, command.side, lots, price, command.timeInForce, command.postOnly, command.reduceOnly,
    command.selfTrade, nameOrNone(command.order),
  );
  return admitOrder();
}

function checkSize(row: u32, lots: i64): i32 {
  const market = marketAt(row);
  if (lots < market.minOrder) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.minimumOrder);
  if (lots > market.maxOrder) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.maximumOrder);
  return Code.OK;
}

function applyOrderById(command: OrderByIdCommand): i32 {
  if (command.account >= shard.accounts) return refuse(Code.UNKNOWN_ACCOUNT, Field.accountId, Detail.none);
  if (command.market >= shard.markets || marketAt(command.market).domain != accountAt(command.account).domain) {
    return refuse(Code.UNKNOWN_MARKET, Field.marketId, Detail.none);
  }
  const market = marketAt(command.market);
  if (market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  let code = checkSize(command.market, command.quantity);
  if (code == Code.OK && command.price != 0) code = checkPrice(command.price, market, true, Field.price);
  if (code != Code.OK) return code;
  prepareOrder(
    command.account, command.market, command.side, command.quantity, command.price, command.timeInForce,
    command.postOnly, command.reduceOnly, command.selfTrade, 0,
  );
  return admitOrder();
}

function admitOrder(): i32 {
  const code = judgeOrder();
  if (code != Code.OK) return code;
  const row = nameOrder();
  placeOrder(accept(CommandType.order), row);
  return finish();
}

function applyCancel(row: u32): i32 {
  if (row == 0) return refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  accept(CommandType.cancel);
  cancelOrder(row, CancelReason.user);
  return finish();
}

function applyCancelAll(command: CancelAllCommand): i32 {
  const everywhere = command.market.length == 0;
  let code: i32 = Code.OK;
  if (everywhere) {
    foundAccount = findAccount(command.account);
    if (foundAccount == NONE) code = refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  } else code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  accept(CommandType.cancelAll);
  cancelAccountOrders(foundAccount, everywhere, foundMarket, CancelReason.user);
  return finish();
}

function applyExecution(command: ExecutionCommand): i32 {
  const row = findSlice(numberAfter(command.order, 0x53));
  if (row == 0) return refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  const fills = command.status == ExecutionStatus.fill;
  let code = admitReport(row, command.execution, !fills);
  if (code != Code.OK) return code;
  if (!fills) {
    shard.now = now;
    keepReport(row, command.execution);
    hear(row);
    bookEnd(row);
    return finish();
  }
  return applyFill(command, row);
}

function applyFill(command: ExecutionCommand, row: u32): i32 {
  const market = marketAt(sliceAt(row).market);
  if (!present(command.price)) return refuse(Code.MISSING_FIELD, Field.price, Detail.none);
  if (!present(command.quantity)) return refuse(Code.MISSING_FIELD, Field.quantity, Detail.none);
  let code = toPrice(command.price, market, true, Field.price);
  if (code != Code.OK) return code;
  const price = units;
  if (isZero(command.quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  const lots = units;
  if (lots > market.maxPosition) return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
  let fee: i64 = 0;
  if (present(command.fee)) {
    code = toUnits(command.fee, domainAt(market.domain).settleDecimals, Field.fee);
    if (code != Code.OK) return code;
    fee = units;
  }
  shard.now = now;
  keepReport(row, command.execution);
  hear(row);
  bookReport(row, price, lots, present(command.fee), fee);
  return finish();
}

function applyPosition(command: PositionCommand): i32 {
  let code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  const account = accountAt(foundAccount);
  const market = marketAt(foundMarket);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  const quantity = units;
  const size = quantity < 0 ? -quantity : quantity;
  if (account.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  let cost: i64 = 0;
  if (quantity != 0) {
    if (!present(command.entryPrice)) return refuse(Code.MISSING_FIELD, Field.entryPrice, Detail.none);
    if (size > market.maxPosition) {
      // Too large to multiply; only its price could be worse.
      return judgeEntry(command, foundMarket, 1) != Code.OK ? Code.OUT_OF_RANGE : tooLarge();
    }
    code = judgeEntry(command, foundMarket, quantity);
    if (code != Code.OK) return code;
    cost = quantity < 0 ? -units : units;
  }
  const leg = findLeg(account, foundMarket);
  code = judgePosition(foundMarket, leg, quantity);
  if (code != Code.OK) return code;
  accept(CommandType.position);
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  const heldCost = leg == 0 ? 0 : legAt(leg).cost;
  countInterest(market, market.streetQuantity, market.streetQuantity + held - quantity);
  market.streetQuantity += held - quantity;
  market.streetCost += heldCost - cost;
  setPosition(foundAccount, foundMarket, quantity, cost);
  clearShortfall(foundAccount);
  return finish();
}

function judgeEntry(command: PositionCommand, market: u32, quantity: i64): i32 {
  return entryCost(command.entryPrice, marketAt(market), quantity < 0 ? -quantity : quantity, quantity < 0);
}

function tooLarge(): i32 {
  return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
}

function judgePosition(row: u32, leg: u32, quantity: i64): i32 {
  const market = marketAt(row);
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  const street = market.streetQuantity;
  const interest = market.openInterest - max<i64>(held, 0) - max<i64>(street, 0) + max<i64>(quantity, 0) +
    max<i64>(street + held - quantity, 0);
  if (interest > market.maxOpenInterest) return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
  if (leg != 0 || quantity == 0) return Code.OK;
  if (!hasLegRoom(accountAt(foundAccount))) return refuse(Code.CAPACITY, Field.market, Detail.legs);
  if (room(legPool) <= orderPool.used) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  return Code.OK;
}

function applyTransfer(command: TransferCommand): i32 {
  const row = findAccount(command.account);
  if (row == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  const account = accountAt(row);
  const moves = command.to.length != 0;
  const toFund = moves && isFundName(command.to);
  const receiver = moves && !toFund ? findAccount(command.to) : NONE;
  if (moves && !toFund && (receiver == NONE || accountAt(receiver).domain != account.domain)) {
    return refuse(Code.UNKNOWN_ACCOUNT, Field.to, Detail.none);
  }
  if (receiver == row) return refuse(Code.UNKNOWN_ACCOUNT, Field.to, Detail.sameAccount);
  const domain = domainAt(account.domain);
  const code = toUnits(command.amount, domain.settleDecimals, Field.amount);
  if (code != Code.OK) return code;
  const amount = units;
  if (amount == 0 || (moves && amount < 0)) return refuse(Code.OUT_OF_RANGE, Field.amount, Detail.notPositive);
  if (command.asset.length != 0 && !isDomainAsset(account.domain, command.asset)) {
    return refuse(Code.SPEC_INVALID, Field.asset, Detail.otherAsset);
  }
  const leaves = moves ? amount : -amount;
  const judged = leaves > 0 ? judgeWithdrawal(row, leaves) : judgeDeposit(account.domain, amount);
  if (judged != Code.OK) return judged;
  accept(CommandType.transfer);
  account.cash -= leaves;
  touch(row);
  if (!moves) {
    if (amount > 0) domain.deposits += amount;
    else domain.withdrawals -= amount;
  } else if (toFund) chargeFund(account.domain, 0, amount, FundReason.topUp);
  else {
    accountAt(receiver).cash += amount;
    touch(receiver);
  }
  return finish();
}

function isDomainAsset(domain: u32, asset: Name): bool {
  const own = domainAt(domain).asset;
  return own.length == asset.length && memory.compare(changetype<usize>(own), changetype<usize>(asset), 68) == 0;
}

function judgeDeposit(domain: u32, amount: i64): i32 {
  if (amount > DEPOSITS_MAX - domainAt(domain).deposits) return refuse(Code.CAPACITY, Field.amount, Detail.deposits);
  return Code.OK;
}

function judgeWithdrawal(row: u32, amount: i64): i32 {
  const account = accountAt(row);
  if (account.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  if (!allMarked(account)) return refuse(Code.MARKET_HALTED, Field.account, Detail.noMark);
  if (amount > account.cash) return refuse(Code.INSUFFICIENT_MARGIN, Field.amount, Detail.insufficientCash);
  return judgeMargin(row, 0, 0, 0, 0, amount);
}

function applyAccount(command: AccountCommand): i32 {
  const domain = findDomain(command.domain);
  if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  if (findAccount(command.account) != NONE) return refuse(Code.ALREADY_EXISTS, Field.account, Detail.none);
  const code = toUnits(command.cash, domainAt(domain).settleDecimals, Field.cash);
  if (code != Code.OK) return code;
  const cash = units;
  if (shard.accounts == limit(LIMIT_ACCOUNTS)) return refuse(Code.CAPACITY, Field.account, Detail.accounts);
  if (nameBytesLeft() < command.account.length) return refuse(Code.CAPACITY, Field.account, Detail.names);
  if (judgeDeposit(domain, cash) != Code.OK) return refuse(Code.CAPACITY, Field.cash, Detail.deposits);
  const row = shard.accounts++;
  nameAccount(row, command.account);
  accountAt(row).domain = domain;
  accountAt(row).cash = cash;
  domainAt(domain).deposits += cash;
  domainAt(domain).accounts++;
  accept(CommandType.account).account = row;
  return finish();
}

function applyMarket(command: MarketCommand): i32 {
  const code = defineMarket(command);
  if (code != Code.OK) return code;
  const row = shard.markets - 1;
  const event = accept(CommandType.market);
  event.market = row;
  event.warning = <u16>warningOf(row);
  beginWarmup(row, Cause.noFirstMark);
  return finish();
}

function warningOf(row: u32): Warning {
  return onlyFullCloseCures(row, marketAt(row)) ? Warning.onlyFullCloseCures : Warning.none;
}

function applyDomain(command: DomainCommand): i32 {
  if (findDomain(command.domain) != NONE) return refuse(Code.ALREADY_EXISTS, Field.domain, Detail.none);
  let code = toUnits(command.insuranceFund, command.settleDecimals, Field.insuranceFund);
  if (code != Code.OK) return code;
  const fund = units;
  code = toUnits(command.fundFloor, command.settleDecimals, Field.fundFloor);
  if (code != Code.OK) return code;
  const floor = units;
  if (shard.domains == limit(LIMIT_DOMAINS)) return refuse(Code.CAPACITY, Field.domain, Detail.domains);
  if (fund > DEPOSITS_MAX) return refuse(Code.CAPACITY, Field.insuranceFund, Detail.deposits);
  const row = shard.domains++;
  const domain = domainAt(row);
  memory.fill(changetype<usize>(domain), 0, DOMAIN_BYTES);
  domain.fund = fund;
  domain.deposits = fund;
  domain.fundFloor = floor;
  domain.caseHorizon = command.caseHorizon;
  domain.settleDecimals = command.settleDecimals;
  domain.targetPpm = command.targetPpm;
  domain.takeoverPpm = command.takeoverPpm;
  domain.doubtPpm = command.doubtPpm;
  domain.takeover = command.takeover;
  domain.surplus = command.surplus;
  memory.copy(changetype<usize>(domain.name), changetype<usize>(command.domain), 68);
  memory.copy(changetype<usize>(domain.asset), changetype<usize>(command.asset), 68);
  const event = accept(CommandType.domain);
  event.domain = row;
  event.warning = <u16>(command.adl ? Warning.adlNotBuilt : Warning.none);
  watchFloor(row, domain);
  return finish();
}

function applyPolicy(command: PolicyCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const code = definePolicy(marketAt(row), command.policy);
  if (code != Code.OK) return code;
  accept(CommandType.policy).warning = <u16>warningOf(row);
  return finish();
}

function applyHalt(command: ScopeCommand): i32 {
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
