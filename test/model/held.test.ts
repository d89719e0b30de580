/** A domain is loaded while it is halted: nobody gets a case before prices have come again (rules: evaluation 19). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { Setting } from "./setting.js";
import { only, refusalOf, SECOND, said, sent, typesOf } from "./venue-setting.js";

const HALT = { type: "halt", domain: "D" };
const RESUME = { type: "resume", domain: "D" };
const deposit = (account: string, amount: string) => ({ type: "transfer", account, amount });

/** A and B at venues, at 100, halted; `marginCallPpm` off. `h` is liquidatable by 10 of A at 102: 80 of 100. */
function loaded(domain: Command = {}, spec: Command = {}): Setting {
  const setting = new Setting({ insuranceFund: "1000", ...domain });
  const market = { lotSize: "1", execution: "external", maxPrice: "1000", ...spec };
  for (const name of ["A", "B"]) setting.market(name, market);
  for (const name of ["A", "B"]) setting.mark(name, "100", SECOND);
  setting.do(HALT);
  setting.account("h", "100");
  setting.position("h", "A", "10", "102");
  return setting;
}

const isHeld = (setting: Setting, account = "h") =>
  setting.model.world.accounts.find(({ name }) => name === account)?.held;
const casesOf = (setting: Setting) => setting.all("liquidationOpened").map(({ account }) => account);

