/** The events that carry tables: evidence, closed quantities, depth and reports. */
import {
  AccountModeWords,
  AccountStateWords,
  BookLevel,
  ClosedEvent,
  DepthEvent,
  DomainReportCollateral,
  DomainReportEvent,
  DomainReportMarket,
  EvidenceLeg,
  EvidenceSource,
  HashEvent,
  LiquidationMapEvent,
  MarketQuantity,
  OpenedEvent,
  OutcomeWords,
  ReportCollateral,
  ReportEvent,
  ReportLeg,
} from "../abi/layout.js";
import type {
  DepthEvent as Depth,
  DomainReportEvent as DomainReport,
  Evidence,
  HashEvent as Hash,
  Level,
  LiquidationClosedEvent,
  LiquidationMapEvent as LiquidationMap,
  LiquidationOpenedEvent,
  ReportEvent as Report,
  ReportPosition,
} from "../domain/events.js";
import type { DomainEntry, MarketEntry } from "../kernel/directory.js";
import { type EventReader, put } from "./event-reader.js";

type Mutable<Record> = { -readonly [Key in keyof Record]: Record[Key] };

export function liquidationOpened(r: EventReader): LiquidationOpenedEvent {
  const domain = r.directory.accountDomain(r.u32(OpenedEvent.account));
  const marks: Record<string, string> = {};
  const evidence: Record<string, Evidence> = {};
  const legs = r.u32(OpenedEvent.legs);
  const event: LiquidationOpenedEvent = {
    type: "liquidationOpened",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseName(OpenedEvent.case),
    account: r.account(OpenedEvent.account),
    equity: r.money(OpenedEvent.equity, domain),
    maintenanceMargin: r.money(OpenedEvent.maintenanceMargin, domain),
    marks,
    evidence,
  };
  r.skip(OpenedEvent.BYTES);
  for (let i = 0; i < legs; i++) {
    const market = r.market(EvidenceLeg.market);
    put(marks, market.market, r.price(EvidenceLeg.mark, market));
    put(evidence, market.market, evidenceOf(r, market));
  }
  return event;
}

/** Reads an EvidenceLeg with its sources, and goes past them. */
function evidenceOf(r: EventReader, market: MarketEntry): Evidence {
  const count = r.u32(EvidenceLeg.sources);
  const sources: Mutable<Evidence["sources"][number]>[] = [];
  const index = r.price(EvidenceLeg.index, market);
  const bids = r.top(EvidenceLeg.bidPrice, EvidenceLeg.bidQuantity, market);
  const asks = r.top(EvidenceLeg.askPrice, EvidenceLeg.askQuantity, market);
  r.skip(EvidenceLeg.BYTES);
  for (let i = 0; i < count; i++) {
    sources.push({
      source: r.word(market.sources, r.u32(EvidenceSource.source)),
      price: r.price(EvidenceSource.price, market),
      age: r.integer(EvidenceSource.age),
    });
    r.skip(EvidenceSource.BYTES);
  }
  return { index, sources, bids, asks };
}

export function liquidationClosed(r: EventReader): LiquidationClosedEvent {
  const domain = r.directory.accountDomain(r.u32(ClosedEvent.account));
  const closed: Record<string, string> = {};
  const markets = r.u32(ClosedEvent.markets);
  const event: LiquidationClosedEvent = {
    type: "liquidationClosed",
    seq: r.seq,
    commandSeq: r.commandSeq,
    time: r.time,
    case: r.caseName(ClosedEvent.case),
    account: r.account(ClosedEvent.account),
    outcome: r.word(OutcomeWords, r.u32(ClosedEvent.outcome)),
    equity: r.money(ClosedEvent.equity, domain),
    closed,
    slippagePpm: r.integer(ClosedEvent.slippagePpm),
    openingLossPpm: r.integer(ClosedEvent.openingLossPpm),
    duration: r.integer(ClosedEvent.duration),
  };
  r.skip(ClosedEvent.BYTES);
  for (let i = 0; i < markets; i++) {
    const market = r.market(MarketQuantity.market);
    put(closed, market.market, r.quantity(MarketQuantity.quantity, market));
    r.skip(MarketQuantity.BYTES);
  }
  return event;
}

