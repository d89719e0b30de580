import { describe, expect, test } from "vitest";
import { EventHeader, EventType, MarkEvent } from "#breakwater/abi/layout.js";
import { EventLog } from "#breakwater/readmodels/event-log.js";

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
  test("leaves answers to queries out", () => {
    const log = new EventLog(0);
    log.append(events([1, 0, 2, 0, 0, 3]));
    expect(readFrom(log, 1, 1000)).toEqual([1, 2, 3]);
    expect([log.firstSeq, log.nextSeq]).toEqual([1, 4]);
  });

  test("refuses a gap", () => {
    const log = new EventLog(0);
    log.append(events([1]));
    expect(() => log.append(events([3]))).toThrow("event 3 where 2 was due");
  });

  test("reads gap-free from every seq that it keeps, whatever the piece, over many segments", () => {
    const log = new EventLog(1_048_576);
    for (let seq = 1; seq <= 900; seq += 3) log.append(events(range(seq, seq + 2), 1024));
    for (let from = 1; from <= 901; from += 7) {
      for (const piece of [1, 5000, 10_000_000]) expect(readFrom(log, from, piece)).toEqual(range(from, 900));
    }
  });

  test("keeps at most its bytes: the oldest go, and are said to be gone", () => {
    const log = new EventLog(1_048_576);
    const early = log.cursor(1);
    for (let seq = 1; seq <= 5000; seq++) log.append(events([seq], 1024));
    expect(log.bytes).toBeLessThanOrEqual(1_048_576);
    expect(log.firstSeq).toBeGreaterThan(4000 - 256);
    expect(log.cursor(log.firstSeq - 1)).toBeNull();
    expect(early && log.read(early, 1000)).toBeNull();
    expect(readFrom(log, log.firstSeq, 4096)).toEqual(range(log.firstSeq, 5000));
  });

  test("uses the memory of what has gone again, and no cursor reads what stands there now", () => {
    const log = new EventLog(0);
    const atEnd = log.cursor(1)!;
    log.append(events(range(1, 256), 1024));
    expect(log.read(atEnd, 1_000_000)).toHaveLength(262_144);
    log.append(events(range(257, 600), 1024));
    expect(log.bytes).toBe(262_144);
    expect(log.firstSeq).toBe(513);
    expect(log.read(atEnd, 1000)).toBeNull();
    expect(readFrom(log, 513, 5000)).toEqual(range(513, 600));
  });

  test("takes a batch of any size, with answers to queries among its events, whatever segments it is cut into", () => {
    const log = new EventLog(4_194_304);
    const seqs = range(1, 3000).flatMap((seq) => (seq % 700 === 0 ? [0, seq, 0] : [seq]));
    log.append(events(seqs, 472));
    for (const from of [1, 555, 556, 2999]) expect(readFrom(log, from, 10_000)).toEqual(range(from, 3000));
  });

  test("knows each market's latest mark, also when it is no longer kept", () => {
    const log = new EventLog(0);
    const mark = (seq: number, market: number, price: number) => {
      const event = new DataView(new ArrayBuffer(MarkEvent.BYTES));
      event.setUint32(EventHeader.size, MarkEvent.BYTES, true);
      event.setUint16(EventHeader.type, EventType.mark, true);
      event.setBigUint64(EventHeader.seq, BigInt(seq), true);
      event.setBigInt64(MarkEvent.mark, BigInt(price), true);
      event.setUint32(MarkEvent.market, market, true);
      return new Uint8Array(event.buffer);
    };
    const priceOf = (market: number) => log.latestMark(market)?.getBigInt64(MarkEvent.mark, true);
    log.append(Buffer.concat([mark(1, 3, 30), mark(2, 0, 10), mark(3, 3, 31), events([4])]));
    expect([0, 1, 3].map(priceOf)).toEqual([10n, undefined, 31n]);
    log.append(Buffer.concat([mark(5, 0, 11), events(range(6, 600), 1024), mark(601, 1, 20)]));
    expect([0, 1, 3].map(priceOf)).toEqual([11n, 20n, 31n]);
  });

  test("goes on behind what a cursor has read, also from before it happened", () => {
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

  test("tells whoever waits of appended events, not of answers", () => {
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

  test("holds an event that is larger than a segment", () => {
    const log = new EventLog(0);
    log.append(events([1, 2], 524_288));
    expect(readFrom(log, log.firstSeq, 1)).toEqual([2]);
  });
});
