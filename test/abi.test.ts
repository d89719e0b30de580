/** The one description of memory, and that both sides of the boundary follow it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { abiHash, generated } from "#breakwater/abi/generate.js";
import * as layout from "#breakwater/abi/layout.js";
import { commands, constants, enums, events, limits, parts, rows } from "#breakwater/abi/schema.js";
import { loadModule } from "#breakwater/kernel/load.js";

const root = new URL("../", import.meta.url);
const bytesOf = {
  u8: 1,
  u16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  f64: 8,
  name: 72,
  decimal: 24,
  wide: layout.Wide.BYTES,
  bookSide: layout.BookSide.BYTES,
  policy: layout.Policy.BYTES,
  breakers: layout.Breakers.BYTES,
  domainSettings: layout.DomainSettings.BYTES,
  feedSettings: layout.FeedSettings.BYTES,
} as const;
const offsets = layout as unknown as Readonly<Record<string, Readonly<Record<string, number>>>>;

describe("the layout", () => {
  test.each(Object.entries(generated))("%s is what the schema generates", (path, source) => {
    expect(readFileSync(new URL(path, root), "utf8")).toBe(source());
  });

  test("its hash is the schema's", () => {
    expect(layout.ABI_HASH).toBe(abiHash());
  });

  test.each([...parts, ...commands, ...events, ...rows].map((record) => [record.name, record] as const))(
    "the fields of %s are aligned, do not overlap, and fill a multiple of eight",
    (name, { fields }) => {
      const laid = offsets[name]!;
      const taken: [number, number][] = Object.entries(fields).map(([field, type]) => {
        const at = laid[field]!;
        expect(at % Math.min(8, bytesOf[type])).toBe(0);
        return [at, at + bytesOf[type]];
      });
      taken.sort(([a], [b]) => a - b);
      taken.forEach(([at], i) => {
        expect(at).toBeGreaterThanOrEqual(taken[i - 1]?.[1] ?? 0);
      });
      expect(laid["BYTES"]).toBeGreaterThanOrEqual(taken.at(-1)?.[1] ?? 0);
      expect(laid["BYTES"]! % 8).toBe(0);
    },
  );

  test("every command begins with the command header, every event with the event header", () => {
    for (const [records, header] of [
      [commands.filter(({ kind }) => kind === "command"), layout.CommandHeader],
      [events.filter(({ kind }) => kind === "event"), layout.EventHeader],
    ] as const) {
      for (const { name } of records)
        expect(offsets[name]).toMatchObject({ ...header, BYTES: offsets[name]!["BYTES"] });
    }
  });

  test("the largest command fits the command buffer, the largest event its share of the event buffer", () => {
    const book = layout.BookCommand.BYTES + 2 * constants.BOOK_LEVELS_MAX * layout.BookLevelInput.BYTES;
    const ticks = layout.TickBatchCommand.BYTES + 24 + constants.TICKS_MAX * layout.SbeTick.BYTES;
    expect(Math.max(book, ticks)).toBeLessThanOrEqual(constants.COMMAND_BUFFER_BYTES);
    const depth = layout.DepthEvent.BYTES + 2 * constants.DEPTH_LEVELS_MAX * layout.BookLevel.BYTES;
    const evidence = layout.EvidenceLeg.BYTES + constants.SOURCES_MAX * layout.EvidenceSource.BYTES;
    const opened = layout.OpenedEvent.BYTES + constants.LEGS_MAX * evidence;
    const report = layout.DomainReportEvent.BYTES + 1000 * layout.DomainReportMarket.BYTES;
    expect(Math.max(depth, opened, report)).toBeLessThanOrEqual(constants.EVENT_MAX_BYTES);
  });

  test("words have their place as number, once each", () => {
    for (const [name, words] of Object.entries(enums)) {
      expect(new Set(words).size).toBe(words.length);
      expect(Object.values(offsets[name]!)).toEqual([...words.keys()]);
    }
  });

  test("the limits have an order and a default", () => {
    expect(layout.limitNames).toEqual(Object.keys(limits));
    expect(layout.defaultLimits).toEqual(limits);
  });
});

describe.each([
  ["core.wasm", false],
  ["core.debug.wasm", true],
] as const)("build/%s", (_, debug) => {
  const module = loadModule(debug);
  const names = (descriptors: readonly { name: string }[]) => descriptors.map(({ name }) => name).sort();

  test("asks for memory and for a drain, and nothing else", () => {
    expect(names(WebAssembly.Module.imports(module))).toEqual(["drain", "memory"]);
  });

  test("exports what docs/BOUNDARY.md says", () => {
    // The memory is the one that was imported; the compiler hands it on.
    const always = [
      "abiHash",
      "apply",
      "attach",
      "clearEvents",
      "eventBytes",
      "init",
      "measure",
      "memory",
      "sweep",
    ];
    const all = debug ? [...always, "checkInvariants", "plant"].sort() : always;
    expect(names(WebAssembly.Module.exports(module))).toEqual(all);
  });

  test("agrees on the layout, and brings no data of its own", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const { abiHash: hash } = new WebAssembly.Instance(module, { env: { memory }, host: { drain: () => {} } })
      .exports as unknown as { abiHash(): number };
    expect(hash() >>> 0).toBe(layout.ABI_HASH);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  });
});
