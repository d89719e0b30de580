/** Collateral in other assets: what it is worth, who may take it out, and what it pays (rules: margin 9, evaluation 8, takeover-and-fund 14). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";

const SECOND = 1_000_000;

/** 1 ETH at 3,000 less 10 % counts 2,700. */
function world(domain = {}, btc = {}): Setting {
  const setting = new Setting({ insuranceFund: "10000", ...domain });
  setting.market("BTC", { execution: "external", ...btc });
  setting.market("ETH", { execution: "external", maxAge: SECOND });
  setting.do({
    type: "collateral",
    domain: "D",
    asset: "ETH",
    market: "ETH",
    haircutPpm: 100_000,
    decimals: 8,
  });
  setting.mark("BTC", "50000", 1);
  setting.mark("ETH", "3000", 1);
  setting.account("a");
  setting.account("b", "1000000");
  return setting;
}
const give = (setting: Setting, amount: string, more: Command = {}) =>
  setting.do({ type: "transfer", account: "a", amount, asset: "ETH", ...more });
const refused = (setting: Setting, command: Command) =>
  setting.model.apply(command).find(({ type }) => type === "rejected")?.code;

test("counts in equity after its haircut, rounded down", () => {
  const setting = world();
  give(setting, "1.00000001");
  // 100,000,001·300,000·0.9/10^4 = 2,700,000,027
  expect(setting.model.account("a")).toMatchObject({
    cash: "0.000000",
    equity: "2700.000027",
    collateral: [{ asset: "ETH", balance: "1.00000001", value: "2700.000027" }],
  });
  setting.position("a", "BTC", "0.2", "50000");
  expect(setting.state("a")).toBe("healthy");
  expect(setting.mark("ETH", "1111.11", 2)).toMatchObject([
    { type: "mark" },
    { breaker: "UNCONFIRMED", state: "tripped" },
    { type: "liquidationOpened" },
    {},
  ]);
  expect(setting.all("liquidationOpened")).toMatchObject([
    { marks: { BTC: "50000.00", ETH: "1111.11" }, evidence: { BTC: {}, ETH: { index: "1111.11" } } },
  ]);
});

test("is taken out like cash, and moves between accounts", () => {
  const setting = world();
  give(setting, "2");
  setting.position("a", "BTC", "0.5", "50000");
  const out = { type: "transfer", account: "a", asset: "ETH" };
  // 5,400 less the 2,500 of initial margin leaves 1.07407407 ETH.
  expect(refused(setting, { ...out, amount: "-1.07407408" })).toBe("INSUFFICIENT_MARGIN");
  expect(refused(setting, { ...out, amount: "-2.1" })).toBe("INSUFFICIENT_MARGIN");
  give(setting, "1.07407407", { to: "b" });
  expect(setting.model.account("b")).toMatchObject({ collateral: [{ balance: "1.07407407" }] });
  setting.position("a", "BTC", "0", "1");
  give(setting, "-0.92592593");
  expect(setting.model.account("a")).toMatchObject({ collateral: [] });
});

test("refusals of a transfer: the asset first, then the amount", () => {
  const setting = world();
  const transfer = { type: "transfer", account: "a", asset: "ETH" };
  expect(refused(setting, { ...transfer, asset: "SOL", amount: "0" })).toBe("SPEC_INVALID");
  expect(refused(setting, { ...transfer, amount: "1", to: "@fund" })).toBe("SPEC_INVALID");
  expect(refused(setting, { ...transfer, amount: "0.000000001" })).toBe("MALFORMED");
  expect(refused(setting, { ...transfer, amount: "0" })).toBe("OUT_OF_RANGE");
  expect(refused(setting, { ...transfer, amount: "50000000000" })).toBe("OUT_OF_RANGE");
  expect(refused(setting, { ...transfer, amount: "40000000000" })).toBe("CAPACITY");
});