describe("while the domain is halted", () => {
  test("who is touched and liquidatable is held: no case, no event; its report is blocked", () => {
    const setting = loaded();
    expect(typesOf(setting.events.slice(-1))).toEqual(["accepted"]);
    expect(setting.model.account("h")).toMatchObject({ state: "blocked", case: null });
    expect(casesOf(setting)).toEqual([]);
    expect(isHeld(setting)).toBe(true);
  });

  test("loading goes on: what makes it whole lets it go, in either way, and what does not keeps it", () => {
    const setting = loaded();
    setting.do(deposit("h", "19"));
    expect(isHeld(setting)).toBe(true);
    setting.do(deposit("h", "1"));
    expect(isHeld(setting)).toBe(false);
    expect(setting.state("h")).toBe("healthy");
    setting.position("h", "A", "10", "103");
    expect(isHeld(setting)).toBe(true);
    setting.position("h", "A", "0", "103");
    expect(isHeld(setting)).toBe(false);
    expect(casesOf(setting)).toEqual([]);
  });

  test("a command that loads a whole account holds it, a hedged one not", () => {
    const setting = loaded();
    const whole = { type: "account", domain: "D", cash: "200" };
    const bad = { market: "A", quantity: "-10", entryPrice: "88" };
    const hedge = { market: "B", quantity: "-10", entryPrice: "110" };
    setting.do({ ...whole, account: "w", positions: [bad] });
    setting.do({ ...whole, account: "g", positions: [{ ...bad, quantity: "10", entryPrice: "110" }, hedge] });
    expect([isHeld(setting, "w"), isHeld(setting, "g")]).toEqual([true, false]);
    expect(casesOf(setting)).toEqual([]);
  });

  test.each<[string, Command]>([
    [
      "tiers",
      { type: "tiers", market: "A", tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 200_000 }] },
    ],
    ["domainSettings", { type: "domainSettings", domain: "D", triggerAtEquality: true }],
  ])("%s holds whom it makes liquidatable", (_, settings) => {
    const setting = loaded();
    setting.account("t", "100");
    setting.position("t", "A", "10", "100");
    expect(isHeld(setting, "t")).toBe(false);
    expect(typesOf(setting.do(settings))).toEqual(["accepted"]);
    expect(isHeld(setting, "t")).toBe(true);
  });

  test("funding holds whom it makes liquidatable", () => {
    const setting = loaded();
    setting.account("t", "100");
    setting.position("t", "A", "10", "100");
    const events = setting.do({ type: "funding", market: "A", ratePpb: 1_000_000 });
    expect(typesOf(events)).toEqual(["accepted", "funding"]);
    expect(isHeld(setting, "t")).toBe(true);
    setting.clock(2 * SECOND);
    expect(casesOf(setting)).toEqual([]);
  });

  test("a trigger that rings by a tick opens, and is blocked by HALTED; a held account is not armed", () => {
    const setting = loaded();
    setting.account("t", "100");
    setting.position("t", "A", "10", "100");
    const events = setting.mark("A", "99");
    expect(only(events, "liquidationOpened")).toMatchObject([{ account: "t" }]);
    expect(said(events)).toEqual(["t blocked HALTED"]);
    setting.mark("A", "50");
    expect(casesOf(setting)).toEqual(["t"]);
    expect(isHeld(setting)).toBe(true);
    // Marks that make it healthy again change nothing until it is touched.
    setting.mark("A", "110");
    expect(setting.state("h")).toBe("blocked");
    setting.do(deposit("h", "1"));
    expect(setting.state("h")).toBe("healthy");
  });

  test("the first mark of a market rings, too", () => {
    const setting = loaded();
    setting.market("N", { lotSize: "1", execution: "external" });
    setting.account("n", "1");
    setting.position("n", "N", "1", "100");
    expect(isHeld(setting, "n")).toBe(false);
    expect(said(setting.mark("N", "100"))).toEqual(
      ["N WARMUP cleared", "n blocked HALTED"].map((word) => word.replace("N ", "")),
    );
  });

  test("a case that is open goes on as before, and a halted market is no halted domain", () => {
    const setting = new Setting({ insuranceFund: "1000", takeover: false });
    setting.market("A", { lotSize: "1", execution: "external", maxPrice: "1000" });
    setting.mark("A", "100", SECOND);
    setting.do({ type: "halt", market: "A" });
    setting.account("h", "100");
    expect(said(setting.position("h", "A", "10", "102"))).toEqual(["h blocked HALTED"]);
    setting.do(HALT);
    setting.do(deposit("h", "1"));
    expect(casesOf(setting)).toEqual(["h"]);
    setting.do(deposit("h", "60"));
    expect(setting.all("liquidationClosed")).toMatchObject([{ account: "h", outcome: "cured" }]);
  });

  test("who is blocked for want of room is not held: named as ever, and opened when there is room", () => {
    const setting = new Setting({ insuranceFund: "1000" });
    setting.market("A", { lotSize: "1", execution: "external", maxPrice: "1000" });
    setting.mark("A", "100", SECOND);
    const { limits } = setting.model.world;
    Object.assign(limits, { cases: 0 });
    setting.account("h", "100");
    expect(said(setting.position("h", "A", "10", "102"))).toEqual(["h blocked CAPACITY"]);
    setting.do(HALT);
    setting.do(deposit("h", "1"));
    expect(isHeld(setting)).toBe(false);
    Object.assign(limits, { cases: 1 });
    expect(said(setting.do(deposit("h", "1")))).toEqual(["h unblocked CAPACITY", "h blocked HALTED"]);
  });

  test("it gets no margin call while it is held, and one when it is not and is below its level", () => {
    const setting = loaded(
      { marginCallPpm: 1_000_000 },
      {
        tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
      },
    );
    expect(setting.all("marginCall")).toEqual([]);
    expect(typesOf(setting.do(deposit("h", "20")))).toEqual(["accepted", "marginCall"]);
  });

  test.each([
    ["100", ["t 8"]], // held, and healthy by now: not armed
    ["103", []], // never held
  ])("its lots are not counted by a cascade until it is let go (loaded at %s)", (mark, slices) => {
    const setting = new Setting({ insuranceFund: "1000", takeover: false });
    const policy = { branchingMaxPpm: 0, slippagePpm: 100_000 };
    setting.market("A", { lotSize: "1", execution: "external", maxPrice: "1000", policy });
    setting.mark("A", mark, SECOND);
    setting.do(HALT);
    for (const [name, entry] of [
      ["h", "102"], // liquidatable below 102.22
      ["t", "110"],
    ] as const) {
      setting.account(name, "100");
      setting.position(name, "A", "10", entry);
    }
    setting.do(RESUME);
    expect(sent(setting.mark("A", "102.5"))).toEqual(slices);
    expect(isHeld(setting)).toBe(false);
  });
});

