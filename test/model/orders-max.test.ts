/** So many live orders an account may have in a market (rules: book 3). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";
import { only, refusalOf, SUDDEN } from "./venue-setting.js";

const FULL = "CAPACITY null";

function setting(spec: Command = {}, limits = {}): Setting {
  const made = new Setting({}, limits);
  const more = { lotSize: "1", marketBandPpm: 500_000, ordersMax: 3, ...SUDDEN, ...spec };
  made.market("M", { priceDecimals: 0, tickSize: "1", ...more });
  made.market("N", { priceDecimals: 0, tickSize: "1", ...more });
  for (const market of ["M", "N"]) made.mark(market, "100");
  for (const name of ["a", "b"]) made.account(name, "1000000");
  return made;
}

const order = (side: string, quantity: string, price?: string, more: Command = {}): Command => ({
  type: "order",
  account: "a",
  market: "M",
  side,
  quantity,
  ...(price === undefined ? {} : { price }),
  ...more,
});

describe.each([
  ["buy", "sell", "90", "5"],
  ["sell", "buy", "110", "-5"],
])("%s", (side, other, away, held) => {
  test("one more is refused, whatever its side and kind, also one that only takes", () => {
    const made = setting();
    for (let count = 0; count < 3; count += 1) made.do(order(side, "1", away));
    made.order("b", "M", other, "9", "100");
    for (const refused of [
      order(side, "1", away),
      order(other, "1", side === "buy" ? "110" : "90"),
      order(side, "1", "100", { timeInForce: "IOC" }),
      order(side, "1", "100", { timeInForce: "FOK" }),
      order(side, "1"),
    ]) {
      expect(refusalOf(made, refused)).toBe(FULL);
    }
    // Elsewhere, and of others, it is another count.
    made.do({ ...order(side, "1", away), market: "N" });
    made.do({ ...order(side, "1", away), account: "b" });
    made.do({ type: "cancel", order: "O1" });
    made.do(order(side, "1", away));
  });

  test("what reduces may be of sixteen more; what closes exactly is not counted", () => {
    const made = setting();
    made.position("a", "M", held, "100");
    const beyond = side === "buy" ? "110" : "90";
    for (let count = 0; count < 3; count += 1) made.do(order(side, "1", away));
    expect(refusalOf(made, order(other, "6", beyond))).toBe(FULL);
    for (let count = 0; count < 5; count += 1) made.do(order(other, "1", beyond));
    expect(refusalOf(made, order(other, "1", beyond))).toBe(FULL); // all lots of it are spoken for
    for (let count = 0; count < 5; count += 1) made.do({ type: "cancel", order: `O${4 + count}` });
    for (let count = 0; count < 16; count += 1) {
      const dusted = order(other, "1", beyond, { reduceOnly: true, timeInForce: "IOC" });
      expect(refusalOf(made, dusted)).toBe(null);
    }
    made.do({ type: "position", account: "a", market: "M", quantity: `${held}0`, entryPrice: "100" });
    for (let count = 0; count < 16; count += 1) made.do(order(other, "1", beyond));
    expect(refusalOf(made, order(other, "1", beyond, { reduceOnly: true }))).toBe(FULL);
    expect(refusalOf(made, order(other, "49", undefined, { reduceOnly: true }))).toBe(FULL);
    made.order("b", "M", side, "9", "100");
    const closing = made.do(order(other, "50", undefined, { reduceOnly: true }));
    expect(only(closing, "fill")).toMatchObject([{ quantity: "9" }]);
  });
});

test("an amendment is one of those that were there", () => {
  const made = setting();
  for (let count = 0; count < 3; count += 1) made.do(order("buy", "1", "90"));
  made.do({ type: "amend", order: "O1", quantity: "4" });
  made.do({ type: "amend", order: "O2", price: "91" });
  made.do({ type: "feedSettings", market: "M", marketBandPpm: 500_000, ordersMax: 1 });
  expect(refusalOf(made, { type: "amend", order: "O2", price: "92" })).toBe(FULL);
  made.do({ type: "amend", order: "O1", quantity: "2" }); // in its place
});

test("an account's own number counts in the place of the market's, in each of its markets", () => {
  const made = setting();
  made.do({ type: "account", account: "maker", domain: "D", cash: "1000000", ordersMax: 5 });
  made.do({ type: "account", account: "small", domain: "D", cash: "1000000", ordersMax: 1 });
  for (const [account, most] of [
    ["maker", 5],
    ["small", 1],
  ] as const) {
    for (const market of ["M", "N"]) {
      for (let count = 0; count < most; count += 1) made.do({ ...order("buy", "1", "90"), account, market });
      expect(refusalOf(made, { ...order("buy", "1", "90"), account, market })).toBe(FULL);
    }
  }
});

test("rungs are not of it, and other accounts' orders neither", () => {
  const made = setting({ ordersMax: 1, policy: { algorithm: "ladder", rungs: 5, slippagePpm: 100_000 } });
  made.account("poor", "50");
  made.position("poor", "M", "10", "100");
  expect(made.all("slice").length).toBeGreaterThan(1);
  made.do(order("buy", "1", "80"));
});

describe("the setting", () => {
  test("is a thousand by default", () => {
    const made = setting({ ordersMax: undefined });
    expect(made.model.world.market("M").ordersMax).toBe(1_000);
    made.do({ type: "feedSettings", market: "M", ordersMax: 7 });
    made.do({ type: "feedSettings", market: "M" });
    expect(made.model.world.market("M").ordersMax).toBe(1_000);
  });

  test("is at most the table of orders, wherever it is set; the default is whatever the table", () => {
    const made = setting({}, { orders: 10 });
    const refused = "OUT_OF_RANGE ordersMax";
    made.market("P");
    expect(refusalOf(made, { type: "feedSettings", market: "P", ordersMax: 11 })).toBe(refused);
    expect(refusalOf(made, { type: "account", account: "n", domain: "D", ordersMax: 11 })).toBe(refused);
    expect(() => made.market("Q", { ordersMax: 11 })).toThrow(refused.split(" ")[0]);
    made.market("Q", { ordersMax: 10 });
  });
});

test("who would fill the table of the book has his thousand of it, and others trade on", () => {
  const made = setting({ ordersMax: 1_000 }, { orders: 1_500 });
  const { model } = made;
  let taken = 0;
  while (model.apply(order("buy", "1", "51"))[0]?.type === "accepted") taken += 1;
  expect(taken).toBe(1_000);
  made.order("b", "M", "sell", "1", "51");
  expect(only(made.events, "fill")).toHaveLength(1);
});
