/** Worlds with what is pledged bring about what its rules are about, and the model keeps its invariants there (rules: margin 18, takeover-and-fund 13, 15, 16). */
import { expect, test } from "vitest";
import { type Command, type Event, Model } from "../model/model.js";
import { arrearsOf } from "../model/shortfall.js";
import type { Account } from "../model/state.js";
import { isUntrusted } from "../model/trust.js";
import { ALL_FEATURES } from "./features.js";
import { Generator } from "./generate.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 13, 36];

const isPending = ({ pending }: Account) => pending.size > 0;
const isInArrears = (account: Account) => arrearsOf([account]) > 0n;

/** What an account came into, or out of, by a command. */
function changes(before: Set<Account>, after: Set<Account>): { begins: boolean; ends: boolean } {
  return {
    begins: [...after].some((account) => !before.has(account)),
    ends: [...before].some((account) => !after.has(account)),
  };
}

/** What is seen, in words. */
function played(seed: number): Set<string> {
  const generator = new Generator(seed, new Set(ALL_FEATURES));
  const model = new Model();
  const { accounts } = model.world;
  const seen = new Set<string>();
  const those = (of: (account: Account) => boolean) => new Set(accounts.filter(of));
  for (let at = 0; at < 1_500; at += 1) {
    const { command, refusal } = generator.next();
    const [pendingBefore, arrearsBefore] = [those(isPending), those(isInArrears)];
    const events: Event[] = model.apply(command, refusal);
    generator.observe(events);
    expect(model.invariants(), `seed ${seed}, command ${at}`).toEqual([]);
    const type = String(command?.type);
    const pending = changes(pendingBefore, those(isPending));
    const arrears = changes(arrearsBefore, those(isInArrears));
    if (pending.begins) seen.add("pending");
    if (pending.ends) seen.add(`counts by ${type}`);
    if (arrears.begins) seen.add("arrears");
    if (arrears.ends) seen.add(`arrears end by ${type}`);
    for (const event of events) note(seen, command, event);
    for (const { balances, cash } of accounts.filter(isInArrears)) {
      const trusted = [...balances.keys()].filter(({ market }) => !isUntrusted(market, model.world.time));
      if (trusted.some(({ seizeAt }) => -cash <= seizeAt)) seen.add("too little is owed");
    }
  }
  return seen;
}

function note(seen: Set<string>, { type, asset, account }: Command, event: Event): void {
  const { code, field, breaker, reason } = event;
  if (type === "collateralSale") seen.add(`sale ${code === undefined ? event.type : `${code} ${field}`}`);
  if (type === "transfer" && asset !== undefined && code === "CAPACITY") seen.add("full");
  if (type === "report" && String(account).startsWith("@")) {
    seen.add(code === undefined ? `${account} told` : `@ ${code}`);
  }
  if (event.type === "liquidationBlocked" && breaker === "FUND_FLOOR") seen.add("held back");
  if (event.type === "deficit") seen.add(`deficit ${reason}`);
}

const REQUIRED = [
  ...["pending", "counts by tick", "counts by clock", "full", "held back"],
  ...["arrears", "arrears end by tick", "too little is owed"],
  ...["sale accepted", "sale fund", "sale deficit", "sale OUT_OF_RANGE quantity"],
  ...["@liquidation told", "@street told", "@fund told", "@ MISSING_FIELD", "@ UNKNOWN_DOMAIN"],
  ...["deficit shortfall", "deficit takeover", "deficit collateralSale"],
];

test("what is pledged in doubt begins to count; what is owed waits, is paid, and what was seized is sold", () => {
  const seen = new Set(SEEDS.flatMap((seed) => [...played(seed)]));
  expect(REQUIRED.filter((what) => !seen.has(what))).toEqual([]);
});
