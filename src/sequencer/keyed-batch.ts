/** The commands of one call, and which of them have been before: a redelivered one is answered by its first answer. */
import { EventHeader } from "../abi/layout.js";
import { BreakwaterError, type Refusal } from "../domain/errors.js";
import { type KeyTable, keyOf, printOf, refuseKey } from "../engine/idempotency-keys.js";
import type { CommandWriter } from "../records/command-writer.js";
import type { EventTypes } from "../records/event-types.js";
import { sizeOfEvent } from "../records/event-walk.js";
import type { Applied } from "./applier.js";

export interface Sequenced extends Applied {
  /** The `commandSeq` of the batch's first command. */
  readonly first: number;
  readonly types: EventTypes;
}

/**
 * What stands under an idempotency key, from the moment its command is encoded: a redelivery that overtakes the answer
 * waits for the same one. Null again when the batch was not taken: then nothing has happened, and it may be tried again.
 */
export interface Delivery {
  readonly print: string;
  answer: Promise<Uint8Array> | null;
}

/** A keyed command of the batch that is being encoded, and how its answer will be known. */
interface Keyed {
  readonly key: string;
  readonly index: number;
  readonly delivery: Delivery;
  resolve(events: Uint8Array): void;
  reject(error: Error): void;
}

/** In order: a run of commands submitted now, or the answer of a redelivered one; `index`: of the first among all that were added. */
type Part =
  | { readonly index: number; readonly from: number; to: number }
  | { readonly index: number; readonly answer: Promise<Uint8Array> };

/** The events in the order of the commands, and `offsets` as an `Answer` has them. */
interface InOrder {
  readonly events: Uint8Array[];
  readonly offsets: number[];
}

/** Of an answer with more bytes than this part of what all keys may have, only the first event is kept. */
const ANSWER_PART = 16;
/** Bytes of events that are walked over in one turn of the event loop. */
const TURN_BYTES = 262_144;

/** The commands of one call: those that are submitted, and those that were before. */
export class KeyedBatch {
  readonly #keys: KeyTable<Delivery>;
  readonly #parts: Part[] = [];
  readonly #keyed: Keyed[] = [];
  #added = 0;
  #submitted = 0;
  #redelivered = false;

  constructor(keys: KeyTable<Delivery>) {
    this.#keys = keys;
  }

  /**
   * Adds `command`, whose record is the writer's last, from `at` on, and what is wrong with it. When the same one came before
   * under its key, in this batch or earlier, the record is taken out again; when another did, it is refused. Returns what is
   * wrong in the end.
   */
  add(command: unknown, writer: CommandWriter, at: number, fault: Refusal | null): Refusal | null {
    this.#added += 1;
    const key = keyOf(command);
    if (key === null) {
      this.#submit();
      return fault;
    }
    const print = printOf(command, writer, at);
    const known = this.#keys.find(key);
    const answer = known?.answer ?? null;
    if (answer === null) {
      this.#keys.remember(key, this.#deliver(key, print));
      return fault;
    }
    if (known?.print !== print) {
      this.#submit();
      return taken(refuseKey(writer, at));
    }
    writer.length = at;
    this.#parts.push({ index: this.#added - 1, answer });
    this.#redelivered = true;
    return null;
  }

