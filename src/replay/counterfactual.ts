/**
 * Which accounts would have been liquidated had the mark been made otherwise: the same commands replayed
 * twice, as they were and with another mark definition or without a source, and the accounts of both runs
 * compared.
 */
import { Engine } from "../engine/engine.js";
import type { Limits } from "../kernel/limits.js";

type Command = Readonly<Record<string, unknown>>;

export interface Change {
  /** Only this market; absent: all. */
  readonly market?: string;
  /** Settings of `market` that take the place of its own: `mark`, `outlierPpm`, `premiumHalfLife` … */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A source whose ticks never came. */
  readonly withoutSource?: string;
}

export interface Comparison {
  /** Accounts liquidated in both runs, only as it was, only with the change; in order of name. */
  readonly both: readonly string[];
  readonly onlyActual: readonly string[];
  readonly onlyChanged: readonly string[];
  /** Commands that the changed run refused and the actual one did not, by code. */
  readonly refused: Readonly<Record<string, number>>;
}

/** The command as the change has it; null when it never came. */
function changed(command: Command, change: Change): Command | null {
  const { type } = command;
  if (change.market !== undefined && command["market"] !== change.market) return command;
  if (type === "tick" && command["source"] === change.withoutSource) return null;
  if (type !== "market" && type !== "feedSettings") return command;
  return withoutSource({ ...command, ...change.settings }, change.withoutSource);
}

/** A market without the source, its `minSources` no more than the sources left. */
function withoutSource(command: Command, source: string | undefined): Command {
  const sources = command["sources"];
  if (source === undefined || !Array.isArray(sources)) return command;
  const left = sources.filter((each: { readonly source?: unknown }) => each.source !== source);
  const minSources = Math.max(1, Math.min(Number(command["minSources"] ?? 1), left.length));
  return { ...command, sources: left, minSources };
}

class Run {
  readonly liquidated = new Set<string>();
  readonly refusals = new Map<string, number>();
  readonly #engine: Engine;

  constructor(limits: Partial<Limits>) {
    this.#engine = new Engine(limits, { clock: null });
  }

  take(commands: readonly Command[]): void {
    for (const event of this.#engine.apply(commands)) {
      if (event.type === "liquidationOpened") this.liquidated.add(event.account);
      else if (event.type === "rejected") {
        this.refusals.set(event.code, (this.refusals.get(event.code) ?? 0) + 1);
      }
    }
  }
}

/** Replays `commands` both ways. */
export async function whatIf(
  commands: AsyncIterable<readonly Command[]>,
  change: Change,
  limits: Partial<Limits> = {},
): Promise<Comparison> {
  const actual = new Run(limits);
  const other = new Run(limits);
  for await (const batch of commands) {
    actual.take(batch);
    other.take(batch.map((command) => changed(command, change)).filter((command) => command !== null));
  }
  const refused: Record<string, number> = {};
  for (const [code, count] of other.refusals) {
    const more = count - (actual.refusals.get(code) ?? 0);
    if (more > 0) refused[code] = more;
  }
  const sorted = (names: Iterable<string>) => [...names].sort();
  return {
    both: sorted([...actual.liquidated].filter((name) => other.liquidated.has(name))),
    onlyActual: sorted([...actual.liquidated].filter((name) => !other.liquidated.has(name))),
    onlyChanged: sorted([...other.liquidated].filter((name) => !actual.liquidated.has(name))),
    refused,
  };
}
