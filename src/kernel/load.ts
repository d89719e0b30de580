/** Finds and compiles the core, makes its memory, and checks that host and core agree on the layout. */
import { readFileSync } from "node:fs";
import { ABI_HASH, constants, limitNames } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import type { Limits } from "./limits.js";
import type { SharedMemory } from "./views.js";

/** What the core exports: `docs/BOUNDARY.md` has the contract of each. */
export interface Core {
  abiHash(): number;
  measure(): number;
  init(): void;
  attach(): void;
  apply(bytes: number): number;
  eventBytes(): number;
  clearEvents(): void;
  sweep(): number;
  /** The debug build only. */
  checkInvariants?(): number;
  plant?(pair: number): void;
}

/** Host function of the core: takes `bytes` bytes of events from the event buffer. */
export type Drain = (bytes: number) => void;

const modules = new Map<string, WebAssembly.Module>();

/** The compiled core; compiled once a thread. Throws when it was never built, or for another layout than this host's. */
export function loadModule(debug = false): WebAssembly.Module {
  const file = debug ? "core.debug.wasm" : "core.wasm";
  const loaded = modules.get(file);
  if (loaded !== undefined) return loaded;
  const module = new WebAssembly.Module(readFileSync(new URL(`../../build/${file}`, import.meta.url)));
  modules.set(file, module);
  return module;
}

/** The core out of bytes that somebody else has found, or the module that was compiled of them. */
export const compiled = (wasm: Uint8Array<ArrayBuffer> | WebAssembly.Module): WebAssembly.Module =>
  wasm instanceof WebAssembly.Module ? wasm : new WebAssembly.Module(wasm);

/** The core over `memory`. Nothing has been called but `abiHash`. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory, drain: Drain): Core {
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, host: { drain } });
  const core = exports as unknown as Core;
  if (core.abiHash() >>> 0 !== ABI_HASH) {
    throw new Error("build/core.wasm was built for another memory layout: run `npm run build`");
  }
  return core;
}

function writeLimits(memory: WebAssembly.Memory, limits: Limits): void {
  const view = new DataView(memory.buffer);
  limitNames.forEach((name, i) => {
    view.setUint32(constants.LIMITS_ADDRESS + 4 * i, limits[name], true);
  });
}

/** The limits of memory that an engine has been made in. */
export function readLimits(memory: SharedMemory): Limits {
  const view = new DataView(memory.buffer);
  const entries = limitNames.map((name, i) => [name, view.getUint32(constants.LIMITS_ADDRESS + 4 * i, true)]);
  return Object.fromEntries(entries) as Limits;
}

/** Pages of 64 KiB that the limits need. Throws CAPACITY when that is more than 4 GiB. */
export function measurePages(module: WebAssembly.Module, limits: Limits): number {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  writeLimits(memory, limits);
  const pages = instantiate(module, memory, () => {}).measure() >>> 0;
  if (pages === 0) throw new BreakwaterError("CAPACITY", null, "limitsDoNotFit");
  return pages;
}

/** Shared memory for these limits, with limits and key (`indexKey`) where `init` looks for them. Throws CAPACITY. */
export function createMemory(
  module: WebAssembly.Module,
  limits: Limits,
  key: Uint8Array,
): WebAssembly.Memory {
  const pages = measurePages(module, limits);
  const memory = allocate(pages);
  writeLimits(memory, limits);
  new Uint8Array(memory.buffer).set(key, constants.INDEX_KEY_ADDRESS);
  return memory;
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new BreakwaterError("CAPACITY", null, "limitsDoNotFit", { cause });
  }
}
