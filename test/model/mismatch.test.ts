/** A venue that does what it was not asked to, or does not answer: whose leg stops, and until when (rules: venue-reports 4, 7). */
import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.js";
import type { Account, Market } from "./state.js";
import {
  failing,
  fill,
  only,
  reconcile,
  refusalOf,
  report,
  resume,
  SECOND,
  SUDDEN,
  said,
  sent,
  typesOf,
  venue,
} from "./venue-setting.js";

/** A third of what is left a round: 3 of 10 lots, so that there is always more to send. */
const THIRD = { policy: { closeFactorPpm: 300_000 } };
const late = (setting: Setting, seconds: number) => setting.clock((seconds + 1) * SECOND);
const rowsOf = (setting: Setting, name: string): { account: Account; market: Market } => {
  const { world } = setting.model;
  const { liquidation } = world.domain("D");
  return { account: name === "@liquidation" ? liquidation : world.account(name), market: world.market("V") };
};

/** The engine without the rule: nothing remembers that the leg should not be gone on with. */
function forget(setting: Setting, name: string): void {
  const { account, market } = rowsOf(setting, name);
  account.silent.clear();
  account.mismatched.clear();
  market.silent = false;
  market.mismatched = false;
}

describe("a fill that should not be", () => {
  test.each([
    ["more lots than were left", "10", "4", "95", "quantity"],
    ["more lots, though it is beyond the limit, too", "10", "4", "90", "quantity"],
    ["a price unit beyond the limit", "10", "3", "90.99", "price"],
    ["the least beyond the limit that can be told", "10", "3", "90.999999999999999999", "price"],
    ["a purchase above its limit", "-10", "3", "109.000000000000000001", "price"],
    ["none", "10", "3", "91", null],
    ["none, a purchase", "-10", "3", "109", null],
  ])("%s", (_, quantity, lots, price, reason) => {
    const setting = venue(THIRD);
    const slice = failing(setting, "a", quantity);
    const events = setting.do(fill(slice, lots, price));
    expect(only(events, "executionMismatch")).toMatchObject(
      reason === null ? [] : [{ account: "a", market: "V", order: slice, reason }],
    );
    expect(setting.leg("a", "V").mismatch).toBe(reason !== null);
  });

  test("it comes after the fill's own events, before what evaluation says", () => {
    const setting = venue({ ...THIRD, liquidationFeePpm: 1_000 });
    const slice = failing(setting, "a");
    const events = setting.do(fill(slice, "4", "95"));
    expect(typesOf(events)).toEqual([
      ...["fill", "position", "fund", "executionMismatch", "liquidationBlocked"],
    ]);
  });

  test("the position that it flips is mismatched; one that it ends is not, but is told", () => {
    const setting = venue({ policy: { fullCloseNotional: "100000" } });
    const one = failing(setting, "a");
    const two = failing(setting, "b", "-10");
    expect(said(setting.do(fill(one, "12", "95")))).toEqual(["a quantity", "a blocked EXECUTION_MISMATCH"]);
    expect(setting.leg("a", "V")).toMatchObject({ quantity: "-2", mismatch: true });
    setting.do(report(two, "cancelled"));
    // The slice had ended with ten lots left, of which another brought none back.
    expect(said(setting.do(fill(two, "10", "120")))).toEqual(["b price"]);
    expect(setting.model.account("b")).toMatchObject({ positions: [] });
    expect([...rowsOf(setting, "b").account.mismatched]).toEqual([]);
  });

  test("nothing to reduce: a late fill of a position that is gone opens another, and is a flip", () => {
    const setting = venue({ policy: { fullCloseNotional: "100000" } });
    const slice = failing(setting, "a");
    setting.do(report(slice, "cancelled"));
    setting.do(reconcile("a", "0"));
    expect(said(setting.do(fill(slice, "1", "95")))).toEqual(["a flip"]);
    expect(setting.leg("a", "V")).toMatchObject({ quantity: "-1", mismatch: true });
  });

  test("case 3: after the case has ended, too; the next case is blocked from its beginning", () => {
    const setting = venue({
      tiers: [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }],
    });
    setting.account("a", "10");
    setting.position("a", "V", "2", "100");
    setting.mark("V", "99");
    expect(typesOf(setting.do(fill("S1", "1", "99")))).toContain("liquidationClosed");
    const events = setting.do(fill("S1", "8", "99"));
    expect(said(events)).toEqual(["a quantity", "a blocked EXECUTION_MISMATCH"]);
    expect(sent(events)).toEqual([]);
    expect(setting.leg("a", "V")).toMatchObject({ quantity: "-7", mismatch: true });
    expect(setting.state("a")).toBe("blocked");
  });
});