export function depth(r: EventReader): Depth {
  const market = r.market(DepthEvent.market);
  const bids = r.u32(DepthEvent.bids);
  const asks = r.u32(DepthEvent.asks);
  const { commandSeq, time } = r;
  r.skip(DepthEvent.BYTES);
  return {
    type: "depth",
    commandSeq,
    time,
    market: market.market,
    bids: levels(r, bids, market),
    asks: levels(r, asks, market),
  };
}

function levels(r: EventReader, count: number, market: MarketEntry): Level[] {
  const out: Level[] = [];
  for (let i = 0; i < count; i++) {
    out.push([r.price(BookLevel.price, market), r.quantity(BookLevel.quantity, market)]);
    r.skip(BookLevel.BYTES);
  }
  return out;
}

export function report(r: EventReader): Report {
  const domain = r.directory.domain(r.u32(ReportEvent.domain));
  const known = r.u32(ReportEvent.known) !== 0;
  const own = r.u32(ReportEvent.own) !== 0;
  const legs = r.u32(ReportEvent.legs);
  const collaterals = r.u32(ReportEvent.collaterals);
  const positions: ReportPosition[] = [];
  const collateral: Report["collateral"][number][] = [];
  const event: Report = {
    type: "report",
    commandSeq: r.commandSeq,
    time: r.time,
    account: r.account(ReportEvent.account),
    domain: domain.domain,
    mode: r.word(AccountModeWords, r.u32(ReportEvent.mode)),
    cash: r.money(ReportEvent.cash, domain),
    equity: known ? r.money(ReportEvent.equity, domain) : null,
    initialMargin: known && !own ? r.money(ReportEvent.initialMargin, domain) : null,
    maintenanceMargin: known && !own ? r.money(ReportEvent.maintenanceMargin, domain) : null,
    state: r.word(AccountStateWords, r.u32(ReportEvent.state)),
    case: r.caseOrNull(ReportEvent.case),
    positions,
    collateral,
  };
  r.skip(ReportEvent.BYTES);
  for (let i = 0; i < legs; i++) {
    positions.push(position(r, own));
    r.skip(ReportLeg.BYTES);
  }
  for (let i = 0; i < collaterals; i++) {
    collateral.push(collateralOf(r, domain));
    r.skip(ReportCollateral.BYTES);
  }
  return event;
}

function collateralOf(r: EventReader, domain: DomainEntry): Report["collateral"][number] {
  const { asset, decimals } = r.directory.collateral(domain.id, r.u32(ReportCollateral.collateral));
  return {
    asset,
    balance: r.amount(ReportCollateral.balance, decimals),
    pending: r.amount(ReportCollateral.pending, decimals),
    value: r.money(ReportCollateral.value, domain),
  };
}

/** `own`: of an account of the domain itself, which has no margin. */
function position(r: EventReader, own: boolean): ReportPosition {
  const market = r.market(ReportLeg.market);
  const { domain } = market;
  const marked = !r.isZero(ReportLeg.mark);
  const priceOrNull = (offset: number) => (marked && !r.isZero(offset) ? r.price(offset, market) : null);
  const moneyOrNull = (offset: number) => (marked ? r.money(offset, domain) : null);
  return {
    market: market.market,
    quantity: r.quantity(ReportLeg.quantity, market),
    cost: r.money(ReportLeg.cost, domain),
    mark: priceOrNull(ReportLeg.mark),
    notional: moneyOrNull(ReportLeg.notional),
    unrealised: moneyOrNull(ReportLeg.unrealised),
    maintenanceMargin: own ? null : moneyOrNull(ReportLeg.maintenanceMargin),
    liquidationPrice: priceOrNull(ReportLeg.liquidationPrice),
    zeroPrice: priceOrNull(ReportLeg.zeroPrice),
    adlRank: r.u32(ReportLeg.adlRank) || null,
    mismatch: r.u32(ReportLeg.mismatch) !== 0,
  };
}

