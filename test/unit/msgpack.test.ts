import { unpack } from "msgpackr";
import { describe, expect, test } from "vitest";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { examples } from "./examples.js";

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));

describe("MessagePack", () => {
  test.each(Object.entries(examples))("%s comes back as it was", (_, example) => {
    expect(decodeMessagePack(encodeMessagePack(example))).toEqual(example);
  });

  test("small maps are written small: for any language", () => {
    expect(Buffer.from(encodeMessagePack({ a: 1 })).toString("hex")).toBe("81a16101");
    expect(Buffer.from(encodeMessagePack([0, 1, 6_400_010])).toString("hex")).toBe("930001ce0061a80a");
  });

  test.each([
    [0, "00"],
    [127, "7f"],
    [128, "cc80"],
    [256, "cd0100"],
    [65_536, "ce00010000"],
    [2 ** 32 - 1, "ceffffffff"],
    [2 ** 32, "cf0000000100000000"],
    [1_700_000_000_000_000, "cf00060a24181e4000"],
    [Number.MAX_SAFE_INTEGER, "cf001fffffffffffff"],
    [2n ** 64n - 1n, "cfffffffffffffffff"],
    [-1, "ff"],
    [-32, "e0"],
    [-33, "d0df"],
    [-129, "d1ff7f"],
    [-32_769, "d2ffff7fff"],
    [-(2 ** 31) - 1, "d3ffffffff7fffffff"],
    [-(2n ** 63n), "d38000000000000000"],
    [7n, "07"],
    [0.5, "cb3fe0000000000000"],
    [2 ** 53, "cb4340000000000000"],
  ])("%s is written as %s", (value, hex) => {
    expect(Buffer.from(encodeMessagePack(value)).toString("hex")).toBe(hex);
  });

  test.each([0, 1, 15, 16, 31, 32, 255, 256, 4_000, 65_535, 65_536])("lengths of %d", (length) => {
    const list = Array.from({ length }, (_, i) => i);
    const map = Object.fromEntries(list.slice(0, 70_000).map((i) => [`k${i}`, i]));
    for (const value of ["a".repeat(length), "é".repeat(length), "𝄞".repeat(length), list, map]) {
      const bytes = encodeMessagePack(value);
      expect(unpack(bytes)).toEqual(value);
      expect(decodeMessagePack(bytes)).toEqual(value);
      // Room is made in time, wherever it runs out.
      expect(decodeMessagePack(encodeMessagePack(["x".repeat(Math.max(0, 8_190 - length)), value]))).toEqual([
        "x".repeat(Math.max(0, 8_190 - length)),
        value,
      ]);
    }
  });

  test("has null for what is undefined in a list, and nothing for it in a map; what JSON has not is an error", () => {
    expect(decodeMessagePack(encodeMessagePack([undefined, { a: undefined, b: 1 }]))).toEqual([
      null,
      { b: 1 },
    ]);
    for (const value of [new Date(0), new Map(), () => 1, Symbol("a"), 2n ** 64n, new Uint8Array(1)])
      expect(() => encodeMessagePack({ a: [value] })).toThrow(TypeError);
  });

  test("integers of 64 bits are integers, whatever their size", () => {
    expect(decodeMessagePack(bytesOf("cf 0000000000000007"))).toBe(7);
    const writer = createWriter(512);
    const tick = bytesOf("94 cf0000000000000001 cf0000000000000002 d30000000000000064 cf001fffffffffffff");
    expect(encodeCommand(decodeMessagePack(tick), writer, true)).toBeNull();
    const late = bytesOf("94 00 00 64 cf0020000000000000");
    expect(encodeCommand(decodeMessagePack(late), writer, true)).toMatchObject({
      code: "OUT_OF_RANGE",
      field: "sequence",
    });
  });

  test.each([
    ["nothing", "", "notJson"],
    ["byte 0xc1", "c1", "notJson"],
    ["0xc1 inside", "81 a161 c1", "notJson"],
    ["0xc1 as a key", "81 c1 01", "notJson"],
    ["a string cut short", "a5 6161", "notJson"],
    ["a number cut short", "cf 00000000", "notJson"],
    ["a length cut short", "da 00", "notJson"],
    ["an array cut short", "93 01 02", "notJson"],
    ["a map cut short", "82 a161 01 a162", "notJson"],
    ["an array that claims 4 GiB", "dd ffffffff 01", "notJson"],
    ["a map that claims 4 GiB", "df ffffffff a161 01", "notJson"],
    ["a string that claims 4 GiB", "db ffffffff 61", "notJson"],
    ["a key that is no string", "81 01 01", "notJson"],
    ["binary", "c4 02 0000", "notJson"],
    ["msgpackr's undefined", "d4 00 00", "notJson"],
    ["a timestamp", "d6 ff 00000000", "notJson"],
    ["msgpackr's record", "d4 72 40 91 a161 01", "notJson"],
    ["msgpackr's Set", "d4 73 00 91 01", "notJson"],
    ["ext 8", "c7 01 10 00", "notJson"],
    ["two values", "01 02", "trailingBytes"],
    ["a byte behind a map", "80 c0", "trailingBytes"],
  ])("%s is malformed", (_, text, detail) => {
    let error: unknown;
    try {
      decodeMessagePack(bytesOf(text));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: "BreakwaterError", code: "MALFORMED", detail });
  });

  test("nesting is bounded: no command is that deep", () => {
    const nested = (depth: number) => new Uint8Array([...Array(depth).fill(0x91), 0xc0]);
    expect(decodeMessagePack(nested(32))).toBeInstanceOf(Array);
    expect(() => decodeMessagePack(nested(33))).toThrow("MALFORMED");
    expect(() => decodeMessagePack(nested(1_000_000))).toThrow("MALFORMED");
  });

  test("no message changes how the next is read", () => {
    expect(() => decodeMessagePack(bytesOf("d4 72 41 91 a161 01"))).toThrow("MALFORMED");
    expect(decodeMessagePack(bytesOf("41"))).toBe(0x41);
  });

  test("not a number is no integer, and infinity neither", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -Infinity, 1.5]) {
      const tick = decodeMessagePack(encodeMessagePack({ ...examples.tick, sequence: value }));
      expect(encodeCommand(tick, createWriter(512))).toEqual({
        code: "MALFORMED",
        field: "sequence",
        detail: "notAnInteger",
      });
      const array = decodeMessagePack(encodeMessagePack([0, 0, value, 1]));
      expect(encodeCommand(array, createWriter(512), true)).toMatchObject({
        code: "MALFORMED",
        field: "price",
      });
    }
  });

  test.each([
    [[0, 0, 1], null, "MALFORMED"],
    [[0, 0, 1, 1, 1, 1, 1], null, "MALFORMED"],
    [[-1, 0, 1, 1], "marketId", "OUT_OF_RANGE"],
    [[2 ** 32, 0, 1, 1], "marketId", "OUT_OF_RANGE"],
    [[0, 2 ** 32, 1, 1], "sourceId", "OUT_OF_RANGE"],
    [[0, 0, -1, 1], "price", "OUT_OF_RANGE"],
    [[0, 0, 2 ** 53, 1], "price", "OUT_OF_RANGE"],
    [[0, 0, "1", 1], "price", "MALFORMED"],
    [[0, 0, null, 1], "price", "MALFORMED"],
    [[0, 0, true, 1], "price", "MALFORMED"],
    [[0, 0, [7], 1], "price", "MALFORMED"],
    [[0, 0, 1, 1, null], "sourceTime", "MALFORMED"],
    [[0, 0, 1, 1, 0, 2 ** 53], "time", "OUT_OF_RANGE"],
  ])("the tick %j is refused", (tick, field, code) => {
    const writer = createWriter(512);
    expect(encodeCommand(decodeMessagePack(encodeMessagePack(tick)), writer, true)).toMatchObject({
      field,
      code,
    });
  });
});