describe("what ends a mismatch", () => {
  /** `a` has 7 lots after a fill at 50, and is blocked. */
  function mismatched(spec = {}): Setting {
    const setting = venue({ policy: { ...THIRD.policy, silentMax: 16, ...spec } });
    setting.do(fill(failing(setting, "a"), "3", "50"));
    expect(setting.state("a")).toBe("blocked");
    return setting;
  }

  test.each([
    ["time", (setting: Setting) => late(setting, 100)],
    ["a tick", (setting: Setting) => setting.mark("V", "99")],
    ["a report on another of its slices", (setting: Setting) => setting.do(fill("S1", "1", "95"))],
    [
      "case 4: an ordinary fill of another account",
      (setting: Setting) => setting.do(fill(failing(setting, "b"), "1", "95")),
    ],
    [
      "another account that is reconciled",
      (setting: Setting) => {
        setting.account("b", "1000");
        return setting.do(reconcile("b", "5"));
      },
    ],
    ["money", (setting: Setting) => setting.do({ type: "transfer", account: "a", amount: "1" })],
    [
      "a fill from elsewhere",
      (setting: Setting) =>
        setting.do({ ...fill("", "1", "95"), order: undefined, account: "a", market: "V", side: "sell" }),
    ],
    ["a new policy", (setting: Setting) => setting.do({ type: "policy", market: "V", policy: {} })],
  ])("not %s", (_, act) => {
    const setting = mismatched();
    const events = [...act(setting), ...late(setting, 100)];
    expect(sent(events).filter((slice) => slice.startsWith("a "))).toEqual([]);
    expect(setting.leg("a", "V").mismatch).toBe(true);
  });

  test("not the end of its case, nor `position`", () => {
    const setting = mismatched();
    expect(typesOf(setting.do({ type: "transfer", account: "a", amount: "1000" }))).toContain(
      "liquidationClosed",
    );
    expect(setting.leg("a", "V").mismatch).toBe(true);
    setting.position("a", "V", "20", "100");
    expect(setting.leg("a", "V").mismatch).toBe(true);
    setting.position("a", "V", "0", "100");
    setting.position("a", "V", "20", "100");
    expect(setting.leg("a", "V").mismatch).toBe(false);
  });

  test.each([
    ["reconcile", reconcile("a", "7", { cash: "60" })],
    ["resume", resume],
    ["resume of the domain", { type: "resume", domain: "D" }],
  ])("%s: the leg is due at once", (_, command) => {
    const setting = mismatched();
    const events = [...setting.do(command), ...setting.mark("V", "100")];
    expect(only(events, "liquidationUnblocked")[0]).toMatchObject({ breaker: "EXECUTION_MISMATCH" });
    expect(sent(events)).toEqual(["a 3"]);
  });

  test("the fill that ends the position", () => {
    const setting = mismatched();
    expect(typesOf(setting.do(fill("S1", "7", "95")))).toContain("executionMismatch");
    expect([...rowsOf(setting, "a").account.mismatched]).toEqual([]);
  });
});

describe("takeover", () => {
  /** All of `a` goes: taken over or to `c`, who has won from it. */
  function takenOver(adl: boolean): Setting {
    const setting = venue(
      { ...THIRD, ...SUDDEN },
      { takeover: true, adl, insuranceFund: adl ? "0" : "1000000" },
    );
    const slice = failing(setting, "a");
    setting.account("c", "10000");
    setting.position("c", "V", "-20", "101");
    setting.do(fill(slice, "3", "90"));
    expect(setting.leg("a", "V").mismatch).toBe(true);
    setting.mark("V", "80");
    return setting;
  }

  test("`@liquidation`'s leg is mismatched from then on, and sends nothing before it is reconciled", () => {
    const setting = takenOver(false);
    const { account } = rowsOf(setting, "@liquidation");
    expect(account.mismatched.size).toBe(1);
    expect([...rowsOf(setting, "a").account.mismatched]).toEqual([]);
    expect(sent(late(setting, 10))).toEqual([]);
    const told = () => setting.do({ type: "report", account: "@liquidation" })[0]?.positions;
    expect(told()).toMatchObject([{ quantity: "7", mismatch: true }]);
    expect(setting.do(reconcile("@liquidation", "7")).at(-1)).toMatchObject({
      type: "position",
      realised: "0.000000",
    });
    expect(sent(late(setting, 11))).toEqual(["@liquidation 7"]);
  });

  test("without the rule it sells what nobody knows that there is", () => {
    const setting = takenOver(false);
    forget(setting, "@liquidation");
    expect(sent(late(setting, 10))).toEqual(["@liquidation 7"]);
  });

  test("who takes it by deleveraging is not mismatched", () => {
    const setting = takenOver(true);
    expect(setting.all("takeover")).toEqual([]);
    expect(setting.leg("c", "V")).toMatchObject({ quantity: "-13", mismatch: false });
    expect(rowsOf(setting, "@liquidation").account.mismatched.size).toBe(0);
  });

  test("what is merged into nothing is none", () => {
    const setting = takenOver(false);
    setting.do(fill("S1", "7", "80")); // of the leg that was taken over
    expect(rowsOf(setting, "@liquidation").account).toMatchObject({ mismatched: new Set() });
    expect(setting.all("executionMismatch").at(-1)).toMatchObject({
      account: "@liquidation",
      reason: "quantity",
    });
  });
});

