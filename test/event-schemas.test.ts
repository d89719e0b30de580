/**
 * An event of every type, as a real engine gives it, against the schema that OpenAPI has for it. Which types there are, the
 * schema says: a new one without an example here fails.
 */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { eventRecords } from "#breakwater/abi/schema.js";
import { Engine } from "#breakwater/engine/engine.js";
import {
  account,
  at,
  type Command,
  domain,
  feed,
  filled,
  market,
  order,
  position,
  seconds,
} from "./support/commands.js";

const limits = { accounts: 64, positions: 256, orders: 256, triggerBuckets: 1_048_576 };
const types = Object.keys(eventRecords);

/** Small lives of a venue, each of which shows what the others do not. */
const lives: Readonly<Record<string, readonly Command[]>> = {
  "orders, an auction, funding": [
    domain({ marginCallPpm: 1_500_000, seed: 7 }),
    market("BTC"),
    feed("BTC")("100"),
    ...["ann", "ben"].map((name) => account(name, "1000")),
    order("ann", "sell", "1", "101"),
    order("ben", "buy", "2", "101", { order: "ben-1" }),
    { type: "cancel", order: "ben-1" },
    { type: "funding", market: "BTC", ratePpb: 1_000 },
    { type: "marketState", market: "BTC", state: "auction" },
    order("ann", "sell", "1", "100"),
    order("ben", "buy", "1", "100"),
    { type: "marketState", market: "BTC", state: "open" },
    // 10 at 100: at 95 its equity of 110 is below one and a half times its maintenance margin of 95.
    account("mia", "160"),
    position("mia", "BTC", "10", "100"),
    { type: "tick", market: "BTC", source: "s", price: "95", sequence: 2 },
    { type: "order", account: "nobody", market: "BTC", side: "buy", quantity: "1" },
    { type: "snapshot" },
    { type: "marketState", market: "BTC", state: "auction" },
    { ...order("ann", "sell", "1"), stop: "94" },
    order("ann", "sell", "1", "93", { stop: "94" }),
    { type: "marketState", market: "BTC", state: "open" },
    { type: "tick", market: "BTC", source: "s", price: "94", sequence: 3 },
  ],
  "opposite cases, the queries": [
    domain({ crossInside: true }),
    market("BTC"),
    feed("BTC")("50000"),
    account("alice", "402"),
    account("carol", "300"),
    position("alice", "BTC", "0.1", "50000"),
    position("carol", "BTC", "-0.1", "50000"),
    { type: "report", account: "carol" },
    { type: "domainReport", domain: "main" },
    { type: "depth", market: "BTC" },
    { type: "liquidationMap", market: "BTC" },
    { type: "hash" },
  ],
  "counterparties who pay": [
    domain({ takeoverPpm: 1_000_000, surplus: "fund" }),
    market("BTC", {
      lotSize: "1",
      tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
      takeoverNotionalMax: "0",
    }),
    feed("BTC")("655"),
    account("alice"),
    account("r2", "262"),
    position("r2", "BTC", "-10", "661.55"),
    account("r5", "655"),
    position("r5", "BTC", "-20", "661.55"),
    position("alice", "BTC", "20", "650"),
  ],
  "a loss that the fund cannot carry": [
    domain({ adl: false }),
    market("BTC"),
    feed("BTC")("50000"),
    account("maker", "100000"),
    order("maker", "buy", "1", "50000"),
    account("alice"),
    position("alice", "BTC", "1", "60000.000001"),
  ],
  "a venue outside that is halted and does not answer": [
    domain({ insuranceFund: "1", adl: false }),
    market("BTC", { execution: "external", policy: { sliceLifetime: seconds(1), silentMax: 1 } }),
    at(1, { type: "tick", market: "BTC", source: "s", price: "100", sequence: 1 }),
    account("dan", "11"),
    position("dan", "BTC", "1", "100"),
    account("eve", "1000"),
    position("eve", "BTC", "-1", "100"),
    at(2, { type: "tick", market: "BTC", source: "s", price: "98", sequence: 2 }),
    at(3, { type: "halt", market: "BTC" }),
    at(4, { type: "resume", market: "BTC" }),
    at(5, { type: "tick", market: "BTC", source: "s", price: "60", sequence: 3 }),
    { type: "clock", time: seconds(9) },
  ],
  "a venue that fills more than it was sent": [
    domain(),
    market("BTC", { execution: "external" }),
    feed("BTC")("100"),
    account("dan", "11"),
    position("dan", "BTC", "1", "102"),
    filled("S1", "0.999", "100"),
    { type: "report", account: "dan" },
  ],
};

const document = JSON.parse(readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8")) as {
  readonly components: {
    readonly schemas: Readonly<Record<string, { discriminator?: { mapping: object } }>>;
  };
};
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(document, "openapi");

const shown = new Map<string, object[]>();
for (const life of Object.values(lives)) {
  for (const event of new Engine(limits).applyParsed(life)) {
    shown.set(event.type, [...(shown.get(event.type) ?? []), event]);
  }
}

test.each(types)("%s", (type) => {
  const validate = ajv.getSchema(`openapi#/components/schemas/event.${type}`)!;
  const events = shown.get(type) ?? [];
  expect(events.length, `no example of ${type}`).toBeGreaterThan(0);
  for (const event of events) {
    expect(validate(event), `${JSON.stringify(event)}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    expect(validate({ ...event, bogus: 1 })).toBe(false);
    expect(validate({ ...event, type: "another" })).toBe(false);
  }
});

test("the description has a schema for these types and no others, and says which is which", () => {
  const { schemas } = document.components;
  const described = Object.keys(schemas).filter((name) => name.startsWith("event."));
  expect(described.sort()).toEqual(types.map((type) => `event.${type}`).sort());
  expect(schemas["event"]!.discriminator!.mapping).toEqual(
    Object.fromEntries(types.map((type) => [type, `#/components/schemas/event.${type}`])),
  );
});
