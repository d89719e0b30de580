/** The bare book in WebAssembly (`build/book.wasm`): the matching core without accounts, over records in its memory. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Contender, time } from "./harness.js";
import { type Fills, MAX_PRICE, RECORD_BYTES, type Workload } from "./workload.js";

interface BookExports {
  bookInit(maxPrice: number, maxLive: number, maxIds: number): void;
  bookApply(address: number, count: number): void;
  /** Address of four u64: fills, Σ quantity, Σ quantity·price, FNV over the fills; they may be overwritten. */
  bookResult(): number;
}

const PAGE_BYTES = 65_536;
/** Records a call: what a batch is in practice. */
const BATCH = 4_096;
const FNV_BASIS = 0x1465_0fb0_739d_0383n;
const path = fileURLToPath(new URL("../build/book.wasm", import.meta.url));

class BookModule {
  private readonly exports: BookExports;
  private readonly view: DataView;
  private readonly records: number;

  /** The stream stands at the end of memory, which is a little larger than the book's tables and the stream need. */
  constructor(workload: Workload) {
    const slack = 4_096;
    const tables = MAX_PRICE * 64 + (workload.mostLive + slack) * 64 + workload.ids * 8;
    const pages = Math.ceil((tables + workload.records.length) / PAGE_BYTES) + 64;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const module = new WebAssembly.Module(readFileSync(path));
    const host = { drain: () => {} };
    this.exports = new WebAssembly.Instance(module, { env: { memory }, host }).exports as unknown as BookExports;
    this.view = new DataView(memory.buffer);
    this.records = (pages * PAGE_BYTES - workload.records.length) & ~7;
    new Uint8Array(memory.buffer).set(workload.records, this.records);
    this.exports.bookInit(MAX_PRICE, workload.mostLive + slack, workload.ids);
  }

  apply(from: number, to: number): void {
    for (let at = from; at < to; at += BATCH) {
      this.exports.bookApply(this.records + at * RECORD_BYTES, Math.min(BATCH, to - at));
    }
  }

  restart(): void {
    const at = this.exports.bookResult();
    for (let i = 0; i < 3; i++) this.view.setBigUint64(at + 8 * i, 0n, true);
    this.view.setBigUint64(at + 24, FNV_BASIS, true);
  }

  result(): Fills {
    const at = this.exports.bookResult();
    const word = (i: number) => this.view.getBigUint64(at + 8 * i, true);
    return {
      fills: Number(word(0)),
      quantity: Number(word(1)),
      notional: word(2),
      hash: word(3).toString(16).padStart(16, "0"),
    };
  }
}

/** The timed part over a book that holds the prefill; fills and their hash are checked after each pass. */
export function bookModule(workload: Workload): Contender {
  return {
    name: "book in WebAssembly",
    run() {
      const book = new BookModule(workload);
      book.apply(0, workload.prefill);
      book.restart();
      const end = workload.prefill + workload.operations;
      const nanos = time(workload.operations, () => book.apply(workload.prefill, end));
      expectFills("book in WebAssembly", book.result(), workload.expected);
      return nanos;
    },
  };
}

export function expectFills(who: string, found: Fills, expected: Fills): void {
  const told = ({ fills, quantity, notional, hash }: Fills) => `${fills} ${quantity} ${notional} ${hash}`;
  if (told(found) !== told(expected)) throw new Error(`${who}: ${told(found)}, not ${told(expected)}`);
}
