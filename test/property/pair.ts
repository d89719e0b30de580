/** Two engines side by side: what one command brings about in both, and what of it is not the same. */
import { isDeepStrictEqual } from "node:util";
import { explainTrap } from "../../scripts/explain-trap.mjs";
import type { Command, Event, StaticRefusal } from "../model/model.js";
import { Model } from "../model/model.js";
import type { Limits } from "../model/state.js";
import type { Step } from "./hostile.js";

/** The product, adapted: one command in, its events out, static checks included. */
export interface Product {
  apply(command: Command): Event[];
  /** The static decoder alone: its refusal, or null. */
  decode(command: Command): StaticRefusal | null;
  /** Limits that the model keeps to as well; absent: those that no stream reaches. */
  readonly limits?: Partial<Limits>;
}

/** What is wrong after a command. */
export class Difference extends Error {
  /** What stays while a stream is shrunk: the types of the first events that differ, the invariant, or where it broke down. */
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** How the kinds of difference begin that the model finds in itself. */
export const MODEL_INVARIANT = "model's invariant";

/** Sentences for people are not compared; of a warning only whether there is one. */
function comparable(event: Event): Event {
  const { message, cause, warning, stateHash, ...rest } = event;
  return "warning" in event ? { ...rest, warning: warning !== null } : rest;
}

/** Of a refusal the code counts; which field it names is the decoder's business, compared apart, and the table tests'. */
function isSameEvent(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [left, right] = [comparable(a), comparable(b)];
  if (left["type"] === "rejected") right["field"] = left["field"];
  return isDeepStrictEqual(left, right);
}

function lines(events: Event[]): string {
  return events.map((event) => `    ${JSON.stringify(event)}`).join("\n");
}

/** The first event that differs, or null. */
export function firstDifference(expected: Event[], actual: Event[]): Difference | null {
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [expected[at], actual[at]];
    if (isSameEvent(left, right)) continue;
    return new Difference(
      `event ${left?.type ?? "none"} against ${right?.type ?? "none"}`,
      `  event ${at}\n    model   ${JSON.stringify(left)}\n    product ${JSON.stringify(right)}`,
    );
  }
  return null;
}

/** The model, and the product where there is one: without, the model checks itself by its invariants. */
export class Pair {
  private readonly model: Model;
  private readonly product: Product | null;
  private readonly invariantsEvery: number;
  private count = 0;

  constructor(product: Product | null, invariantsEvery = 1) {
    this.product = product;
    this.model = new Model(product?.limits);
    this.invariantsEvery = invariantsEvery;
  }

  /** Applies a command to both; the model's events. Throws Difference. */
  apply({ command, refusal: due = null }: Step): Event[] {
    const { product } = this;
    this.count += 1;
    const refusal = product ? product.decode(command) : due;
    if (!isDeepStrictEqual(refusal, due)) {
      const message = `static checks give ${JSON.stringify(refusal)}, not ${JSON.stringify(due)}`;
      throw new Difference("static checks", message);
    }
    const expected = guarded("model", () => this.model.apply(command, refusal));
    if (product)
      compare(
        expected,
        guarded("product", () => product.apply(command)),
      );
    if (this.count % this.invariantsEvery === 0) this.checkModel(expected);
    return expected;
  }

  private checkModel(events: Event[]): void {
    const [first, ...more] = this.model.invariants();
    if (first === undefined) return;
    throw new Difference(
      `${MODEL_INVARIANT} ${withoutParticulars(first)}`,
      `${[first, ...more].join("\n")}\n${lines(events)}`,
    );
  }
}

function compare(expected: Event[], actual: Event[]): void {
  const difference = firstDifference(expected, actual);
  if (difference === null) return;
  const { kind, message } = difference;
  throw new Difference(kind, `${message}\n  model\n${lines(expected)}\n  product\n${lines(actual)}`);
}

function guarded(who: string, apply: () => Event[]): Event[] {
  try {
    return apply();
  } catch (error) {
    if (error instanceof Difference) throw error;
    throw breakdown(who, error);
  }
}

/** An engine that throws says why in its cause: a trap, with the functions that led to it. */
function breakdown(who: string, error: unknown): Difference {
  const thrown = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(thrown instanceof Error)) return new Difference(`${who} threw`, String(thrown));
  const stack = explainTrap(thrown.stack ?? thrown.message);
  const [, where = ""] = /^ +at (\S+)/m.exec(stack) ?? [];
  return new Difference(`${who} threw ${withoutParticulars(thrown.message)} at ${where}`, stack);
}

/** Whose it is, and how much, is not the same in a smaller stream. */
function withoutParticulars(message: string): string {
  return message.replace(/^[^:]*: /, "").replace(/\d+/g, "#");
}
