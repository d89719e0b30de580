/** What the main thread and a shard's worker agree on: the task's fields, control words, message kinds. */
import type { MessagePort } from "node:worker_threads";
import type { Limits } from "../kernel/limits.js";

/** What a shard's worker is started with. The rings and the control words are shared memory. */
export interface ShardTask {
  readonly commands: SharedArrayBuffer;
  readonly events: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  /** Where the worker sends the engine's memory, once, when it is ready. */
  readonly port: MessagePort;
  /** Table sizes of the engine; absent ones have their defaults. */
  readonly limits: Partial<Limits>;
  /** How often the worker looks at an empty ring before it sleeps. */
  readonly spins: number;
}

/** The word of `control` that main sets, and its values. */
export const INSTRUCTION = 0;
export const GO_ON = 0;
/** Apply what stands in the ring, then end. */
export const FINISH = 1;
/** End now: the events are read no more. */
export const ABANDON = 2;
/** The word that the worker adds one to whenever it begins with records, and when it is through with them. */
export const BEAT = 1;
export const CONTROL_BYTES = 64;

/** Kinds of messages in the command ring: pieces of a batch of whole records; LAST is answered by DONE. */
export const PIECE = 1;
export const LAST = 2;
/** Kinds of messages in the event ring: whole events; and, with the count of commands (u32), the end of a batch. */
export const EVENTS = 3;
export const DONE = 4;

export const RING_BYTES = 8_388_608;

/** Both rings carry a batch in pieces of about this, so that other messages fit beside it. */
export const pieceBytesOf = (ringBytes: number): number => Math.min(262_144, ringBytes / 4);
