/**
 * What `GET /v1/markets` shows: specifications and policies from the engine's shared memory, marks and breakers from its
 * events, so that looking at a market never interrupts the engine.
 */
import {
  BreakerEvent,
  BreakerState,
  BreakerWords,
  constants,
  EventType,
  KindWords,
  MarkEvent,
  Market,
  MarketPhaseWords,
  Source,
  Tier,
} from "../abi/layout.js";
import { formatI64, readInteger } from "../domain/units.js";
import type { Directory, MarketEntry } from "../kernel/directory.js";
import { Views } from "../kernel/views.js";
import { type EventTypes, eventTypes } from "../records/event-types.js";
import { walkEvents } from "../records/event-walk.js";
import type { EventLog } from "./event-log.js";
import { breakersOf, policyOf, quantityOf, specificationOf } from "./market-settings.js";

const SEEN = eventTypes(["breaker"]);

export class MarketView {
  readonly #views: Views;
  readonly #directory: Directory;
  readonly #log: EventLog;
  readonly #marketBreakers = new Map<number, Set<string>>();
  readonly #domainBreakers = new Map<number, Set<string>>();

  constructor(memory: WebAssembly.Memory, directory: Directory, log: EventLog) {
    this.#log = log;
    this.#views = new Views(memory);
    this.#directory = directory;
  }

  /** Takes a batch's events, in order; `types`: of what types they are. */
  take(events: Uint8Array, types: EventTypes): void {
    if ((types & SEEN) === 0) return;
    walkEvents(events, (view, at, type) => {
      if (type === EventType.breaker) this.#takeBreaker(view, at);
    });
  }

  #takeBreaker(view: DataView, at: number): void {
    const market = view.getUint32(at + BreakerEvent.market, true);
    const ofMarket = market !== constants.NONE;
    const id = ofMarket ? market : view.getUint32(at + BreakerEvent.domain, true);
    const all = ofMarket ? this.#marketBreakers : this.#domainBreakers;
    const tripped = all.get(id) ?? new Set<string>();
    all.set(id, tripped);
    const breaker = BreakerWords[view.getUint8(at + BreakerEvent.breaker)] as string;
    if (view.getUint8(at + BreakerEvent.state) === BreakerState.tripped) tripped.add(breaker);
    else tripped.delete(breaker);
  }

  /** All markets, by `marketId`. */
  all(): object[] {
    return Array.from({ length: this.#directory.marketCount }, (_, id) => this.one(id));
  }

  /** The breakers that a domain itself has tripped. */
  domainBreakers(domainId: number): string[] {
    return [...(this.#domainBreakers.get(domainId) ?? [])];
  }

  /** One market, amounts as decimal strings. */
  one(id: number): object {
    const entry = this.#directory.market(id);
    const { view } = this.#views;
    const row = this.#views.address("markets") + id * Market.BYTES;
    const now = this.#log.latestMark(id);
    const known = (field: number) => (now === null ? null : formatI64(now, field, entry.priceDecimals));
    return {
      market: entry.market,
      marketId: id,
      domain: entry.domain.domain,
      kind: KindWords[view.getUint8(row + Market.kind)],
      state: MarketPhaseWords[view.getUint8(row + Market.phase)],
      execution: view.getUint8(row + Market.external) === 1 ? "external" : "internal",
      mark: known(MarkEvent.mark),
      index: known(MarkEvent.index),
      markSources: now?.getUint32(MarkEvent.sources, true) ?? 0,
      markTime: now === null ? null : readInteger(now, MarkEvent.time),
      breakers: [...(this.#marketBreakers.get(id) ?? [])],
      domainBreakers: this.domainBreakers(entry.domain.id),
      specification: {
        ...specificationOf(view, row, entry),
        lotSize: quantityOf(1n, entry),
        tiers: this.#tiers(id, row, entry),
        sources: this.#sources(id, entry),
      },
      policy: policyOf(view, row, entry),
      breakerSettings: breakersOf(view, row, entry),
    };
  }

  #tiers(id: number, row: number, { domain }: MarketEntry): object[] {
    const { view } = this.#views;
    const first = this.#views.address("tiers") + id * constants.TIERS_MAX * Tier.BYTES;
    return Array.from({ length: view.getUint32(row + Market.tierCount, true) }, (_, i) => ({
      from: formatI64(view, first + i * Tier.BYTES + Tier.from, domain.settleDecimals),
      initialPpm: view.getUint32(first + i * Tier.BYTES + Tier.initialPpm, true),
      maintenancePpm: view.getUint32(first + i * Tier.BYTES + Tier.maintenancePpm, true),
    }));
  }

  #sources(id: number, entry: MarketEntry): object[] {
    const first = this.#views.address("sources") + id * constants.SOURCES_MAX * Source.BYTES;
    return entry.sources.map((source, sourceId) => ({
      source,
      sourceId,
      weight: this.#views.view.getUint32(first + sourceId * Source.BYTES + Source.weight, true),
    }));
  }
}
