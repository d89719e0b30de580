/** A jump is confirmed by time or by another source, never by being said twice (rules: marks 3, 4, 13). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { Setting } from "./setting.js";
import { refusalOf } from "./venue-setting.js";

const SECOND = 1_000_000;
const GAP = SECOND / 2;

/** `s` and `t` at 100 since second 1; two percent is a jump. */
function world(spec: Command = {}): Setting {
  const setting = new Setting();
  setting.market("M", { jumpPpm: 20_000, sources: [{ source: "s" }, { source: "t" }], ...spec });
  for (const source of ["s", "t"]) {
    setting.do({ type: "tick", market: "M", source, price: "100", sequence: 1, time: SECOND });
  }
  return setting;
}

/** Ticks of `s` with the numbers from 2 on. */
function ticksOf(setting: Setting): (price: string, time: number, more?: Command) => string | null {
  let sequence = 1;
  return (price, time, more = {}) => {
    sequence += 1;
    return refusalOf(setting, { type: "tick", market: "M", source: "s", price, sequence, time, ...more });
  };
}

const QUARANTINED = "QUARANTINED price";
const indexOf = (setting: Setting) => setting.model.world.market("M").indexPrice;

describe("a run of one source", () => {
  test("counts a tick that is later by the gap than the last that counted, and no other", () => {
    const setting = world({ confirmations: 3 });
    const tick = ticksOf(setting);
    expect(tick("110", 2 * SECOND)).toBe(QUARANTINED);
    expect(tick("110", 2 * SECOND + GAP - 1)).toBe(QUARANTINED);
    expect(tick("110", 2 * SECOND + GAP)).toBe(QUARANTINED); // the second
    expect(tick("110", 2 * SECOND + 2 * GAP - 1)).toBe(QUARANTINED);
    expect(tick("110", 2 * SECOND + 2 * GAP)).toBe(null);
  });

  test("one that comes too early does not move the time", () => {
    const tick = ticksOf(world());
    expect(tick("110", 2 * SECOND)).toBe(QUARANTINED);
    for (const early of [1, GAP / 2, GAP - 1]) expect(tick("110", 2 * SECOND + early)).toBe(QUARANTINED);
    expect(tick("110", 2 * SECOND + GAP)).toBe(null);
  });

  test("the same wrong price twice in a millisecond is not believed, nor is it a hundred times", () => {
    const setting = world();
    setting.account("long", "11");
    setting.position("long", "M", "1", "100");
    const tick = ticksOf(setting);
    for (let at = 0; at < 100; at += 1) expect(tick("50", 2 * SECOND + at * 10)).toBe(QUARANTINED);
    expect(indexOf(setting)).toBe(10_000n);
    expect(setting.all("liquidationOpened")).toEqual([]);
    // Its numbers are used up all the same.
    expect(refusalOf(setting, { type: "tick", market: "M", source: "s", price: "100", sequence: 101 })).toBe(
      "DUPLICATE sequence",
    );
  });

  test("the source's own time counts, not the engine's: a tick sent again later is the same tick", () => {
    const tick = ticksOf(world());
    expect(tick("110", 2 * SECOND)).toBe(QUARANTINED);
    expect(tick("110", 9 * SECOND, { sourceTime: 2 * SECOND })).toBe(QUARANTINED);
    expect(tick("110", 9 * SECOND, { sourceTime: 2 * SECOND + GAP })).toBe(null);
  });

  test.each([0, GAP])("source times that go backwards count nothing, with a gap of %s", (confirmGap) => {
    const tick = ticksOf(world({ confirmGap }));
    const back = (time: number) => tick("110", 9 * SECOND, { sourceTime: time });
    expect(back(8 * SECOND)).toBe(QUARANTINED);
    for (const time of [8 * SECOND - 1, 7 * SECOND, 6 * SECOND]) expect(back(time)).toBe(QUARANTINED);
    expect(back(8 * SECOND + confirmGap)).toBe(null);
  });

  test("without a gap the same moment suffices, and one confirmation believes at once", () => {
    const tick = ticksOf(world({ confirmGap: 0 }));
    expect(tick("110", 2 * SECOND)).toBe(QUARANTINED);
    expect(tick("110", 2 * SECOND)).toBe(null);
    expect(ticksOf(world({ confirmations: 1 }))("110", 2 * SECOND)).toBe(null);
  });

  test("fewer confirmations and another gap hold for a run that has begun, from its next tick in time on", () => {
    const setting = world({ confirmations: 3 });
    const tick = ticksOf(setting);
    tick("110", 2 * SECOND);
    tick("110", 3 * SECOND);
    setting.do({ type: "feedSettings", market: "M", jumpPpm: 20_000, confirmGap: 2 * SECOND });
    expect(tick("110", 5 * SECOND - 1)).toBe(QUARANTINED);
    expect(tick("110", 5 * SECOND)).toBe(null);
  });

  test("another run begins with its own time", () => {
    const tick = ticksOf(world());
    expect(tick("110", 2 * SECOND)).toBe(QUARANTINED);
    expect(tick("120", 3 * SECOND)).toBe(QUARANTINED);
    expect(tick("120", 3 * SECOND + GAP - 1)).toBe(QUARANTINED);
    expect(tick("120", 3 * SECOND + GAP)).toBe(null);
  });
});

