/**
 * What one command looks at grows with the crowd that it concerns, not with its square: legs ranked, offers and cases looked
 * at are counted in the core, so that no time is measured. Twice the crowd may cost twice as much, and what a tree is deeper.
 */
import { expect, test } from "vitest";
import {
  bankruptcies,
  type Crowd,
  cascades,
  crossings,
  flapping,
  looksOf,
  passedOver,
} from "../bench/crowd.js";

const crowds: Readonly<Record<string, (size: number) => Crowd>> = {
  "bankrupt accounts whose lots counterparties take": bankruptcies,
  "counterparties that everybody passes over": passedOver,
  "cases that cross inside": crossings,
  "cases whose slices would set off a crowd": cascades,
};

test.each(Object.entries(crowds))("%s: four times the crowd, at most five times the looks", (_, crowd) => {
  const [few, many] = [looksOf(crowd(500)), looksOf(crowd(2_000))];
  expect(few).toBeGreaterThanOrEqual(500);
  expect(many).toBeLessThanOrEqual(5 * few);
});

test("a breaker that flaps in a market without cases looks at none", () => {
  expect(looksOf(flapping(300))).toBe(0);
});

test.each(Object.entries(crowds))("%s: both ways of the debug build do the same", (_, crowd) => {
  const [debug, release] = [true, false].map((how) => {
    const { engine, last } = (crowd as (size: number, ...more: unknown[]) => Crowd)(
      60,
      ...(crowd === bankruptcies ? [true, how] : [how]),
    );
    return [engine.apply([...last]), engine.stateHash()];
  });
  expect(debug).toEqual(release);
});
