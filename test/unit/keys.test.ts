import { expect, test } from "vitest";
import { KeyTable } from "#breakwater/engine/idempotency-keys.js";

test("the least recently used key is forgotten first", () => {
  const keys = new KeyTable<number>(2);
  keys.remember("a", 1);
  keys.remember("b", 2);
  expect(keys.find("a")).toBe(1);
  keys.remember("c", 3);
  expect(keys.find("b")).toBeUndefined();
  expect(keys.find("a")).toBe(1);
  expect(keys.find("c")).toBe(3);
  expect(keys.size).toBe(2);
});

test("a key that is remembered again has its new answer", () => {
  const keys = new KeyTable<number>();
  keys.remember("a", 1);
  keys.remember("a", 2);
  expect(keys.find("a")).toBe(2);
  expect(keys.size).toBe(1);
});

test("keys and answers are bounded in bytes: the oldest go first, and never the latest", () => {
  const keys = new KeyTable<number>(1_000, 10_000);
  for (let i = 0; i < 100; i++) keys.remember(`key-${i}`, i, 1_000);
  expect(keys.bytes).toBeLessThanOrEqual(10_000);
  expect([keys.size, keys.find("key-92"), keys.find("key-99")]).toEqual([7, undefined, 99]);
  // An answer comes after its key.
  keys.remember("late", 100);
  keys.grow("late", 100, 8_000);
  expect([keys.size, keys.find("key-98"), keys.find("late")]).toEqual([2, undefined, 100]);
  // It is not the answer any more that the key has.
  keys.grow("late", 99, 8_000);
  expect(keys.size).toBe(2);
  keys.grow("late", 100, 1_000_000);
  expect([keys.size, keys.find("late")]).toEqual([1, 100]);
  keys.remember("next", 101);
  expect([keys.size, keys.bytes]).toEqual([1, 256 + 2 * "next".length]);
});