export function domainReport(r: EventReader): DomainReport {
  const domain = r.directory.domain(r.u32(DomainReportEvent.domain));
  const money = (offset: number) => r.money(offset, domain);
  const quantityTotal: Record<string, string> = {};
  const liquidation: Record<string, string> = {};
  const openInterest: Record<string, string> = {};
  const seized: DomainReport["seized"][number][] = [];
  const markets = r.u32(DomainReportEvent.markets);
  const collaterals = r.u32(DomainReportEvent.collaterals);
  const event: DomainReport = {
    type: "domainReport",
    commandSeq: r.commandSeq,
    time: r.time,
    domain: domain.domain,
    fund: money(DomainReportEvent.fund),
    deficit: money(DomainReportEvent.deficit),
    cover: money(DomainReportEvent.cover),
    arrears: money(DomainReportEvent.arrears),
    fees: money(DomainReportEvent.fees),
    rounding: money(DomainReportEvent.rounding),
    deposits: money(DomainReportEvent.deposits),
    withdrawals: money(DomainReportEvent.withdrawals),
    cashTotal: money(DomainReportEvent.cashTotal),
    costTotal: money(DomainReportEvent.costTotal),
    quantityTotal,
    liquidation,
    accounts: r.u32(DomainReportEvent.accounts),
    cases: r.u32(DomainReportEvent.cases),
    openInterest,
    seized,
  };
  r.skip(DomainReportEvent.BYTES);
  for (let i = 0; i < markets; i++) {
    const market = r.market(DomainReportMarket.market);
    put(quantityTotal, market.market, r.quantity(DomainReportMarket.quantityTotal, market));
    put(liquidation, market.market, r.quantity(DomainReportMarket.liquidation, market));
    put(openInterest, market.market, r.quantity(DomainReportMarket.openInterest, market));
    r.skip(DomainReportMarket.BYTES);
  }
  for (let i = 0; i < collaterals; i++) {
    seized.push(seizedOf(r, domain));
    r.skip(DomainReportCollateral.BYTES);
  }
  return event;
}

function seizedOf(r: EventReader, domain: DomainEntry): DomainReport["seized"][number] {
  const { asset, decimals } = r.directory.collateral(domain.id, r.u32(DomainReportCollateral.collateral));
  return {
    asset,
    quantity: r.amount(DomainReportCollateral.quantity, decimals),
    value: r.money(DomainReportCollateral.value, domain),
  };
}

/** The answer to a query, or, with a `seq`, what follows `snapshot`. */
export function hash(r: EventReader): Hash {
  const { seq } = r;
  return {
    type: "hash",
    ...(seq === 0 ? {} : { seq }),
    commandSeq: r.commandSeq,
    time: r.time,
    stateHash: r.hex64(HashEvent.hash),
  };
}

export function liquidationMap(r: EventReader): LiquidationMap {
  const market = r.market(LiquidationMapEvent.market);
  const longs = r.u32(LiquidationMapEvent.longs);
  const shorts = r.u32(LiquidationMapEvent.shorts);
  const { commandSeq, time } = r;
  r.skip(LiquidationMapEvent.BYTES);
  return {
    type: "liquidationMap",
    commandSeq,
    time,
    market: market.market,
    longs: notionals(r, longs, market),
    shorts: notionals(r, shorts, market),
  };
}

/** Levels whose quantity is money. */
function notionals(r: EventReader, count: number, market: MarketEntry): Level[] {
  const out: Level[] = [];
  for (let i = 0; i < count; i++) {
    out.push([r.price(BookLevel.price, market), r.money(BookLevel.quantity, market.domain)]);
    r.skip(BookLevel.BYTES);
  }
  return out;
}
