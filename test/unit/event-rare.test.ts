/** Events of what is asked for by a setting: margin calls, deleveraging, funding, auctions, crossing inside, jitter. */
import { expect, test } from "vitest";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { directory, event } from "./records.js";

const known = directory();
const base = { seq: 5, commandSeq: 9, time: 77 };

function decode(...bytes: Uint8Array[]): unknown[] {
  return decodeEvents(Buffer.concat(bytes), known);
}

test("a margin call", () => {
  const values = { account: 1, equity: -1, initialMargin: 20_000, maintenanceMargin: 10_000 };
  expect(decode(event("marginCall", "MarginCallEvent", values))).toEqual([
    {
      type: "marginCall",
      ...base,
      account: "bob",
      equity: "-0.0001",
      initialMargin: "2.0000",
      maintenanceMargin: "1.0000",
    },
  ]);
});

test("a position that was deleveraged", () => {
  const values = { case: 3, account: 0, loser: 1, market: 0, quantity: 4, price: 101, rank: 2, overshoot: 5 };
  expect(decode(event("adl", "AdlEvent", values))).toEqual([
    {
      type: "adl",
      ...base,
      case: "C3",
      market: "BTC",
      account: "alice",
      loser: "bob",
      quantity: "0.100",
      price: "1.01",
      rank: 2,
      overshoot: "0.0005",
    },
  ]);
});

test("funding, an auction's end, two cases that met", () => {
  const traded = { market: 0, price: 101, quantity: 4 };
  expect(
    decode(
      event("funding", "FundingEvent", { market: 0, rate: -100_000, mark: 101 }),
      event("uncrossed", "UncrossedEvent", traded),
      event("crossedInside", "CrossedInsideEvent", { ...traded, firstCase: 1, secondCase: 7 }),
    ),
  ).toEqual([
    { type: "funding", ...base, market: "BTC", rate: -100_000, mark: "1.01" },
    { type: "uncrossed", ...base, market: "BTC", price: "1.01", quantity: "0.100" },
    { type: "crossedInside", ...base, market: "BTC", price: "1.01", quantity: "0.100", cases: ["C1", "C7"] },
  ]);
});

// printf '\x2a\0\0\0\0\0\0\0' | sha256sum
test("a seed is committed to before it is revealed", () => {
  const commitment = "ed049108bc18f2c64369e8d0ea42850bdd1a7d1dd340cfde716315579702a76c";
  const seed = (revealed: number) =>
    event("jitterSeed", "JitterSeedEvent", { seed: 42, domain: 0, revealed });
  expect(decode(seed(0), seed(1))).toEqual([
    { type: "jitterSeed", ...base, domain: "D", commitment, revealed: null },
    { type: "jitterSeed", ...base, domain: "D", commitment, revealed: 42 },
  ]);
});
