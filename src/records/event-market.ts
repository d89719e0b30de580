/** The events of a market as a whole: its mark, funding, and trades that no order book made. */
import { CrossedInsideEvent, FundingEvent, MarkEvent, UncrossedEvent } from "../abi/layout.js";
import type {
  CrossedInsideEvent as CrossedInside,
  FundingEvent as Funding,
  MarkEvent as Mark,
  UncrossedEvent as Uncrossed,
} from "../domain/events.js";
import type { EventReader } from "./event-reader.js";

export function mark(r: EventReader): Mark {
  const market = r.market(MarkEvent.market);
  return {
    type: "mark",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    market: market.market,
    index: r.price(MarkEvent.index, market),
    mark: r.price(MarkEvent.mark, market),
    sources: r.u32(MarkEvent.sources),
  };
}

export function funding(r: EventReader): Funding {
  const market = r.market(FundingEvent.market);
  return {
    type: "funding",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    market: market.market,
    rate: r.integer(FundingEvent.rate),
    mark: r.price(FundingEvent.mark, market),
  };
}

export function uncrossed(r: EventReader): Uncrossed {
  const market = r.market(UncrossedEvent.market);
  return {
    type: "uncrossed",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    market: market.market,
    price: r.price(UncrossedEvent.price, market),
    quantity: r.quantity(UncrossedEvent.quantity, market),
  };
}

export function crossedInside(r: EventReader): CrossedInside {
  const market = r.market(CrossedInsideEvent.market);
  return {
    type: "crossedInside",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    market: market.market,
    price: r.price(CrossedInsideEvent.price, market),
    quantity: r.quantity(CrossedInsideEvent.quantity, market),
    cases: [r.caseName(CrossedInsideEvent.firstCase), r.caseName(CrossedInsideEvent.secondCase)],
  };
}
