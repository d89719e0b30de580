/** A venue that rejects is asked again after pauses (rules: venue-reports 12). */
import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
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

const ALL = { fullCloseNotional: "100000000" };
const latest = (setting: Setting): string => setting.all("slice").at(-1)?.order as string;
const reject = (setting: Setting) => setting.do(report(latest(setting), "rejected"));
const at = (setting: Setting, seconds: number): Event[] =>
  setting.clock(SECOND + Math.round(seconds * SECOND));

/** `a` must sell; the venue has rejected so many slices in a row, one a second. */
function rejected(times: number, policy: Command = {}, domain: Command = {}): Setting {
  const setting = venue({ ...SUDDEN, policy: { ...ALL, ...policy } }, domain);
  failing(setting, "a");
  for (let time = 1; time <= times; time += 1) {
    reject(setting);
    if (time < times) expect(sent(at(setting, time))).toEqual(["a 10"]);
  }
  return setting;
}

describe("a pause", () => {
  test("the first two are sent again an interval later, as ever", () => {
    const setting = rejected(2);
    expect(said(setting.events.slice(-3))).toEqual([]);
    expect(sent(at(setting, 2))).toEqual(["a 10"]);
  });

  test("case 7: at the third the leg is refused for two intervals, then four, then eight", () => {
    const setting = rejected(2);
    at(setting, 2);
    let now = 2;
    for (const pause of [2, 4, 8, 16]) {
      expect(said(reject(setting))).toEqual(["a blocked EXECUTION_REJECTED"]);
      expect(setting.state("a")).toBe("blocked");
      expect(at(setting, now + pause - 0.000_001)).toEqual([]);
      const events = at(setting, now + pause);
      expect(said(events)).toEqual(["a unblocked EXECUTION_REJECTED"]);
      expect(sent(events)).toEqual(["a 10"]);
      now += pause;
    }
  });

  test("no longer than 1,024 intervals", () => {
    const setting = rejected(1, { rejectMax: 1 });
    let now = 0;
    for (let time = 1; time <= 12; time += 1) {
      now += 2 ** Math.min(10, time);
      expect(sent(at(setting, now - 0.000_001))).toEqual([]);
      expect(sent(at(setting, now)), `pause ${time}`).toEqual(["a 10"]);
      reject(setting);
    }
  });

  test("`rejectMax` 1 pauses at once; another one holds from the next rejection on, and so does another interval", () => {
    const setting = rejected(1, { rejectMax: 1 });
    setting.do({ type: "policy", market: "V", policy: { ...ALL, rejectMax: 16, interval: 3 * SECOND } });
    expect(sent(at(setting, 1.999_999))).toEqual([]);
    expect(sent(at(setting, 2))).toEqual(["a 10"]);
    expect(said(reject(setting))).toEqual([]);
    expect(sent(at(setting, 5))).toEqual(["a 10"]);
    setting.do({ type: "policy", market: "V", policy: { ...ALL, rejectMax: 2, interval: SECOND } });
    // The third, of which two are allowed: four seconds.
    expect(said(reject(setting))).toEqual(["a blocked EXECUTION_REJECTED"]);
    expect(sent(at(setting, 8.999_999))).toEqual([]);
    expect(sent(at(setting, 9))).toEqual(["a 10"]);
  });

  test("a shorter interval brings forward what waits for one, but no pause's end", () => {
    const shorter = (setting: Setting) =>
      setting.do({ type: "policy", market: "V", policy: { ...ALL, interval: SECOND } });
    const waiting = rejected(1, { interval: 100 * SECOND });
    expect(sent(shorter(waiting))).toEqual([]);
    expect(sent(at(waiting, 1))).toEqual(["a 10"]);
    const paused = rejected(1, { interval: 100 * SECOND, rejectMax: 1 });
    shorter(paused);
    expect(sent(at(paused, 199.999_999))).toEqual([]);
    expect(sent(at(paused, 200))).toEqual(["a 10"]);
    expect(sent(paused.do(report(latest(paused), "cancelled")))).toEqual([]);
    expect(sent(at(paused, 201))).toEqual(["a 10"]);
  });

  test("is named after what else blocks, and goes on behind it", () => {
    const setting = rejected(1, { rejectMax: 1 });
    setting.do({ type: "halt", market: "V" });
    expect(said(setting.mark("V", "99"))).toEqual([]);
    expect(said(at(setting, 1))).toEqual([]);
    expect(said(at(setting, 2))).toEqual(["a unblocked EXECUTION_REJECTED", "a blocked HALTED"]);
  });
});

