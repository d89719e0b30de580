/** A whole account in one command: all of it or nothing, and looked at when all of it is there (rules: commands 21). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { Setting } from "./setting.js";
import { refusalOf, typesOf } from "./venue-setting.js";

const SECOND = 1_000_000;

/** A and B at 100, N without a mark, I inverse; coin is priced by A, nocoin by N; a second domain with a market of its own. */
function world(): Setting {
  const setting = new Setting({ insuranceFund: "1000" });
  for (const market of ["A", "B", "N"]) {
    setting.market(market, { lotSize: "1", maxPrice: "1000", maxPosition: "100", maxOpenInterest: "150" });
  }
  setting.market("I", { kind: "inverse", lotSize: "1", minPrice: "10", maxPosition: "100" });
  const collateral = { type: "collateral", domain: "D", haircutPpm: 100_000, decimals: 8 };
  setting.do({ ...collateral, asset: "coin", market: "A", depositMax: "50" });
  setting.do({ ...collateral, asset: "nocoin", market: "N" });
  setting.do({ type: "domain", domain: "E", asset: "USD", settleDecimals: 6 });
  setting.market("X", { domain: "E" });
  for (const market of ["A", "B", "I"]) setting.mark(market, "100", SECOND);
  setting.account("other", "1000");
  return setting;
}

const account = (more: Command): Command => ({ type: "account", account: "a", domain: "D", ...more });
const held = (market: string, quantity: string, entryPrice = "100") => ({ market, quantity, entryPrice });

describe("a whole account", () => {
  test("has what account, transfers and positions would have given it, of both kinds of market and both sides", () => {
    const positions = [held("A", "7", "99.000001"), held("B", "-5", "100.1"), held("I", "-3", "99")];
    const whole = world();
    whole.do(account({ cash: "900", positions, collateral: [{ asset: "coin", amount: "1.5" }] }));
    const parts = world();
    parts.account("a", "900");
    parts.do({ type: "transfer", account: "a", asset: "coin", amount: "1.5" });
    for (const position of positions) parts.do({ type: "position", account: "a", ...position });
    const { model } = whole;
    expect(model.account("a")).toEqual(parts.model.account("a"));
    const report = { type: "domainReport", domain: "D" };
    const told = (setting: Setting) => ({ ...setting.model.apply(report)[0], commandSeq: 0 });
    expect(told(whole)).toEqual(told(parts));
    expect(model.account("a")).toMatchObject({
      state: "healthy",
      collateral: [{ asset: "coin", balance: "1.50000000" }],
    });
  });

  test("is evaluated once, when all of it is there: a hedge or a coin that stands last in it counts", () => {
    const setting = world();
    const hedged = { positions: [held("A", "10", "110"), held("B", "-10", "110")] };
    expect(typesOf(setting.do(account({ cash: "200", ...hedged })))).toEqual(["accepted"]);
    const coin = { collateral: [{ asset: "coin", amount: "3" }], positions: [held("A", "10", "110")] };
    expect(typesOf(setting.do({ ...account({ ...coin }), account: "b" }))).toEqual(["accepted"]);
    const events = setting.do({
      ...account({ positions: [held("A", "10", "101")] }),
      account: "c",
      cash: "100",
    });
    expect(typesOf(events).slice(0, 2)).toEqual(["accepted", "liquidationOpened"]);
    expect(events[1]).toMatchObject({ account: "c", equity: "90.000000", maintenanceMargin: "100.000000" });
  });

  test("brings coins that count at once where their market is trusted, and later where it is not", () => {
    const setting = world();
    setting.do({ type: "resume", market: "A" });
    setting.do(account({ collateral: [{ asset: "coin", amount: "1" }] }));
    const coin = () => (setting.model.account("a") as { collateral: Command[] }).collateral[0];
    expect(coin()).toMatchObject({ pending: "1.00000000", value: "0.000000" });
    setting.mark("A", "100");
    expect(coin()).toMatchObject({ pending: "0.00000000", value: "90.000000" });
  });

  test("has nothing by empty lists, and isolated at most one position", () => {
    const setting = world();
    setting.do(account({ positions: [], collateral: [], cash: "5" }));
    const sub = { ...account({}), account: "sub", mode: "isolated", parent: "a", cash: "100" };
    const two = { ...sub, positions: [held("A", "1"), held("B", "1")] };
    expect(refusalOf(setting, two)).toBe("CAPACITY positions[1].quantity");
    setting.do({ ...sub, positions: [held("A", "1")] });
    expect(setting.leg("sub", "A")).toMatchObject({ quantity: "1" });
  });
});

