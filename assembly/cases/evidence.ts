/** The evidence of a case, which keeps a hash of it: marks, sources and their ages, top of book at its opening. */
import { bestPrice } from "../book/depth";
import { findLevel, tickOf } from "../book/ladder";
import { atMarks } from "../margin/requirement";
import {
  Account,
  Case,
  EVENT_HEADER_BYTES,
  EventType,
  EVIDENCE_LEG_BYTES,
  EVIDENCE_SOURCE_BYTES,
  EvidenceLeg,
  EvidenceSource,
  Market,
  NONE,
  OPENED_EVENT_BYTES,
  OpenedEvent,
  Side,
} from "../memory/abi";
import { clear, legAt, levelAt, marketAt, sourceAt } from "../memory/arena";
import { Log, now } from "../memory/event-log";

/** Emits `liquidationOpened` with the evidence; returns the hash that the case keeps. */
export function openedEvent(liquidation: Case, account: Account): u64 {
  let bytes = OPENED_EVENT_BYTES;
  for (let row = marketAfter(account, -1); row >= 0; row = marketAfter(account, row)) {
    bytes += evidenceBytes(<u32>row);
  }
  const event = changetype<OpenedEvent>(Log.full(EventType.liquidationOpened, bytes));
  event.case = liquidation.number;
  event.account = liquidation.account;
  const found = atMarks(account);
  event.equity = found.equity;
  event.maintenanceMargin = found.maintenance;
  event.legs = 0;
  let at = changetype<usize>(event) + OPENED_EVENT_BYTES;
  for (let row = marketAfter(account, -1); row >= 0; row = marketAfter(account, row)) {
    at = evidenceOf(<u32>row, at);
    event.legs++;
  }
  let hash: u64 = 0xcbf2_9ce4_8422_2325;
  for (let word = changetype<usize>(event) + EVENT_HEADER_BYTES; word < at; word += 8) {
    hash = (hash ^ load<u64>(word)) * 0x100_0000_01b3;
  }
  return hash;
}

/** The account's next market, by index, in which it has a leg or that prices its collateral; −1 when there is none. */
function marketAfter(account: Account, market: i64): i64 {
  let next: i64 = NONE;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    if (<i64>legAt(row).market <= market) continue;
    next = legAt(row).market;
    break;
  }
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    if (<i64>legAt(row).market > market) next = min(next, <i64>legAt(row).market);
  }
  return next == NONE ? -1 : next;
}

function evidenceBytes(row: u32): usize {
  let bytes = EVIDENCE_LEG_BYTES;
  const sources = marketAt(row).sourceCount;
  for (let k: u32 = 0; k < sources; k++) if (sourceAt(row, k).inIndex) bytes += EVIDENCE_SOURCE_BYTES;
  return bytes;
}

function evidenceOf(row: u32, at: usize): usize {
  const market = marketAt(row);
  const leg = changetype<EvidenceLeg>(at);
  leg.market = row;
  leg.index = market.index;
  leg.mark = market.mark;
  leg.bidPrice = bestPrice(market, Side.buy);
  leg.bidQuantity = topQuantity(market, Side.buy, leg.bidPrice);
  leg.askPrice = bestPrice(market, Side.sell);
  leg.askQuantity = topQuantity(market, Side.sell, leg.askPrice);
  leg.sources = 0;
  let next = at + EVIDENCE_LEG_BYTES;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (!source.inIndex) continue;
    const seen = changetype<EvidenceSource>(next);
    clear(next, EVIDENCE_SOURCE_BYTES);
    seen.source = k;
    seen.price = source.indexPrice;
    seen.age = now - source.indexTime;
    leg.sources++;
    next += EVIDENCE_SOURCE_BYTES;
  }
  return next;
}

function topQuantity(market: Market, side: Side, price: i64): i64 {
  return price == 0 ? 0 : levelAt(findLevel(market, side, tickOf(market, price))).quantity;
}
