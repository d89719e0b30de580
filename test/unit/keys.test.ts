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
