/**
 * Attacks, each with its safeguard on (nobody is wronged, money is conserved) and off (the loss shows, so that the test
 * bites). Markets have 10 % maintenance and 20 % initial margin unless a case says otherwise.
 */
import { expect } from "vitest";
import {
  account,
  clock,
  domain,
  feed,
  filled,
  market,
  order,
  position,
  seconds,
  tier,
} from "../support/commands.js";
import { type Play, scenario } from "../support/scenario.js";

type Fields = Readonly<Record<string, unknown>>;

const units = (amount: unknown): bigint => BigInt(String(amount).replace(".", ""));
const money = (amount: unknown): number => Number(amount);

/** Σ cash − Σ cost is what came in less what went out, to the unit. */
function conserved(play: Play): void {
  const report = play.domainReport();
  expect(units(report["cashTotal"]) - units(report["costTotal"])).toBe(
    units(report["deposits"]) - units(report["withdrawals"]),
  );
}

const fundOf = (play: Play): number => money(play.domainReport()["fund"]);
const deficitOf = (play: Play): number => money(play.domainReport()["deficit"]);
const equityOf = (play: Play, name: string): number => money(play.report(name)["equity"]);
const openedIn = (events: readonly Fields[]): unknown[] =>
  events.filter(({ type }) => type === "liquidationOpened").map((event) => event["account"]);
const sold = (events: readonly Fields[]): Fields[] => events.filter(({ type }) => type === "slice");

/** A case is played twice; `bites` says what the attack costs without the safeguard. */
function attack(name: string, play: (play: Play, guarded: boolean) => void): void {
  scenario(`${name}: safeguard on`, (on) => {
    play(on, true);
    conserved(on);
  });
  scenario(`${name}: safeguard off`, (off) => {
    play(off, false);
    conserved(off);
  });
}

// P3: a metal's feed as Pyth saw it in November 2025.
attack("one bad oracle tick", (play, guarded) => {
  const tick = feed("XAU");
  play.given(
    domain(),
    market("XAU", guarded ? { jumpPpm: 100_000 } : {}),
    tick("4048.80"),
    account("alice", "500"),
    account("maker", "100000"),
    position("alice", "XAU", "1", "4048.80"),
    order("maker", "buy", "10", "3900", { market: "XAU" }),
  );
  const bad = play.events(tick("2847.72"));
  const good = play.events(tick("4049.16"));
  if (guarded) {
    expect(bad).toMatchObject([{ type: "rejected", code: "QUARANTINED" }]);
    expect(openedIn(good)).toEqual([]);
    expect(equityOf(play, "alice")).toBeCloseTo(500.36, 6);
  } else {
    // At 2,847.72 her equity is 500 − 1,201.08: all is taken over, and nothing of it is hers when the price is back.
    expect(openedIn(bad)).toEqual(["alice"]);
    expect(equityOf(play, "alice")).toBe(0);
  }
});

attack("a frozen feed", (play, guarded) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", guarded ? { maxAge: seconds(5) } : {}),
    { ...tick("100"), time: seconds(1) },
    account("alice", "105"),
    account("maker", "100000"),
    position("alice", "BTC", "10", "100"),
    order("maker", "buy", "100", "99.50"),
  );
  // The feed stands at 100 for a minute. Then 10 of funding are due: 95 of equity against 100 of margin, at a stale mark.
  play.events(clock(60));
  const stale = play.events({ type: "funding", market: "BTC", ratePpb: 10_000_000 });
  expect(openedIn(stale)).toEqual(["alice"]);
  if (guarded) {
    expect(stale).toMatchObject([
      { type: "accepted" },
      { type: "funding" },
      { type: "liquidationOpened" },
      { type: "liquidationBlocked", breaker: "FEED_STALE" },
    ]);
    // The price was 110 all the while: healthy when the feed is back, and nothing was sold.
    play.events({ ...tick("110"), time: seconds(61) });
    const back = play.events({ ...tick("110"), time: seconds(67) });
    expect(back.map(({ type }) => type)).toContain("liquidationClosed");
    expect(play.leg("alice")["quantity"]).toBe("10");
    expect(equityOf(play, "alice")).toBeCloseTo(195, 6);
  } else {
    expect(sold(stale)).toHaveLength(1);
    play.events({ ...tick("110"), time: seconds(61) });
    expect(equityOf(play, "alice")).toBeLessThan(195);
  }
});

attack("stale prices after a restart", (play, guarded) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(
    domain(),
    market("BTC", { sources: [{ source: "a" }, { source: "b" }], minSources: 2 }),
    a("100"),
    b("100"),
    account("alice", "150"),
    account("maker", "100000"),
    position("alice", "BTC", "10", "100"),
    order("maker", "buy", "100", "93"),
  );
  // While the process was down the price went to 120; the first tick afterwards is one that had been waiting in a queue.
  if (guarded) play.given({ type: "resume", domain: "main", reason: "restart" });
  const first = play.events(a("94"));
  play.events(b("120"), a("120"));
  if (guarded) {
    expect(sold(first)).toEqual([]);
    expect(play.leg("alice")["quantity"]).toBe("10");
    expect(equityOf(play, "alice")).toBeCloseTo(350, 6);
  } else {
    // E = 150 − 60 = 90 < 94.
    expect(sold(first)).toHaveLength(1);
    expect(equityOf(play, "alice")).toBeLessThan(350);
  }
});

