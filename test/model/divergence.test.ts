/** DIVERGENCE ends: whoever holds a book off the index is liquidated all the same (rules: breakers 7). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { SECOND, said, sent, venue } from "./venue-setting.js";

const MAX = 60 * SECOND;
const OFF = { type: "book", market: "V", bids: [["110", "9"]], asks: [["112", "9"]], snapshot: true };
const NEAR = { ...OFF, bids: [["99", "9"]], asks: [["101", "9"]] };
const ONE_SIDE = { ...OFF, asks: [] };
const settings = (breakers: Command = {}) => ({
  type: "breakers",
  market: "V",
  breakers: { divergencePpm: 20_000, divergenceMax: MAX, resumeAfter: 5 * SECOND, ...breakers },
});

/** Divergent since second 2. */
function divergent(breakers: Command = {}) {
  const setting = venue();
  setting.do(settings(breakers));
  setting.do(OFF);
  expect(said(setting.clock(2 * SECOND))).toEqual(["DIVERGENCE tripped"]);
  return setting;
}

test("held for its longest time it clears, and a case that it blocked is worked", () => {
  const setting = divergent();
  setting.account("a", "90");
  expect(said(setting.position("a", "V", "10", "100"))).toEqual(["a blocked DIVERGENCE"]);
  expect(said(setting.clock(2 * SECOND + MAX - 1))).toEqual([]);
  const events = setting.clock(2 * SECOND + MAX);
  expect(said(events)).toEqual(["DIVERGENCE cleared", "a unblocked DIVERGENCE"]);
  expect(sent(events)).toEqual(["a 3"]);
});

test("spent, it does not trip again until its condition was false once", () => {
  const setting = divergent();
  setting.clock(2 * SECOND + MAX);
  expect(said(setting.clock(3 * SECOND + MAX))).toEqual([]);
  expect(said(setting.mark("V", "100.5", 9 * MAX))).toEqual([]);
  setting.do(NEAR);
  expect(said(setting.clock(9 * MAX))).toEqual([]);
  setting.do(OFF);
  expect(said(setting.clock(9 * MAX + SECOND))).toEqual(["DIVERGENCE tripped"]);
  expect(said(setting.clock(10 * MAX + SECOND - 1))).toEqual([]);
  expect(said(setting.clock(10 * MAX + SECOND))).toEqual(["DIVERGENCE cleared"]);
});

test("without both sides of a book its condition is false", () => {
  const setting = divergent();
  setting.clock(2 * SECOND + MAX);
  setting.do(ONE_SIDE);
  setting.clock(2 * SECOND + MAX);
  setting.do(OFF);
  expect(said(setting.clock(2 * SECOND + MAX))).toEqual(["DIVERGENCE tripped"]);
});

describe("the clock runs from where it tripped", () => {
  test("whatever flickers within resumeAfter: who takes the book away for a moment gains no time", () => {
    const setting = divergent();
    for (let at = 1; at < 12; at += 1) {
      setting.do(at % 2 === 0 ? OFF : NEAR);
      expect(said(setting.clock((2 + 5 * at) * SECOND))).toEqual([]);
    }
    setting.do(OFF);
    expect(said(setting.clock(2 * SECOND + MAX))).toEqual(["DIVERGENCE cleared"]);
    expect(said(setting.clock(3 * SECOND + MAX))).toEqual([]); // spent
  });

  test("one that is calm when its time is over is not spent", () => {
    const setting = divergent();
    setting.do(NEAR);
    setting.clock(MAX);
    expect(said(setting.clock(2 * SECOND + MAX))).toEqual(["DIVERGENCE cleared"]);
    setting.do(OFF);
    expect(said(setting.clock(2 * SECOND + MAX))).toEqual(["DIVERGENCE tripped"]);
  });

  test("one that has been calm for long enough clears before", () => {
    const setting = divergent();
    setting.do(NEAR);
    setting.clock(3 * SECOND);
    expect(said(setting.clock(8 * SECOND))).toEqual(["DIVERGENCE cleared"]);
    setting.do(OFF);
    expect(said(setting.clock(9 * SECOND))).toEqual(["DIVERGENCE tripped"]);
    expect(said(setting.clock(9 * SECOND + MAX - 1))).toEqual([]);
    expect(said(setting.clock(9 * SECOND + MAX))).toEqual(["DIVERGENCE cleared"]);
  });
});

describe("settings", () => {
  test("another longest time holds at the next recompute", () => {
    const setting = divergent();
    expect(said(setting.do(settings({ divergenceMax: SECOND })))).toEqual([]);
    expect(said(setting.clock(3 * SECOND - 1))).toEqual([]);
    expect(said(setting.clock(3 * SECOND))).toEqual(["DIVERGENCE cleared"]);
  });

  test("switched off it clears at once, and forgets that it was spent", () => {
    const setting = divergent();
    setting.clock(2 * SECOND + MAX);
    setting.do({ type: "breakers", market: "V", breakers: {} });
    setting.do(settings());
    expect(said(setting.clock(3 * SECOND + MAX))).toEqual(["DIVERGENCE tripped"]);
  });

  test("its longest time is ten minutes where nothing else is said", () => {
    const setting = divergent({ divergenceMax: undefined });
    expect(said(setting.clock(602 * SECOND - 1))).toEqual([]);
    expect(said(setting.clock(602 * SECOND))).toEqual(["DIVERGENCE cleared"]);
  });
});