describe("the count ends", () => {
  test.each([
    ["a fill", (setting: Setting) => setting.do(fill(latest(setting), "1", "95"))],
    ["a fill that should not be", (setting: Setting) => setting.do(fill(latest(setting), "1", "50"))],
    ["`cancelled`", (setting: Setting) => setting.do(report(latest(setting), "cancelled"))],
    [
      "`cancelled` of an older slice",
      (setting: Setting) => {
        at(setting, 7); // the one that is out is called back, and falls silent
        at(setting, 12);
        return setting.do(report(latest(setting), "cancelled"));
      },
    ],
    ["reconcile", (setting: Setting) => setting.do(reconcile("a", "10", { keep: [latest(setting)] }))],
    ["resume", (setting: Setting) => setting.do(resume)],
    [
      "its case",
      (setting: Setting) => {
        setting.do({ type: "transfer", account: "a", amount: "1000" });
        setting.do(report(latest(setting), "rejected"));
        setting.do({ type: "transfer", account: "a", amount: "-990" });
        return setting.mark("V", "99");
      },
    ],
  ])("with %s", (_, act) => {
    const setting = rejected(2);
    at(setting, 2);
    act(setting);
    expect(
      setting.model.world.account("a").openCase?.legs.get(setting.model.world.market("V"))?.rejections,
    ).toBe(0);
  });

  test("not with a fill from elsewhere, nor with a report that is refused", () => {
    const setting = rejected(2);
    at(setting, 2);
    setting.do({ ...fill("", "1", "95", { account: "a", market: "V", side: "sell" }), order: undefined });
    expect(refusalOf(setting, report("S1", "cancelled"))).toBe("DUPLICATE status");
    expect(said(reject(setting))).toEqual(["a blocked EXECUTION_REJECTED"]);
    expect(refusalOf(setting, report("S1", "rejected"))).toBe("DUPLICATE status");
    expect(sent(at(setting, 4))).toEqual(["a 9"]);
  });

  test("a pause that runs goes on, but for `resume`, which makes the leg due at once", () => {
    for (const command of [reconcile("a", "10"), fill("S1", "1", "95"), report("S1", "cancelled")]) {
      const setting = rejected(1, { rejectMax: 1, algorithm: "ladder", rungs: 2, horizon: 60 * SECOND });
      // S2 was rejected, S1 is out
      setting.do(command);
      expect(setting.state("a"), JSON.stringify(command)).toBe("blocked");
    }
    const setting = rejected(1, { rejectMax: 1 });
    expect(said(setting.do(resume))).toEqual([
      "WARMUP tripped",
      "a unblocked EXECUTION_REJECTED",
      "a blocked WARMUP",
    ]);
    expect(sent(setting.mark("V", "100"))).toEqual(["a 10"]);
    expect(sent(at(setting, 2))).toEqual([]);
  });
});

describe("a ladder", () => {
  const ladder = (rejectMax: number) => {
    const policy = { ...ALL, algorithm: "ladder", rungs: 3, rejectMax, horizon: 5 * SECOND };
    const setting = venue({ policy }, { targetPpm: 10_000_000 });
    failing(setting, "a");
    return setting;
  };

  test("each report counts; the pause goes before the due time of the round", () => {
    const setting = ladder(3);
    setting.do(report("S1", "rejected"));
    setting.do(report("S2", "rejected"));
    expect(said(setting.do(report("S3", "rejected")))).toEqual(["a blocked EXECUTION_REJECTED"]);
    expect(at(setting, 1.999_999)).toEqual([]);
    expect(sent(at(setting, 2))).toEqual(["a 4", "a 3", "a 3"]);
  });

  test("the round's due time, which a shorter interval would bring forward, is forgotten in a pause", () => {
    const shorter = {
      ...ALL,
      algorithm: "ladder",
      rungs: 3,
      rejectMax: 1,
      horizon: 5 * SECOND,
      interval: SECOND / 2,
    };
    const setting = ladder(1);
    setting.do(report("S1", "rejected"));
    setting.do({ type: "policy", market: "V", policy: shorter });
    expect(only(at(setting, 1.999_999), "cancelSlice")).toEqual([]);
    expect(only(at(setting, 2), "cancelSlice")).toHaveLength(2);
  });

  test("what is still out is replaced when the pause is over, not before", () => {
    const setting = ladder(2);
    setting.do(report("S1", "rejected"));
    setting.do(report("S2", "rejected"));
    expect(at(setting, 1.999_999)).toEqual([]);
    const events = at(setting, 2);
    expect(only(events, "cancelSlice")).toMatchObject([{ order: "S3", reason: "replaced" }]);
    expect(sent(setting.do(report("S3", "cancelled")))).toEqual(["a 4", "a 3", "a 3"]);
  });

  test("the last of a round that is being replaced is rejected: the new one waits", () => {
    const setting = ladder(1);
    setting.do(fill("S1", "4", "100"));
    setting.do(fill("S2", "3", "99"));
    expect(typesOf(at(setting, 1))).toEqual(["cancelSlice"]);
    setting.do(report("S3", "rejected"));
    expect(at(setting, 2.999_999)).toEqual([]);
    expect(sent(at(setting, 3))).toEqual(["a 1", "a 1", "a 1"]);
  });

  test("blocked time does not count for its end", () => {
    const setting = ladder(3);
    for (const rung of ["S1", "S2", "S3"]) setting.do(report(rung, "rejected"));
    at(setting, 2);
    // Five seconds of ladder, two of them later.
    for (const rung of ["S4", "S5", "S6"]) setting.do(report(rung, "cancelled"));
    expect(only(at(setting, 6.9), "slice")).toMatchObject([
      { postOnly: true },
      { postOnly: true },
      { postOnly: true },
    ]);
  });
});

