import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { createRing, RingReader, RingWriter } from "#breakwater/pool/ring.js";

const CAPACITY = 4096;

function pair(capacity = CAPACITY) {
  const memory = createRing(capacity);
  return { memory, writer: new RingWriter(memory), reader: new RingReader(memory) };
}

function readAll(reader: RingReader): [kind: number, payload: number[]][] {
  const messages: [number, number[]][] = [];
  reader.read((kind, payload) => messages.push([kind, [...payload]]));
  return messages;
}

/** The same generator on both sides of the stress: xorshift32 (13, 17, 5). */
function below(state: { value: number }, n: number): number {
  let x = state.value;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  state.value = x;
  return (x >>> 0) % n;
}

describe("ring", () => {
  test("carries messages in order, empty ones and odd lengths too", () => {
    const { writer, reader } = pair();
    const sent: [number, number[]][] = [
      [1, []],
      [2, [1]],
      [0, [1, 2, 3, 4, 5, 6, 7]],
      [0xffff_fffe, [1, 2, 3, 4, 5, 6, 7, 8]],
      [5, [9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ];
    for (const [kind, payload] of sent) expect(writer.tryWrite(kind, Uint8Array.from(payload))).toBe(true);
    expect(readAll(reader)).toEqual(sent);
    expect(readAll(reader)).toEqual([]);
  });

  test("takes the largest message wherever head and tail stand", () => {
    const { writer, reader } = pair();
    const largest = new Uint8Array(writer.messageMax).fill(7);
    for (let offset = 0; offset < CAPACITY; offset += 8) {
      expect(writer.tryWrite(1, new Uint8Array(0))).toBe(true);
      readAll(reader);
      expect(writer.tryWrite(2, largest)).toBe(true);
      expect(readAll(reader)).toEqual([[2, [...largest]]]);
    }
  });

  test("refuses, and changes nothing, when full; and throws for what can never fit", () => {
    const { writer, reader } = pair();
    const payload = new Uint8Array(56);
    let written = 0;
    while (writer.tryWrite(1, payload)) written += 1;
    expect(written).toBe(CAPACITY / 64);
    expect(writer.free).toBe(0);
    expect(readAll(reader)).toHaveLength(written);
    expect(writer.free).toBe(CAPACITY);
    expect(() => writer.tryWrite(1, new Uint8Array(writer.messageMax + 1))).toThrow(RangeError);
  });

  test("keeps a message in the ring until its reader is done with it", () => {
    const { writer, reader } = pair();
    writer.tryWrite(1, Uint8Array.of(1));
    reader.read(() => expect(writer.free).toBe(CAPACITY - 16));
    expect(writer.free).toBe(CAPACITY);
  });

  test("gives up on a dead reader instead of hanging", () => {
    const { writer } = pair();
    while (writer.tryWrite(1, new Uint8Array(1000))) {
      // fill it
    }
    let asked = 0;
    expect(writer.write(1, new Uint8Array(1000), () => ++asked > 2, 1)).toBe(false);
    expect(asked).toBe(3);
  });

  test("wakes a main thread without blocking it", async () => {
    const { writer, reader } = pair();
    const woken = reader.waitAsync(60_000);
    expect(woken).not.toBeNull();
    writer.tryWrite(1, Uint8Array.of(1));
    await woken;
    expect(reader.waitAsync(60_000)).toBeNull();
    expect(readAll(reader)).toEqual([[1, [1]]]);
    await expect(reader.waitAsync(1)).resolves.toBeUndefined();
  });

  test.each([3000, 5000, 2048, 2 ** 31])("refuses a capacity of %i", (capacity) => {
    expect(() => createRing(capacity)).toThrow(RangeError);
  });

  test("is byte-exact between two threads, through a ring a thousandth of the traffic", async () => {
    const memory = createRing(65_536);
    const messages = 200_000;
    const worker = new Worker(
      `const { workerData: { memory, messages, ring } } = require("node:worker_threads");
       ${below}
       import(ring).then(({ RingWriter }) => {
         const writer = new RingWriter(memory);
         const state = { value: 42 };
         const payload = new Uint8Array(600);
         for (let i = 0; i < messages; i++) {
           const bytes = below(state, payload.length);
           for (let j = 0; j < bytes; j++) payload[j] = below(state, 256);
           if (!writer.write(i, payload.subarray(0, bytes), () => false)) throw new Error("abandoned");
         }
       });`,
      { eval: true, workerData: { memory, messages, ring: import.meta.resolve("#breakwater/pool/ring.js") } },
    );
    const failed = new Promise<never>((_, reject) => worker.once("error", reject));
    const reader = new RingReader(memory);
    const state = { value: 42 };
    let next = 0;
    let wrong = 0;
    const read = async () => {
      while (next < messages) {
        const got = reader.read((kind, payload) => {
          if (kind !== next || payload.length !== below(state, 600)) wrong += 1;
          for (const byte of payload) if (byte !== below(state, 256)) wrong += 1;
          next += 1;
        });
        if (got === 0) await reader.waitAsync(1000);
      }
    };
    await Promise.race([read(), failed]);
    expect(wrong).toBe(0);
    expect(readAll(reader)).toEqual([]);
    await worker.terminate();
  });
});
