/** Prices of reports between price units: rounded once, against the account (rules: venue-reports 15, units 4). */
import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.js";
import type { Command } from "./state.js";
import { failing, fill, only, refusalOf, venue } from "./venue-setting.js";

const WHOLE = { policy: { fullCloseNotional: "100000000" } };
const elsewhere = (account: string, side: string, quantity: string, price: string, more: Command = {}) => ({
  ...fill("", quantity, price, { account, market: "V", side, ...more }),
  order: undefined,
});
const INVERSE = { kind: "inverse", minPrice: "1", priceDecimals: 2, tickSize: "0.01" };
/** cashTotal and costTotal, and what `@rounding` has. */
function totals(setting: Setting): unknown[] {
  const [{ cashTotal, costTotal, rounding } = {}] = setting.model.apply({
    type: "domainReport",
    domain: "D",
  });
  return [cashTotal, costTotal, rounding];
}

describe("what a price may be", () => {
  test.each([
    ["off the tick", "99.333", null],
    ["eighteen decimals", "99.333333333333333333", null],
    ["the lowest", "0.01", null],
    ["below it by the least that can be told", "0.009999999999999999", "OUT_OF_RANGE price"],
    ["the highest", "1000", null],
    ["above it", "1000.000000000000000001", "OUT_OF_RANGE price"],
    ["none", "0", "OUT_OF_RANGE price"],
  ])("%s", (_, price, refusal) => {
    const setting = venue(WHOLE);
    expect(refusalOf(setting, fill(failing(setting, "a"), "1", price))).toBe(refusal);
  });
});

describe("what is told is the nearest unit, half up; what is booked is exact", () => {
  test.each([
    // sells one lot of a cost of 100
    ["99.333", "99.33", "-0.667000"],
    ["99.3350", "99.34", "-0.665000"],
    ["99.3349999", "99.33", "-0.665001"],
    ["99.33333333", "99.33", "-0.666667"],
    ["99.999999999", "100.00", "-0.000001"],
    ["100.000000999", "100.00", "0.000000"],
    ["100", "100.00", "0.000000"],
  ])("a sale at %s is told as %s, and realises %s", (price, told, realised) => {
    const setting = venue(WHOLE);
    const events = setting.do(fill(failing(setting, "a"), "1", price));
    expect(events[0]).toMatchObject({ type: "fill", price: told });
    expect(events[1]).toMatchObject({ type: "position", realised });
    expect(totals(setting)[2]).toBe("0.000000");
  });

  test.each([
    ["100.667", "-0.667000"],
    ["100.66666633", "-0.666667"],
    ["99.9999999", "0.000000"],
  ])("a purchase at %s realises %s", (price, realised) => {
    const setting = venue(WHOLE);
    const events = setting.do(fill(failing(setting, "a", "-10"), "1", price));
    expect(events[1]).toMatchObject({ type: "position", realised });
  });

  test("`@street` has the exact opposite: three sales at a third leave nothing over", () => {
    const setting = venue(WHOLE);
    const slice = failing(setting, "a");
    for (let sale = 0; sale < 3; sale += 1) setting.do(fill(slice, "1", "99.333333333333333333"));
    expect(setting.model.account("a")).toMatchObject({ cash: "87.999999" });
    expect(totals(setting)).toEqual(["1000090.000000", "0.000000", "0.000000"]);
  });
});

describe("a fill that crosses zero: the part that opens is valued by itself", () => {
  test.each([
    // value 3·99.3333335 = 298.0000005, and 2·99.3333335 = 198.666667 for what opens
    ["sells three of one", "1", "sell", "-2", "-198.666667", "-0.666667"],
    ["buys three of minus one", "-1", "buy", "2", "198.666667", "0.666666"],
  ])("%s", (_, held, side, quantity, cost, realised) => {
    const setting = venue(WHOLE);
    setting.account("a", "1000");
    setting.position("a", "V", held, "100");
    const events = setting.do(elsewhere("a", side, "3", "99.3333335"));
    expect(events[1]).toMatchObject({ type: "position", quantity, cost, realised });
    expect(totals(setting)[2]).toBe("0.000000");
  });

  test("`@street`'s part is rounded against it: what it realises is the rest of the opposite value", () => {
    const setting = venue(WHOLE);
    setting.account("a", "1000");
    setting.position("a", "V", "1", "100");
    const events = setting.do(elsewhere("a", "sell", "3", "99.3333333"));
    // 297.9999999, down, of which −198.6666666, up, is what opens: 99.333333 for what cost 100.
    expect(events[1]).toMatchObject({ quantity: "-2", cost: "-198.666666", realised: "-0.666667" });
    const street = setting.model.world.domain("D").street;
    // It paid 297.999999 for three, 198.666667 of it for the two that it has: 99.333332 for what cost it −100.
    expect([...street.legs.values()]).toMatchObject([{ quantity: 2n, cost: 198_666_667n }]);
    expect(street.cash).toBe(666_668n);
    expect(totals(setting)[2]).toBe("0.000000");
  });
});

