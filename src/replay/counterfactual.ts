/**
 * Which accounts would have been liquidated had the mark been made otherwise: the same commands replayed
 * twice, as they were and with another mark definition or without a source, and the accounts of both runs
 * compared.
 */
import type { Event, RejectedEvent } from "../domain/events.js";
import { Engine } from "../engine/engine.js";
import type { Limits } from "../kernel/limits.js";
import { type Change, Changes, type Command, Unanswerable } from "./change.js";
import { casesOf } from "./recompute.js";
import { RecordedNames } from "./recorded-names.js";

export type { Change } from "./change.js";

/** What a `warning` warns of, one by one. */
const sentencesOf = (warning: string | null) => warning?.split("; ") ?? [];

/** Accounts in both runs, only as it was, only with the change; in order of name. */
export interface Accounts {
  readonly both: readonly string[];
  readonly onlyActual: readonly string[];
  readonly onlyChanged: readonly string[];
}

export interface Comparison {
  /** Those of which a case was opened. */
  readonly opened: Accounts;
  /** Those of which something was sent, traded or taken over: a case that waits, or is blocked, until it is cured, does nothing. */
  readonly worked: Accounts;
  /** Commands that the changed run refused and the actual one did not, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Reports on slices of the actual run: given to the slice in its place, or left out because there is none. */
  readonly executions: { readonly matched: number; readonly leftOut: number };
  /** What a reader must know beside it. */
  readonly notes: readonly string[];
}

/** Commands that make the rules of the replay: where the change has them refused, it is another replay. */
const ruling = new Set<unknown>(
  "domain domainSettings collateral market feedSettings policy breakers tiers marketState".split(" "),
);

/** Events by which a case does something. */
const works = new Set<Event["type"]>(["slice", "fill", "takeover", "crossedInside", "adl"]);

/** One of the two replays. */
class Run {
  readonly opened = new Set<string>();
  readonly worked = new Set<string>();
  readonly #engine: Engine;
  readonly #accountOf = new Map<string, string>();

  constructor(limits: Partial<Limits>) {
    this.#engine = new Engine(limits, { clock: null });
  }

  take(command: Command): Event[] {
    const events = this.#engine.applyParsed([command]);
    for (const event of events) {
      if (event.type === "liquidationOpened") {
        this.opened.add(event.account);
        this.#accountOf.set(event.case, event.account);
      } else if (works.has(event.type)) {
        for (const name of casesOf(event)) {
          const account = this.#accountOf.get(name);
          if (account !== undefined) this.worked.add(account);
        }
      }
    }
    return events;
  }
}

/** Both replays, command by command. */
class Experiment {
  readonly #actual: Run;
  readonly #other: Run;
  readonly #changes: Changes;
  readonly #names = new RecordedNames();
  readonly #refused = new Map<string, number>();
  #refusedAnyway = 0;

  constructor(change: Change, limits: Partial<Limits>) {
    this.#changes = new Changes(change);
    this.#actual = new Run(limits);
    this.#other = new Run(limits);
  }

  take(command: Command): void {
    const changed = this.#changes.of(command);
    const theirs = changed === null ? null : this.#names.of(changed);
    const actual = this.#actual.take(command);
    const other = theirs === null ? [] : this.#other.take(theirs);
    this.#names.take(actual, other);
    this.#compare(command, actual[0], other[0]);
  }

  #compare(command: Command, actual: Event | undefined, other: Event | undefined): void {
    const { type, market } = command;
    if (actual?.type === "rejected") this.#refusedAnyway += 1;
    else if (other?.type === "rejected") {
      if (ruling.has(type)) throw new Unanswerable(refusalOf(command, other));
      this.#refused.set(other.code, (this.#refused.get(other.code) ?? 0) + 1);
    }
    if (other?.type !== "accepted") return;
    if (type === "market" && typeof market === "string") this.#changes.defined(market);
    const known = actual?.type === "accepted" ? sentencesOf(actual.warning) : [];
    const brought = sentencesOf(other.warning).filter((sentence) => !known.includes(sentence));
    if (ruling.has(type) && brought.length > 0)
      this.#changes.notes.add(`with the change: ${subjectOf(command)}: ${brought.join("; ")}`);
  }

  result(): Comparison {
    this.#changes.check();
    const notes = [...this.#changes.notes];
    if (this.#refusedAnyway > 0)
      notes.push(`${this.#refusedAnyway} commands were refused without the change`);
    return {
      opened: accountsOf(this.#actual.opened, this.#other.opened),
      worked: accountsOf(this.#actual.worked, this.#other.worked),
      refused: Object.fromEntries(this.#refused),
      executions: this.#names.reports,
      notes,
    };
  }
}

const subjectOf = ({ type, market, domain }: Command) => `${String(type)} ${String(market ?? domain)}`;

function refusalOf(command: Command, { code, field, message }: RejectedEvent): string {
  const place = field === null ? "" : ` (${field})`;
  return `the change is refused: ${subjectOf(command)}: ${code}${place}: ${message}`;
}

function accountsOf(actual: ReadonlySet<string>, other: ReadonlySet<string>): Accounts {
  const sorted = (names: Iterable<string>) => [...names].sort();
  return {
    both: sorted([...actual].filter((name) => other.has(name))),
    onlyActual: sorted([...actual].filter((name) => !other.has(name))),
    onlyChanged: sorted([...other].filter((name) => !actual.has(name))),
  };
}

/**
 * Replays `commands` both ways. Throws Unanswerable when the change cannot be made: the engine refuses it, now or later in the
 * replay, it names a market or a source that is not there, or it leaves a market without a source.
 */
export async function whatIf(
  commands: AsyncIterable<readonly Command[]>,
  change: Change,
  limits: Partial<Limits> = {},
): Promise<Comparison> {
  const experiment = new Experiment(change, limits);
  for await (const batch of commands) for (const command of batch) experiment.take(command);
  return experiment.result();
}
