/** The thread of a shard: one endless task that owns the engine. It does no asynchronous I/O and reads no clock. */
import { Engine } from "../kernel/engine.js";
import { RingReader, RingWriter } from "./ring.js";
import { ABANDON, DONE, EVENTS, GO_ON, LAST, ORDERS, PIECE_BYTES, type ShardNews, type ShardTask } from "./shard-task.js";

/** A parked worker looks at its orders this often, should a wake-up ever be lost. */
const PARK_MILLIS = 1000;

/**
 * Applies batches until it is told to finish. A trap ends it: the instance is half-written and is never called again, so
 * the main thread is told why and answers POISONED for whatever is outstanding.
 */
export default function runShard(task: ShardTask): void {
  const commands = new RingReader(task.commands);
  const events = new RingWriter(task.events);
  const control = new Int32Array(task.control);
  const abandoned = () => Atomics.load(control, ORDERS) === ABANDON;
  const tell = (news: ShardNews) => task.port.postMessage(news);
  const count = new Uint32Array(1);
  const done = new Uint8Array(count.buffer);

  /** Back-pressure: a full event ring stops the engine inside `host.drain` until main has read. */
  function drain(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      events.write(EVENTS, bytes.subarray(at, at + PIECE_BYTES), abandoned);
    }
  }

  try {
    const engine = new Engine(task.limits);
    tell({ kind: "ready", memory: engine.memory });
    let counted = 0;
    const apply = (kind: number, records: Uint8Array) => {
      if (abandoned()) return;
      counted += engine.applyRecords(records, drain);
      if (kind !== LAST) return;
      count[0] = counted;
      counted = 0;
      events.write(DONE, done, abandoned);
    };
    for (;;) {
      // The orders are loaded first: what was written before FINISH was given is then in the ring.
      const orders = Atomics.load(control, ORDERS);
      const messages = commands.read(apply);
      if (orders !== GO_ON && messages === 0) return;
      if (messages === 0) commands.wait(task.spins, PARK_MILLIS);
    }
  } catch (error) {
    tell({ kind: "poisoned", reason: error instanceof Error ? error.message : String(error) });
  }
}
