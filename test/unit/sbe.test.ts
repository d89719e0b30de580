import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  AlgorithmWords,
  CommandType,
  RefusedCommand,
  SbeTick,
  SideWords,
  TickBatchCommand,
  TickByIdCommand,
  TimeInForceWords,
} from "#breakwater/abi/layout.js";
import { checkTickBatch, encodeSliceBatch, encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import { commandShapes } from "#breakwater/domain/command-fields.js";
import { eventShapes } from "#breakwater/domain/event-fields.js";
import { readInteger } from "#breakwater/domain/units.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { event } from "./records.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const ticks = [
  { marketId: 1, sourceId: 2, price: 6_400_010, sequence: 7, sourceTime: 1_700_000_000_000_000 },
  { marketId: 0, sourceId: 0, price: -1n, sequence: 2 ** 53 - 1 },
];
const golden = [
  "0800 0100 0100 0100", // block of 8, template 1, schema 1, version 1
  "00e8764817000000", // time 100,000,000,000
  "2000 0200", // entries of 32, two of them
  "01000000 02000000 0aa8610000000000 0700000000000000 00401e18240a0600",
  "00000000 00000000 ffffffffffffffff ffffffffffff1f00 0000000000000000",
]
  .join("")
  .replaceAll(" ", "");

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
/** The golden message with some bytes changed. */
function changed(at: number, ...bytes: number[]): Uint8Array {
  const message = bytesOf(golden);
  message.set(bytes, at);
  return message;
}

describe("TickBatch", () => {
  test("golden bytes", () => {
    expect(hex(writeTickBatch(ticks, 100_000_000_000))).toBe(golden);
  });

  test("travels as it came, padded to eight bytes", () => {
    const message = bytesOf(golden);
    const writer = createWriter(256);
    writer.stamp = 5;
    expect(encodeTickBatch(message, writer)).toBeNull();
    const { view, written } = writer;
    expect(written.length).toBe(TickBatchCommand.BYTES + message.length + 4);
    expect(view.getUint32(0, true)).toBe(written.length);
    expect(view.getUint16(4, true)).toBe(CommandType.tickBatch);
    expect(readInteger(view, TickBatchCommand.time)).toBe(100_000_000_000);
    expect(view.getUint32(TickBatchCommand.bytes, true)).toBe(message.length);
    expect(written.slice(TickBatchCommand.BYTES, -4)).toEqual(message);
  });

  test("time 0 is stamped at ingress", () => {
    const writer = createWriter(256);
    writer.stamp = 5;
    encodeTickBatch(writeTickBatch(ticks), writer);
    expect(readInteger(writer.view, TickBatchCommand.time)).toBe(5);
  });

  test("an integer of 2^53 is refused tick by tick, behind what the writer holds already", () => {
    const writer = createWriter(1024);
    encodeTickBatch(bytesOf(golden), writer);
    const begin = writer.length;
    // The upper byte of the first entry's sequence, then of the second one's source time.
    for (const [at, first, second] of [
      [20 + 22, CommandType.refused, CommandType.tickById],
      [52 + 30, CommandType.tickById, CommandType.refused],
    ] as const) {
      writer.length = begin;
      expect(encodeTickBatch(changed(at, 0x20), writer)).toBeNull();
      expect(writer.view.getUint16(begin + 4, true)).toBe(first);
      const next = begin + writer.view.getUint32(begin, true);
      expect(writer.view.getUint16(next + 4, true)).toBe(second);
      expect(next + writer.view.getUint32(next, true)).toBe(writer.length);
    }
  });

  test("10,000 ticks are taken, one more is not", () => {
    const many = (count: number) => writeTickBatch(Array(count).fill(ticks[0]));
    expect(checkTickBatch(many(10_000))).toBeNull();
    expect(() => many(10_001)).toThrow("MALFORMED");
    const message = new Uint8Array(20 + 10_001 * 32);
    message.set(bytesOf(golden).subarray(0, 18));
    message.set([0x11, 0x27], 18);
    expect(checkTickBatch(message)).toMatchObject({ code: "MALFORMED", detail: "tooManyTicks" });
  });

  test.each([
    ["no bytes", new Uint8Array(0), "tooShort"],
    ["half a header", bytesOf(golden).subarray(0, 7), "tooShort"],
    ["no group", bytesOf(golden).subarray(0, 19), "tooShort"],
    ["a tick cut short", bytesOf(golden).subarray(0, -1), "tooShort"],
    ["a byte too many", Buffer.concat([bytesOf(golden), Buffer.alloc(1)]), "trailingBytes"],
    ["a whole tick too many", Buffer.concat([bytesOf(golden), Buffer.alloc(32)]), "trailingBytes"],
    ["no ticks", bytesOf(golden).subarray(0, 20), "tooShort"],
    ["an empty group", changed(18, 0).subarray(0, 20), "emptyBatch"],
    ["another root block", changed(0, 16), "badTemplate"],
    ["template 2", changed(2, 2), "badTemplate"],
    ["schema 2", changed(4, 2), "badTemplate"],
    ["version 0", changed(6, 0), "badTemplate"],
    ["version 2", changed(6, 2), "badTemplate"],
    ["big-endian", changed(0, 0, 8, 0, 1, 0, 1, 0, 1), "badTemplate"],
    ["entries of 40", changed(16, 40), "badTemplate"],
    ["entries of 0", changed(16, 0), "badTemplate"],
  ])("%s is malformed, and counts as no command", (_, message, detail) => {
    const writer = createWriter(256);
    expect(encodeTickBatch(message, writer)).toEqual({ code: "MALFORMED", field: null, detail });
    expect(writer.length).toBe(0);
  });

  test("a time of 2^53 is out of range", () => {
    expect(checkTickBatch(changed(8, 0, 0, 0, 0, 0, 0, 0x20, 0))).toMatchObject({
      code: "OUT_OF_RANGE",
      field: "time",
    });
    expect(checkTickBatch(changed(8, ...Array(8).fill(255)))).toMatchObject({
      code: "OUT_OF_RANGE",
      field: "time",
    });
    expect(checkTickBatch(changed(8, 255, 255, 255, 255, 255, 255, 0x1f, 0))).toBeNull();
  });

  test("a tick with an integer of 2^53 is refused by itself, as in any other codec", () => {
    const writer = createWriter(1024);
    expect(encodeTickBatch(changed(20 + 32 + 16, 0, 0, 0, 0, 0, 0, 0x20, 0), writer)).toBeNull();
    expect(writer.view.getUint16(4, true)).toBe(CommandType.tickById);
    expect(readInteger(writer.view, TickByIdCommand.price)).toBe(6_400_010);
    expect(readInteger(writer.view, TickByIdCommand.sourceTime)).toBe(1_700_000_000_000_000);
    const refused = TickByIdCommand.BYTES;
    expect(writer.view.getUint16(refused + 4, true)).toBe(CommandType.refused);
    expect(writer.view.getUint16(refused + RefusedCommand.command, true)).toBe(CommandType.tick);
    expect(writer.length).toBe(refused + RefusedCommand.BYTES);
  });

  test("full", () => {
    const writer = createWriter(120);
    expect(encodeTickBatch(bytesOf(golden), writer)).toBeNull();
    expect(encodeTickBatch(bytesOf(golden), writer)).toBe("full");
  });
});

describe("SliceBatch", () => {
  const slice = event("slice", "SliceEvent", {
    order: 8,
    case: 2,
    quantity: 3,
    limitPrice: 9950,
    remaining: 40,
    expires: 5_000_077,
    account: 1,
    market: 4,
    side: 1,
    timeInForce: 1,
    algorithm: 2,
  });
  const mark = event("mark", "MarkEvent", { mark: 1, index: 1 });
  const header = "0000020001000100";
  const entry = [
    "0800000000000000 02000000 01000000 04000000 01 01 00 02",
    "0300000000000000 de26000000000000 2800000000000000 4d00000000000000 8d4b4c0000000000",
  ]
    .join("")
    .replaceAll(" ", "");

  test("golden bytes: the slices among the events, in order", () => {
    expect(hex(encodeSliceBatch(Buffer.concat([mark, slice, mark])))).toBe(`${header}40000100${entry}`);
  });

  test("no slices are an empty group", () => {
    expect(hex(encodeSliceBatch(mark))).toBe(`${header}40000000`);
    expect(hex(encodeSliceBatch(new Uint8Array(0)))).toBe(`${header}40000000`);
  });

  test("more than a group holds are further messages", () => {
    const bytes = encodeSliceBatch(Buffer.concat(Array(65_535).fill(slice)));
    expect(hex(bytes.subarray(0, 12))).toBe(`${header}4000feff`);
    expect(hex(bytes.subarray(12 + 65_534 * 64))).toBe(`${header}40000100${entry}`);
  });

  test("events that are none are malformed", () => {
    expect(() => encodeSliceBatch(slice.subarray(0, 90))).toThrow("MALFORMED");
  });
});

test("the published schema says what the codec does", () => {
  const xml = readFileSync(new URL("../../sbe/breakwater.xml", import.meta.url), "utf8");
  const sizes = { uint8: 1, uint16: 2, uint32: 4, uint64: 8, int64: 8 } as const;
  const typeSizes = new Map<string, number>();
  for (const [, name, primitive] of xml.matchAll(
    /<(?:type|enum) name="(\w+)" (?:primitiveType|encodingType)="(\w+)"/g,
  )) {
    typeSizes.set(name!, sizes[primitive as keyof typeof sizes]);
  }
  expect(xml).toContain('id="1"\n                   version="1"');
  for (const [, block, body] of xml.matchAll(/blockLength="(\d+)"[^>]*>((?:\s*<field [^>]*>)*)/g)) {
    let end = 0;
    for (const [, type, offset] of body!.matchAll(
      /<field name="\w+" id="\d+" type="(\w+)" offset="(\d+)"/g,
    )) {
      expect(Number(offset)).toBe(end);
      end += typeSizes.get(type!)!;
    }
    expect(end).toBe(Number(block));
  }
});

describe("the published schema against the tables", () => {
  const xml = readFileSync(new URL("../../sbe/breakwater.xml", import.meta.url), "utf8");
  const groupOf = (message: string) =>
    new RegExp(`<sbe:message name="${message}"[\\s\\S]*?</sbe:message>`).exec(xml)![0].split("<group")[1]!;
  const fieldsIn = (text: string) => [...text.matchAll(/<field name="(\w+)"/g)].map(([, name]) => name!);

  test("a slice has all that the event has, under the same names or those of numbers", () => {
    const numbers: Readonly<Record<string, string>> = {
      case: "caseId",
      account: "accountId",
      market: "marketId",
    };
    const event = Object.keys(eventShapes.slice.fields).map((name) => numbers[name] ?? name);
    expect(fieldsIn(groupOf("SliceBatch")).sort()).toEqual([...event, "time"].sort());
  });

  test("a tick has all that the command has", () => {
    const command = commandShapes.tick.fields.map(({ name }) => name).filter((name) => name !== "key");
    const numbers: Readonly<Record<string, string>> = { market: "marketId", source: "sourceId" };
    expect([...fieldsIn(groupOf("TickBatch")), "time"].sort()).toEqual(
      command.map((name) => numbers[name] ?? name).sort(),
    );
    const offsets = [...groupOf("TickBatch").matchAll(/name="(\w+?)(?:Id)?" [^>]*offset="(\d+)"/g)];
    expect(Object.fromEntries(offsets.map(([, name, at]) => [name, Number(at)]))).toEqual(
      Object.fromEntries(Object.entries(SbeTick).filter(([name]) => name !== "BYTES")),
    );
  });

  test.each([
    ["Side", SideWords],
    ["TimeInForce", TimeInForceWords],
    ["Algorithm", AlgorithmWords],
  ])("%s has every word, in the order of its number", (name, words) => {
    const of = new RegExp(`<enum name="${name}"[\\s\\S]*?</enum>`).exec(xml)![0];
    const values = [...of.matchAll(/<validValue name="(\w+)">(\d+)</g)];
    expect(values.map(([, , number]) => Number(number))).toEqual(words.map((_, i) => i));
    const letters = (word: string) => word.charAt(0).toUpperCase();
    expect(values.map(([, word]) => letters(word!))).toEqual(words.map(letters));
  });

  test("all types that fields and groups are of are defined, and no id stands twice in a message", () => {
    const defined = new Set(
      [...xml.matchAll(/<(?:type|enum|composite) name="(\w+)"/g)].map(([, name]) => name),
    );
    for (const [, type] of xml.matchAll(/\s(?:type|dimensionType)="(\w+)"/g)) expect(defined).toContain(type);
    for (const [message] of xml.matchAll(/<sbe:message[\s\S]*?<\/sbe:message>/g)) {
      const ids = [...message.matchAll(/<(?:field|group) name="\w+" id="(\d+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
