import { describe, expect, it } from "vitest";
import { EventHeader } from "#breakwater/abi/layout.js";
import { EventLog } from "#breakwater/sequencer/event-log.js";

/** Events with these `seq`, each of `bytes` bytes. */
function events(seqs: readonly number[], bytes = 32): Uint8Array {
  const all = new Uint8Array(seqs.length * bytes);
  const view = new DataView(all.buffer);
  for (const [i, seq] of seqs.entries()) {
    view.setUint32(i * bytes + EventHeader.size, bytes, true);
    view.setBigUint64(i * bytes + EventHeader.seq, BigInt(seq), true);
  }
  return all;
}

function seqsIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seqs: number[] = [];
  for (let at = 0; at < bytes.length; at += view.getUint32(at, true)) {
    seqs.push(Number(view.getBigUint64(at + EventHeader.seq, true)));
  }
  return seqs;
}

/** All that a cursor at `seq` reads, in pieces of `maxBytes`. */
function readFrom(log: EventLog, seq: number, maxBytes: number): number[] | null {
  const cursor = log.cursor(seq);
  if (cursor === null) return null;
  const seqs: number[] = [];
  for (;;) {
    const bytes = log.read(cursor, maxBytes);
    if (bytes === null) return null;
    if (bytes.length === 0) return seqs;
    seqs.push(...seqsIn(bytes));
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("event log", () => {
  it("leaves answers to queries out", () => {
    const log = new EventLog(0);
    log.append(events([1, 0, 2, 0, 0, 3]));
    expect(readFrom(log, 1, 1000)).toEqual([1, 2, 3]);
    expect([log.firstSeq, log.nextSeq]).toEqual([1, 4]);
  });

  it("refuses a gap", () => {
    const log = new EventLog(0);
    log.append(events([1]));
    expect(() => log.append(events([3]))).toThrow("event 3 where 2 was due");
  });

  it("reads gap-free from every seq that it keeps, whatever the piece, over many segments", () => {
    const log = new EventLog(1_048_576);
    for (let seq = 1; seq <= 900; seq += 3) log.append(events(range(seq, seq + 2), 1024));
    for (let from = 1; from <= 901; from += 7) {
      for (const piece of [1, 5000, 10_000_000]) expect(readFrom(log, from, piece)).toEqual(range(from, 900));
    }
  });

  it("keeps at most its bytes: the oldest go, and are said to be gone", () => {
    const log = new EventLog(1_048_576);
    const early = log.cursor(1);
    for (let seq = 1; seq <= 5000; seq++) log.append(events([seq], 1024));
    expect(log.bytes).toBeLessThanOrEqual(1_048_576);
    expect(log.firstSeq).toBeGreaterThan(4000 - 256);
    expect(log.cursor(log.firstSeq - 1)).toBeNull();
    expect(early && log.read(early, 1000)).toBeNull();
    expect(readFrom(log, log.firstSeq, 4096)).toEqual(range(log.firstSeq, 5000));
  });

  it("goes on behind what a cursor has read, also from before it happened", () => {
    const log = new EventLog(0);
    const cursor = log.cursor(1)!;
    const later = log.cursor(3)!;
    expect(log.read(cursor, 1000)).toHaveLength(0);
    log.append(events([1, 2]));
    expect(seqsIn(log.read(cursor, 1000)!)).toEqual([1, 2]);
    expect(log.read(later, 1000)).toHaveLength(0);
    log.append(events([3]));
    expect(seqsIn(log.read(cursor, 1000)!)).toEqual([3]);
    expect(seqsIn(log.read(later, 1000)!)).toEqual([3]);
  });

  it("tells whoever waits of appended events, not of answers", () => {
    const log = new EventLog(0);
    let told = 0;
    const stop = log.onAppend(() => {
      told += 1;
    });
    log.append(events([0]));
    expect(told).toBe(0);
    log.append(events([1, 2]));
    expect(told).toBe(1);
    stop();
    log.append(events([3]));
    expect(told).toBe(1);
  });

  it("holds an event that is larger than a segment", () => {
    const log = new EventLog(0);
    log.append(events([1, 2], 524_288));
    expect(readFrom(log, log.firstSeq, 1)).toEqual([2]);
  });
});