describe("many legs: the breaker of the market", () => {
  function two(): { setting: Setting; a: string; b: string; c: string } {
    const setting = venue({ policy: { ...THIRD.policy, silentMax: 2 } });
    const slices = { a: failing(setting, "a"), b: failing(setting, "b"), c: failing(setting, "c") };
    return { setting, ...slices };
  }

  test("trips right after the event, at `silentMax` legs; then nobody sends", () => {
    const { setting, a, b, c } = two();
    expect(said(setting.do(fill(a, "3", "50")))).toEqual(["a price", "a blocked EXECUTION_MISMATCH"]);
    expect(said(setting.do(fill(a, "1", "50")))).toEqual(["a quantity"]);
    const events = setting.do(fill(b, "3", "50"));
    expect(said(events)).toEqual(["b price", "EXECUTION_MISMATCH tripped", "b blocked EXECUTION_MISMATCH"]);
    // An ordinary report of another account makes it look, and it is blocked by the market's.
    expect(said(setting.do(report(c, "cancelled")))).toEqual(["c blocked EXECUTION_MISMATCH"]);
    expect(sent(late(setting, 100))).toEqual([]);
  });

  test.each([
    ["one is reconciled", reconcile("a", "7", { cash: "60" }), ["a 3", "c 3"]],
    ["one position ends", fill("S1", "7", "95"), ["c 3"]],
    [
      "`silentMax` becomes more",
      { type: "policy", market: "V", policy: { ...THIRD.policy, slippagePpm: 100_000 } },
      ["c 3"],
    ],
  ])("clears when %s: cases there are due, the other leg's flag stays", (_, command, slices) => {
    const { setting, a, b, c } = two();
    for (const slice of [a, b]) setting.do(fill(slice, "3", "50"));
    setting.do(report(c, "cancelled"));
    const events = setting.do(command);
    expect(said(events)).toContain("EXECUTION_MISMATCH cleared");
    expect(sent(events)).toEqual(slices);
    expect(setting.leg("b", "V").mismatch).toBe(true);
  });

  test("`resume` clears it whatever the number: silence first, then mismatch, then warm-up", () => {
    const { setting, a, b } = two();
    for (const slice of [a, b]) setting.do(fill(slice, "3", "50"));
    late(setting, 5); // c's slice is called back, and never answered
    setting.do({ type: "policy", market: "V", policy: { ...THIRD.policy, silentMax: 1 } });
    expect(said(late(setting, 10))).toContain("EXECUTION_SILENT tripped");
    expect(said(setting.do(resume)).slice(0, 3)).toEqual([
      ...["EXECUTION_SILENT cleared", "EXECUTION_MISMATCH cleared", "WARMUP tripped"],
    ]);
  });
});

describe("who makes money with it: a venue that fills another account's slice to be traded with again", () => {
  /** The venue takes `a`'s lots at half their price, and fills `b`'s as it should; how many of `a`'s more does it get? */
  function robbed(guarded: boolean): { slices: string[]; cash: unknown } {
    const setting = venue({ policy: { ...THIRD.policy, silentMax: 16 } });
    const slice = failing(setting, "a");
    let [mine, others] = [slice, failing(setting, "b")];
    for (let round = 1; round <= 5; round += 1) {
      const events = [...setting.do(fill(mine, "3", "50")), ...setting.do(fill(others, "1", "95"))];
      if (!guarded) forget(setting, "a");
      events.push(...late(setting, 2 * round));
      const next = only(events, "slice").find(({ account }) => account === "a");
      if (!next) break;
      mine = next.order as string;
    }
    const slices = sent(setting.events).filter((each) => each.startsWith("a "));
    return { slices, cash: setting.model.account("a")?.cash };
  }

  test("with the rule it gets what it was sent, once", () => {
    expect(robbed(true)).toEqual({ slices: ["a 3"], cash: "-60.000000" });
  });

  test("without, round after round", () => {
    expect(robbed(false).slices.length).toBeGreaterThan(2);
  });
});

