/**
 * The workload through the whole engine: every order belongs to an account, is checked for margin, rests in the account's
 * list, settles both sides, moves the trigger index, and is answered by events.
 */
import {
  CancelByNumberCommand,
  CodeWords,
  EventType,
  FillEvent,
  OrderByIdCommand,
  RejectedEvent,
} from "../../abi/layout.js";
import type { Command } from "../../domain/commands.js";
import { Engine } from "../../engine/engine.js";
import { Batch, OrderFlags } from "../../records/batch.js";
import { createWriter } from "../../records/command-writer.js";
import { walkEvents } from "../../records/event-walk.js";
import { CANCEL, expectFills, FillHash, IOC, MAX_PRICE, RECORD_BYTES, type Workload } from "./lobw.js";

/** Writes records `from` … `to` − 1 into a batch: the order with id n is the engine's order O(n + 1). */
export function writeRecords(
  workload: Workload,
  owner: Uint32Array,
  batch: Batch,
  from: number,
  to: number,
): void {
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

/** The same as bytes of command records. */
export function encodeRecords(workload: Workload, owner: Uint32Array, from: number, to: number): Uint8Array {
  const bytes = (to - from) * Math.max(OrderByIdCommand.BYTES, CancelByNumberCommand.BYTES);
  const writer = createWriter(bytes);
  writeRecords(workload, owner, new Batch(writer, () => 0, null), from, to);
  return writer.written;
}

/** Tables for the workload. */
export function limitsOf(workload: Workload, accounts: number) {
  const live = workload.mostLive + 4_096;
  return {
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
  };
}

/**
 * One market of unit lots and ticks, a mark in the middle, and accounts that no order can ruin. `ordersMax`: of each, where a
 * thousand live orders are too few.
 */
export function sceneOf(accounts: number, ordersMax?: number): Command[] {
  const cash = String(2n ** 58n / BigInt(accounts));
  return [
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
      ...(ordersMax === undefined ? {} : { ordersMax }),
    },
    { type: "tick", market: "m", source: "s", price: "16384", sequence: 1 },
    ...Array.from(
      { length: accounts },
      (_, i) => ({ type: "account", account: `a${i}`, domain: "d", cash }) as const,
    ),
  ];
}

/** An engine with the scene on it. */
export function stage(workload: Workload, accounts: number): Engine {
  const limits = limitsOf(workload, accounts);
  const engine = new Engine(limits);
  const scene = sceneOf(accounts, limits.orders);
  for (let from = 0; from < scene.length; from += 10_000) {
    const events = engine.apply(scene.slice(from, from + 10_000));
    const refused = events.find((event) => event.type === "rejected");
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
  }
  return engine;
}

/** Reads the fills out of binary events; an order's id is one less than its number. */
export class FillReader {
  private fills = 0;
  private quantity = 0;
  private notional = 0;
  private readonly hash = new FillHash();

  take(events: Uint8Array): void {
    walkEvents(events, (view, at, type) => {
      if (type === EventType.rejected) {
        const code = CodeWords[view.getUint16(at + RejectedEvent.code, true)];
        throw new Error(`the engine refused a record of the workload: ${code}`);
      }
      if (type !== EventType.fill) return;
      const price = Number(view.getBigInt64(at + FillEvent.price, true));
      const quantity = Number(view.getBigInt64(at + FillEvent.quantity, true));
      const maker = Number(view.getBigUint64(at + FillEvent.makerOrder, true)) - 1;
      const taker = Number(view.getBigUint64(at + FillEvent.takerOrder, true)) - 1;
      this.fills += 1;
      this.quantity += quantity;
      this.notional += quantity * price;
      this.hash.add(taker, maker, quantity, price);
    });
  }

  check(name: string, workload: Workload): void {
    const { fills, quantity } = this;
    const found = { fills, quantity, notional: BigInt(this.notional), hash: this.hash.digest() };
    expectFills(name, found, workload.expected);
  }
}
