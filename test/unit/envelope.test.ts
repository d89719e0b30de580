import { expect, test } from "vitest";
import { commandsOf, ticksOf } from "#breakwater/codec/envelope.js";
import { decodeJson, encodeJson } from "#breakwater/codec/json.js";

const tick = { market: "m", price: "1" };
const whole = { ...tick, type: "tick" };

test("one tick, an array, or an object of ticks; the type may be left out", () => {
  for (const message of [tick, [tick], { ticks: [tick] }]) expect(ticksOf(message)).toEqual([tick]);
  expect(ticksOf(whole)).toEqual([whole]);
  expect(ticksOf([{ ...tick, type: "order" }, 7, null])).toEqual([{ ...tick, type: "order" }, 7, null]);
});

test("MessagePack's arrays of integers", () => {
  expect(ticksOf([0, 1, 2, 3], true)).toEqual([[0, 1, 2, 3]]);
  expect(ticksOf([[0, 1, 2, 3], tick], true)).toEqual([[0, 1, 2, 3], tick]);
  expect(ticksOf({ ticks: [[0, 1, 2, 3]] }, true)).toEqual([[0, 1, 2, 3]]);
});

test.each([
  [[], "MALFORMED"],
  [{ ticks: [] }, "MALFORMED"],
  [Array(10_001).fill(tick), "MALFORMED"],
  [{ ticks: Array(10_001).fill(tick) }, "MALFORMED"],
  [{ ticks: tick }, "MALFORMED"],
  [{ ticks: null }, "MALFORMED"],
  [{ ticks: [tick], extra: 1 }, "UNKNOWN_FIELD"],
  [null, "MALFORMED"],
  [7, "MALFORMED"],
  ["x", "MALFORMED"],
])("message %# is refused", (message, code) => {
  expect(() => ticksOf(message)).toThrow(code);
});

test("ten thousand ticks are taken", () => {
  expect(ticksOf(Array(10_000).fill(tick))).toHaveLength(10_000);
});

test("one command or an array", () => {
  expect(commandsOf(whole)).toEqual([whole]);
  expect(commandsOf([whole, 7])).toEqual([whole, 7]);
  expect(commandsOf(null)).toEqual([null]);
  expect(() => commandsOf([])).toThrow("MALFORMED");
});

test.each(["", "{", "nul", "{}{}", "\ufeff{}", "'a'"])("%j is not JSON", (text) => {
  expect(() => decodeJson(text)).toThrow("MALFORMED");
  expect(() => decodeJson(Buffer.from(text))).toThrow("MALFORMED");
});

test("bytes that are no UTF-8 are not JSON", () => {
  expect(() => decodeJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow("MALFORMED");
  expect(decodeJson(Buffer.from('"é"'))).toBe("é");
  expect(encodeJson({ a: "é" })).toBe('{"a":"é"}');
});
