/** How fast this machine moves memory: STREAM's triad, a[i] = b[i] + s·c[i], by SIMD in WebAssembly. */
import { instantiate } from "./book-module.js";
import { type Contender, time } from "./harness.js";

/** The contract stands in `assembly/bench.ts`. */
interface TriadExports {
  triad(a: number, b: number, c: number, bytes: number): void;
}

const PAGE = 65_536;
/** Beyond every cache. */
const ARRAY_BYTES = 96 * 1024 * 1024;

/** Nanoseconds that `bytes` take at the triad's bandwidth (two arrays read, one written). */
export function bandwidth(name: string, bytes: number): Contender {
  const { exports } = instantiate<TriadExports>((3 * ARRAY_BYTES) / PAGE + 1);
  return {
    name,
    run() {
      const nanosPerByte = time(3 * ARRAY_BYTES, () =>
        exports.triad(PAGE, PAGE + ARRAY_BYTES, PAGE + 2 * ARRAY_BYTES, ARRAY_BYTES),
      );
      return nanosPerByte * bytes;
    },
  };
}
