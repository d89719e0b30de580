/**
 * What one command looks at grows with the crowd that it concerns, not with its square: legs ranked, offers and cases looked
 * at are counted in the core, so that no time is measured. Twice the crowd may cost twice as much, and what a tree is deeper.
 */
import { expect, test } from "vitest";
import {
  bankruptcies,
  type Crowd,
  cascades,
  cascadesInside,
  crossings,
  flapping,
  looksOf,
  passedOver,
} from "../bench/crowd.js";
import { amends, ordersBeside, ordersNearMost } from "../bench/open-orders.js";
import {
  arrears,
  arrearsElsewhere,
  deposits,
  depositsElsewhere,
  hastened,
  hastenedElsewhere,
} from "./support/collateral-crowds.js";
import { expired, halted, haltedElsewhere, heard, pledged, reports } from "./support/venue-crowds.js";

const crowds: Readonly<Record<string, (size: number) => Crowd>> = {
  "bankrupt accounts whose lots counterparties take": bankruptcies,
  "counterparties that everybody passes over": passedOver,
  "cases that cross inside": crossings,
  "cases whose slices would set off a crowd": cascades,
  "cases whose slices change those whom they would set off": cascadesInside,
  "reports on one slice, beyond the room for their ids": reports,
  "a halt that cancels a crowd's slices": halted,
  "slices whose lives end together": expired,
  "accounts in arrears whose collateral has a price again": arrears,
  "deposits that begin to count": deposits,
  "legs that a shorter interval moves": hastened,
};

/** What happens to one, or elsewhere, while a crowd waits. */
const bystanders: Readonly<Record<string, (size: number) => Crowd>> = {
  "a breaker that flaps in a market without cases": flapping,
  "slices that are out in another market than the one that halts": haltedElsewhere,
  "legs that match while one is reconciled": heard,
  "collateral that another market prices": pledged,
  "arrears that wait for another market's price": arrearsElsewhere,
  "deposits that wait for another market's price": depositsElsewhere,
  "legs of another market than the one of the policy": hastenedElsewhere,
  "orders of an account that amends another": amends,
  "orders in eight markets of an account that orders, amends and withdraws": ordersBeside,
  "orders of an account that has nearly as many as it may": ordersNearMost,
};

test.each(Object.entries(crowds))("%s: four times the crowd, at most five times the looks", (_, crowd) => {
  const [few, many] = [looksOf(crowd(1_000)), looksOf(crowd(4_000))];
  expect(few).toBeGreaterThanOrEqual(1_000);
  expect(many).toBeLessThanOrEqual(5 * few);
});

test.each(Object.entries(bystanders))("%s: nobody looks at the crowd", (_, crowd) => {
  const [few, many] = [looksOf(crowd(100)), looksOf(crowd(400))];
  expect(many).toBe(few);
  expect(many).toBeLessThan(100);
});

test.each(Object.entries({ ...crowds, ...bystanders }))(
  "%s: both ways of the debug build do the same",
  (_, crowd) => {
    const [debug, release] = [true, false].map((how) => {
      const { engine, last } = (crowd as (size: number, ...more: unknown[]) => Crowd)(
        60,
        ...(crowd === bankruptcies ? [true, how] : [how]),
      );
      return [engine.apply([...last]), engine.stateHash()];
    });
    expect(debug).toEqual(release);
  },
);
