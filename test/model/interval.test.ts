/** A shorter interval brings forward what waits for one (rules: slicing 2, commands 18). */
import { describe, expect, test } from "vitest";
import { SECOND } from "./doubt-setting.js";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";

const policy = (seconds: number, more: Command = {}) => ({
  interval: seconds * SECOND,
  closeFactorPpm: 100_000,
  ...more,
});
const change = (setting: Setting, seconds: number, more: Command = {}, time?: number) =>
  setting.do({
    type: "policy",
    market: "M",
    policy: policy(seconds, more),
    ...(time === undefined ? {} : { time: time * SECOND }),
  });
const at = (setting: Setting, seconds: number) => setting.clock(seconds * SECOND);
const sentAt = (setting: Setting) => setting.all("slice").map(({ time }) => (time as number) / SECOND);

/** `a` is to be sold a tenth at a time, a hundred seconds apart; the first goes at 10 s. */
function sold(more: Command = {}, spec: Command = {}, domain: Command = {}): Setting {
  const setting = new Setting({ takeover: false, targetPpm: 10_000_000, ...domain });
  setting.market("M", { lotSize: "1", policy: policy(100, more), ...spec });
  setting.mark("M", "100", SECOND);
  setting.account("a", "99");
  setting.account("maker", "1000000");
  if (spec["execution"] === undefined) setting.order("maker", "M", "buy", "1000", "100");
  at(setting, 10);
  setting.position("a", "M", "10", "100");
  expect(sentAt(setting)[0]).toBe(10);
  return setting;
}

describe("a leg of a case", () => {
  test("is due its new interval after its sending, and not before", () => {
    const setting = sold();
    at(setting, 12);
    change(setting, 20);
    at(setting, 29.999999);
    expect(sentAt(setting)).toEqual([10]);
    at(setting, 30);
    at(setting, 50);
    expect(sentAt(setting)).toEqual([10, 30, 50]);
  });

  test("is due at once where that is past: the command itself sends", () => {
    const setting = sold();
    at(setting, 60);
    expect(change(setting, 20).map(({ type }) => type)).toContain("slice");
    expect(sentAt(setting)).toEqual([10, 60]);
  });

  test("nobody gets more slices than one an interval by shortening it again and again", () => {
    const setting = sold();
    for (const seconds of [50, 40, 30, 20]) change(setting, seconds);
    at(setting, 29);
    expect(sentAt(setting)).toEqual([10]);
    at(setting, 30);
    for (const seconds of [19, 18]) change(setting, seconds);
    at(setting, 47);
    expect(sentAt(setting)).toEqual([10, 30]);
    at(setting, 48);
    expect(sentAt(setting)).toEqual([10, 30, 48]);
  });

  test("a longer one moves nothing; a shorter one after it only what it brings forward", () => {
    const setting = sold();
    change(setting, 20);
    change(setting, 200);
    at(setting, 30);
    expect(sentAt(setting)).toEqual([10, 30]);
    change(setting, 300);
    change(setting, 250);
    at(setting, 229);
    expect(sentAt(setting)).toEqual([10, 30]);
    at(setting, 230);
    expect(sentAt(setting)).toEqual([10, 30, 230]);
  });

  test("what jitter drew stays on top", () => {
    const drawn = (seconds: number | null) => {
      const setting = sold({ jitterPpm: 500_000 }, {}, { seed: 1 });
      if (seconds !== null) change(setting, seconds, { jitterPpm: 500_000 });
      for (let second = 11; sentAt(setting).length < 2; second += 1) at(setting, second);
      return sentAt(setting)[1] ?? 0;
    };
    // 0.74578 of half of a hundred seconds are 37.289.
    expect(drawn(null)).toBe(10 + 100 + 38);
    expect(drawn(20)).toBe(10 + 20 + 38);
  });

  test("one that found nothing to sell into waits no longer either", () => {
    const setting = sold({ disposalFractionPpm: 1_000_000 });
    setting.do({ type: "cancelAll", account: "maker" });
    at(setting, 110);
    expect(setting.all("liquidationWaiting")).toHaveLength(1);
    setting.order("maker", "M", "buy", "1000", "100");
    change(setting, 5, {}, 112);
    at(setting, 114);
    expect(sentAt(setting)).toEqual([10]);
    at(setting, 115);
    expect(sentAt(setting)).toEqual([10, 115]);
  });
});

test("case 11: what @liquidation has taken over", () => {
  const setting = new Setting({ takeoverPpm: 1_000_000, surplus: "fund", insuranceFund: "1000" });
  const pov = { algorithm: "pov", disposalFractionPpm: 200_000, closeFactorPpm: 1_000_000 };
  setting.market("M", { lotSize: "1", policy: policy(100, pov) });
  setting.mark("M", "100", 0);
  setting.account("a");
  setting.account("m", "100000");
  setting.order("m", "M", "buy", "100", "100");
  setting.position("a", "M", "10", "100.5");
  expect(sentAt(setting)).toEqual([0]);
  change(setting, 10, pov);
  for (const seconds of [9, 10, 50, 100]) at(setting, seconds);
  expect(sentAt(setting)).toEqual([0, 10, 50, 100]);
  expect(setting.all("slice").every(({ account }) => account === "@liquidation")).toBe(true);
});

describe("at a venue", () => {
  test("what is out has no due time: its interval is that of when it ends", () => {
    const setting = sold({}, { execution: "external" });
    change(setting, 20);
    setting.do({ type: "execution", order: "S1", status: "cancelled", time: 15 * SECOND });
    at(setting, 29);
    expect(sentAt(setting)).toEqual([10]);
    at(setting, 30);
    expect(sentAt(setting)).toEqual([10, 30]);
  });

  test("what has ended waits from its sending on", () => {
    const setting = sold({}, { execution: "external" });
    setting.do({ type: "execution", order: "S1", status: "cancelled", time: 15 * SECOND });
    change(setting, 20);
    at(setting, 30);
    expect(sentAt(setting)).toEqual([10, 30]);
  });

  test("rungs are replaced at the new time, and tell the old", () => {
    const ladder = { algorithm: "ladder", rungs: 2, horizon: 1_000 * SECOND, closeFactorPpm: 1_000_000 };
    const setting = sold(ladder, { execution: "external" });
    expect(setting.all("slice")).toMatchObject([{ expires: 110 * SECOND }, { expires: 110 * SECOND }]);
    change(setting, 20, ladder);
    at(setting, 29);
    expect(setting.all("cancelSlice")).toEqual([]);
    at(setting, 30);
    expect(setting.all("cancelSlice")).toMatchObject([{ reason: "replaced" }, { reason: "replaced" }]);
  });
});

test("a leg that is blocked, and another market's, are as they were", () => {
  const setting = sold();
  setting.market("N", { lotSize: "1", policy: policy(100) });
  setting.do({ type: "policy", market: "N", policy: policy(5) });
  setting.do({ type: "halt", market: "M" });
  change(setting, 20);
  at(setting, 40);
  expect(sentAt(setting)).toEqual([10]);
  setting.do({ type: "resume", market: "M" });
  setting.order("maker", "M", "buy", "1000", "100");
  setting.mark("M", "100", 41 * SECOND);
  expect(sentAt(setting)).toEqual([10, 41]);
});
