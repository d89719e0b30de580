/**
 * START READING HERE. A command in, the stages in order, events out:
 *
 *   resolve names ─► judge (first refusal wins, nothing changed) ─► time ─► accepted ─► the command's own effects
 *     ─► feeds that fell silent, deadlines ─► passes over the accounts it touched (liquidation/evaluate) ─► cases of @liquidation
 *
 * A refused command emits `rejected` and does nothing else; a query answers and changes nothing.
 */
import { applyAccount, applyPosition } from "./commands/accounts";
import { applyDomain, applyMarket, applyPolicy, applySnapshot } from "./commands/definitions";
import { applyExecution } from "./commands/executions";
import {
  applyClock,
  applyDepth,
  applyFunding,
  applySourceReset,
  applyTick,
  applyTrade,
  tickOnBothPaths,
  tickThroughStages,
} from "./commands/feed";
import { applyCollateral, applyDomainSettings, applyTiers } from "./commands/margin-settings";
import { applyBreakers, applyFeedSettings } from "./commands/market-settings";
import { applyHalt, applyMarketState } from "./commands/market-state";
import {
  applyAmend,
  applyCancel,
  applyCancelAll,
  applyOrder,
  applyOrderById,
  cancelByRow,
} from "./commands/orders";
import { isPrefetched, prefetch } from "./commands/prefetch";
import { checkRecord } from "./commands/record-checks";
import { flag, isAscii, word, wrongSize } from "./commands/record-fields";
import { applyQuery } from "./commands/apply-query";
import { applyReconcile } from "./commands/reconcile";
import { applyCollateralSale, applyTransfer } from "./commands/transfers";
import { Expiry } from "./matching/expire";
import { QuietTick } from "./feed/quiet-tick";
import {
  AccountCommand,
  AmendCommand,
  BookCommand,
  BreakersCommand,
  CancelAllCommand,
  CANCEL_BY_NUMBER_COMMAND_BYTES,
  CancelByNumberCommand,
  CancelCommand,
  Code,
  CODE_WORDS,
  CollateralCommand,
  CollateralSaleCommand,
  COMMAND_HEADER_BYTES,
  COMMAND_TYPE_WORDS,
  CommandHeader,
  CommandType,
  Detail,
  DETAIL_WORDS,
  DomainCommand,
  DomainSettingsCommand,
  EventType,
  ExecutionCommand,
  FeedSettingsCommand,
  Field,
  FundingCommand,
  MarketCommand,
  MarketStateCommand,
  ORDER_BY_ID_COMMAND_BYTES,
  OrderByIdCommand,
  OrderCommand,
  PolicyCommand,
  PositionCommand,
  ReconcileCommand,
  REFUSED_COMMAND_BYTES,
  RefusedCommand,
  REJECTED_EVENT_BYTES,
  RejectedEvent,
  SBE_TICK_BYTES,
  SbeTick,
  ScopeCommand,
  SELF_TRADE_WORDS,
  SIDE_WORDS,
  SourceResetCommand,
  TICK_BATCH_COMMAND_BYTES,
  TICK_BY_ID_COMMAND_BYTES,
  TickBatchCommand,
  TickByIdCommand,
  TickCommand,
  TICKS_MAX,
  TiersCommand,
  TIME_IN_FORCE_WORDS,
  TimeInForce,
  TradeCommand,
  TransferCommand,
} from "./memory/abi";
import { marketAt, meters, shard } from "./memory/arena";
import { answer, emit, now, setNow } from "./memory/event-log";
import { findOrderNumber } from "./memory/names";
import { DEBUGGING } from "./memory/pairs";
import { refuse, refusedDetail, refusedField, refusedMarket, refusedPlace } from "./memory/refusal";

const SBE_HEADER_BYTES: usize = 20;
const LEAST_BATCH_BYTES: u32 = <u32>(TICK_BATCH_COMMAND_BYTES + SBE_HEADER_BYTES);
/** Times, sequence numbers and prices of ticks are below this. */
const INTEGER_LIMIT: u64 = 1 << 53;

/**
 * Applies every record in [at, at + bytes); returns how many commands were counted. A record whose size cannot be is refused
 * with all that is behind it, for nobody knows where the next begins.
 */
