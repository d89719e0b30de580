/** The least and the largest order, in numbers as in words (rules: book 3): the fast way looks at few of them closely. */
import { expect, test } from "vitest";
import type { Command } from "#breakwater/domain/commands.js";
import type { Event } from "#breakwater/domain/events.js";
import { BUY, OrderFlags, SELL } from "#breakwater/records/batch.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { smallEngine } from "./examples.js";

/** A lot is 0.01, worth a hundredth of its price; the market takes 2 to 50,000 lots, worth 0.5 at least. */
const [ALICE, BTC] = [0, 0];
const sides = ["buy", "sell"] as const;

test("orders in numbers are refused and taken as in words", () => {
  const [numbers, words] = [smallEngine(), smallEngine()];
  const dust: Command = {
    type: "position",
    account: "alice",
    market: "BTC-PERP",
    quantity: "0.01",
    entryPrice: "100",
  };
  for (const engine of [numbers, words]) engine.apply([dust]);
  const events: Event[] = [];
  const batch = numbers.batch((bytes) => void decodeEvents(bytes, numbers.directory, events));
  const codes: unknown[] = [];
  for (const lots of [0, 1, 2, 50_000, 50_001]) {
    for (const side of [BUY, SELL] as const) {
      // At 1.00 fifty lots are worth 0.5; at 100 one is worth more than that. 0: a market order.
      for (const price of [0, 99, 100, 10_000, 10_001]) {
        for (const flags of [
          OrderFlags.POST_ONLY,
          OrderFlags.REDUCE_ONLY,
          OrderFlags.REDUCE_ONLY + OrderFlags.IOC,
        ]) {
          events.length = 0;
          batch.order(ALICE, BTC, side, price, lots, flags);
          batch.flush();
          const same = words.apply([
            {
              type: "order",
              account: "alice",
              market: "BTC-PERP",
              side: sides[side]!,
              quantity: `${lots / 100}`,
              ...(price === 0 ? {} : { price: `${price / 100}` }),
              postOnly: flags === OrderFlags.POST_ONLY,
              reduceOnly: flags >= OrderFlags.REDUCE_ONLY,
              timeInForce: flags > OrderFlags.REDUCE_ONLY ? "IOC" : "GTC",
            },
          ]);
          const [first] = same;
          codes.push(first?.type === "rejected" ? `${first.code} ${first.field}` : first?.type);
          // In words nothing is no quantity at all: another sentence, the same refusal.
          if (lots === 0) expect(events).toMatchObject([{ code: "OUT_OF_RANGE", field: "quantity" }]);
          else expect(events).toEqual(same);
        }
      }
    }
  }
  expect(numbers.stateHash()).toBe(words.stateHash());
  expect(new Set(codes)).toContain("OUT_OF_RANGE quantity");
  expect(new Set(codes)).toContain("accepted");
});

test("one lot closes a position of one, and nothing else so small is taken", () => {
  const engine = smallEngine();
  engine.apply([
    { type: "position", account: "alice", market: "BTC-PERP", quantity: "0.01", entryPrice: "100" },
  ]);
  const codes: unknown[] = [];
  const batch = engine.batch((bytes) => {
    for (const event of decodeEvents(bytes, engine.directory))
      if (event.type === "rejected") codes.push(event.code);
      else if (event.type === "accepted") codes.push("OK");
  });
  batch.order(ALICE, BTC, SELL, 10_000, 1);
  batch.order(ALICE, BTC, BUY, 10_000, 1, OrderFlags.REDUCE_ONLY);
  batch.order(ALICE, BTC, SELL, 10_000, 0, OrderFlags.REDUCE_ONLY);
  batch.order(ALICE, BTC, SELL, 10_000, 1, OrderFlags.REDUCE_ONLY);
  // Two lots are no dust.
  batch.order(ALICE, BTC, BUY, 9_900, 2, OrderFlags.POST_ONLY);
  batch.flush();
  expect(codes).toEqual(["OUT_OF_RANGE", "OUT_OF_RANGE", "OUT_OF_RANGE", "OK", "OK"]);
});