attack("the pump of a thin market to liquidate shorts", (play, guarded) => {
  const tick = feed("ALT");
  play.given(
    domain(),
    market("ALT", {
      mark: "premium",
      premiumHalfLife: 1,
      marketBandPpm: 1_000_000,
      ...(guarded ? { premiumCapPpm: 10_000 } : {}),
    }),
    { ...tick("100"), time: seconds(1) },
    account("victim", "300"),
    account("pumper", "100000"),
    account("maker", "100000"),
    position("victim", "ALT", "-10", "100"),
  );
  // Nobody else quotes: the book's middle is wherever the pumper puts it.
  play.events(
    order("pumper", "sell", "0.001", "160", { market: "ALT" }),
    order("pumper", "buy", "0.001", "150", { market: "ALT" }),
  );
  const pumped = play.events({ ...tick("100"), time: seconds(2) });
  const later = play.events({ ...tick("100"), time: seconds(3) });
  const found = openedIn([...pumped, ...later]);
  if (guarded) {
    expect(found).toEqual([]);
    expect(play.report("victim")["state"]).toBe("healthy");
  } else {
    // A mark of 155 takes 550 from a short of ten that has 300.
    expect(found).toEqual(["victim"]);
  }
});

attack("a trade with oneself that drains the fund", (play, guarded) => {
  const tick = feed("BTC");
  play.given(
    domain({ insuranceFund: "1000", takeoverPpm: 1_000_000, surplus: "fund" }),
    market("BTC", { policy: { slippagePpm: guarded ? 10_000 : 500_000 }, marketBandPpm: 1_000_000 }),
    tick("100"),
    account("loser", "110"),
    account("winner", "100000"),
    position("loser", "BTC", "10", "100"),
    // The attacker's own bid, far below, is all there is when his other account is taken over.
    order("winner", "buy", "10", "55"),
  );
  play.events({ ...tick("98.50"), time: seconds(1) });
  play.events(clock(5));
  if (guarded) {
    // Nothing inside one percent: the position waits with @liquidation, and the fund has lost nothing to him.
    expect(fundOf(play)).toBe(1000);
    expect(equityOf(play, "winner")).toBe(100_000);
  } else {
    expect(fundOf(play)).toBeLessThan(700);
    expect(equityOf(play, "winner")).toBeGreaterThan(100_400);
  }
});

attack("margin withdrawn to force one's own takeover", (play, guarded) => {
  const tick = feed("BTC");
  const initialPpm = guarded ? 200_000 : 10_000;
  play.given(
    domain({ insuranceFund: "1000", adl: false }),
    market("BTC", { tiers: [tier("0", 10_000, initialPpm)] }),
    tick("100"),
    account("attacker", "500"),
    account("other", "500"),
    position("attacker", "BTC", "10", "100"),
    // He is on the other side as well, with another account.
    position("other", "BTC", "-10", "100"),
  );
  const all = { type: "transfer", account: "attacker", amount: guarded ? "-300" : "-490" };
  play.refuses({ ...all, amount: guarded ? "-300.000001" : "-490.000001" }, "INSUFFICIENT_MARGIN");
  play.given(all);
  play.events(tick("95"));
  play.events(clock(5));
  if (guarded) {
    expect(play.report("attacker")["state"]).toBe("healthy");
    expect(fundOf(play)).toBe(1000);
  } else {
    // 10 of equity less 50: the fund carries 40, which his other account has gained.
    expect(play.domainReport()["liquidation"]).toEqual({ BTC: "10" });
    expect(equityOf(play, "attacker")).toBe(0);
  }
});

// A6: what halted a venue on 10 October 2025.
attack("one liquidation that is the whole open interest", (play, guarded) => {
  const tick = feed("BTC");
  play.given(
    domain({ insuranceFund: "100", adl: guarded }),
    market("BTC"),
    tick("100"),
    account("whale", "3000"),
    account("left", "5000"),
    account("right", "9000"),
    position("whale", "BTC", "100", "100"),
    position("left", "BTC", "-40", "100"),
    position("right", "BTC", "-60", "100"),
  );
  play.events(tick("65"));
  play.events(tick("120"));
  const names = ["whale", "left", "right"];
  for (const name of names) expect(equityOf(play, name)).toBeGreaterThanOrEqual(0);
  if (guarded) {
    // A loss of 500 at 65, of which the fund carries 100: those who had won closed with what the whale had.
    expect(deficitOf(play)).toBe(0);
    expect(play.domainReport()["openInterest"]).not.toEqual({ BTC: "100" });
  } else {
    // @liquidation still holds all of it when the price turns.
    expect(play.domainReport()["liquidation"]).toEqual({ BTC: "100" });
  }
});

