/** Binary events become the events of PROTOCOL.md section 3: ids to names, integers to decimal strings. */
import { createHash } from "node:crypto";
import {
  AcceptedEvent,
  AdlEvent,
  AlgorithmWords,
  BreakerEvent,
  BreakerStateWords,
  BreakerWords,
  CancelSliceEvent,
  CancelSliceReasonWords,
  CaseEvent,
  CauseWords,
  CodeWords,
  CommandTypeWords,
  constants,
  DetailWords,
  EventTypeWords,
  FieldWords,
  FillEvent,
  FundEvent,
  FundReasonWords,
  JitterSeedEvent,
  MarginCallEvent,
  MismatchEvent,
  MismatchReasonWords,
  Name,
  OrderKind,
  PositionEvent,
  RejectedEvent,
  SideWords,
  SliceEvent,
  TakeoverEvent,
  TimeInForceWords,
  UnwoundEvent,
  WarningWords,
} from "../abi/layout.js";
import { BreakwaterError, sentenceOf } from "../domain/errors.js";
import * as events from "../domain/events.js";
import type { Directory } from "../kernel/directory.js";
import * as marketEvents from "./event-market.js";
import { armed, cancelled, rested, triggered } from "./event-orders.js";
import { EventReader, put } from "./event-reader.js";
import * as tables from "./event-tables.js";
import { type EventTypes, hasType } from "./event-types.js";
import { walkEvents } from "./event-walk.js";

type Event = events.Event;
type Decoder = (r: EventReader) => Event;

/**
 * The command behind a number: binary forms count as the commands that they encode; null where it is no word
 * of the protocol.
 */
const commandWords: readonly (string | null)[] = CommandTypeWords.map((word) => {
  if (word === "none" || word === "refused" || word === "unknown") return null;
  if (word === "tickById" || word === "tickBatch") return "tick";
  if (word === "orderById") return "order";
  return word === "cancelByNumber" ? "cancel" : word;
});

function accepted(r: EventReader): Event {
  const command = commandWords[r.u16(AcceptedEvent.command)] ?? null;
  return {
    type: "accepted",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    command,
    ...defined(r, command),
    warning: warningOf(r.u16(AcceptedEvent.warning)),
  } as events.AcceptedEvent;
}

/** The sentences of a set of warnings, in the order of their bits. */
function warningOf(set: number): string | null {
  if (set === 0) return null;
  if (set >>> WarningWords.length !== 0) throw new BreakwaterError("MALFORMED", null, "badWord");
  return WarningWords.filter((_word, i) => (set >>> i) & 1)
    .map((word) => events.warnings[word])
    .join("; ");
}

/** What a command defined: the name and the id that binary encodings use. */
function defined(r: EventReader, command: string | null): object {
  if (command === "domain" || command === "collateral") {
    const domainId = r.u32(AcceptedEvent.domain);
    return { domain: r.directory.domain(domainId).domain, domainId };
  }
  if (command === "market") {
    const { market, sources, id: marketId } = r.market(AcceptedEvent.market);
    const sourceIds: Record<string, number> = {};
    sources.forEach((source, i) => {
      put(sourceIds, source, i);
    });
    return { market, marketId, sourceIds };
  }
  if (command === "account") {
    return { account: r.account(AcceptedEvent.account), accountId: r.u32(AcceptedEvent.account) };
  }
  if (command === "sourceReset") return { market: r.market(AcceptedEvent.market).market };
  if (command !== "order") return {};
  return { order: r.order(AcceptedEvent.order, r.u8(AcceptedEvent.orderKind), AcceptedEvent.BYTES) ?? "" };
}

/** Lists of words without their first, which stands for nothing and is malformed in these places. */
/** No slice is good till a time. */
const sliceWords = TimeInForceWords.map((word) => (word === "GTT" ? undefined : word));
const codeWords = CodeWords.map((word) => (word === "OK" ? undefined : word));
const breakerWords = BreakerWords.map((word) => (word === "none" ? undefined : word));

/** `positions[].quantity` of a list's row: `positions[2].quantity` where `place` is 3. */
const fieldAt = (field: string, place: number) => field.replace("[]", `[${place - 1}]`);

function rejected(r: EventReader): Event {
  const code = r.word(codeWords, r.u16(RejectedEvent.code));
  const detail = r.word(DetailWords, r.u16(RejectedEvent.detail));
  const field =
    r.nameOrNull(RejectedEvent.field) ??
    fieldAt(r.word(FieldWords, r.u16(RejectedEvent.fieldId)), r.u32(RejectedEvent.place));
  const { seq } = r;
  return {
    type: "rejected",
    ...(seq === 0 ? {} : { seq }),
    commandSeq: r.commandSeq,
    time: r.time,
    command: commandWords[r.u16(RejectedEvent.command)] ?? null,
    code,
    field: field === "none" ? null : field,
    message: sentenceOf(code, detail),
    ...(code === "PRICE_IN_DOUBT" ? { market: r.market(RejectedEvent.market).market } : {}),
  };
}