describe("inverse", () => {
  /** Lots of 100: a lot is worth 1 at 100. */
  const coins = () => {
    const setting = venue({ ...INVERSE, lotSize: "100" });
    setting.account("a", "1000");
    return setting;
  };

  test.each([
    // 10^8·10/99.5 = 10.0502512… of coins, to six decimals
    ["buy", "-10.050251", "0.000001"],
    ["sell", "10.050252", "0.000001"],
  ])("to %s ten at 99.500 costs %s; each side is rounded against itself", (side, cost, rounding) => {
    const setting = coins();
    const events = setting.do(elsewhere("a", side, "1000", "99.500"));
    expect(events[1]).toMatchObject({ type: "position", cost });
    expect(totals(setting)[2]).toBe(rounding);
  });

  test("between units the value is of the exact price", () => {
    const setting = coins();
    // 1,000/99.995 = 10.00050002500125…; at 100.00, as which it is told, it would be 10
    const events = setting.do(elsewhere("a", "buy", "1000", "99.995"));
    expect(events[0]).toMatchObject({ price: "100.00" });
    expect(events[1]).toMatchObject({ cost: "-10.000500" });
  });
});

describe("fees", () => {
  test("absent: of the value, rounded up, and up again", () => {
    const setting = venue({ ...WHOLE, takerFeePpm: 10_000 });
    // 1 % of 99.333334
    expect(setting.do(fill(failing(setting, "a"), "1", "99.3333333"))[0]).toMatchObject({
      takerFee: "0.993334",
    });
    const exactly = venue({ ...WHOLE, takerFeePpm: 1_000_000 });
    expect(exactly.do(fill(failing(exactly, "a"), "1", "99.3333333"))[0]).toMatchObject({
      takerFee: "99.333334",
    });
  });

  test("the room is what the account got above zero value", () => {
    const setting = venue({ ...WHOLE, liquidationFeePpm: 1_000_000 });
    // A zero value of 910 for ten: 91.0000005 brings 91 for each, and leaves nothing.
    const slice = failing(setting, "a");
    expect(setting.do(fill(slice, "1", "91.0000005"))[0]).toMatchObject({ liquidationFee: "0.000000" });
    expect(setting.do(fill(slice, "2", "91.0000005"))[0]).toMatchObject({ liquidationFee: "0.000001" });
  });

  test("a purchase likewise", () => {
    const setting = venue({ ...WHOLE, liquidationFeePpm: 1_000_000 });
    const slice = failing(setting, "a", "-10");
    expect(setting.do(fill(slice, "1", "108.9999995"))[0]).toMatchObject({ liquidationFee: "0.000000" });
    expect(setting.do(fill(slice, "2", "108.9999995"))[0]).toMatchObject({ liquidationFee: "0.000001" });
  });
});

test("slippage is of what the account got", () => {
  const setting = venue();
  // Three lots cure: 90 for 70 at 1.2, less what is lost. 3·(100 − 99.5005) = 1.4985 of 300: 4,995 ppm
  const events = setting.do(fill(failing(setting, "a"), "3", "99.5005"));
  expect(only(events, "liquidationClosed")).toMatchObject([{ slippagePpm: 4_995 }]);
  // 299.9999997 bring 299.999999: a unit of money is lost of 300.
  const nearly = venue();
  const closed = nearly.do(fill(failing(nearly, "a"), "3", "99.9999999"));
  expect(only(closed, "liquidationClosed")).toMatchObject([{ slippagePpm: 1 }]);
});

describe("who makes money with it: many fills at prices that round", () => {
  /** `a` buys a lot at a price a little above a unit of money, and sells it there, a hundred times. */
  function churned(price: string): bigint {
    const setting = venue({ lotSize: "1" });
    setting.account("a", "1000");
    for (let turn = 0; turn < 100; turn += 1) {
      setting.do(elsewhere("a", "buy", "1", price));
      setting.do(elsewhere("a", "sell", "1", price));
    }
    return setting.model.world.account("a").cash - 1_000_000_000n;
  }

  test("the account loses a unit each time, and `@street` has it: never the other way round", () => {
    expect(churned("99.9999995")).toBe(-100n);
    expect(churned("99.9999999999999999")).toBe(-100n);
    expect(churned("99.999999")).toBe(0n);
  });

  test("at the told price the venue would give what it did not say: half a cent a lot", () => {
    // What the rule before would have booked, had it taken such prices at all.
    const setting = venue(WHOLE);
    const slice = failing(setting, "a");
    const [told] = setting.do(fill(slice, "10", "99.335"));
    const { cash } = setting.model.world.account("a");
    const asTold = 90_000_000n + BigInt(Math.round((Number(told?.price) - 100) * 10_000_000));
    expect(asTold - cash).toBe(50_000n);
  });
});