attack("a dust leg that is to block the rest", (play, guarded) => {
  const btc = feed("BTC");
  play.given(
    domain(),
    market("BTC"),
    market("DEAD"),
    btc("100"),
    account("alice", "150"),
    account("maker", "100000"),
    position("alice", "BTC", "10", "100"),
    order("maker", "buy", "100", "95.50"),
  );
  const dust = position("alice", "DEAD", "0.001", "1");
  if (guarded) {
    // Trading cannot bring her such a leg, and one lot in a market whose feed died shields nobody.
    play.refuses(order("alice", "buy", "0.001", "1", { market: "DEAD" }), "MARKET_HALTED");
    play.given(feed("DEAD")("1"), dust, { type: "resume", market: "DEAD", reason: "checked" });
    const events = play.events(btc("94"));
    expect(openedIn(events)).toEqual(["alice"]);
    expect(sold(events)).toMatchObject([{ market: "BTC" }]);
  } else {
    // A position from elsewhere in a market that never had a mark: she is not looked at, however low the price.
    play.given(dust);
    expect(openedIn(play.events(btc("94"), btc("50")))).toEqual([]);
    expect(play.report("alice")["equity"]).toBe(null);
  }
});

attack("the clock advanced on a decoy account", (play, guarded) => {
  const tick = feed("BTC");
  play.given(
    domain({ caseHorizon: seconds(600) }),
    market("BTC", { execution: "external", ...(guarded ? { maxAge: seconds(10) } : {}) }),
    { ...tick("100"), time: seconds(1) },
    account("alice", "95"),
    account("decoy", "1000"),
    position("decoy", "BTC", "1", "100"),
    position("alice", "BTC", "10", "100"),
  );
  // A command on another account claims that it is twenty minutes later; the horizon of alice's case seems over.
  const moved = play.events(
    { ...clock(1_201) },
    { type: "transfer", account: "decoy", amount: "1", time: seconds(1_202) },
    filled("S1", "0.001", "100", { time: seconds(1_203) }),
  );
  const ended = moved.filter(({ type }) => type === "takeover");
  if (guarded) {
    // The feed is stale at that time: alice's leg is blocked by name, and blocked time does not count.
    expect(ended).toEqual([]);
    expect(play.report("alice")["state"]).toBe("blocked");
  } else {
    expect(ended).toHaveLength(1);
  }
});

attack("collateral priced off a thin book", (play, guarded) => {
  const thin = feed("ALT");
  play.given(
    domain({ insuranceFund: "10000" }),
    market("ALT", {
      mark: "premium",
      premiumHalfLife: 1,
      marketBandPpm: 1_000_000,
      ...(guarded ? { premiumCapPpm: 10_000 } : {}),
    }),
    market("BTC"),
    feed("BTC")("100"),
    { ...thin("10"), time: seconds(1) },
    {
      type: "collateral",
      domain: "main",
      asset: "ALT",
      market: "ALT",
      decimals: 4,
      haircutPpm: guarded ? 300_000 : 0,
    },
    account("attacker"),
    account("pumper", "100000"),
    { type: "transfer", account: "attacker", asset: "ALT", amount: "100" },
    position("attacker", "BTC", "10", "100"),
  );
  play.events(
    order("pumper", "sell", "0.001", "90", { market: "ALT" }),
    order("pumper", "buy", "0.001", "80", { market: "ALT" }),
    { ...thin("10"), time: seconds(2) },
    { ...thin("10"), time: seconds(3) },
  );
  const profit = position("attacker", "BTC", "10", "40");
  play.events(profit);
  // He has made 600 on BTC. With ALT at 85 his collateral seems to be worth 8,500; it is worth 1,000, or 700 with its haircut.
  const shown = equityOf(play, "attacker") - 600;
  if (guarded) expect(shown).toBeLessThanOrEqual(1000);
  else expect(shown).toBeGreaterThan(8000);
});

attack("an empty fund and everyone on one side", (play, guarded) => {
  const tick = feed("BTC");
  const longs = ["l1", "l2", "l3"];
  play.given(
    domain({ insuranceFund: "0", adl: guarded }),
    market("BTC"),
    tick("100"),
    account("short", "1000"),
    ...longs.map((name) => account(name, "400")),
    position("short", "BTC", "-30", "100"),
    ...longs.map((name) => position(name, "BTC", "10", "100")),
  );
  // 30 short at 140 have lost 1,200 of 1,000; at 180, where @liquidation holds them, 2,400.
  play.events(tick("140"));
  play.events(tick("180"));
  play.events({ ...order("l1", "sell", "1", "180"), time: seconds(1) }, { ...clock(2) });
  const total = longs.reduce((sum, name) => sum + equityOf(play, name), 0);
  if (guarded) {
    // The three closed at what the short could pay: his 1,000 is all that they have won.
    expect(total).toBeCloseTo(1200 + 1000, 3);
    expect(deficitOf(play)).toBe(0);
    expect(play.domainReport()["openInterest"]).toEqual({ BTC: "0" });
  } else {
    // They are shown 2,400, of which 1,000 exists; what is missing stands in @liquidation's book.
    expect(total).toBeGreaterThan(1200 + 1000);
    expect(play.domainReport()["liquidation"]).not.toEqual({ BTC: "0" });
  }
});