test("another source confirms at once, with the price and the time of the run's first tick", () => {
  const setting = world();
  const tick = ticksOf(setting);
  expect(tick("110", 2 * SECOND)).toBe(QUARANTINED);
  expect(tick("111", 2 * SECOND + 1)).toBe(QUARANTINED);
  setting.do({ type: "tick", market: "M", source: "t", price: "110.5", sequence: 2 });
  const [s] = setting.model.world.market("M").sources;
  expect(s).toMatchObject({ price: 11_000n, sourceTime: 2 * SECOND, suspect: null });
});

describe("sourceReset", () => {
  const RESET = { type: "sourceReset", market: "M", source: "s" };

  test("lets the next tick have any number, which is in sequence; the next but one is as ever", () => {
    const setting = world({ gapAction: "block" });
    const tick = (sequence: number) => ({ type: "tick", market: "M", source: "s", price: "100", sequence });
    setting.do(tick(9));
    expect(setting.all("breaker").at(-1)).toMatchObject({ breaker: "FEED_GAP", state: "tripped" });
    expect(refusalOf(setting, tick(1))).toBe("SEQUENCE_REGRESSION sequence");
    expect(setting.do(RESET)).toMatchObject([{ type: "accepted", command: "sourceReset", market: "M" }]);
    expect(setting.do(tick(1))).toMatchObject([{ breaker: "FEED_GAP", state: "cleared" }]);
    expect(refusalOf(setting, tick(1))).toBe("DUPLICATE sequence");
    expect(setting.do(tick(3))).toMatchObject([{ breaker: "FEED_GAP", state: "tripped" }]);
    expect(setting.do(RESET)).toMatchObject([{ type: "accepted" }]);
    expect(setting.clock(SECOND)).toMatchObject([{ breaker: "FEED_GAP", state: "cleared" }]);
  });

  test("forgets neither the price nor what is quarantined: who may restart a feed cannot jump with it", () => {
    const setting = world();
    const bad = { type: "tick", market: "M", source: "s", price: "50", sequence: 2, time: 2 * SECOND };
    expect(refusalOf(setting, bad)).toBe(QUARANTINED);
    setting.do(RESET);
    expect(refusalOf(setting, { ...bad, sequence: 1 })).toBe(QUARANTINED);
    expect(indexOf(setting)).toBe(10_000n);
    expect(setting.model.world.market("M").sources[0]).toMatchObject({ price: 10_000n, sequence: 1 });
    setting.do({ ...bad, sequence: 2, time: 2 * SECOND + GAP });
  });

  test("is refused for what there is not", () => {
    const setting = world();
    expect(refusalOf(setting, { ...RESET, market: "none", source: "none" })).toBe("UNKNOWN_MARKET market");
    expect(refusalOf(setting, { ...RESET, source: "none" })).toBe("UNKNOWN_SOURCE source");
  });
});