describe("after resume", () => {
  test("it waits until the first of its markets has warmed up, and opens then by the ordinary rules", () => {
    const setting = loaded();
    expect(said(setting.do(RESUME)).at(-1)).toBe("WARMUP tripped");
    expect(isHeld(setting)).toBe(true);
    setting.clock(2 * SECOND);
    setting.mark("B", "100");
    expect(isHeld(setting)).toBe(true);
    const events = setting.mark("A", "100");
    expect(only(events, "liquidationOpened")).toMatchObject([{ account: "h", equity: "80.000000" }]);
    expect(sent(events)).toEqual(["h 4"]);
    expect(isHeld(setting)).toBe(false);
  });

  test("whom the fresh price makes healthy is let go without a word", () => {
    const setting = loaded();
    setting.do(RESUME);
    expect(typesOf(setting.mark("A", "103"))).toEqual(["mark", "breaker"]);
    expect(setting.state("h")).toBe("healthy");
    expect(only(setting.mark("A", "100"), "liquidationOpened")).toMatchObject([{ account: "h" }]);
  });

  test("all of them open in the order of their risk, among those whose trigger has rung", () => {
    const setting = loaded();
    for (const [name, entry] of [
      ["i", "105"],
      ["j", "103"],
      ["t", "100"],
    ] as const) {
      setting.account(name, "100");
      setting.position(name, "A", "10", entry);
    }
    setting.do(RESUME);
    const events = setting.mark("A", "98");
    expect(only(events, "liquidationOpened").map(({ account }) => account)).toEqual(["i", "j", "h", "t"]);
  });

  test("touched while it waits, it is judged anew: held, or no more", () => {
    const setting = loaded();
    setting.do(RESUME);
    setting.do(deposit("h", "1"));
    expect(isHeld(setting)).toBe(true);
    setting.do(deposit("h", "19"));
    expect(isHeld(setting)).toBe(false);
    expect(casesOf(setting)).toEqual([]);
    // Whoever was not held is judged by the ordinary rules, in a warm-up, too.
    expect(said(setting.position("h", "A", "10", "102.01"))).toEqual(["h blocked WARMUP"]);
  });

  test("halted again it waits again", () => {
    const setting = loaded();
    setting.do(RESUME);
    setting.do(HALT);
    setting.mark("A", "100");
    expect(casesOf(setting)).toEqual([]);
    setting.do(RESUME);
    expect(only(setting.mark("A", "100"), "liquidationOpened")).toMatchObject([{ account: "h" }]);
  });

  test("a position in a market without a mark lets it wait for that, too", () => {
    const setting = loaded();
    setting.market("N", { lotSize: "1", execution: "external" });
    setting.position("h", "N", "1", "100");
    setting.do(RESUME);
    setting.mark("A", "100");
    expect(isHeld(setting)).toBe(true);
    expect(only(setting.mark("N", "100"), "liquidationOpened")).toMatchObject([{ account: "h" }]);
  });
});

describe("who could live on it", () => {
  test("one lot in a market whose feed never comes back shields nobody", () => {
    const setting = loaded();
    setting.position("h", "B", "1", "100");
    setting.do(RESUME);
    const events = setting.mark("A", "95");
    expect(only(events, "liquidationOpened")).toMatchObject([{ account: "h" }]);
    expect(said(events)).toEqual(["WARMUP cleared", "h blocked WARMUP"]);
    expect(sent(events)).toEqual(["h 8"]);
  });

  test("liquidatable at last marks alone, it is opened and left alone, and worked when the live market falls on", () => {
    const setting = loaded();
    setting.position("h", "B", "10", "100");
    setting.do(RESUME);
    // 80 of 200; with B at 110: 180 of 210, liquidatable as well. A deposit brings it between the two.
    setting.do(deposit("h", "50"));
    const events = setting.mark("A", "100");
    expect(said(events)).toEqual(["WARMUP cleared", "h blocked WARMUP"]);
    expect(sent(events)).toEqual([]);
    expect(sent(setting.mark("A", "97", 3 * SECOND))).toEqual(["h 5"]);
  });

  test("nothing leaves a held account, nor does it trade, while prices are not trusted", () => {
    const setting = loaded();
    setting.account("friend");
    const out = { ...deposit("h", "1"), to: "friend" };
    expect(refusalOf(setting, out)).toBe("PRICE_IN_DOUBT amount");
    setting.do(RESUME);
    expect(refusalOf(setting, out)).toBe("PRICE_IN_DOUBT amount");
  });

  test("one who is touched again and again is not held for longer than the others", () => {
    const setting = loaded();
    setting.do(RESUME);
    for (let at = 0; at < 5; at += 1) setting.do(deposit("h", "0.000001"));
    expect(only(setting.mark("A", "100"), "liquidationOpened")).toMatchObject([{ account: "h" }]);
  });
});
