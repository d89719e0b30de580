/** Fill or kill: whole or refused, never half (rules: book 11). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { Setting } from "./setting.js";

function quoted(spec: Command = {}): Setting {
  const setting = new Setting();
  const tiers = [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }];
  setting.market("M", {
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    marketBandPpm: 900_000,
    tiers,
    ...spec,
  });
  setting.mark("M", "100");
  for (const name of ["a", "b", "c"]) setting.account(name, "1000000");
  return setting;
}

const kill = (quantity: string, price: string, more: Command = {}): Command => ({
  type: "order",
  account: "c",
  market: "M",
  side: "buy",
  quantity,
  price,
  timeInForce: "FOK",
  ...more,
});

/** What it traded; null: refused. */
function outcome(setting: Setting, command: Command): bigint | null {
  const events = setting.model.apply(command);
  if (events[0]?.type === "rejected") {
    expect(["WOULD_NOT_FILL", "SELF_TRADE"]).toContain(events[0]?.code);
    return null;
  }
  return events
    .filter(({ type, case: of }) => type === "fill" && of === null)
    .reduce((sum, { quantity }) => sum + BigInt(quantity as string), 0n);
}

describe("makers that reduce", () => {
  test.each([
    ["5", "sell", "buy", "110"],
    ["-5", "buy", "sell", "90"],
  ])("a closing maker counts: position %s", (held, side, takes, price) => {
    for (const kind of ["linear", "inverse"]) {
      const setting = quoted({ kind, minPrice: "1" });
      setting.position("a", "M", held, "100");
      setting.order("a", "M", side, "5", price);
      expect(outcome(setting, kill("6", price, { side: takes }))).toBe(null);
      expect(outcome(setting, kill("5", price, { side: takes }))).toBe(5n);
    }
  });

  test("a reduce-only one counts cut to the position as the walk leaves it", () => {
    // Six reduce-only, and before them four of any kind of the same account, which holds six: two are left of it.
    const walk = (quantity: string) => {
      const setting = quoted();
      setting.position("a", "M", "6", "100");
      setting.do({
        type: "order",
        account: "a",
        market: "M",
        side: "sell",
        quantity: "6",
        price: "102",
        reduceOnly: true,
      });
      setting.order("a", "M", "sell", "7", "101");
      return outcome(setting, kill(quantity, "102"));
    };
    expect(walk("7")).toBe(7n);
    expect(walk("8")).toBe(null);
  });

  test("one beyond its bound counts for nothing", () => {
    // 10 lots from 100 with 50: zero price 95. At 94 it would go at its turn.
    const setting = quoted();
    setting.account("poor", "50");
    setting.position("poor", "M", "10", "100");
    setting.order("poor", "M", "sell", "10", "94");
    expect(outcome(setting, kill("10", "94"))).toBe(null);
  });

  test("of an account that has traded by then one with a bound counts for nothing, whatever the fees", () => {
    // Zero price 85. Eight at 84, which had margin and no bound, bring 128 less than the mark: then it is 89, and 86 goes.
    const taken = (order: Command) => {
      const setting = quoted();
      setting.account("poor", "150");
      setting.position("poor", "M", "10", "100");
      setting.order("poor", "M", "sell", "3", "86");
      setting.order("poor", "M", "sell", "8", "84");
      return outcome(setting, order);
    };
    expect(taken(kill("11", "86", { timeInForce: "IOC" }))).toBe(8n);
    expect(taken(kill("11", "86"))).toBe(null);
    expect(taken(kill("8", "86"))).toBe(8n);
  });
});

describe("own orders", () => {
  const walk = (selfTrade: string, quantity: string) => {
    const setting = quoted();
    setting.order("b", "M", "sell", "2", "100");
    setting.order("c", "M", "sell", "3", "101");
    setting.order("b", "M", "sell", "4", "102");
    return outcome(setting, kill(quantity, "102", { selfTrade }));
  };

  test.each([
    ["newest", 2],
    ["both", 2],
    ["oldest", 6],
    ["none", 9],
  ])("%s: %i lots and no more", (selfTrade, most) => {
    expect(walk(selfTrade, `${most}`)).toBe(BigInt(most));
    expect(walk(selfTrade, `${most + 1}`)).toBe(null);
  });

  test("decrement: what both lose is done with", () => {
    expect(walk("decrement", "9")).toBe(6n);
    expect(walk("decrement", "10")).toBe(null);
  });

  test("none: an own reduce-only one is cut as any other", () => {
    const walkOwn = (quantity: string) => {
      const setting = quoted();
      setting.position("c", "M", "3", "100");
      setting.do({ ...kill("3", "101"), side: "sell", reduceOnly: true, timeInForce: "GTC" });
      return outcome(setting, kill(quantity, "101", { selfTrade: "none" }));
    };
    expect(walkOwn("3")).toBe(3n);
    expect(walkOwn("4")).toBe(null);
  });
});

test("random books: what is admitted fills whole", () => {
  let state = 11;
  const below = (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  let admitted = 0;
  for (let round = 0; round < 300; round += 1) {
    const setting = quoted({ makerFeePpm: below(2) * 1_000, takerFeePpm: 1_000 });
    setting.account("p", "60");
    setting.account("q", "90");
    setting.position("p", "M", `${1 + below(6)}`, "100");
    setting.position("q", "M", `${1 + below(6)}`, "98");
    for (let i = 0; i < 7; i += 1) {
      const account = ["p", "q", "b", "c"][below(4)];
      const quantity = `${1 + below(5)}`;
      const price = `${88 + below(20)}`;
      const reduceOnly = below(2) === 0;
      setting.model.apply({ type: "order", account, market: "M", side: "sell", quantity, price, reduceOnly });
    }
    const quantity = `${1 + below(9)}`;
    const selfTrade = ["newest", "oldest", "both", "none"][below(4)];
    const filled = outcome(setting, kill(quantity, `${92 + below(16)}`, { selfTrade, account: "c" }));
    if (filled === null) continue;
    admitted += 1;
    expect(filled, `round ${round}`).toBe(BigInt(quantity));
  }
  expect(admitted).toBeGreaterThan(60);
});
