/** What was seized: how it is shown, what it covers, who sells it, and what an own account tells of itself (rules: takeover-and-fund 16, commands 20, queries 4, 8). */
import { describe, expect, test } from "vitest";
import { codeOf, refusal, SECOND, TRANSFER, tick, world } from "./doubt-setting.js";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";

const MORTAL = { maxAge: 10 * SECOND, breakers: { resumeAfter: 0 } };
const sale = (quantity: string, proceeds: string, more: Command = {}): Command => ({
  type: "collateralSale",
  domain: "D",
  asset: "COIN",
  quantity,
  proceeds,
  ...more,
});
const answer = (setting: Setting, query: Command): Event => {
  const [event] = setting.model.apply(query);
  if (!event) throw new Error("no answer");
  return event;
};
const ofDomain = (setting: Setting, more: Command = {}) =>
  answer(setting, { type: "domainReport", domain: "D", ...more });

/** `a`, who has no cash and pledged ten coins of 100 that count 90, owes so much; the fund has `fund`. */
function seized(owed: number, fund = "0", spec: Command = MORTAL): Setting {
  const setting = world(spec, { takeover: false, insuranceFund: fund });
  setting.do({ ...TRANSFER, asset: "COIN", amount: "10" });
  setting.order("maker", "X", "buy", "10", "100");
  setting.position("a", "X", "10", String(200 + owed / 10));
  // Below nothing it is sold without being asked.
  if (setting.all("fill").length > 0) return setting;
  setting.do({ type: "order", account: "a", market: "X", side: "sell", quantity: "10", reduceOnly: true });
  return setting;
}

describe("case 6", () => {
  test("a deficit that what was seized covers is none; it is shown, sold, and the fund has what it brought", () => {
    const setting = seized(180);
    expect(setting.all("deficit")).toEqual([]);
    expect(setting.all("fund")).toEqual([]);
    expect(ofDomain(setting)).toMatchObject({
      fund: "0.000000",
      deficit: "0.000000",
      cover: "0.000000",
      seized: [{ asset: "COIN", quantity: "2.0000", value: "180.000000" }],
    });
    // At 100 and without haircut they bring 200: 180 are repaid, 20 are gained.
    const events = setting.do(sale("2", "200"));
    expect(events.map(({ type }) => type)).toEqual(["accepted", "fund", "breaker"]);
    expect(events[1]).toMatchObject({
      change: "20.000000",
      balance: "20.000000",
      reason: "collateralSale",
      case: null,
    });
    expect(ofDomain(setting)).toMatchObject({
      fund: "20.000000",
      deficit: "0.000000",
      cover: "20.000000",
      deposits: "2001200.000000",
      seized: [{ quantity: "0.0000", value: "0.000000" }],
    });
  });

  test("sold for less than it counted, a deficit shows; sold for nothing, all of it", () => {
    const setting = seized(180);
    expect(setting.do(sale("1", "50")).slice(1)).toMatchObject([
      { type: "deficit", change: "40.000000", balance: "40.000000", reason: "collateralSale" },
    ]);
    expect(setting.do(sale("1", "0")).slice(1)).toMatchObject([
      { type: "deficit", change: "90.000000", balance: "130.000000" },
    ]);
    expect(ofDomain(setting)).toMatchObject({ deficit: "130.000000", cover: "-130.000000" });
    // The first money repays what is owed.
    setting.do({ ...TRANSFER, account: "b", amount: "150", to: "@fund" });
    expect(setting.all("deficit").at(-1)).toMatchObject({ change: "-130.000000", balance: "0.000000" });
    expect(setting.all("fund").at(-1)).toMatchObject({ change: "20.000000" });
  });
});

