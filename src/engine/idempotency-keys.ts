/** Idempotency keys: what was sent and answered under them. A key belongs to one command, whatever codec it comes in. */
import { createHash } from "node:crypto";
import { CommandHeader, CommandType, constants, RefusedCommand } from "../abi/layout.js";
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
export function refuseKey(writer: CommandWriter, at: number): Refusal | "full" {
  const type = typeAt(writer, at);
  const command =
    type === CommandType.refused ? writer.view.getUint16(at + RefusedCommand.command, true) : type;
  writer.length = at;
  if (!writer.hasRoom(RefusedCommand.BYTES)) return "full";
  writer.refused(command, KEY_REUSED);
  return KEY_REUSED;
}

/** By key; the least recently used one is forgotten first. */
export class KeyTable<Answer> {
  readonly #answers = new Map<string, Answer>();
  readonly #max: number;

  constructor(max = 65_536) {
    this.#max = max;
  }

  get size(): number {
    return this.#answers.size;
  }

  /** The answer that was given under this key; undefined when it is new or forgotten. */
  find(key: string): Answer | undefined {
    const answer = this.#answers.get(key);
    if (answer === undefined) return undefined;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  remember(key: string, answer: Answer): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    if (this.#answers.size <= this.#max) return;
    for (const oldest of this.#answers.keys()) {
      this.#answers.delete(oldest);
      return;
    }
  }
}
