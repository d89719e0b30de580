/**
 * Verifies the events of liquidation cases: the commands are replayed once, every event of a case is compared, and the
 * decision to open it is computed once more without the core, so that a trader need not trust the engine.
 */
import { isDeepStrictEqual } from "node:util";
import type { Event, LiquidationOpenedEvent, PositionEvent, ReportEvent } from "../domain/events.js";
import { Engine } from "../engine/engine.js";
import type { Limits } from "../kernel/limits.js";
import { casesOf, moneyUnits, Rulebook } from "./recompute.js";

type Command = Readonly<Record<string, unknown>>;

export interface Verdict {
  readonly case: string;
  readonly verified: boolean;
  /** Whether there is anything to say: not of a case that is nowhere, nor where nothing can be checked. Then it is not verified. */
  readonly answered: boolean;
  /** The account, and when the case was opened; null when the replay opens no such case. Those of `@liquidation` begin unopened. */
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
  "trade",
  "sourceReset",
  "resume",
  "halt",
]);

/** Not with collateral: its value moves with marks that the event need not have. */
const isComparable = (before: ReportEvent): boolean =>
  before.collateral.length === 0 && before.equity !== null;

/** Whose cases are opened by nobody: they begin when a takeover brings it a position. */
const LIQUIDATION = "@liquidation";

/** Commands that the engine behind has not had yet, at most: it needs them only where a case opens. */
const BEHIND_MAX = 1_000;

/** What is known of one case, and what of it does not agree. */
class CaseCheck {
  readonly #name: string;
  /** What was published of it; null: nothing was, of any case. */
  readonly #claimed: readonly Event[] | null;
  readonly #unequal: string[] = [];
  #opened: LiquidationOpenedEvent | null = null;
  #found = 0;
  #wrongOpening: readonly string[] | null = null;

  constructor(name: string, claimed: readonly Event[] | null) {
    this.#name = name;
    this.#claimed = claimed;
  }

  /** Takes the next event of the case that the replay gives. */
  take(event: Event): void {
    if (event.type === "liquidationOpened") this.#opened = event;
    const claimed = this.#claimed?.[this.#found];
    this.#found += 1;
    if (claimed !== undefined && !areSame(event, claimed)) {
      const place = `event ${this.#found} is ${JSON.stringify(event, withoutSequence)}`;
      this.#unequal.push(`${place}, published as ${JSON.stringify(claimed, withoutSequence)}`);
    }
  }

  /** What is wrong with its opening, when that could be computed again. */
  judged(differences: readonly string[]): void {
    this.#wrongOpening = differences;
  }

