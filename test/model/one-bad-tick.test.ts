/** One wrong price, and who would make money with it (rules: breakers 17, margin 17). */
import { describe, expect, test } from "vitest";
import { buy, codeOf, SECOND, sell, TRANSFER, world } from "./doubt-setting.js";
import { bankrupts, gone, hear, INVERSE, typesOf } from "./move-setting.js";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";

describe("what a case that is held back does", () => {
  test("below nothing it sells all of its leg within the slippage bound, to whoever stands there", () => {
    const setting = bankrupts({ execution: "internal" }, { insuranceFund: "1000" });
    setting.account("maker", "1000000");
    setting.order("maker", "M", "buy", "4", "99");
    setting.order("maker", "M", "buy", "50", "69.29");
    expect(typesOf(hear(setting, [2, "s", "70"]))).not.toContain("takeover");
    expect(setting.all("slice")).toMatchObject([{ quantity: "10", limitPrice: "69.30", remaining: "10" }]);
    expect(setting.all("fill")).toMatchObject([{ quantity: "4", price: "99.00" }]);
    expect(setting.leg("a", "M").quantity).toBe("6");
  });

  test("while a feed flickers slices go, again and again, and nobody is taken over", () => {
    const setting = bankrupts({ execution: "internal", policy: { interval: SECOND } }, { adl: true });
    setting.account("maker", "1000000");
    for (let at = 0; at < 10; at += 1) {
      setting.order("maker", "M", "buy", "1", "70");
      hear(setting, [2 + at * 0.4, "s", at % 2 === 0 ? "70" : "60"]);
    }
    expect(gone(setting)).toBe(0);
    expect(setting.all("slice").length).toBeGreaterThan(2);
  });
});

describe("who would make money with it", () => {
  test("P3, case 30: one bad tick of the only source costs neither the longs nor the shorts anything", () => {
    const setting = new Setting({ adl: true, insuranceFund: "1000000" });
    const tiers = [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }];
    setting.market("M", { lotSize: "0.01", execution: "external", tiers });
    setting.mark("M", "4048.80", SECOND);
    setting.account("alice", "1000");
    setting.position("alice", "M", "1", "4048.80");
    setting.mark("M", "2847.72", 2 * SECOND);
    setting.mark("M", "4049.16", 2.5 * SECOND);
    expect([setting.all("takeover"), setting.all("adl"), setting.fund()]).toEqual([[], [], "1000000.000000"]);
    expect(setting.model.account("alice")).toMatchObject({ equity: "1000.360000" });
  });

  test("case 32: the same wrong price twice within a millisecond", () => {
    const setting = new Setting({ insuranceFund: "1000000" });
    const tiers = [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }];
    setting.market("M", { lotSize: "0.01", execution: "external", tiers, jumpPpm: 20_000 });
    setting.mark("M", "4048.80", SECOND);
    setting.account("alice", "1000");
    setting.position("alice", "M", "1", "4048.80");
    for (const [price, sequence, time] of [
      ["2847.72", 2, 2_000_000],
      ["2847.72", 3, 2_001_000],
      ["4049.16", 4, 2_500_000],
    ] as const) {
      setting.model.apply({ type: "tick", market: "M", source: "s", price, sequence, time });
    }
    // Both wait in quarantine: for a second one it comes too soon.
    expect(setting.model.world.accounts[0]?.openCase ?? null).toBe(null);
    expect([setting.all("takeover"), setting.all("adl"), setting.fund()]).toEqual([[], [], "1000000.000000"]);
    expect(setting.leg("alice", "M").quantity).toBe("1.00");
  });

  /** `a` has 1,000 and ten of M from 100; one bad tick says 190. */
  function rich(spec: Command = {}): Setting {
    const setting = world(spec);
    setting.position("a", "M", "10", "100");
    setting.mark("M", "190", 2 * SECOND);
    return setting;
  }

  test("a profit at a high mark that nothing confirms is not taken out, nor opened on", () => {
    const setting = rich();
    // 1,000 and nothing of the 900, less 200: 800.
    expect(codeOf(setting, { ...TRANSFER, amount: "-800.000001" })).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, { ...TRANSFER, amount: "-800" })).toBe(null);
    expect(setting.model.account("a")).toMatchObject({ equity: "1100.000000" });
    expect(codeOf(setting, buy("X", "1", "100"))).toBe("INSUFFICIENT_MARGIN");
    setting.mark("M", "190", 2.5 * SECOND);
    expect(codeOf(setting, buy("X", "1", "100"))).toBe(null);
  });

  test("nor by whoever goes the other way: a short counts at the greater", () => {
    const setting = world();
    setting.position("a", "M", "-10", "100");
    setting.mark("M", "50", 2 * SECOND);
    expect(codeOf(setting, { ...TRANSFER, amount: "-800.000001" })).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, { ...TRANSFER, amount: "-800" })).toBe(null);
    expect(codeOf(setting, sell("X", "1", "100"))).toBe("INSUFFICIENT_MARGIN");
  });

  test("nor on coins that it makes dear", () => {
    const setting = world();
    setting.do({ type: "transfer", account: "a", asset: "COIN", amount: "10" });
    setting.mark("M", "190", 2 * SECOND);
    // 1,000 and ten coins at 100 less a tenth: 1,900 carry 95 of X.
    expect(codeOf(setting, buy("X", "95.001", "100"))).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, buy("X", "95", "100"))).toBe(null);
  });

  test("inverse: a long's contracts are worth no more than before the move", () => {
    const setting = world({
      ...INVERSE,
      tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
    });
    setting.position("a", "M", "1000", "100");
    setting.mark("M", "200", 2 * SECOND);
    // Ten coins of margin 2 at 100.
    expect(codeOf(setting, { ...TRANSFER, amount: "-998.000001" })).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, { ...TRANSFER, amount: "-998" })).toBe(null);
  });

  test("what is there is moved at once, within what is confirmed: nothing is refused as doubtful", () => {
    const setting = rich();
    expect(codeOf(setting, { ...TRANSFER, amount: "1", to: "b" })).toBe(null);
  });

  test("who owes, and has a source that flickers, keeps his leg from being taken over, but not from being sold", () => {
    const setting = bankrupts(
      { execution: "internal", policy: { interval: SECOND } },
      { insuranceFund: "0" },
    );
    setting.account("maker", "1000000");
    hear(setting, [2, "s", "70"]);
    setting.order("maker", "M", "buy", "50", "59.5");
    hear(setting, [2.4, "s", "60"], [2.8, "s", "70"], [3.2, "s", "60"], [4.2, "clock", ""]);
    expect([gone(setting), setting.all("liquidationClosed")[0]?.outcome]).toEqual([0, "closed"]);
  });
});