describe("the deficit", () => {
  test("more is owed than was seized: the rest, told with the charge that made it so", () => {
    const setting = seized(1_000, "30");
    // 900 are seized, of which the fund pays 30; 100 more are owed.
    expect(setting.all("fund")).toMatchObject([{ change: "-30.000000" }]);
    expect(setting.all("deficit")).toMatchObject([
      { change: "70.000000", balance: "70.000000", reason: "shortfall" },
    ]);
    expect(ofDomain(setting)).toMatchObject({ deficit: "70.000000", cover: "-70.000000" });
  });

  test("a price that moves tells nothing; it is in the report, and in what the next charge tells", () => {
    const setting = seized(1_000, "30");
    const told = setting.all("deficit").length;
    setting.do(tick(setting, "50"));
    expect(setting.all("deficit")).toHaveLength(told);
    // 970 are owed, the coins count 450.
    expect(ofDomain(setting)).toMatchObject({ deficit: "520.000000", seized: [{ value: "450.000000" }] });
    setting.do({ ...TRANSFER, account: "b", amount: "1", to: "@fund" });
    expect(setting.all("deficit").at(-1)).toMatchObject({
      change: "449.000000",
      balance: "519.000000",
      reason: "topUp",
    });
  });

  test("what nobody can price covers nothing: at the time of the question, and of the charge", () => {
    const setting = seized(180);
    expect(ofDomain(setting, { time: 11 * SECOND })).toMatchObject({ deficit: "0.000000" });
    expect(ofDomain(setting, { time: 11 * SECOND + 1 })).toMatchObject({
      deficit: "180.000000",
      seized: [{ quantity: "2.0000", value: "0.000000" }],
    });
    setting.do({ ...TRANSFER, account: "b", amount: "1", to: "@fund", time: 60 * SECOND });
    expect(setting.all("deficit")).toMatchObject([{ change: "179.000000", reason: "topUp" }]);
    setting.do(tick(setting, "100"));
    setting.do({ ...TRANSFER, account: "b", amount: "1", to: "@fund" });
    expect(setting.all("deficit").at(-1)).toMatchObject({ change: "-179.000000", balance: "0.000000" });
  });
});

describe("a sale", () => {
  test("is refused, in this order", () => {
    const setting = seized(180);
    const code = (command: Command) => {
      const refused = refusal(setting, command);
      return refused && `${refused["code"]} ${refused["field"]}`;
    };
    const late = { proceeds: "0.0000001" };
    expect(code(sale("3.00001", "0", { domain: "Q", asset: "Q", ...late }))).toBe("UNKNOWN_DOMAIN domain");
    expect(code(sale("3.00001", "0", { asset: "Q", ...late }))).toBe("SPEC_INVALID asset");
    expect(code(sale("3.00001", "0", { asset: "USD", ...late }))).toBe("SPEC_INVALID asset");
    expect(code(sale("3.00001", "0", late))).toBe("MALFORMED quantity");
    expect(code(sale("0", "0", late))).toBe("OUT_OF_RANGE quantity");
    expect(code(sale("2.0001", "0", late))).toBe("OUT_OF_RANGE quantity");
    expect(code(sale("2", "0", late))).toBe("MALFORMED proceeds");
    expect(code(sale("2", "1152921504606.846976"))).toBe("CAPACITY proceeds");
    expect(code(sale("2", "0"))).toBe(null);
  });

  test("nobody's coins but the fund's: what accounts have pledged cannot be sold", () => {
    const setting = seized(180);
    setting.do({ ...TRANSFER, account: "b", asset: "COIN", amount: "5" });
    expect(codeOf(setting, sale("2.0001", "1"))).toBe("OUT_OF_RANGE");
    expect(setting.model.account("b")).toMatchObject({ collateral: [{ balance: "5.0000" }] });
  });

  test("at a moment when the price is in doubt, too: what it brought is a fact", () => {
    const setting = seized(180);
    setting.clock(60 * SECOND);
    expect(setting.do(sale("2", "170")).slice(1)).toMatchObject([{ type: "deficit", balance: "10.000000" }]);
  });

  test("above the floor again it makes the cases due that were held back", () => {
    const setting = world({}, { insuranceFund: "0", takeoverPpm: 1_000_000, floorAction: "block" });
    setting.do({ ...TRANSFER, asset: "COIN", amount: "10" });
    setting.account("c", "0");
    // E = 1,000 − 2,100 + 900: it is taken over, and its coins are seized for 900 that the fund does not have.
    setting.position("a", "X", "10", "310");
    setting.position("c", "X", "10", "95");
    expect(setting.all("liquidationBlocked")).toMatchObject([{ account: "c", breaker: "FUND_FLOOR" }]);
    const { seized: had } = ofDomain(setting) as { seized: Event[] };
    const events = setting.do(sale(String(had[0]?.["quantity"]), "100000"));
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["accepted", "fund", "breaker", "liquidationUnblocked", "takeover"]),
    );
  });
});

