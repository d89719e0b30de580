/** A change of a recorded stream: settings of markets that were others all along, or a source that never was. */
import { commandShapes } from "../domain/command-fields.js";
import type { CommandType } from "../domain/commands.js";

export type Command = Readonly<Record<string, unknown>>;

export interface Change {
  /** Only this market; absent: all. */
  readonly market?: string;
  /** Settings of `market` that take the place of its own: `mark`, `outlierPpm`, `premiumHalfLife` … */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A source whose ticks never came. */
  readonly withoutSource?: string;
}

/** A question that has no answer; the message says why, by name. */
export class Unanswerable extends Error {}

/** What names a market and its place is no setting of it. */
const identity = new Set(["type", "time", "key", "market", "domain"]);

/** Commands that replace settings of a market later; what the change sets, it sets in them too. */
const replacing = ["feedSettings", "policy", "breakers", "tiers"] as const satisfies readonly CommandType[];
const settingsOf: ReadonlyMap<unknown, ReadonlySet<string>> = new Map(
  replacing.map((type) => [type, new Set(commandShapes[type].fields.map(({ name }) => name))]),
);

/** What a change makes of each command, and whether it has found the markets and the source that it names. */
export class Changes {
  /** What a reader of the answer must know. */
  readonly notes = new Set<string>();
  readonly #change: Change;
  readonly #markets = new Set<string>();
  #hasSource = false;

  /** Throws Unanswerable for a setting that is none. */
  constructor(change: Change) {
    this.#change = change;
    for (const name of Object.keys(change.settings ?? {})) {
      if (identity.has(name)) throw new Unanswerable(`${name} is no setting of a market`);
    }
  }

  /** The command as the change has it; null when it never came. Throws Unanswerable when it leaves a market without a source. */
  of(command: Command): Command | null {
    const { market, settings = {}, withoutSource } = this.#change;
    if (market !== undefined && command["market"] !== market) return command;
    const type = command["type"];
    if (type === "market") return this.#without({ ...command, ...settings });
    if (withoutSource !== undefined && command["source"] === withoutSource) return null;
    const own = settingsOf.get(type);
    if (own === undefined) return command;
    const given = Object.entries(settings).filter(([name]) => own.has(name));
    return this.#without({ ...command, ...Object.fromEntries(given) });
  }

  /** A market without the source, its `minSources` no more than the sources that are left. */
  #without(command: Command): Command {
    const { withoutSource, settings } = this.#change;
    const { market, sources, minSources } = command as Readonly<Record<string, unknown>>;
    if (withoutSource === undefined || !Array.isArray(sources)) return command;
    const left = sources.filter((each) => (each as Command | null)?.["source"] !== withoutSource);
    if (left.length === sources.length) return command;
    if (left.length === 0) {
      throw new Unanswerable(`without ${withoutSource} the market ${String(market)} has no source`);
    }
    this.#hasSource = true;
    const isTooMany = typeof minSources === "number" && minSources > left.length;
    if (!isTooMany || settings?.["minSources"] !== undefined) return { ...command, sources: left };
    this.notes.add(`${String(market)}: minSources is ${left.length}, as many as are left, not ${minSources}`);
    return { ...command, sources: left, minSources: left.length };
  }

  /** The engine has taken the definition of a market. */
  defined(market: string): void {
    this.#markets.add(market);
  }

  /** Throws Unanswerable when nothing was there that could be changed. */
  check(): void {
    const { market, withoutSource } = this.#change;
    if (this.#markets.size === 0) throw new Unanswerable("the commands define no market");
    if (market !== undefined && !this.#markets.has(market)) {
      throw new Unanswerable(
        `UNKNOWN_MARKET: there is no market ${market}; there are ${[...this.#markets].join(", ")}`,
      );
    }
    if (withoutSource === undefined || this.#hasSource) return;
    const where = market === undefined ? "in any market" : `in the market ${market}`;
    throw new Unanswerable(`UNKNOWN_SOURCE: there is no source ${withoutSource} ${where}`);
  }
}