function marketOrNull(r: EventReader, offset: number): string | null {
  return r.u32(offset) === constants.NONE ? null : r.market(offset).market;
}

const block =
  (type: events.LiquidationBlockedEvent["type"]): Decoder =>
  (r) => ({
    type,
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseOrNull(CaseEvent.case),
    account: r.account(CaseEvent.account),
    market: marketOrNull(r, CaseEvent.market),
    breaker: r.word(breakerWords, r.u32(CaseEvent.breaker)),
  });

function liquidationWaiting(r: EventReader): Event {
  return {
    type: "liquidationWaiting",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseName(CaseEvent.case),
    account: r.account(CaseEvent.account),
    market: marketOrNull(r, CaseEvent.market),
  };
}

function slice(r: EventReader): Event {
  const market = r.market(SliceEvent.market);
  return {
    type: "slice",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    order: `S${r.integer(SliceEvent.order)}`,
    case: r.caseName(SliceEvent.case),
    account: r.account(SliceEvent.account),
    market: market.market,
    side: r.word(SideWords, r.u8(SliceEvent.side)),
    quantity: r.quantity(SliceEvent.quantity, market),
    limitPrice: r.price(SliceEvent.limitPrice, market),
    orderType: "limit",
    timeInForce: r.word(sliceWords, r.u8(SliceEvent.timeInForce)),
    postOnly: r.u8(SliceEvent.postOnly) !== 0,
    reduceOnly: true,
    algorithm: r.word(AlgorithmWords, r.u8(SliceEvent.algorithm)),
    remaining: r.quantity(SliceEvent.remaining, market),
    expires: r.integer(SliceEvent.expires),
  };
}

function cancelSlice(r: EventReader): Event {
  return {
    type: "cancelSlice",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    order: `S${r.integer(CancelSliceEvent.order)}`,
    case: r.caseName(CancelSliceEvent.case),
    reason: r.word(CancelSliceReasonWords, r.u32(CancelSliceEvent.reason)),
  };
}

function fill(r: EventReader): Event {
  const market = r.market(FillEvent.market);
  const { domain } = market;
  const makerKind = r.u8(FillEvent.makerKind);
  // The names of orders that clients named trail the record, the maker's first.
  const takerAt = FillEvent.BYTES + (makerKind === OrderKind.named ? Name.BYTES : 0);
  return {
    type: "fill",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    market: market.market,
    price: r.price(FillEvent.price, market),
    quantity: r.quantity(FillEvent.quantity, market),
    side: r.word(SideWords, r.u8(FillEvent.side)),
    makerOrder: r.order(FillEvent.makerOrder, makerKind, FillEvent.BYTES),
    takerOrder: r.order(FillEvent.takerOrder, r.u8(FillEvent.takerKind), takerAt),
    maker: r.account(FillEvent.maker),
    taker: r.account(FillEvent.taker),
    makerFee: r.money(FillEvent.makerFee, domain),
    takerFee: r.money(FillEvent.takerFee, domain),
    liquidationFee: r.money(FillEvent.liquidationFee, domain),
    case: r.caseOrNull(FillEvent.case),
    mark: r.isZero(FillEvent.mark) ? null : r.price(FillEvent.mark, market),
  };
}

function executionMismatch(r: EventReader): Event {
  return {
    type: "executionMismatch",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    account: r.account(MismatchEvent.account),
    market: r.market(MismatchEvent.market).market,
    order: `S${r.integer(MismatchEvent.order)}`,
    reason: r.word(MismatchReasonWords, r.u8(MismatchEvent.reason)),
  };
}

function position(r: EventReader): Event {
  const market = r.market(PositionEvent.market);
  const { domain } = market;
  return {
    type: "position",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    account: r.account(PositionEvent.account),
    market: market.market,
    quantity: r.quantity(PositionEvent.quantity, market),
    cost: r.money(PositionEvent.cost, domain),
    realised: r.money(PositionEvent.realised, domain),
    cash: r.money(PositionEvent.cash, domain),
  };
}

function takeover(r: EventReader): Event {
  const market = r.market(TakeoverEvent.market);
  return {
    type: "takeover",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseName(TakeoverEvent.case),
    account: r.account(TakeoverEvent.account),
    market: market.market,
    quantity: r.quantity(TakeoverEvent.quantity, market),
    price: r.price(TakeoverEvent.price, market),
  };
}

function unwound(r: EventReader): Event {
  const market = r.market(UnwoundEvent.market);
  const price = (offset: number) => (r.isNone(offset) ? null : r.price(offset, market));
  return {
    type: "unwound",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseOrNull(UnwoundEvent.case),
    market: market.market,
    side: r.word(SideWords, r.u8(UnwoundEvent.side)),
    quantity: r.quantity(UnwoundEvent.quantity, market),
    price: price(UnwoundEvent.price),
    takenAt: price(UnwoundEvent.takenAt),
  };
}

