/** One figure of a machine, throughput or times, never without a checksum; and the stopwatch for it. */
import { QUANTILES } from "../statistics/quantiles.js";

/** One figure of a machine. */
export interface Measurement {
  readonly where: "in process" | "over loopback HTTP";
  readonly what: string;
  /** Operations a call: 1 where each is waited for, more where they go in batches, whose throughput no single one has. */
  readonly perCall: number;
  /** Calls that were measured. */
  readonly samples: number;
  /** Operations a second; null where only the times at a fixed rate mean something. */
  readonly perSecond: number | null;
  /** Nanoseconds an operation at `QUANTILES`; null where only the throughput was looked at. */
  readonly nanos: readonly number[] | null;
  /** What it did, looked at: never a figure alone. */
  readonly checksum: string;
}

/** "one a call, 2,000 calls" or "batches of 64, 31 calls". */
export function callsOf({ perCall, samples }: Measurement): string {
  const size = perCall === 1 ? "one a call" : `batches of ${perCall.toLocaleString("en")}`;
  return `${size}, ${samples.toLocaleString("en")} ${samples === 1 ? "call" : "calls"}`;
}

/** Times one call after the other, and gives their quantiles. The clock's own cost is in them. */
export class Stopwatch {
  readonly #nanos: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#nanos = new Float64Array(most);
  }

  /** Whether more calls can be kept. */
  get hasRoom(): boolean {
    return this.#count < this.#nanos.length;
  }

  time(call: () => void): void {
    const began = performance.now();
    call();
    this.#nanos[this.#count++] = (performance.now() - began) * 1e6;
  }

  get count(): number {
    return this.#count;
  }

  get quantiles(): number[] {
    const values = this.#nanos.subarray(0, this.#count).sort();
    return QUANTILES.map((q) => values[Math.min(this.#count - 1, Math.floor(q * this.#count))] as number);
  }
}

/** What reading the clock twice costs, in nanoseconds: the median. */
export function clockNanos(): number {
  const watch = new Stopwatch(10_001);
  while (watch.hasRoom) watch.time(() => {});
  return watch.quantiles[QUANTILES.indexOf(0.5)] as number;
}
