/** Idempotency keys: what was sent and answered under them. A key belongs to one command, whatever codec it comes in. */
import { createHash } from "node:crypto";
import { CommandHeader, CommandType, constants } from "../abi/layout.js";
import type { Refusal } from "../domain/errors.js";
import type { CommandWriter } from "../records/command-writer.js";

const KEY_MAX = constants.NAME_MAX;
const KEY_REUSED: Refusal = { code: "KEY_REUSED", field: "key", detail: "none" };

/** The key of a command that may have been seen before; a malformed one is refused like any bad field. */
export function keyOf(command: unknown): string | null {
  if (typeof command !== "object" || command === null) return null;
  const key = (command as { key?: unknown }).key;
  return typeof key === "string" && key.length > 0 && key.length <= KEY_MAX ? key : null;
}

const typeAt = ({ view }: CommandWriter, at: number) => view.getUint16(at + CommandHeader.type, true);

/**
 * A print of `command`, whose record is the writer's last, from `at` on: two commands have the same one when they mean the same.
 * A time that was stamped is not part of it.
 */
export function printOf(command: unknown, writer: CommandWriter, at: number): string {
  const isTimed =
    (command as { time?: unknown }).time !== undefined && typeAt(writer, at) !== CommandType.refused;
  const record = writer.bytes.slice(at, writer.length);
  return createHash("sha256")
    .update(record.subarray(0, CommandHeader.time))
    .update(record.subarray(isTimed ? CommandHeader.time : CommandHeader.BYTES))
    .digest("base64");
}

/** Puts in place of the writer's last record, from `at` on, the refusal of its key. Returns it, or "full". */
export const refuseKey = (writer: CommandWriter, at: number): Refusal | "full" =>
  writer.refuse(at, KEY_REUSED);

/** What a key takes beside its own bytes and those of its answer, about. */
const ENTRY_BYTES = 256;

interface Entry<Answer> {
  readonly answer: Answer;
  bytes: number;
}

/** By key; bounded in number and in bytes: the least recently used one is forgotten first, and never the latest. */
export class KeyTable<Answer> {
  /** Bytes that keys and answers may take. */
  readonly maxBytes: number;
  readonly #entries = new Map<string, Entry<Answer>>();
  readonly #max: number;
  #bytes = 0;

  constructor(max = 65_536, maxBytes = 33_554_432) {
    this.#max = max;
    this.maxBytes = maxBytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What all keys and answers take, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The answer that was given under this key; undefined when it is new or forgotten. */
  find(key: string): Answer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.answer;
  }

  /** Keeps an answer of so many bytes; more may come (`grow`). */
  remember(key: string, answer: Answer, bytes = 0): void {
    this.#forget(key);
    const entry = { answer, bytes: ENTRY_BYTES + 2 * key.length + bytes };
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    this.#trim();
  }

  /** The answer has so many bytes more, if it is still kept under the key. */
  grow(key: string, answer: Answer, bytes: number): void {
    const entry = this.#entries.get(key);
    if (entry?.answer !== answer) return;
    entry.bytes += bytes;
    this.#bytes += bytes;
    this.#trim();
  }

  #trim(): void {
    for (const oldest of this.#entries.keys()) {
      const fits = this.#entries.size <= this.#max && this.#bytes <= this.maxBytes;
      if (fits || this.#entries.size === 1) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
