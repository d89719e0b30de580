/** The thread of a shard: one endless task that owns the engine. It does no asynchronous I/O and reads no clock. */
import { constants } from "../abi/layout.js";
import { Engine, reasonOf } from "../engine/engine.js";
import { sizeOfEvent } from "../records/event-walk.js";
import { RingReader, RingWriter } from "./ring.js";
import {
  ABANDON,
  BEAT,
  DONE,
  EVENTS,
  GO_ON,
  INSTRUCTION,
  LAST,
  pieceBytesOf,
  type ShardTask,
} from "./shard-task.js";

/** A parked worker looks for an instruction this often, should a wake-up ever be lost. */
const PARK_MILLIS = 1000;

/**
 * Applies batches until `FINISH`. A trap ends it by throwing: the instance is half-written and is never
 * called again; the main thread learns of it from Piscina and answers POISONED for whatever is outstanding.
 */
export default function runShard(task: ShardTask): void {
  const commands = new RingReader(task.commands);
  const events = new RingWriter(task.events);
  const control = new Int32Array(task.control);
  const abandoned = () => Atomics.load(control, INSTRUCTION) === ABANDON;
  const count = new Uint32Array(1);
  const done = new Uint8Array(count.buffer);
  const pieceBytes = Math.max(pieceBytesOf(events.capacity), constants.EVENT_MAX_BYTES);

  /**
   * Hands whole events over while the command that causes them goes on. Back-pressure: a full event ring stops the engine
   * inside `host.drain` until main has read.
   */
  function drain(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const to = endOfEvents(bytes, from, pieceBytes);
      events.write(EVENTS, bytes.subarray(from, to), abandoned);
      from = to;
    }
  }

  const engine = new Engine(task.limits);
  task.port.postMessage(engine.memory);
  let counted = 0;
  const apply = (kind: number, records: Uint8Array) => {
    if (abandoned()) return;
    Atomics.add(control, BEAT, 1);
    counted += applied(engine, records, drain);
    Atomics.add(control, BEAT, 1);
    if (kind !== LAST) return;
    count[0] = counted;
    counted = 0;
    events.write(DONE, done, abandoned);
  };
  for (;;) {
    // The instruction is loaded first: what was written before FINISH was given is then in the ring.
    const instruction = Atomics.load(control, INSTRUCTION);
    const messages = commands.read(apply);
    if (instruction !== GO_ON && messages === 0) return;
    if (messages === 0) commands.wait(task.spins, PARK_MILLIS);
  }
}

/** Throws a plain error with what broke in it: of a trap, Piscina would carry only that there was one. */
function applied(engine: Engine, records: Uint8Array, drain: (bytes: Uint8Array) => void): number {
  try {
    return engine.applyRecords(records, drain);
  } catch (error) {
    throw new Error(reasonOf(error as Error));
  }
}

/** The end of as many whole events as make `most` bytes. */
function endOfEvents(bytes: Uint8Array, from: number, most: number): number {
  if (bytes.length - from <= most) return bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let to = from;
  for (;;) {
    const next = to + sizeOfEvent(view, to);
    if (next - from > most) return to;
    to = next;
  }
}