  /** Counts a command that is submitted now; returns its place among them. */
  #submit(): number {
    const index = this.#submitted;
    this.#submitted += 1;
    const last = this.#parts.at(-1);
    if (last === undefined || "answer" in last)
      this.#parts.push({ index: this.#added - 1, from: index, to: index + 1 });
    else last.to = index + 1;
    return index;
  }

  #deliver(key: string, print: string): Delivery {
    const index = this.#submit();
    const delivery: Delivery = { print, answer: null };
    delivery.answer = new Promise<Uint8Array>((resolve, reject) => {
      this.#keyed.push({ key, index, delivery, resolve, reject });
    });
    // A redelivery that waits for it gets a failure; without one, it must be no unhandled rejection.
    delivery.answer.catch(() => {});
    return delivery;
  }

  /** Nothing was submitted. */
  fail(error: Error): void {
    for (const { delivery, reject } of this.#keyed) {
      delivery.answer = null;
      reject(error);
    }
  }

  /** The events in the order of the commands. */
  async answer(done: Sequenced | null): Promise<InOrder> {
    if (done !== null && this.#keyed.length === 0 && !this.#redelivered)
      return { events: [...done.events], offsets: done.events.map(() => -done.first) };
    const cut = new Cut(done);
    for (const { key, index, delivery, resolve } of this.#keyed) {
      const events = this.#kept(await cut.pieces(index, index + 1));
      this.#keys.grow(key, delivery, events.length);
      resolve(events);
    }
    const answer: InOrder = { events: [], offsets: [] };
    cut.restart();
    for (const part of this.#parts) {
      const pieces = "answer" in part ? [await part.answer] : await cut.pieces(part.from, part.to);
      for (const events of pieces) {
        const first = "answer" in part ? commandOf(events) : (done?.first ?? 0) + part.from;
        answer.events.push(events);
        answer.offsets.push(part.index - first);
      }
    }
    return answer;
  }

  /** A copy of what is kept of a command's events: of very many, the first one says what became of it, and when. */
  #kept(pieces: readonly Uint8Array[]): Uint8Array {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    if (bytes <= this.#keys.maxBytes / ANSWER_PART) return Uint8Array.from(Buffer.concat(pieces));
    const first = pieces[0] as Uint8Array;
    return Uint8Array.from(first.subarray(0, sizeOfEvent(viewOf(first), 0)));
  }
}

/** What encoding has given; throws CAPACITY when there was no room. */
export function taken(fault: Refusal | "full" | null): Refusal | null {
  if (fault === "full") throw new BreakwaterError("CAPACITY", null, "tooLong");
  return fault;
}

/** The `commandSeq` of the first of some events. */
const commandOf = (events: Uint8Array): number =>
  events.length === 0 ? 0 : Number(viewOf(events).getBigUint64(EventHeader.commandSeq, true));

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

/** A batch's events, cut by command, going forward; others have their turn while very many of them are walked over. */
class Cut {
  readonly #events: readonly Uint8Array[];
  readonly #first: number;
  #piece = 0;
  #at = 0;
  #walked = 0;

  constructor(done: Sequenced | null) {
    this.#events = done?.events ?? [];
    this.#first = done?.first ?? 0;
  }

  restart(): void {
    this.#piece = 0;
    this.#at = 0;
  }

  /** The events of the commands `from` … `to` − 1 of the batch; not before those of the last call. */
  async pieces(from: number, to: number): Promise<Uint8Array[]> {
    await this.#pass(from, null);
    const pieces: Uint8Array[] = [];
    await this.#pass(to, pieces);
    return pieces;
  }

  /** Moves on to the events of the command `index`. */
  async #pass(index: number, pieces: Uint8Array[] | null): Promise<void> {
    for (; this.#piece < this.#events.length; this.#piece++) {
      const events = this.#events[this.#piece] as Uint8Array;
      const begin = this.#at;
      this.#skip(events, this.#first + index);
      if (this.#at > begin) pieces?.push(events.subarray(begin, this.#at));
      if (this.#at < events.length) return;
      this.#at = 0;
      if (this.#walked < TURN_BYTES) continue;
      this.#walked = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #skip(events: Uint8Array, commandSeq: number): void {
    const view = viewOf(events);
    const begin = this.#at;
    while (this.#at < events.length) {
      if (Number(view.getBigUint64(this.#at + EventHeader.commandSeq, true)) >= commandSeq) break;
      this.#at += sizeOfEvent(view, this.#at);
    }
    this.#walked += this.#at - begin;
  }
}
