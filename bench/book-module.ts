/** The bare book in WebAssembly (`build/book.wasm`): the matching core without accounts, over records in its memory. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  expectFills,
  type Fills,
  MAX_PRICE,
  RECORD_BYTES,
  type Workload,
} from "#breakwater/measure/workload/lobw.js";
import { type Contender, time } from "./harness.js";

/** The contract of each stands in `assembly/bench.ts`. */
interface BookExports {
  bookPages(maxLive: number, maxIds: number, records: number): number;
  bookInit(maxPrice: number, maxLive: number, maxIds: number): void;
  bookRecords(): number;
  bookReset(): void;
  bookHashing(on: number): void;
  bookApply(address: number, count: number): void;
  bookResult(): number;
}

/** Records a call: what a batch is in practice. */
const BATCH = 4_096;
/** Live orders may pass the set's number by a few. */
const SLACK = 4_096;
const path = fileURLToPath(new URL("../build/book.wasm", import.meta.url));

/** An instance of the module over memory of its own. */
export function instantiate<Exports>(pages: number): { exports: Exports; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { exports } = new WebAssembly.Instance(compile(), { env: { memory }, host: { drain: () => {} } });
  return { exports: exports as unknown as Exports, memory };
}

let compiled: WebAssembly.Module | undefined;

/** Compiled once: what is hot in one pass stays optimised for the next. */
function compile(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(path));
  return compiled;
}

class BookModule {
  private readonly book: BookExports;
  private readonly view: DataView;
  private readonly records: number;

  constructor(workload: Workload) {
    const live = workload.mostLive + SLACK;
    const count = workload.prefill + workload.operations;
    const pages = instantiate<BookExports>(2).exports.bookPages(live, workload.ids, count);
    const { exports: book, memory } = instantiate<BookExports>(pages);
    book.bookInit(MAX_PRICE, live, workload.ids);
    this.book = book;
    this.records = book.bookRecords();
    this.view = new DataView(memory.buffer);
    new Uint8Array(memory.buffer).set(workload.records, this.records);
  }

  private apply(from: number, to: number): void {
    for (let at = from; at < to; at += BATCH) {
      this.book.bookApply(this.records + at * RECORD_BYTES, Math.min(BATCH, to - at));
    }
  }

  /** Plays the prefill, then the timed part: nanoseconds an operation. */
  play({ prefill, operations }: Workload, isHashed: boolean): number {
    this.book.bookHashing(isHashed ? 1 : 0);
    this.apply(0, prefill);
    this.book.bookReset();
    return time(operations, () => this.apply(prefill, prefill + operations));
  }

  result(): Fills {
    const at = this.book.bookResult();
    const word = (i: number) => this.view.getBigUint64(at + 8 * i, true);
    return {
      fills: Number(word(0)),
      quantity: Number(word(1)),
      notional: word(2),
      hash: word(3).toString(16).padStart(16, "0"),
    };
  }
}

/** The hash costs about as much as the book: it is taken in a pass of its own, the sums in every pass. */
export function bookModule(workload: Workload): Contender {
  const name = "book in WebAssembly";
  const checked = new BookModule(workload);
  checked.play(workload, true);
  expectFills(name, checked.result(), workload.expected);
  return {
    name,
    run() {
      const book = new BookModule(workload);
      const nanos = book.play(workload, false);
      expectFills(name, { ...book.result(), hash: workload.expected.hash }, workload.expected);
      return nanos;
    },
  };
}
