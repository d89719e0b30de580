/** Events of resting orders. */
import { CancelReasonWords, OrderEvent, SideWords } from "../abi/layout.js";
import type { CancelledEvent as Cancelled, RestedEvent as Rested } from "../domain/events.js";
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