describe("takeover, horizon and `@liquidation`", () => {
  test("a takeover is not hindered", () => {
    const setting = rejected(1, { rejectMax: 1 }, { takeover: true, adl: false });
    expect(typesOf(setting.mark("V", "80"))).toContain("takeover");
  });

  test("a horizon leaves the pause out", () => {
    const setting = rejected(
      1,
      { rejectMax: 1, interval: 10 * SECOND },
      { takeover: true, caseHorizon: 30 * SECOND },
    );
    // Refused for twenty seconds: the thirty end after fifty.
    at(setting, 20);
    expect(typesOf(at(setting, 49.9))).not.toContain("takeover");
    setting.do(report(latest(setting), "cancelled"));
    expect(at(setting, 50)).toMatchObject([{ type: "cancelSlice", reason: "takeover" }]);
  });

  test("`@liquidation` pauses without a word, and its schedule leaves the pause out", () => {
    const setting = venue(
      { policy: { algorithm: "twap", horizon: 5 * SECOND, rejectMax: 1 } },
      { takeover: true, adl: false },
    );
    setting.account("a", "0");
    setting.position("a", "V", "10", "101");
    expect(sent(setting.events)).toEqual(["@liquidation 2"]);
    expect(setting.do(report("S1", "rejected"))).toEqual([]);
    expect(at(setting, 1.999_999)).toEqual([]);
    // Five parts as at first.
    expect(sent(at(setting, 2))).toEqual(["@liquidation 2"]);
  });

  test("a new case of `@liquidation` knows nothing of it", () => {
    const setting = venue({ policy: { rejectMax: 1 } }, { takeover: true, adl: false });
    setting.account("a", "0");
    setting.position("a", "V", "10", "101");
    setting.do(report("S1", "rejected"));
    setting.do(reconcile("@liquidation", "0"));
    expect(sent(setting.do(reconcile("@liquidation", "5")))).toEqual(["@liquidation 5"]);
  });
});

describe("crossing inside", () => {
  test("who is refused is not crossed with", () => {
    const setting = venue({ policy: { ...ALL, rejectMax: 1 } }, { crossInside: true });
    failing(setting, "a");
    setting.do(report("S1", "rejected"));
    setting.account("b", "90");
    expect(typesOf(setting.position("b", "V", "-10", "100"))).not.toContain("crossedInside");
  });
});

describe("who makes money with it: a venue that is full, or hostile, and rejects everything", () => {
  test("in an hour it is asked a dozen times instead of thousands, and the leg says why", () => {
    const setting = rejected(1);
    for (let second = 1; second <= 3_600; second += 1) {
      if (sent(at(setting, second)).length > 0) reject(setting);
    }
    // Two a second, then 2 + 4 + … + 1,024 seconds, then each 1,024.
    expect(setting.all("slice")).toHaveLength(2 + 10 + 1 + 1);
    expect(setting.state("a")).toBe("blocked");
  });

  test("without the pause it is asked each second", () => {
    const setting = rejected(1);
    for (let second = 1; second <= 100; second += 1) {
      const leg = setting.model.world.account("a").openCase?.legs.get(setting.model.world.market("V"));
      if (leg) leg.rejections = 0;
      if (sent(at(setting, second)).length > 0) reject(setting);
    }
    expect(setting.all("slice")).toHaveLength(101);
  });
});
