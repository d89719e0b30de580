import { expect, test } from "vitest";
import { encodeMarksJson } from "#breakwater/codec/marks-json.js";
import type { Command } from "#breakwater/domain/commands.js";
import { Engine } from "#breakwater/engine/engine.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { eventTypes } from "#breakwater/records/event-types.js";

const told = eventTypes(["rejected", "mark", "slice"]);

test("marks are told as decoding and encoding them would; anything else that is to be told is left to that", () => {
  const engine = new Engine({ accounts: 16, positions: 16, orders: 16, triggerBuckets: 8_388_608 });
  const market = (name: string, priceDecimals: number, tickSize: string): Command => ({
    type: "market",
    market: name,
    domain: "d",
    kind: "linear",
    priceDecimals,
    tickSize,
    lotSize: "1",
    maxPrice: "50000",
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
    sources: [{ source: "a" }],
  });
  const defined = engine.apply([
    { type: "domain", domain: "d", asset: "USD", settleDecimals: 6 },
    market("A/B:c-1.0_x", 0, "1"),
    market("m", 4, "0.0001"),
  ]);
  expect(defined.filter(({ type }) => type === "rejected")).toEqual([]);
  const events = (...ticks: Command[]) => {
    const writer = createWriter();
    for (const tick of ticks) encodeCommand(tick, writer);
    const chunks: Uint8Array[] = [];
    engine.applyRecords(writer.written, (bytes) => chunks.push(new Uint8Array(bytes)));
    return chunks;
  };
  const tick = (name: string, price: string, sequence: number): Command => {
    return {
      type: "tick",
      market: name,
      source: "a",
      price,
      sequence,
      time: 1_700_000_000_000_000 + sequence,
    };
  };
  const marks = events(tick("A/B:c-1.0_x", "40000", 1), tick("m", "0.0123", 1), tick("m", "50000", 2));
  const decoded = marks
    .flatMap((bytes) => decodeEvents(bytes, engine.directory))
    .filter(({ type }) => type === "mark");
  expect(decoded).toHaveLength(3);
  expect(encodeMarksJson(marks, told, engine.directory)).toBe(JSON.stringify(decoded));
  expect(encodeMarksJson([], told, engine.directory)).toBe("[]");
  expect(encodeMarksJson(events(tick("m", "1", 2)), told, engine.directory)).toBeNull();
});
