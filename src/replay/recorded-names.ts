/**
 * What recorded commands call by the engine's own names: slices (`S1`) and orders (`O1`). Another run counts others, so a report
 * on a slice goes to the one that stands in its place there: of the same account, case and leg.
 */
import type { Event, SliceEvent } from "../domain/events.js";
import type { Command } from "./change.js";

/** Quantities and prices have at most so many decimals. */
const DECIMALS = 18;

function scaled(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(DECIMALS, "0"));
}

interface Slice {
  readonly name: string;
  /** Account, which of its cases, market, and which slice of that leg. */
  readonly place: string;
  readonly leg: string;
  readonly event: SliceEvent;
  left: bigint;
  /** Neither filled, nor ended, nor called back. */
  out: boolean;
}

/** The slices of one run. */
class Slices {
  readonly byName = new Map<string, Slice>();
  readonly byPlace = new Map<string, Slice>();
  /** Those that are out, by account and market, the oldest first. */
  readonly #outByLeg = new Map<string, Set<Slice>>();
  readonly #casesOf = new Map<string, string[]>();
  readonly #counts = new Map<string, number>();

  take(event: Event): void {
    if (event.type === "liquidationOpened") this.#caseNumber(event.account, event.case);
    else if (event.type === "slice") this.#sent(event);
    else if (event.type === "cancelSlice") this.end(event.order);
    else if (event.type === "fill") {
      for (const order of [event.makerOrder, event.takerOrder]) {
        const slice = order === null ? undefined : this.byName.get(order);
        if (slice === undefined) continue;
        slice.left -= scaled(event.quantity);
        if (slice.left <= 0n) this.end(slice.name);
      }
    }
  }

  end(name: string): void {
    const slice = this.byName.get(name);
    if (slice === undefined) return;
    slice.out = false;
    this.#outByLeg.get(slice.leg)?.delete(slice);
  }

  oldestOut(leg: string): Slice | undefined {
    return this.#outByLeg.get(leg)?.values().next().value;
  }

  #sent(event: SliceEvent): void {
    const { order: name, account, market } = event;
    const leg = `${account} ${market}`;
    const inCase = `${leg} ${this.#caseNumber(account, event.case)}`;
    const count = (this.#counts.get(inCase) ?? 0) + 1;
    this.#counts.set(inCase, count);
    const slice = { name, place: `${inCase} ${count}`, leg, event, left: scaled(event.quantity), out: true };
    this.byName.set(name, slice);
    this.byPlace.set(slice.place, slice);
    const out = this.#outByLeg.get(leg);
    if (out === undefined) this.#outByLeg.set(leg, new Set([slice]));
    else out.add(slice);
  }

  #caseNumber(account: string, name: string): number {
    const cases = this.#casesOf.get(account) ?? [];
    this.#casesOf.set(account, cases);
    const at = cases.indexOf(name);
    return at >= 0 ? at : cases.push(name) - 1;
  }
}

/** Names of the actual run in those of the changed one. */
export class RecordedNames {
  /** Reports on slices that the changed run was given, and those that have no place in it. */
  readonly reports = { matched: 0, leftOut: 0 };
  readonly #actual = new Slices();
  readonly #changed = new Slices();
  readonly #orders = new Map<string, string | null>();
  readonly #given = new Map<string, Slice>();

  /** The recorded command for the changed run; null when what it is about is not there. To be called before either run has it. */
  of(command: Command): Command | null {
    const { type, order } = command;
    if (type === "execution") return typeof order === "string" ? this.#report(command, order) : command;
    if (type === "reconcile" && Array.isArray(command["keep"])) {
      const keep = command["keep"].map((name: unknown) => this.#sliceFor(String(name))?.name);
      return { ...command, keep: keep.filter((name) => name !== undefined) };
    }
    if ((type !== "cancel" && type !== "amend") || typeof order !== "string") return command;
    const name = this.#orders.get(order);
    if (name === undefined) return command;
    return name === null ? null : { ...command, order: name };
  }

  /** What a command has led to in both runs. */
  take(actual: readonly Event[], changed: readonly Event[]): void {
    for (const event of actual) this.#actual.take(event);
    for (const event of changed) this.#changed.take(event);
    const [mine] = actual;
    const [theirs] = changed;
    if (mine?.type !== "accepted" || mine.command !== "order") return;
    const same = theirs?.type === "accepted" && theirs.command === "order";
    this.#orders.set(mine.order, same ? theirs.order : null);
  }

  #sliceFor(name: string): Slice | undefined {
    const slice = this.#actual.byName.get(name);
    if (slice === undefined) return undefined;
    const same = this.#given.get(name) ?? this.#changed.byPlace.get(slice.place);
    // A late report is one there, too.
    if (same !== undefined && (same.out || !slice.out)) return same;
    return this.#changed.oldestOut(slice.leg);
  }

  #report(command: Command, name: string): Command | null {
    const slice = this.#actual.byName.get(name);
    // A report that the engine refuses in either run.
    if (slice === undefined) return command;
    const other = this.#sliceFor(name);
    const report = other === undefined ? null : reportOn(other, command, slice);
    const ends = command["status"] === "cancelled" || command["status"] === "rejected";
    if (other === undefined || report === null) {
      this.reports.leftOut += 1;
    } else {
      this.reports.matched += 1;
      this.#given.set(name, other);
      if (ends) this.#changed.end(other.name);
    }
    if (ends) this.#actual.end(name);
    return report;
  }
}

/**
 * The report on `slice` as one on `other`. A venue fills no more than an order has left, and not beyond its limit: what kept to
 * that of the slice keeps to the other's. Null: nothing is left of it.
 */
function reportOn(other: Slice, command: Command, slice: Slice): Command | null {
  const report = { ...command, order: other.name };
  const { status, quantity, price } = command;
  if (status !== "fill" || !isDecimal(quantity) || !isDecimal(price)) return report;
  if (isWithin(slice, price) && !isWithin(other, price)) return null;
  const filled = scaled(quantity);
  if (filled > slice.left || filled <= other.left) return report;
  return other.left <= 0n ? null : { ...report, quantity: decimal(other.left, quantityDecimals(other)) };
}

const isDecimal = (value: unknown): value is string =>
  typeof value === "string" && /^(0|[1-9][0-9]{0,18})(\.[0-9]{1,18})?$/.test(value);

function isWithin({ event }: Slice, price: string): boolean {
  const [at, limit] = [scaled(price), scaled(event.limitPrice)];
  return event.side === "sell" ? at >= limit : at <= limit;
}

const quantityDecimals = ({ event }: Slice) => event.quantity.split(".")[1]?.length ?? 0;

/** As the slice's own quantity is written, of which it is a part. */
function decimal(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(DECIMALS + 1, "0");
  const whole = digits.slice(0, -DECIMALS);
  return decimals === 0 ? whole : `${whole}.${digits.slice(-DECIMALS).slice(0, decimals)}`;
}
