/**
 * The workload through the whole engine: every order belongs to an account, is checked for margin, rests in the account's
 * list, settles both sides, moves the trigger index, and is answered by events.
 */
import {
  CancelByNumberCommand,
  CodeWords,
  EventHeader,
  EventType,
  FillEvent,
  OrderByIdCommand,
  RejectedEvent,
} from "#breakwater/abi/layout.js";
import { Batch, type Command, createWriter, Engine, OrderFlags } from "#breakwater/index.js";
import { expectFills } from "./book-module.js";
import { type Contender, time } from "./harness.js";
import { assignAccounts, CANCEL, FillHash, IOC, MAX_PRICE, RECORD_BYTES, type Workload } from "./workload.js";

/** Command records of the prefill and of the timed part. */
interface Stream {
  readonly prefill: Uint8Array;
  readonly timed: Uint8Array;
}

/** Applies one record after the other to a batch: the order with id n is the engine's order O(n + 1). */
function writeRecords(workload: Workload, owner: Uint32Array, batch: Batch, from: number, to: number): void {
  const { records } = workload;
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  for (let i = from; i < to; i++) {
    const at = i * RECORD_BYTES;
    const id = view.getUint32(at, true);
    const type = records[at + 10]!;
    if (type === CANCEL) {
      batch.cancel(id + 1);
      continue;
    }
    const flags = type === IOC ? OrderFlags.IOC : 0;
    const side = records[at + 11] as 0 | 1;
    batch.order(owner[id]!, 0, side, view.getInt32(at + 4, true), view.getUint16(at + 8, true), flags);
  }
}

function encode(workload: Workload, owner: Uint32Array, from: number, to: number): Uint8Array {
  const bytes = (to - from) * Math.max(OrderByIdCommand.BYTES, CancelByNumberCommand.BYTES);
  const writer = createWriter(bytes);
  writeRecords(workload, owner, new Batch(writer, () => 0, null), from, to);
  return writer.written;
}

/** One market of unit lots and ticks, a mark in the middle, and accounts that no order can ruin. */
function stage(workload: Workload, accounts: number): Engine {
  const live = workload.mostLive + 4_096;
  const engine = new Engine({
    domains: 1,
    markets: 1,
    accounts,
    nameBytes: accounts * 8,
    positions: accounts + live + 64, // each resting order may open a leg
    orders: live,
    orderNames: 64,
    ladderLeaves: 4_096,
    ladderNodes: 1_024,
    cases: 64,
    works: 64,
    slices: 64,
    triggerBuckets: 2_097_152,
    eventBytes: 262_144,
  });
  const cash = String(2n ** 58n / BigInt(accounts));
  const scene: Command[] = [
    { type: "domain", domain: "d", asset: "USD", settleDecimals: 0 },
    {
      type: "market",
      market: "m",
      domain: "d",
      kind: "linear",
      priceDecimals: 0,
      tickSize: "1",
      lotSize: "1",
      maxPrice: String(MAX_PRICE),
      tiers: [{ from: "0", initialPpm: 62_500, maintenancePpm: 31_250 }],
      sources: [{ source: "s" }],
    },
    { type: "tick", market: "m", source: "s", price: "16384", sequence: 1 },
  ];
  demand(engine, scene);
  for (let from = 0; from < accounts; from += 10_000) {
    const count = Math.min(10_000, accounts - from);
    demand(
      engine,
      Array.from(
        { length: count },
        (_, i) => ({ type: "account", account: `a${from + i}`, domain: "d", cash }) as const,
      ),
    );
  }
  return engine;
}

function demand(engine: Engine, commands: readonly Command[]): void {
  const refused = engine.apply(commands).find((event) => event.type === "rejected");
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
}

/** Reads the fills out of binary events; an order's id is one less than its number. */
class FillReader {
  private fills = 0;
  private quantity = 0;
  private notional = 0;
  private readonly hash = new FillHash();

  take(events: Uint8Array): void {
    const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
    for (let at = 0; at < events.length; at += view.getUint32(at + EventHeader.size, true)) {
      const type = view.getUint16(at + EventHeader.type, true);
      if (type === EventType.rejected) {
        const code = CodeWords[view.getUint16(at + RejectedEvent.code, true)];
        throw new Error(`the engine refused a record of the workload: ${code}`);
      }
      if (type !== EventType.fill) continue;
      const price = Number(view.getBigInt64(at + FillEvent.price, true));
      const quantity = Number(view.getBigInt64(at + FillEvent.quantity, true));
      const maker = Number(view.getBigUint64(at + FillEvent.makerOrder, true)) - 1;
      const taker = Number(view.getBigUint64(at + FillEvent.takerOrder, true)) - 1;
      this.fills += 1;
      this.quantity += quantity;
      this.notional += quantity * price;
      this.hash.add(taker, maker, quantity, price);
    }
  }

  check(who: string, workload: Workload): void {
    const { fills, quantity } = this;
    const found = { fills, quantity, notional: BigInt(this.notional), hash: this.hash.digest() };
    expectFills(who, found, workload.expected);
  }
}

/** Whole records in a piece of the command buffer's size at most, and of a size that stays in the cache. */
const PIECE = 4_096 * OrderByIdCommand.BYTES;

/** Reads the fills once, untimed, then times passes over fresh engines whose events go nowhere. */
export function engineRecords(workload: Workload, accounts: number): Contender {
  const name = "engine, records";
  const owner = assignAccounts(workload, accounts);
  const end = workload.prefill + workload.operations;
  const stream: Stream = {
    prefill: encode(workload, owner, 0, workload.prefill),
    timed: encode(workload, owner, workload.prefill, end),
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
  const owner = assignAccounts(workload, accounts);
  return {
    name: "engine, TypeScript API",
    run() {
      const engine = stage(workload, accounts);
      const batch = engine.batch();
      const end = workload.prefill + workload.operations;
      const put = (from: number, to: number) => {
        for (let at = from; at < to; at += 4_096) {
          writeRecords(workload, owner, batch, at, Math.min(to, at + 4_096));
          batch.flush();
        }
      };
      put(0, workload.prefill);
      return time(workload.operations, () => put(workload.prefill, end));
    },
  };
}
