/** Two instances of the core over one memory, in turn: none keeps anything to itself that the other one needs. */
import { expect, test } from "vitest";
import { Engine } from "#breakwater/index.js";

const market = (name: string) => ({
  type: "market",
  market: name,
  domain: "d",
  kind: "linear",
  priceDecimals: 0,
  tickSize: "1",
  lotSize: "1",
  maxPosition: "1000",
  maxPrice: "10000",
  tiers: [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }],
  sources: [{ source: "s" }],
});
const order = (account: string, name: string, quantity: string) => ({
  type: "order",
  account,
  market: name,
  side: "buy",
  quantity,
  price: "100",
});

function stage(): readonly [Engine, Engine] {
  const first = new Engine({ markets: 2, accounts: 8, orders: 64 });
  first.applyParsed([
    { type: "domain", domain: "d", asset: "USD", settleDecimals: 0 },
    market("m"),
    market("n"),
    { type: "tick", market: "m", source: "s", price: "100", sequence: 1 },
    { type: "tick", market: "n", source: "s", price: "100", sequence: 1 },
    { type: "account", account: "x", domain: "d", cash: "1000000" },
    { type: "account", account: "y", domain: "d", cash: "1000000" },
  ]);
  return [first, new Engine({}, { memory: first.memory })];
}

const types = (engine: Engine, command: unknown) => engine.applyParsed([command]).map((event) => event.type);

test("orders in several markets that one has summed are not counted by the other", () => {
  const [first, second] = stage();
  for (const name of ["m", "n", "m"]) {
    // The third looks at the other two, and leaves their sums behind.
    expect(types(first, order("x", name, "400"))).toEqual(["accepted", "rested"]);
  }
  expect(types(second, order("y", "m", "1"))).toEqual(["accepted", "rested"]);
  expect(types(second, order("y", "n", "1"))).toEqual(["accepted", "rested"]);
  expect(types(second, order("y", "m", "999"))).toEqual(["accepted", "rested"]);
  expect(types(first, order("x", "n", "601"))).toEqual(["rejected"]);
  expect(types(first, order("x", "n", "600"))).toEqual(["accepted", "rested"]);
});