describe("what is refused, and in which order", () => {
  const coins = (...rows: [string, string][]) => ({
    collateral: rows.map(([asset, amount]) => ({ asset, amount })),
  });

  test.each<[Command, string]>([
    [{ cash: "0.0000001", ...coins(["USD", "1"]) }, "MALFORMED cash"],
    [{ ...coins(["USD", "1"]), positions: [held("none", "1")] }, "SPEC_INVALID collateral[0].asset"],
    [coins(["coin", "1"], ["gold", "1"]), "SPEC_INVALID collateral[1].asset"],
    [coins(["coin", "1"], ["coin", "0.000000001"]), "SPEC_INVALID collateral[1].asset"],
    [coins(["nocoin", "0.000000001"]), "MALFORMED collateral[0].amount"],
    [coins(["nocoin", "0"]), "OUT_OF_RANGE collateral[0].amount"],
    [coins(["nocoin", "1"]), "MARKET_HALTED collateral[0].asset"],
    [coins(["coin", "9999999999"]), "CAPACITY collateral[0].amount"],
    [coins(["coin", "50.00000001"]), "CAPACITY collateral[0].amount"],
    [{ positions: [held("A", "1"), held("none", "0")] }, "UNKNOWN_MARKET positions[1].market"],
    [{ positions: [held("X", "1")] }, "UNKNOWN_MARKET positions[0].market"],
    [{ positions: [held("A", "1"), held("A", "0.5")] }, "SPEC_INVALID positions[1].market"],
    [{ positions: [held("A", "0", "0")] }, "OUT_OF_RANGE positions[0].quantity"],
    [{ positions: [held("A", "0.5", "0")] }, "QUANTITY_OFF_LOT positions[0].quantity"],
    [{ positions: [held("A", "1.0", "0")] }, "MALFORMED positions[0].quantity"],
    [{ positions: [held("A", "101", "0")] }, "OUT_OF_RANGE positions[0].entryPrice"],
    [{ positions: [held("A", "1", "1000.000000000000000001")] }, "OUT_OF_RANGE positions[0].entryPrice"],
    [{ positions: [held("B", "1"), held("A", "-101")] }, "CAPACITY positions[1].quantity"],
    [{ cash: "1152921504606.846977", positions: [held("A", "101")] }, "CAPACITY positions[0].quantity"],
    [{ cash: "1152921504606.846977" }, "CAPACITY cash"],
  ])("%j: %s, and nothing has changed", (more, refusal) => {
    const setting = world();
    const told = () => ({ ...setting.model.apply({ type: "domainReport", domain: "D" })[0], commandSeq: 0 });
    const before = told();
    expect(refusalOf(setting, account(more))).toBe(refusal);
    expect(told()).toEqual(before);
    expect(setting.model.invariants()).toEqual([]);
    setting.do(account({ positions: [held("A", "1")] }));
  });

  test("amounts are at most 2^62 of their unit", () => {
    const setting = world();
    setting.do({ type: "collateral", domain: "D", asset: "wide", market: "N", haircutPpm: 0, decimals: 8 });
    const wide = (amount: string) => account({ collateral: [{ asset: "wide", amount }] });
    expect(refusalOf(setting, wide("46116860184.27387904"))).toBe("MARKET_HALTED collateral[0].asset");
    expect(refusalOf(setting, wide("46116860184.27387905"))).toBe("OUT_OF_RANGE collateral[0].amount");
    expect(refusalOf(setting, account({ cash: "4611686018427.387904" }))).toBe("CAPACITY cash");
    expect(refusalOf(setting, account({ cash: "4611686018427.387905" }))).toBe("OUT_OF_RANGE cash");
  });

  test("a position above the open interest that is left", () => {
    const setting = world();
    setting.do({ ...account({ cash: "99999" }), account: "b", positions: [held("A", "100")] });
    setting.do({ ...account({ cash: "99999" }), account: "c", positions: [held("A", "50")] });
    expect(refusalOf(setting, account({ positions: [held("A", "1")] }))).toBe(
      "CAPACITY positions[0].quantity",
    );
    setting.do(account({ cash: "99999", positions: [held("A", "-100")] }));
  });
});
