/** Events of resting orders. */
import {
  ArmedEvent,
  CancelReasonWords,
  CodeWords,
  OrderEvent,
  SideWords,
  StopByWords,
  TriggeredEvent,
} from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import type {
  ArmedEvent as Armed,
  CancelledEvent as Cancelled,
  RestedEvent as Rested,
  TriggeredEvent as Triggered,
} from "../domain/events.js";
import type { EventReader } from "./event-reader.js";

function orderName(r: EventReader): string {
  return r.order(OrderEvent.order, r.u8(OrderEvent.orderKind), OrderEvent.BYTES) ?? "";
}

/** An order rests. */
export function rested(r: EventReader): Rested {
  const market = r.market(OrderEvent.market);
  return {
    type: "rested",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    order: orderName(r),
    account: r.account(OrderEvent.account),
    market: market.market,
    side: r.word(SideWords, r.u8(OrderEvent.side)),
    price: r.priceOrNull(OrderEvent.price, market),
    quantity: r.quantity(OrderEvent.quantity, market),
  };
}

/** An order, or a part of it, is gone. */
export function cancelled(r: EventReader): Cancelled {
  const market = r.market(OrderEvent.market);
  return {
    type: "cancelled",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    order: orderName(r),
    account: r.account(OrderEvent.account),
    market: market.market,
    side: r.word(SideWords, r.u8(OrderEvent.side)),
    price: r.priceOrNull(OrderEvent.price, market),
    quantity: r.quantity(OrderEvent.quantity, market),
    reason: r.word(CancelReasonWords, r.u8(OrderEvent.reason)),
  };
}

/** An order waits for its stop. */
export function armed(r: EventReader): Armed {
  const market = r.market(ArmedEvent.market);
  return {
    type: "armed",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    order: r.order(ArmedEvent.order, r.u8(ArmedEvent.orderKind), ArmedEvent.BYTES) ?? "",
    account: r.account(ArmedEvent.account),
    market: market.market,
    side: r.word(SideWords, r.u8(ArmedEvent.side)),
    price: r.priceOrNull(ArmedEvent.price, market),
    stop: r.price(ArmedEvent.stop, market),
    stopBy: r.word(StopByWords, r.u8(ArmedEvent.stopBy)),
    quantity: r.quantity(ArmedEvent.quantity, market),
  };
}

const codeWords = CodeWords.map((word) => (word === "OK" ? null : word));

/** An order's stop was reached. */
export function triggered(r: EventReader): Triggered {
  const market = r.market(TriggeredEvent.market);
  return {
    type: "triggered",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    order: r.order(TriggeredEvent.order, r.u8(TriggeredEvent.orderKind), TriggeredEvent.BYTES) ?? "",
    account: r.account(TriggeredEvent.account),
    market: market.market,
    side: r.word(SideWords, r.u8(TriggeredEvent.side)),
    stop: r.price(TriggeredEvent.stop, market),
    stopBy: r.word(StopByWords, r.u8(TriggeredEvent.stopBy)),
    at: r.price(TriggeredEvent.at, market),
    code: codeOrNull(r.u16(TriggeredEvent.code)),
  };
}

/** The word of a code's number; null: the order was taken. */
function codeOrNull(number: number): Triggered["code"] {
  const word = codeWords[number];
  if (word === undefined) throw new BreakwaterError("MALFORMED", null, "badWord");
  return word;
}
