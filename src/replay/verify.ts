/**
 * Verifies the events of a liquidation case: the commands are replayed, every event of the case is compared,
 * and the decision to open it is computed once more without the core, so that a trader need not trust the
 * engine.
 */
import { isDeepStrictEqual } from "node:util";
import type { Event, LiquidationOpenedEvent, PositionEvent, ReportEvent } from "../domain/events.js";
import { Engine } from "../engine/engine.js";
import type { Limits } from "../kernel/limits.js";
import { isOfCase, moneyUnits, Rulebook } from "./recompute.js";

type Command = Readonly<Record<string, unknown>>;

export interface Verdict {
  readonly case: string;
  readonly verified: boolean;
  /** The account, and when the case was opened; null when the replay opens no such case. */
  readonly account: string | null;
  readonly opened: number | null;
  /** How many events of the case the replay gives. */
  readonly events: number;
  /** Whether the opening was computed again; not where its command moved money without an event of it. */
  readonly recomputed: boolean;
  /** What does not agree; empty when verified. */
  readonly differences: readonly string[];
}

/** Commands whose whole effect on money and positions is in `position` events, or that have none. */
const shownByEvents = new Set([
  "tick",
  "clock",
  "order",
  "cancel",
  "cancelAll",
  "execution",
  "book",
  "resume",
  "halt",
]);

/** Not with collateral: its value moves with marks that the event need not have. */
function isComparable(before: ReportEvent, command: Command): boolean {
  return (
    shownByEvents.has(String(command["type"])) && before.collateral.length === 0 && before.equity !== null
  );
}

/** Looks for the opening of one case, and judges it. */
class Opening {
  readonly #name: string;
  readonly #rules = new Rulebook();
  recomputed = false;
  opened: LiquidationOpenedEvent | null = null;
  readonly differences: string[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Takes a command with its events; `report` gives an account's state before it. */
  take(command: Command, events: readonly Event[], report: (account: string) => ReportEvent | null): void {
    const [first] = events;
    if (first?.type === "accepted") this.#rules.take(command);
    const at = events.findIndex((event) => event.type === "liquidationOpened" && event.case === this.#name);
    if (at < 0) return;
    const opened = events[at] as LiquidationOpenedEvent;
    this.opened = opened;
    const before = report(opened.account);
    const changed = events
      .slice(0, at)
      .filter(
        (event): event is PositionEvent => event.type === "position" && event.account === opened.account,
      );
    if (before === null || !isComparable(before, command)) return;
    this.#judge(before, changed, opened);
  }

  #judge(before: ReportEvent, changed: readonly PositionEvent[], opened: LiquidationOpenedEvent): void {
    const worth = this.#rules.worthAtOpening(before, changed, opened);
    if (worth === null) return;
    const { equity, maintenance, liquidatable } = worth;
    const decimals = this.#rules.settleDecimals(before.domain);
    this.recomputed = true;
    if (equity !== moneyUnits(opened.equity, decimals))
      this.differences.push(`equity is ${equity}, not ${opened.equity}`);
    if (maintenance !== moneyUnits(opened.maintenanceMargin, decimals)) {
      this.differences.push(`maintenance margin is ${maintenance}, not ${opened.maintenanceMargin}`);
    }
    if (!liquidatable) this.differences.push("the account was not liquidatable");
  }
}

/**
 * Replays `commands` and judges the case `name` against `claimed`, the events that were published (null: none, then only
 * the recomputation decides).
 */
export async function verifyCase(
  name: string,
  commands: AsyncIterable<readonly Command[]>,
  claimed: readonly Event[] | null,
  limits: Partial<Limits> = {},
): Promise<Verdict> {
  const engine = new Engine(limits, { clock: null });
  // A second engine stays one command behind: it still has the state that the first one has left.
  const behind = new Engine(limits, { clock: null });
  const opening = new Opening(name);
  const found: Event[] = [];
  for await (const batch of commands) {
    for (const command of batch) {
      const events = engine.apply([command]);
      opening.take(command, events, (account) => reportOf(behind, account));
      behind.apply([command]);
      found.push(...events.filter((event) => isOfCase(event, name)));
    }
  }
  const differences = [...opening.differences];
  if (opening.opened === null) differences.push(`the replay opens no case ${name}`);
  if (claimed !== null)
    differences.push(
      ...compare(
        found,
        claimed.filter((event) => isOfCase(event, name)),
      ),
    );
  return {
    case: name,
    verified: differences.length === 0,
    account: opening.opened?.account ?? null,
    opened: opening.opened?.time ?? null,
    events: found.length,
    recomputed: opening.recomputed,
    differences,
  };
}

function reportOf(engine: Engine, account: string): ReportEvent | null {
  const [event] = engine.apply([{ type: "report", account }]);
  return event?.type === "report" ? event : null;
}

/** Sequence numbers may differ, since queries of the live system count as commands; all else must be the same. */
function compare(found: readonly Event[], claimed: readonly Event[]): string[] {
  if (found.length !== claimed.length) {
    return [`the replay gives ${found.length} events of the case, ${claimed.length} were published`];
  }
  const differences: string[] = [];
  for (const [i, event] of found.entries()) {
    const { seq: _, commandSeq: __, ...mine } = event;
    const { seq: ___, commandSeq: ____, ...theirs } = claimed[i] as Event;
    if (isDeepStrictEqual(mine, theirs)) continue;
    differences.push(`event ${i + 1} is ${JSON.stringify(mine)}, published as ${JSON.stringify(theirs)}`);
  }
  return differences;
}