test("refusals of a definition", () => {
  const setting = world();
  setting.market("X", { kind: "inverse", minPrice: "1", lotSize: "1" });
  const define = (fields: Command) =>
    refused(setting, {
      type: "collateral",
      domain: "D",
      asset: "SOL",
      market: "BTC",
      haircutPpm: 0,
      decimals: 8,
      ...fields,
    });
  expect(define({ domain: "Q" })).toBe("UNKNOWN_DOMAIN");
  expect(define({ asset: "ETH" })).toBe("ALREADY_EXISTS");
  expect(define({ asset: "USD" })).toBe("SPEC_INVALID");
  expect(define({ market: "Q" })).toBe("UNKNOWN_MARKET");
  expect(define({ market: "X" })).toBe("SPEC_INVALID");
  expect(define({ decimals: 3 })).toBe("SPEC_INVALID");
  for (let index = 0; index < 7; index += 1) expect(define({ asset: `A${index}` })).toBeUndefined();
  expect(define({ asset: "A8" })).toBe("CAPACITY");
});

describe("what is owed", () => {
  test("takeover: what the legs did not bring comes from the collateral, at its value", () => {
    const setting = world({ surplus: "fund", takeoverPpm: 1_000_000 });
    give(setting, "1");
    // E = 2,000 + 2,700 < 5,000: the leg moves at 50,000 − 4,700, which leaves −2,700 in cash.
    setting.position("a", "BTC", "1", "48000");
    expect(setting.all("takeover")).toMatchObject([{ price: "45300.00" }]);
    expect(setting.all("fund")).toMatchObject([{ change: "-2700.000000", reason: "takeover", case: "C1" }]);
    expect(setting.model.account("a")).toMatchObject({
      cash: "0.000000",
      equity: "0.000000",
      collateral: [],
    });
  });

  test("shortfall: as much as is owed and no more, before the fund pays", () => {
    const setting = world({ takeover: false });
    give(setting, "1");
    setting.position("a", "BTC", "1", "50000");
    setting.do({ type: "execution", order: "S1", status: "fill", price: "49000", quantity: "1", fee: "0" });
    // 1,000 of 2,700 per ETH: 0.37037038 is the least that is worth it.
    expect(setting.all("fund")).toMatchObject([{ change: "-1000.000000", reason: "shortfall", case: "C1" }]);
    expect(setting.model.account("a")).toMatchObject({
      cash: "0.000000",
      collateral: [{ balance: "0.62962962" }],
    });
  });

  test("what the collateral cannot pay, the fund does", () => {
    const setting = world({ takeover: false });
    give(setting, "1");
    setting.position("a", "BTC", "1", "50000");
    setting.do({ type: "execution", order: "S1", status: "fill", price: "47000", quantity: "1", fee: "0" });
    expect(setting.all("fund")).toMatchObject([
      { change: "-2700.000000", reason: "shortfall" },
      { change: "-300.000000", reason: "shortfall" },
    ]);
    expect(setting.model.account("a")).toMatchObject({ cash: "0.000000", collateral: [] });
  });
});

test("a doubtful price of collateral suspends a case, and says so", () => {
  const setting = world({ takeover: false });
  give(setting, "1");
  setting.position("a", "BTC", "0.5", "50000");
  setting.mark("BTC", "50000", 2 * SECOND);
  setting.clock(3 * SECOND);
  expect(setting.all("breaker").at(-1)).toMatchObject({ market: "ETH", breaker: "FEED_STALE" });
  // E = −250 + 2,700 < 2,475 at last marks; with ETH at 3,300 it is healthy.
  const events = setting.mark("BTC", "49500", 3 * SECOND);
  expect(events.slice(1)).toMatchObject([
    { type: "liquidationOpened", equity: "2450.000000" },
    { type: "liquidationBlocked", market: "ETH", breaker: "FEED_STALE" },
  ]);
  setting.mark("ETH", "3000", 4 * SECOND);
  const woken = setting.mark("ETH", "2999", 9 * SECOND);
  expect(woken.map(({ type, market }) => [type, market])).toEqual([
    ["mark", "ETH"],
    ["breaker", "ETH"],
    ["liquidationUnblocked", "ETH"],
    ["slice", "BTC"],
  ]);
});