export function applyRecords(at: usize, bytes: usize): u32 {
  const before = meters.commandSeq;
  const end = at + bytes;
  const last = end - COMMAND_HEADER_BYTES;
  let ahead = at;
  while (at <= last) {
    const header = changetype<CommandHeader>(at);
    if (wordsBeyondHeader(header.size) > <u32>(last - at) >> 3) break;
    if (at >= ahead) {
      if (isPrefetched(header)) ahead = prefetch(at, end);
    }
    applyOne(header);
    at += header.size;
  }
  if (at < end) {
    begin(0);
    rejected(<u16>CommandType.unknown, wrongSize(Detail.tooShort));
  }
  return <u32>(meters.commandSeq - before);
}

/**
 * Words of a record behind its header. Of a size that is too small, or not of whole words, the subtraction or the rotation makes
 * a number greater than any room: one comparison judges all three, because every command pays it.
 */
function wordsBeyondHeader(size: u32): u32 {
  return rotr<u32>(size - <u32>COMMAND_HEADER_BYTES, 3);
}

/** Entries of an SBE message are read where they lie. */
function applyTickBatch(batch: TickBatchCommand): void {
  const message = changetype<usize>(batch) + TICK_BATCH_COMMAND_BYTES;
  const entries: u32 = batch.size < LEAST_BATCH_BYTES ? 0 : <u32>load<u16>(message + 18);
  const bytes = <u32>SBE_HEADER_BYTES + entries * <u32>SBE_TICK_BYTES;
  const size = (<u32>TICK_BATCH_COMMAND_BYTES + bytes + 7) & ~7;
  if (entries == 0 || entries > TICKS_MAX || batch.bytes != bytes || batch.size != size) {
    begin(0);
    rejected(<u16>CommandType.tick, wrongSize(Detail.tooShort));
    return;
  }
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

/**
 * Commands in numbers are recognised first, because they come in the greatest numbers. Conditions stand one within the other:
 * joined by && they are compiled to a value and a test of it.
 */
function applyOne(header: CommandHeader): void {
  const type = header.type;
  if (type == <u16>CommandType.tickById) {
    if (header.size == <u32>TICK_BY_ID_COMMAND_BYTES) {
      const tick = changetype<TickByIdCommand>(header);
      tickInNumbers(tick.time, tick.market, tick.source, tick.price, tick.sequence, tick.sourceTime);
      return;
    }
  }
  if (header.time > <u64>shard.now) {
    if (header.time >= INTEGER_LIMIT) {
      begin(0);
      rejected(judgedType(header), refuse(Code.OUT_OF_RANGE, Field.time, Detail.outsideBounds));
      return;
    }
  }
  if (type == <u16>CommandType.tickBatch) {
    applyTickBatch(changetype<TickBatchCommand>(header));
    return;
  }
  begin(header.time);
  let code: i32 = Code.OK;
  if (type == <u16>CommandType.orderById) {
    code = judgeOrderById(changetype<OrderByIdCommand>(header));
    if (code == Code.OK) {
      Expiry.pass();
      code = applyOrderById(changetype<OrderByIdCommand>(header));
    }
  } else if (type == <u16>CommandType.cancelByNumber) {
    if (header.size != <u32>CANCEL_BY_NUMBER_COMMAND_BYTES) code = wrongSize(Detail.tooShort);
    else {
      Expiry.pass();
      code = cancelByRow(findOrderNumber(changetype<CancelByNumberCommand>(header).number));
    }
  } else if (type == <u16>CommandType.tickById) {
    code = wrongSize(Detail.tooShort);
  } else if (type == <u16>CommandType.refused) {
    code = passOnRefusal(changetype<RefusedCommand>(header));
  } else {
    code = checkRecord(header);
    if (code == Code.OK) code = applyNamed(header);
  }
  if (code != Code.OK) rejected(judgedType(header), code);
}

/** The type that the answer to a record names: that of the command in words, or that there is none. */
function judgedType(header: CommandHeader): u16 {
  switch (header.type) {
    case <u16>CommandType.tickById:
    case <u16>CommandType.tickBatch:
      return <u16>CommandType.tick;
    case <u16>CommandType.none:
    case <u16>CommandType.refused:
      return <u16>CommandType.unknown;
    default:
      return <u32>header.type < COMMAND_TYPE_WORDS ? header.type : <u16>CommandType.unknown;
  }
}

function applyNamed(header: CommandHeader): i32 {
  switch (header.type) {
    case <u16>CommandType.depth:
    case <u16>CommandType.report:
    case <u16>CommandType.domainReport:
    case <u16>CommandType.hash:
    case <u16>CommandType.liquidationMap:
      return applyQuery(changetype<ScopeCommand>(header));
    default:
      Expiry.pass();
      return applyCommand(header);
  }
}

/** Judges and applies one command; its effects are events already when this returns `OK`. */
function applyCommand(header: CommandHeader): i32 {
  switch (header.type) {
    case <u16>CommandType.tick:
      return applyTick(changetype<TickCommand>(header));
    case <u16>CommandType.order:
      return applyOrder(changetype<OrderCommand>(header));
    case <u16>CommandType.amend:
      return applyAmend(changetype<AmendCommand>(header));
    case <u16>CommandType.cancel:
      return applyCancel(changetype<CancelCommand>(header));
    case <u16>CommandType.cancelAll:
      return applyCancelAll(changetype<CancelAllCommand>(header));
    case <u16>CommandType.book:
      return applyDepth(changetype<BookCommand>(header));
    case <u16>CommandType.trade:
      return applyTrade(changetype<TradeCommand>(header));
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
    case <u16>CommandType.marketState:
      return applyMarketState(changetype<MarketStateCommand>(header));
    case <u16>CommandType.halt:
    case <u16>CommandType.resume:
      return applyHalt(changetype<ScopeCommand>(header));
    default:
      return applySettings(header);
  }
}

/** The rarer ones: what changes the rules themselves, or marks a place in the stream. */
function applySettings(header: CommandHeader): i32 {
  switch (header.type) {
    case <u16>CommandType.reconcile:
      return applyReconcile(changetype<ReconcileCommand>(header));
    case <u16>CommandType.collateral:
      return applyCollateral(changetype<CollateralCommand>(header));
    case <u16>CommandType.collateralSale:
      return applyCollateralSale(changetype<CollateralSaleCommand>(header));
    case <u16>CommandType.funding:
      return applyFunding(changetype<FundingCommand>(header));
    case <u16>CommandType.breakers:
      return applyBreakers(changetype<BreakersCommand>(header));
    case <u16>CommandType.tiers:
      return applyTiers(changetype<TiersCommand>(header));
    case <u16>CommandType.domainSettings:
      return applyDomainSettings(changetype<DomainSettingsCommand>(header));
    case <u16>CommandType.feedSettings:
      return applyFeedSettings(changetype<FeedSettingsCommand>(header));
    case <u16>CommandType.sourceReset:
      return applySourceReset(changetype<SourceResetCommand>(header));
    case <u16>CommandType.snapshot:
      return applySnapshot();
    default:
      unreachable();
  }
  return Code.OK;
}

/** A query that is refused is answered, like any other: reads make no event (rules: queries 1). */
function refusalOf(command: u16): RejectedEvent {
  switch (command) {
    case <u16>CommandType.depth:
    case <u16>CommandType.report:
    case <u16>CommandType.domainReport:
    case <u16>CommandType.hash:
    case <u16>CommandType.liquidationMap:
      return changetype<RejectedEvent>(answer(EventType.rejected, REJECTED_EVENT_BYTES));
    default:
      return changetype<RejectedEvent>(emit(EventType.rejected, REJECTED_EVENT_BYTES));
  }
}

function rejected(command: u16, code: i32): void {
  setNow(shard.now);
  const event = refusalOf(command);
  event.command = command;
  event.code = <u16>code;
  event.fieldId = <u16>refusedField;
  event.detail = <u16>refusedDetail;
  event.place = refusedPlace;
  if (code == Code.PRICE_IN_DOUBT) event.market = refusedMarket;
}

/** What decoding has refused; a refusal that is none is refused itself. */
function passOnRefusal(refusal: RefusedCommand): i32 {
  if (refusal.size != <u32>REFUSED_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  const known =
    <u32>refusal.command < COMMAND_TYPE_WORDS &&
    refusal.code != <u16>Code.OK &&
    <u32>refusal.code < CODE_WORDS &&
    <u32>refusal.detail < DETAIL_WORDS;
  if (!known) return refuse(Code.MALFORMED, Field.type, Detail.badWord);
  if (!isAscii(refusal.field)) return refuse(Code.MALFORMED, Field.none, Detail.badName);
  setNow(shard.now);
  const event = refusalOf(refusal.command);
  event.command = refusal.command;
  event.code = refusal.code;
  event.detail = refusal.detail;
  memory.copy(changetype<usize>(event.field), changetype<usize>(refusal.field), 68);
  return Code.OK;
}

function tickInNumbers(
  time: u64,
  market: u32,
  source: u32,
  price: i64,
  sequence: u64,
  sourceTime: u64,
): void {
  if ((time | <u64>price | sequence | sourceTime) >= INTEGER_LIMIT) {
    rejectTooWide(time, price, sequence);
    return;
  }
  begin(time);
  Expiry.pass();
  const at = sourceTime == 0 ? now : sourceTime;
  let code: i32 = Code.OK;
  if (market >= shard.markets) code = refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  else if (source >= marketAt(market).sourceCount)
    code = refuse(Code.UNKNOWN_SOURCE, Field.source, Detail.none);
  else if (DEBUGGING) code = tickOnBothPaths(market, source, price, sequence, at);
  else if (QuietTick.apply(market, source, price, sequence, at)) return;
  else code = tickThroughStages(market, source, price, sequence, at);
  if (code != Code.OK) rejected(<u16>CommandType.tick, code);
}

/** Names the first of a tick's numbers that is negative, or 2^53 or more: as in words, before anything is looked for. */
function rejectTooWide(time: u64, price: i64, sequence: u64): void {
  let field: i32 = Field.sourceTime;
  if (time >= INTEGER_LIMIT) field = Field.time;
  else if (<u64>price >= INTEGER_LIMIT) field = Field.price;
  else if (sequence >= INTEGER_LIMIT) field = Field.sequence;
  begin(field == Field.time ? 0 : time);
  rejected(<u16>CommandType.tick, refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds));
}

/** The five bytes of an order in numbers, as one word; the bits that may be set in them; the lower bit of each pair of bits. */
const ORDER_BYTES_MASK: u64 = 0xff_ffff_ffff;
const ORDER_BITS: u64 = 0x03_0101_0301;
const ORDER_PAIRS: u64 = 0x01_0000_0100;
if (offsetof<OrderByIdCommand>("selfTrade") != offsetof<OrderByIdCommand>("side") + 4)
  ERROR("an order's bytes moved");
if (SIDE_WORDS != 2 || TIME_IN_FORCE_WORDS != 4 || SELF_TRADE_WORDS != 5) ERROR("an order's words changed");

/**
 * The bytes and words of an order in numbers. Fast path: one test of all five bytes, of which three have one bit and two have a
 * pair of bits that are not both set; which is wrong `faultOfOrderById` finds.
 */
function judgeOrderById(order: OrderByIdCommand): i32 {
  const bytes = load<u64>(changetype<usize>(order), offsetof<OrderByIdCommand>("side")) & ORDER_BYTES_MASK;
  if (((bytes & ~ORDER_BITS) | (bytes & (bytes >> 1) & ORDER_PAIRS)) != 0) return faultOfOrderById(order);
  if (order.size != <u32>ORDER_BY_ID_COMMAND_BYTES) return faultOfOrderById(order);
  if (DEBUGGING) assert(faultOfOrderById(order) == Code.OK, "an order's bytes are right, but not one by one");
  return Code.OK;
}

function faultOfOrderById(order: OrderByIdCommand): i32 {
  if (order.size != <u32>ORDER_BY_ID_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  let code = word(order.side, SIDE_WORDS, Field.side);
  if (code == Code.OK) code = word(order.timeInForce, TimeInForce.GTT, Field.timeInForce);
  if (code == Code.OK) code = flag(order.postOnly, Field.postOnly);
  if (code == Code.OK) code = flag(order.reduceOnly, Field.reduceOnly);
  return code == Code.OK ? word(order.selfTrade, SELF_TRADE_WORDS, Field.selfTrade) : code;
}
