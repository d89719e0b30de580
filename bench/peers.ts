/**
 * Another order book for Node beside ours, each through its public API (P11): nodejs-order-book, JavaScript, from the npm
 * registry. It knows no accounts, margin or triggers, which ours keeps all the while; the fills of both are those of the
 * workload, in the same order.
 */

import { type LimitOrderOptions, OrderBook, Side } from "nodejs-order-book";
import {
  CANCEL,
  checksumOf,
  describe,
  expectFills,
  FillHash,
  generate,
  IOC,
  RECORD_BYTES,
  sets,
  type Workload,
} from "#breakwater/measure/workload/lobw.js";
import { engineBatch } from "./engine-stream.js";
import { type Contender, compete, type Goal, type Options, type Result, time } from "./harness.js";

/** Our engine's orders need accounts. */
const ACCOUNTS = 1_000;

/** The package does not export the enumeration itself. */
type TimeInForce = NonNullable<LimitOrderOptions["timeInForce"]>;

/** What one record asks of its book: an order, or the name of one to cancel. */
type Call = LimitOrderOptions | string;

/** Made beforehand: what a program's own objects cost is not the book's. */
function callsOf({ records, prefill, operations }: Workload): Call[] {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  return Array.from({ length: prefill + operations }, (_, i) => {
    const at = i * RECORD_BYTES;
    const id = String(view.getUint32(at, true));
    const type = records[at + 10]!;
    if (type === CANCEL) return id;
    return {
      id,
      side: records[at + 11] === 0 ? Side.BUY : Side.SELL,
      size: view.getUint16(at + 8, true),
      price: view.getInt32(at + 4, true),
      timeInForce: (type === IOC ? "IOC" : "GTC") as TimeInForce,
    };
  });
}

/** Takes the fills out of the answers: the makers that are done, and the one that is partly filled. */
function fillsOf(book: OrderBook, calls: readonly Call[]) {
  const hash = new FillHash();
  const found = { fills: 0, quantity: 0, notional: 0 };
  const fill = (taker: string, maker: string, quantity: number, price: number) => {
    found.fills += 1;
    found.quantity += quantity;
    found.notional += quantity * price;
    hash.add(Number(taker), Number(maker), quantity, price);
  };
  for (const call of calls) {
    if (typeof call === "string") {
      if (book.cancel(call) === undefined) throw new Error(`nodejs-order-book: no order ${call} to cancel`);
      continue;
    }
    const { done, partial, partialQuantityProcessed, err } = book.limit(call);
    if (err !== null) throw new Error(`nodejs-order-book: ${err.message}`);
    // The taker itself is among them, when it is filled or rests with a part.
    for (const order of done as { id: string; size: number; price: number }[]) {
      if (order.id !== call.id) fill(call.id, order.id, order.size, order.price);
    }
    if (partial !== null && partial.id !== call.id) {
      fill(call.id, partial.id, partialQuantityProcessed, partial.price);
    }
  }
  return { ...found, notional: BigInt(found.notional), hash: hash.digest() };
}

function play(book: OrderBook, calls: readonly Call[], from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const call = calls[i]!;
    if (typeof call === "string") book.cancel(call);
    else book.limit(call);
  }
}

function peer(workload: Workload): Contender {
  const name = "nodejs-order-book 10.1.1";
  const calls = callsOf(workload);
  const checked = new OrderBook();
  play(checked, calls, 0, workload.prefill);
  expectFills(name, fillsOf(checked, calls.slice(workload.prefill)), workload.expected);
  return {
    name,
    run() {
      const book = new OrderBook();
      play(book, calls, 0, workload.prefill);
      return time(workload.operations, () => play(book, calls, workload.prefill, calls.length));
    },
  };
}

/** P11: the first operations of A and B; the peer takes half a minute for all of A. */
export function peers({ smoke }: Options): Result[] {
  const contests = [
    { set: sets[0], operations: smoke ? 2_000 : 100_000, times: 300 },
    { set: sets[1], operations: smoke ? 20_000 : 500_000, times: 50 },
  ];
  return contests.map(({ set, operations, times }) => {
    const workload = generate(smoke ? { ...set, live: Math.min(set.live, 1_000) } : set, operations);
    const rounds = smoke ? 1 : 3;
    const rows = compete([engineBatch(workload, ACCOUNTS), peer(workload)], rounds);
    const goal: Goal = {
      id: "P11",
      what: `nodejs-order-book ÷ TypeScript API, ${set.name}`,
      found: rows[1]!.ratio!,
      limit: times,
      sense: "at least",
      unit: "×",
    };
    return {
      bench: "peers",
      workload: `${describe(workload)}; ours with ${ACCOUNTS} accounts and their margin`,
      checksum: checksumOf(workload),
      unit: "ns/op",
      rounds,
      rows,
      notes: [],
      goals: [goal],
    };
  });
}
