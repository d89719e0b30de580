/**
 * Records that no codec would have written, between those of hostile streams: each is refused by name or does what it says. Nothing
 * traps, whatever a divisor, an index, a count or a word of it is.
 */
import { expect, test } from "vitest";
import { encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import { BreakwaterError } from "#breakwater/domain/errors.js";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { Batch, BUY, SELL } from "#breakwater/records/batch.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { LIMITS } from "../property/product.js";
import { Random } from "../property/random.js";
import { streamOf } from "../property/streams.js";
import { examples } from "../unit/examples.js";
import { FUZZ_SEED, fuzzRuns, mutateRecord } from "./mutants.js";

const EPISODE = 1_500;

const made = new Map<number, Uint8Array[]>();

/** The records of a stream, with ticks, orders and cancels in numbers among them, and one of each type. */
function recordsOf(seed: number): Uint8Array[] {
  const known = made.get(seed);
  if (known !== undefined) return known;
  const random = new Random(seed);
  const writer = createWriter();
  const records: Uint8Array[] = [];
  const keep = (write: () => unknown) => {
    writer.clear();
    write();
    records.push(writer.written.slice());
  };
  for (const [i, command] of streamOf(seed, EPISODE).entries()) {
    keep(() => encodeCommand(command, writer));
    if (i < 40 || !random.chance(0.2)) continue;
    const tick = {
      marketId: random.int(0, 3),
      sourceId: random.int(0, 2),
      price: random.int(1, 10_000),
      sequence: i,
    };
    keep(() => encodeCommand([tick.marketId, tick.sourceId, tick.price, i], writer, true));
    keep(() => encodeTickBatch(writeTickBatch([tick, { ...tick, sequence: i + 1 }]), writer));
    keep(() => numbered(writer, random));
  }
  for (const example of Object.values(examples)) keep(() => encodeCommand(example, writer));
  keep(() => encodeCommand(null, writer));
  made.set(seed, records);
  return records;
}

/** An order or a cancel in numbers, as `Engine.batch` writes it. */
function numbered(writer: ReturnType<typeof createWriter>, random: Random): void {
  const batch = new Batch(writer, () => 0, null);
  if (random.chance(0.3)) batch.cancel(random.int(1, 200));
  else {
    batch.order(
      random.int(0, 9),
      random.int(0, 3),
      random.pick([BUY, SELL]),
      random.int(1, 10_000),
      random.int(1, 50),
    );
  }
}

interface Tally {
  applied: number;
  refused: number;
  malformed: number;
}

/** Plays the stream and `runs` mutants of its records, some behind each; a fresh world for each stream. */
function play(runs: number, debug: boolean): Tally {
  const tally: Tally = { applied: 0, refused: 0, malformed: 0 };
  const random = new Random(FUZZ_SEED);
  for (let done = 0, seed = 1; done < runs; seed = (seed % 20) + 1) {
    const records = recordsOf(seed);
    const engine = new Engine(LIMITS, { debug });
    for (const [i, record] of records.entries()) {
      if (done >= runs) break;
      engine.applyRecords(record, () => {});
      for (let mutants = debug ? 1 : random.int(0, 12); mutants > 0; mutants--, done++) {
        const near = records[random.chance(0.5) ? i : random.int(0, records.length - 1)]!;
        applyMutant(engine, mutateRecord(random, near), tally);
      }
      if (debug && i % 50 === 0) expect(engine.checkInvariants()).toBeNull();
    }
    expect(engine.sweep()).toBe(0);
  }
  return tally;
}

function applyMutant(engine: Engine, mutant: Uint8Array, tally: Tally): void {
  const events: Event[] = [];
  try {
    const counted = engine.applyRecords(
      mutant,
      (bytes) => void decodeEvents(bytes, engine.directory, events),
    );
    if (counted === 0) throw new Error("a record that is not counted");
    if (events[0]?.type === "rejected") tally.refused++;
    else tally.applied++;
  } catch (error) {
    const isTyped = error instanceof BreakwaterError && error.code === "MALFORMED";
    if (!isTyped || events.length > 0) {
      throw new Error(`${Buffer.from(mutant).toString("hex")}: ${error}`, { cause: error });
    }
    tally.malformed++;
  }
}

test("mutated records are refused by name, or applied: none traps", { timeout: 0 }, () => {
  const tally = play(fuzzRuns(30_000), false);
  if (process.env["FUZZ_RUNS"] !== undefined) console.log(`records: ${JSON.stringify(tally)}`);
  expect(tally.applied).toBeGreaterThan(0);
  expect(tally.refused).toBeGreaterThan(0);
  expect(tally.malformed).toBeGreaterThan(0);
});

test("in the debug build fast ways agree, and the invariants of the whole state hold", { timeout: 0 }, () => {
  play(Math.ceil(fuzzRuns(20_000) / 20), true);
});