const fund =
  (type: events.FundEvent["type"]): Decoder =>
  (r) => {
    const domain = r.directory.domain(r.u32(FundEvent.domain));
    return {
      type,
      seq: r.seq,
      commandSeq: r.commandSeq,
      time: r.time,
      domain: domain.domain,
      case: r.caseOrNull(FundEvent.case),
      change: r.money(FundEvent.change, domain),
      balance: r.money(FundEvent.balance, domain),
      reason: r.word(FundReasonWords, r.u32(FundEvent.reason)),
    };
  };

function breaker(r: EventReader): Event {
  const market = marketOrNull(r, BreakerEvent.market);
  const scope =
    market === null ? { domain: r.directory.domain(r.u32(BreakerEvent.domain)).domain } : { market };
  return {
    type: "breaker",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    ...scope,
    breaker: r.word(breakerWords, r.u8(BreakerEvent.breaker)),
    state: r.word(BreakerStateWords, r.u8(BreakerEvent.state)),
    cause: events.causes[r.word(CauseWords, r.u8(BreakerEvent.cause))],
  };
}

function marginCall(r: EventReader): Event {
  const domain = r.directory.accountDomain(r.u32(MarginCallEvent.account));
  return {
    type: "marginCall",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    account: r.account(MarginCallEvent.account),
    equity: r.money(MarginCallEvent.equity, domain),
    initialMargin: r.money(MarginCallEvent.initialMargin, domain),
    maintenanceMargin: r.money(MarginCallEvent.maintenanceMargin, domain),
  };
}

function adl(r: EventReader): Event {
  const market = r.market(AdlEvent.market);
  return {
    type: "adl",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseName(AdlEvent.case),
    market: market.market,
    account: r.account(AdlEvent.account),
    loser: r.account(AdlEvent.loser),
    quantity: r.quantity(AdlEvent.quantity, market),
    price: r.price(AdlEvent.price, market),
    rank: r.u32(AdlEvent.rank),
    overshoot: r.money(AdlEvent.overshoot, market.domain),
  };
}

function jitterSeed(r: EventReader): Event {
  const seed = r.raw(JitterSeedEvent.seed, 8);
  return {
    type: "jitterSeed",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    domain: r.directory.domain(r.u32(JitterSeedEvent.domain)).domain,
    commitment: createHash("sha256").update(seed).digest("hex"),
    revealed: r.u8(JitterSeedEvent.revealed) === 0 ? null : r.integer(JitterSeedEvent.seed),
  };
}

const { mark, funding, uncrossed, crossedInside } = marketEvents;
const { liquidationOpened, liquidationClosed, depth, report, domainReport, hash, liquidationMap } = tables;
const decoders: Readonly<Record<Event["type"], Decoder>> = {
  accepted,
  rejected,
  mark,
  liquidationOpened,
  liquidationBlocked: block("liquidationBlocked"),
  liquidationUnblocked: block("liquidationUnblocked"),
  liquidationWaiting,
  slice,
  cancelSlice,
  fill,
  executionMismatch,
  rested,
  cancelled,
  armed,
  triggered,
  position,
  liquidationClosed,
  takeover,
  unwound,
  fund: fund("fund"),
  deficit: fund("deficit"),
  breaker,
  marginCall,
  adl,
  funding,
  uncrossed,
  crossedInside,
  jitterSeed,
  depth,
  report,
  domainReport,
  hash,
  liquidationMap,
};
const byNumber: readonly (Decoder | null)[] = EventTypeWords.map((word) =>
  word === "none" ? null : decoders[word],
);

/**
 * Appends the events in `bytes` (whole records, as the core writes them) to `into`, and returns it; with `only`, those of
 * these types. Throws MALFORMED for what is no sequence of events, UNKNOWN_… for an id that the directory does not have.
 */
export function decodeEvents(
  bytes: Uint8Array,
  directory: Directory,
  into: Event[] = [],
  only: EventTypes | null = null,
): Event[] {
  const reader = new EventReader(bytes, directory);
  walkEvents(bytes, (_, at, type) => {
    reader.seek(at);
    const decode = byNumber[type];
    if (!decode) throw new BreakwaterError("MALFORMED", null, "badTemplate");
    if (only === null || hasType(only, type)) into.push(decodeOne(decode, reader));
  });
  return into;
}

function decodeOne(decode: Decoder, reader: EventReader): Event {
  try {
    return decode(reader);
  } catch (error) {
    // Reading beyond the buffer's end: a record whose size field exceeds its bytes.
    if (error instanceof RangeError)
      throw new BreakwaterError("MALFORMED", null, "tooShort", { cause: error });
    throw error;
  }
}
