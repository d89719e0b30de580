/** Contenders that play the workload through the whole engine, as command records and through the public API. */
import { OrderByIdCommand } from "#breakwater/abi/layout.js";
import type { Batch, Engine } from "#breakwater/index.js";
import { assignAccounts, type Workload } from "#breakwater/measure/workload/lobw.js";
import {
  encodeRecords,
  FillReader,
  stage,
  writeRecords,
} from "#breakwater/measure/workload/through-engine.js";
import { type Contender, time } from "./harness.js";

/** Whole records in a piece of the command buffer's size at most, and of a size that stays in the cache. */
const PIECE = 4_096 * OrderByIdCommand.BYTES;

/** Reads the fills once, untimed, then times passes over fresh engines whose events go nowhere. */
export function engineRecords(workload: Workload, accounts: number): Contender {
  const name = "engine, records";
  const owner = assignAccounts(workload, accounts);
  const end = workload.prefill + workload.operations;
  const stream = {
    prefill: encodeRecords(workload, owner, 0, workload.prefill),
    timed: encodeRecords(workload, owner, workload.prefill, end),
  };
  const checked = stage(workload, accounts);
  const reader = new FillReader();
  checked.applyRecords(stream.prefill, () => {});
  checked.applyRecords(stream.timed, (events) => reader.take(events));
  reader.check(name, workload);
  if (checked.sweep() !== 0) throw new Error(`${name}: the sweep disagrees with the cases`);
  const state = checked.stateHash();
  return {
    name,
    run() {
      const engine = stage(workload, accounts);
      engine.applyRecords(stream.prefill, () => {});
      const nanos = time(workload.operations, () => applyInPieces(engine, stream.timed));
      if (engine.stateHash() !== state) throw new Error(`${name}: another state than the checked pass`);
      return nanos;
    },
  };
}

function applyInPieces(engine: Engine, records: Uint8Array): void {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const drop = () => {};
  for (let from = 0; from < records.length; ) {
    let to = from;
    while (to < records.length && to - from < PIECE) to += view.getUint32(to, true);
    engine.applyRecords(records.subarray(from, to), drop);
    from = to;
  }
}

/** The same through the public API that writes the records: what a TypeScript program pays. */
export function engineBatch(workload: Workload, accounts: number): Contender {
  const name = "engine, TypeScript API";
  const owner = assignAccounts(workload, accounts);
  const end = workload.prefill + workload.operations;
  const put = (batch: Batch, from: number, to: number) => {
    for (let at = from; at < to; at += 4_096) {
      writeRecords(workload, owner, batch, at, Math.min(to, at + 4_096));
      batch.flush();
    }
  };
  const checked = stage(workload, accounts);
  put(checked.batch(), 0, workload.prefill);
  const reader = new FillReader();
  put(
    checked.batch((events) => reader.take(events)),
    workload.prefill,
    end,
  );
  reader.check(name, workload);
  const state = checked.stateHash();
  return {
    name,
    run() {
      const engine = stage(workload, accounts);
      const batch = engine.batch();
      put(batch, 0, workload.prefill);
      const nanos = time(workload.operations, () => put(batch, workload.prefill, end));
      if (engine.stateHash() !== state) throw new Error(`${name}: another state than the checked pass`);
      return nanos;
    },
  };
}