describe("silence is ended by one's own", () => {
  /** Nobody answers: both are called back after five seconds, and silent after ten. */
  function silent(silentMax = 16): Setting {
    const setting = venue({ policy: { ...THIRD.policy, silentMax } });
    failing(setting, "a");
    failing(setting, "b");
    late(setting, 5);
    late(setting, 10);
    return setting;
  }

  test.each([
    ["a fill", fill("S1", "1", "95"), "a"],
    ["`cancelled`", report("S1", "cancelled"), "a"],
    ["`rejected`, without effect on the position", report("S2", "rejected"), "b"],
    ["reconcile", reconcile("b", "10"), "b"],
  ])("%s: of one account, that account's", (_, command, account) => {
    const setting = silent();
    const events = setting.do(command);
    expect(said(events)).toEqual([`${account} unblocked EXECUTION_SILENT`]);
    expect(sent([...events, ...late(setting, 12)]).map((slice) => slice.split(" ")[0])).toEqual([account]);
    const other = account === "a" ? "b" : "a";
    expect(setting.state(other)).toBe("blocked");
  });

  test("the market's clears when fewer are silent than trip it", () => {
    const setting = silent(2);
    expect(said(setting.events).at(2)).toBe("EXECUTION_SILENT tripped");
    setting.account("c", "90");
    expect(said(setting.position("c", "V", "10", "100"))).toEqual(["c blocked EXECUTION_SILENT"]);
    // A refused report ends nothing.
    expect(refusalOf(setting, fill("S1", "1", "0"))).toBe("OUT_OF_RANGE price");
    const events = setting.do(fill("S1", "1", "95"));
    expect(typesOf(events)[0]).toBe("breaker");
    expect(said(events)).toEqual([
      "EXECUTION_SILENT cleared",
      "c unblocked EXECUTION_SILENT",
      "a unblocked EXECUTION_SILENT",
    ]);
    expect(sent(events)).toEqual(["c 3", "a 2"]); // 85 of 108, twelve a lot
  });

  test("a report on a slice whose leg was taken over is of `@liquidation`'s leg", () => {
    const setting = venue({ ...THIRD, ...SUDDEN }, { takeover: true, adl: false });
    failing(setting, "a");
    late(setting, 5);
    late(setting, 10); // S1 is silent
    setting.mark("V", "80");
    late(setting, 20);
    late(setting, 30); // and so is S2, of `@liquidation`
    const { account } = rowsOf(setting, "@liquidation");
    expect(account.silent.size).toBe(1);
    setting.do(fill("S1", "1", "91"));
    expect(account.silent.size).toBe(0);
  });

  test("a leg without a position is not silent", () => {
    const setting = silent(2);
    setting.do({ type: "transfer", account: "a", amount: "1000" });
    const events = setting.position("a", "V", "0", "100");
    expect(said(events)).toEqual(["EXECUTION_SILENT cleared"]);
    expect(typesOf(events)[1]).toBe("breaker");
    expect(setting.state("b")).toBe("blocked");
  });

  /** At a venue that is dead the account is cured and fails again, five times: how many lots may the venue have to fill? */
  function revived(guarded: boolean): string[] {
    const setting = venue({ policy: { ...THIRD.policy, silentMax: 16 } });
    failing(setting, "a");
    for (let round = 1; round <= 5; round += 1) {
      late(setting, 20 * round);
      late(setting, 20 * round + 9);
      setting.do({ type: "transfer", account: "a", amount: round === 1 ? "1010" : "1000" });
      expect(setting.state("a")).toBe("healthy");
      if (!guarded) forget(setting, "a");
      // 100, just enough, and then not.
      setting.do({ type: "transfer", account: "a", amount: "-1000" });
      setting.mark("V", "98");
      setting.mark("V", "100");
    }
    return sent(setting.events);
  }

  test("who is cured while the venue is silent, and fails again, sends no second slice", () => {
    expect(revived(true)).toEqual(["a 3"]);
  });

  test("without the flag of the leg each new case would send the same lots again", () => {
    expect(revived(false)).toEqual(["a 3", "a 3", "a 3", "a 3", "a 3", "a 3"]);
  });
});
