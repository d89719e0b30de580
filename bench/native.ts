/** The native programs to compare with: our own, and, where BREAKWATER_REFERENCE names their folder, the reference's. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MAX_PRICE, SEED, type Workload } from "#breakwater/measure/workload/lobw.js";
import type { Contender } from "./harness.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "build", "native");
const flags = ["-O3", "-march=native"];

/** Compiles `source`, C or C++, when it is newer than what was made of it. Null where there is no compiler. */
function compile(source: string, standard: string, name: string): string | null {
  const program = join(folder, name);
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program;
  mkdirSync(folder, { recursive: true });
  const compiler = source.endsWith(".c") ? (process.env["CC"] ?? "gcc") : (process.env["CXX"] ?? "g++");
  try {
    execFileSync(compiler, [...flags, `-std=${standard}`, source, "-o", program], { stdio: "pipe" });
    return program;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** The load generator in C; undefined where there is no compiler. */
export const nativeLoad = (): string | undefined =>
  compile(join(root, "bench/native/load.c"), "gnu17", "load") ?? undefined;

/** The stream as the file that the native programs read: eight u32, the records, then six u64 of what to expect. */
function toFile(workload: Workload): Uint8Array {
  const { records, set, expected } = workload;
  const file = new Uint8Array(32 + records.length + 48);
  const view = new DataView(file.buffer);
  const header = [
    0x5742_4f4c,
    workload.prefill,
    workload.operations,
    workload.ids,
    MAX_PRICE,
    set.live,
    set.spread,
    SEED,
  ];
  header.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  file.set(records, 32);
  const trailer = [
    BigInt(expected.fills),
    BigInt(expected.quantity),
    expected.notional,
    BigInt(`0x${expected.hash}`),
    0n,
    0n,
  ];
  trailer.forEach((value, i) => {
    view.setBigUint64(32 + records.length + 8 * i, value, true);
  });
  return file;
}

function streamFile(workload: Workload): string {
  const file = join(folder, `${workload.set.name}-${workload.operations}.bin`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, toFile(workload));
  return file;
}

interface Pass {
  readonly nanos: number;
  readonly fills: number;
  readonly hash: string;
}

/** Our own book in C++ over the same stream; with `accounts` it checks margin and settles. */
export function nativeBook(workload: Workload, accounts = 0): Contender | null {
  const program = compile(join(root, "bench/native/book.cpp"), "c++20", "book");
  if (program === null) return null;
  const file = streamFile(workload);
  const words = accounts === 0 ? [file] : [file, String(accounts)];
  return {
    name: accounts === 0 ? "native C++ book" : "native C++ book with margin and settlement",
    run() {
      const pass = JSON.parse(execFileSync(program, words).toString()) as Pass;
      if (pass.hash !== workload.expected.hash)
        throw new Error(`native: ${pass.hash}, not ${workload.expected.hash}`);
      return pass.nanos;
    },
  };
}

/**
 * A program of the reference that was given to us. It repeats and takes medians itself, and one call measures every
 * number of accounts: a pass of it takes as long as many of ours, and its figure is a median already.
 */
export function referenceBook(workload: Workload, accounts = 0): Contender | null {
  const given = process.env["BREAKWATER_REFERENCE"];
  if (given === undefined) return null;
  const name = accounts === 0 ? "native" : "native_risk";
  const program = compile(join(given, `${name}.cpp`), "c++17", `reference-${name}`);
  if (program === null) return null;
  const file = streamFile(workload);
  const line =
    accounts === 0 ? /^native-limit .*$/m : new RegExp(`^native\\+risk accts=${accounts} .*$`, "m");
  return {
    name: `reference ${name}.cpp`,
    run() {
      const output = execFileSync(program, [file]).toString();
      const found = line.exec(output)?.[0] ?? "";
      const nanos = /med=([\d.]+)/.exec(found)?.[1];
      if (nanos === undefined || !found.includes("check=OK"))
        throw new Error(`reference: ${found || "no such line"}`);
      return Number(nanos);
    },
  };
}