  verdict(): Verdict {
    const differences = [...(this.#wrongOpening ?? []), ...this.#unanswered(), ...this.#compared()];
    return {
      case: this.#name,
      verified: differences.length === 0,
      answered: this.#isAnswered,
      account: this.#opened?.account ?? (this.#isOfLiquidation ? LIQUIDATION : null),
      opened: this.#opened?.time ?? null,
      events: this.#found,
      recomputed: this.#wrongOpening !== null,
      differences,
    };
  }

  /** Any other begins with its opening. */
  get #isOfLiquidation(): boolean {
    return this.#opened === null && this.#found > 0;
  }

  get #isAnswered(): boolean {
    if (this.#claimed === null) return this.#wrongOpening !== null;
    return this.#found > 0 || this.#claimed.length > 0;
  }

  /** Why nothing can be said of it. */
  #unanswered(): string[] {
    if (this.#found === 0) return [`the replay opens no case ${this.#name}`];
    if (this.#claimed !== null || this.#wrongOpening !== null) return [];
    const why = this.#isOfLiquidation
      ? `it is one of ${LIQUIDATION}, which nothing opens`
      : "its opening cannot be computed again";
    return [`nothing can be checked: ${why}, and no events were given that were published`];
  }

  #compared(): string[] {
    if (this.#claimed === null || this.#claimed.length === this.#found) return this.#unequal;
    return [`the replay gives ${this.#found} events of the case, ${this.#claimed.length} were published`];
  }
}

/** One replay of the commands, which looks at one case or at all of them on the way. */
class Verification {
  readonly #engine: Engine;
  /** Stays behind: it still has the state that the first one has left. */
  readonly #behind: Engine;
  readonly #waiting: Command[] = [];
  readonly #rules = new Rulebook();
  readonly #claimed: ReadonlyMap<string, readonly Event[]> | null;
  readonly #only: string | null;
  readonly #checks = new Map<string, CaseCheck>();

  constructor(only: string | null, claimed: readonly Event[] | null, limits: Partial<Limits>) {
    this.#engine = new Engine(limits, { clock: null });
    this.#behind = new Engine(limits, { clock: null });
    this.#only = only;
    this.#claimed = claimed === null ? null : byCase(claimed);
    for (const name of only === null ? (this.#claimed?.keys() ?? []) : [only]) this.#check(name);
  }

  #check(name: string): CaseCheck {
    const known = this.#checks.get(name);
    if (known !== undefined) return known;
    const check = new CaseCheck(name, this.#claimed === null ? null : (this.#claimed.get(name) ?? []));
    this.#checks.set(name, check);
    return check;
  }

  take(command: Command): void {
    const events = this.#engine.applyParsed([command]);
    if (events[0]?.type === "accepted") this.#rules.take(command);
    /** Positions that the command has changed so far, by account. */
    const changed = new Map<string, PositionEvent[]>();
    for (const event of events) {
      for (const name of casesOf(event)) {
        if (this.#only === null || name === this.#only) this.#check(name).take(event);
      }
      if (event.type === "position") {
        const { account } = event;
        const before = changed.get(account);
        if (before === undefined) changed.set(account, [event]);
        else before.push(event);
      } else if (event.type === "liquidationOpened")
        this.#judge(command, event, changed.get(event.account) ?? []);
    }
    this.#waiting.push(command);
    if (this.#waiting.length >= BEHIND_MAX) this.#catchUp();
  }

  #judge(command: Command, opened: LiquidationOpenedEvent, changed: readonly PositionEvent[]): void {
    if (this.#only !== null && opened.case !== this.#only) return;
    if (!shownByEvents.has(String(command["type"]))) return;
    this.#catchUp();
    const before = reportOf(this.#behind, opened.account);
    if (before === null || !isComparable(before)) return;
    const worth = this.#rules.worthAtOpening(before, changed, opened);
    if (worth === null) return;
    const { equity, maintenance, liquidatable } = worth;
    const decimals = this.#rules.settleDecimals(before.domain);
    const differences: string[] = [];
    if (equity !== moneyUnits(opened.equity, decimals))
      differences.push(`equity is ${equity}, not ${opened.equity}`);
    if (maintenance !== moneyUnits(opened.maintenanceMargin, decimals)) {
      differences.push(`maintenance margin is ${maintenance}, not ${opened.maintenanceMargin}`);
    }
    if (!liquidatable) differences.push("the account was not liquidatable");
    this.#check(opened.case).judged(differences);
  }

  #catchUp(): void {
    this.#behind.applyParsed(this.#waiting);
    this.#waiting.length = 0;
  }

  /** In the order of the cases' numbers. */
  verdicts(): Verdict[] {
    const numberOf = (name: string) => Number(name.slice(1));
    return [...this.#checks]
      .sort(([a], [b]) => numberOf(a) - numberOf(b))
      .map(([, check]) => check.verdict());
  }
}

function byCase(events: readonly Event[]): Map<string, Event[]> {
  const found = new Map<string, Event[]>();
  for (const event of events) {
    for (const name of casesOf(event)) {
      const those = found.get(name);
      if (those === undefined) found.set(name, [event]);
      else those.push(event);
    }
  }
  return found;
}

async function verify(
  only: string | null,
  commands: AsyncIterable<readonly Command[]>,
  claimed: readonly Event[] | null,
  limits: Partial<Limits>,
): Promise<Verdict[]> {
  const verification = new Verification(only, claimed, limits);
  for await (const batch of commands) for (const command of batch) verification.take(command);
  return verification.verdicts();
}

/**
 * Replays `commands` and judges the case `name` against `claimed`, the events that were published (null: none, then only
 * the recomputation decides; where that cannot be made either, the case is not verified).
 */
export async function verifyCase(
  name: string,
  commands: AsyncIterable<readonly Command[]>,
  claimed: readonly Event[] | null,
  limits: Partial<Limits> = {},
): Promise<Verdict> {
  const [verdict] = await verify(name, commands, claimed, limits);
  return verdict as Verdict;
}

/**
 * Replays `commands` once and judges every case of the replay, and every one that `claimed` names, by their numbers: each as
 * `verifyCase` does. Costs two replays of the commands, and a report a case.
 */
export async function verifyCases(
  commands: AsyncIterable<readonly Command[]>,
  claimed: readonly Event[] | null,
  limits: Partial<Limits> = {},
): Promise<Verdict[]> {
  return verify(null, commands, claimed, limits);
}

function reportOf(engine: Engine, account: string): ReportEvent | null {
  const [event] = engine.apply([{ type: "report", account }]);
  return event?.type === "report" ? event : null;
}

/** Sequence numbers may differ, since queries of the live system count as commands; all else must be the same. */
function areSame(event: Event, claimed: Event): boolean {
  const { seq: _, commandSeq: __, ...mine } = event;
  const { seq: ___, commandSeq: ____, ...theirs } = claimed;
  return isDeepStrictEqual(mine, theirs);
}

const withoutSequence = (key: string, value: unknown) =>
  key === "seq" || key === "commandSeq" ? undefined : value;
