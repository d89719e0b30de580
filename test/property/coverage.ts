/** What a stream must have brought about to be worth running: event types with their reasons, outcomes, codes. */
import type { Event } from "../model/model.js";

/** The fields by which events of a type are distinguished. */
const KINDS: Record<string, readonly string[]> = {
  rejected: ["code"],
  cancelled: ["reason"],
  triggered: ["code"],
  cancelSlice: ["reason"],
  breaker: ["breaker", "state"],
  liquidationBlocked: ["breaker"],
  liquidationUnblocked: ["breaker"],
  liquidationClosed: ["outcome"],
  fund: ["reason"],
  deficit: ["reason"],
  slice: ["algorithm"],
  report: ["state"],
  executionMismatch: ["reason"],
};

export const REQUIRED = `
  breaker.UNCONFIRMED.tripped breaker.UNCONFIRMED.cleared
  liquidationBlocked.UNCONFIRMED liquidationUnblocked.UNCONFIRMED
  executionMismatch.quantity executionMismatch.price executionMismatch.flip
  breaker.EXECUTION_MISMATCH.tripped breaker.EXECUTION_MISMATCH.cleared cancelSlice.reconciled
  liquidationBlocked.EXECUTION_MISMATCH liquidationUnblocked.EXECUTION_MISMATCH
  liquidationBlocked.EXECUTION_REJECTED liquidationUnblocked.EXECUTION_REJECTED
  marginCall funding adl uncrossed crossedInside jitterSeed unwound armed triggered.none rejected.WOULD_TRIGGER
  rejected.QUARANTINED rejected.PRICE_IN_DOUBT cancelSlice.replaced
  breaker.FEED_GAP.tripped breaker.FEED_GAP.cleared breaker.PRICE_BAND.tripped breaker.PRICE_BAND.cleared
  breaker.DIVERGENCE.tripped breaker.DIVERGENCE.cleared breaker.DEPTH_LOW.tripped breaker.DEPTH_LOW.cleared
  breaker.LIQUIDATION_RATE.tripped breaker.LIQUIDATION_RATE.cleared
  liquidationBlocked.FEED_GAP liquidationBlocked.PRICE_BAND liquidationBlocked.DIVERGENCE
  liquidationBlocked.DEPTH_LOW liquidationBlocked.LIQUIDATION_RATE
  liquidationClosed.deleveraged slice.ladder slice.adaptive report.marginCall
  accepted mark fill rested position takeover liquidationOpened liquidationWaiting depth domainReport
  rejected.ALREADY_EXISTS rejected.CAPACITY rejected.DUPLICATE rejected.FORBIDDEN rejected.FUTURE
  rejected.INSUFFICIENT_MARGIN rejected.IN_LIQUIDATION rejected.MALFORMED rejected.MARKET_HALTED
  rejected.MISSING_FIELD rejected.OUT_OF_RANGE rejected.POLICY_INVALID rejected.PRICE_OFF_TICK
  rejected.QUANTITY_OFF_LOT rejected.REDUCE_ONLY rejected.SELF_TRADE rejected.SEQUENCE_REGRESSION
  rejected.SPEC_INVALID rejected.STALE rejected.TIERS_INVALID rejected.UNKNOWN_ACCOUNT rejected.UNKNOWN_DOMAIN
  rejected.UNKNOWN_FIELD rejected.UNKNOWN_MARKET rejected.UNKNOWN_ORDER rejected.UNKNOWN_SOURCE
  rejected.UNKNOWN_TYPE rejected.WOULD_CROSS rejected.WOULD_NOT_FILL
  cancelled.expired cancelled.ioc cancelled.liquidation cancelled.market cancelled.reduceOnly cancelled.refused cancelled.selfTrade cancelled.user
  cancelled.zeroPrice
  cancelSlice.cured cancelSlice.expired cancelSlice.halted cancelSlice.takeover
  breaker.EXECUTION_SILENT.tripped breaker.EXECUTION_SILENT.cleared breaker.FEED_STALE.tripped
  breaker.FEED_STALE.cleared breaker.FUND_FLOOR.tripped breaker.FUND_FLOOR.cleared breaker.HALTED.tripped
  breaker.HALTED.cleared breaker.WARMUP.tripped breaker.WARMUP.cleared
  liquidationBlocked.EXECUTION_SILENT liquidationBlocked.FEED_STALE liquidationBlocked.FUND_FLOOR
  liquidationBlocked.HALTED liquidationBlocked.WARMUP
  liquidationUnblocked.EXECUTION_SILENT liquidationUnblocked.FEED_STALE liquidationUnblocked.FUND_FLOOR
  liquidationUnblocked.HALTED liquidationUnblocked.WARMUP
  liquidationClosed.closed liquidationClosed.cured liquidationClosed.takenOver
  fund.fee fund.shortfall fund.takeover fund.topUp fund.unwind fund.collateralSale
  deficit.fee deficit.shortfall deficit.takeover deficit.topUp deficit.unwind
  slice.immediate slice.pov slice.twap
  report.healthy report.liquidating report.blocked
`
  .trim()
  .split(/\s+/);

export class Coverage {
  readonly counts = new Map<string, number>();

  note(events: Event[]): void {
    for (const event of events) {
      const type = event.type as string;
      const kind = [type, ...(KINDS[type] ?? []).map((name) => event[name] ?? "none")].join(".");
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    }
  }

  missing(): string[] {
    return REQUIRED.filter((kind) => !this.counts.has(kind));
  }

  toString(): string {
    return [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => `${kind} ${count}`)
      .join("\n");
  }
}