describe("a domain's own accounts", () => {
  const own = (setting: Setting, account: string, more: Command = {}) =>
    answer(setting, { type: "report", account, ...more });

  test("what was taken over, and what was seized", () => {
    const setting = world(MORTAL, { insuranceFund: "1000000" });
    setting.do({ ...TRANSFER, asset: "COIN", amount: "10" });
    setting.position("a", "X", "10", "300");
    const { type, commandSeq, time, ...told } = own(setting, "@liquidation");
    expect(told).toEqual({
      account: "@liquidation",
      domain: "D",
      mode: "cross",
      cash: "0.000000",
      // X from 110 is worth 1,000, the coins 900.
      equity: "800.000000",
      initialMargin: null,
      maintenanceMargin: null,
      state: "healthy",
      case: null,
      positions: [
        {
          market: "X",
          quantity: "10.000",
          cost: "1100.000000",
          mark: "100.00",
          mismatch: false,
          notional: "1000.000000",
          unrealised: "-100.000000",
          maintenanceMargin: null,
          liquidationPrice: null,
          zeroPrice: null,
          adlRank: null,
        },
      ],
      collateral: [{ asset: "COIN", balance: "10.0000", pending: "0.0000", value: "900.000000" }],
    });
    expect(own(setting, "@street")).toMatchObject({
      cash: "0.000000",
      equity: null,
      positions: [{ market: "X", quantity: "-10.000", cost: "-3000.000000" }],
    });
    expect(own(setting, "@fund")).toMatchObject({
      cash: "999100.000000",
      equity: "999100.000000",
      positions: [],
    });
    for (const name of ["@fees", "@rounding"]) {
      expect(own(setting, name)).toMatchObject({ account: name, equity: "0.000000", collateral: [] });
    }
  });

  test("what never had a price counts nothing, and the street is flat where both sides are", () => {
    const setting = world({}, { insuranceFund: "5" });
    setting.market("NEW");
    setting.position("a", "NEW", "2", "7");
    setting.position("a", "NEW", "0", "7");
    setting.position("b", "NEW", "1", "7");
    expect(own(setting, "@street")).toMatchObject({
      equity: null,
      positions: [{ market: "NEW", quantity: "-1.000", mark: null, notional: null, unrealised: null }],
    });
    setting.position("b", "NEW", "0", "7");
    expect(own(setting, "@street")).toMatchObject({ positions: [] });
    expect(own(setting, "@liquidation")).toMatchObject({ equity: "0.000000" });
  });

  test("of which domain must be said where there are several; and an account's must be its own", () => {
    const empty = new Setting();
    const none = empty.model.apply({ type: "report", account: "@fund" });
    expect(none).toMatchObject([{ account: "@fund", domain: "D" }]);
    const setting = world();
    setting.do({ type: "domain", domain: "E", asset: "EUR", settleDecimals: 2, insuranceFund: "7" });
    const code = (more: Command) => {
      const { code: refused, field } = own(setting, "a", more);
      return refused === undefined ? null : `${refused} ${field}`;
    };
    expect(code({ account: "@fund" })).toBe("MISSING_FIELD domain");
    expect(code({ account: "@fund", domain: "Q" })).toBe("UNKNOWN_DOMAIN domain");
    expect(own(setting, "@fund", { domain: "E" })).toMatchObject({ cash: "7.00", domain: "E" });
    expect(code({ domain: "Q" })).toBe("UNKNOWN_DOMAIN domain");
    expect(code({ domain: "E" })).toBe("UNKNOWN_ACCOUNT account");
    expect(code({ domain: "D" })).toBe(null);
    expect(code({ account: "nobody", domain: "D" })).toBe("UNKNOWN_ACCOUNT account");
  });
});
