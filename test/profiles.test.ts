/** Each venue's published example, from its profile. Prices there are rounded to print; ours are compared rounded. */
import { describe, expect, test } from "vitest";
import type { DomainCommand, MarketCommand } from "#breakwater/domain/commands.js";
import type { Event, ReportEvent, SliceEvent } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { profiles } from "#breakwater/profiles/all.js";
import { commandsOf, type Profile } from "#breakwater/profiles/profile.js";

const limits = { accounts: 64, positions: 512, orders: 512, triggerBuckets: 4_194_304 };
type More = Partial<
  Pick<MarketCommand, "tickSize" | "tiers" | "policy" | "takerFeePpm" | "liquidationFeePpm">
>;

/** One market of a profile, with one source. */
class Venue {
  readonly engine = new Engine(limits, { debug: true });
  #sequence = 0;
  readonly #profile: Profile;

  /** `more` replaces settings of the market, `settings` of the domain. */
  constructor(name: string, more: More = {}, settings: Partial<DomainCommand> = {}) {
    this.#profile = profiles[name] as Profile;
    const names = { domain: "d", market: "M", sources: [{ source: "s" }] };
    const [domain, market] = commandsOf(this.#profile, names, more);
    this.do({ ...domain, ...settings }, market);
  }

  /** Applies commands that must all be accepted. */
  do(...commands: readonly object[]): Event[] {
    const events = this.engine.applyParsed(commands);
    expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
    expect(this.engine.checkInvariants()).toBeNull();
    return events;
  }

  mark(price: string, time?: number): Event[] {
    this.#sequence += 1;
    const tick = { type: "tick", market: "M", source: "s", price, sequence: this.#sequence };
    return this.do(time === undefined ? tick : { ...tick, time });
  }

  account(account: string, cash: string): void {
    this.do({ type: "account", account, domain: "d", cash });
  }

  holds(account: string, quantity: string, entryPrice: string): Event[] {
    return this.do({ type: "position", account, market: "M", quantity, entryPrice });
  }

  /** The account's only leg. */
  leg(account: string) {
    const [report] = this.do({ type: "report", account }) as ReportEvent[];
    return (report as ReportEvent).positions[0] as ReportEvent["positions"][number];
  }

  liquidationPrice(account: string): number {
    return Math.round(Number(this.leg(account).liquidationPrice) * 100) / 100;
  }
}

const slicesOf = (events: readonly Event[]) =>
  events.filter((event): event is SliceEvent => event.type === "slice");

describe("profiles", () => {
  test("there is one for each venue, each names its sources and what it cannot express", () => {
    const venues = "binance bitmex bybit deribit drift dydx hyperliquid kraken okx vega";
    expect(Object.keys(profiles).sort().join(" ")).toBe(venues);
    for (const { sources, differs } of Object.values(profiles)) {
      expect(sources.length).toBeGreaterThan(0);
      expect(differs.length).toBeGreaterThan(0);
    }
  });

  test.each(Object.values(profiles))(
    "$name checks its feed, has a fund, and its rates never fall",
    (profile) => {
      const { domain, market } = profile;
      expect(Number(domain.insuranceFund)).toBeGreaterThan(0);
      expect(market.maxAge).toBeGreaterThan(0);
      expect(market.jumpPpm).toBeLessThan(1_000_000);
      expect(market.maxPrice).toBeDefined();
      expect(Object.keys(market.breakers)).toEqual(["bandPpm", "divergencePpm"]);
      for (const [below, tier] of market.tiers.slice(1).map((tier, i) => [market.tiers[i], tier] as const))
        expect(tier?.maintenancePpm).toBeGreaterThan(below?.maintenancePpm as number);
    },
  );

  test("deribit, L8: 350 BTC need 9.625 BTC to keep and 13.125 to open; 2,500 BTC 337.5 and 362.5", () => {
    const venue = new Venue("deribit");
    venue.mark("50000");
    for (const [account, coins, maintenance, initial] of [
      ["a", 350, 9.625, 13.125],
      ["b", 2_500, 337.5, 362.5],
    ] as const) {
      venue.account(account, "1000");
      venue.holds(account, `${coins * 50_000}`, "50000");
      const [report] = venue.do({ type: "report", account }) as ReportEvent[];
      expect(Number(report?.maintenanceMargin)).toBeCloseTo(maintenance, 6);
      expect(Number(report?.initialMargin)).toBeCloseTo(initial, 6);
    }
  });

  test("binance: 109.488 BTC at 32,481.98 with 1,535,443.01 of margin: 18,778.73", () => {
    const venue = new Venue("binance", { tickSize: "0.01" });
    venue.account("a", "1535443.01");
    venue.mark("31967.27");
    venue.holds("a", "109.488", "32481.98");
    // 18,778.726, printed to the nearest; ours is the greatest price in cents that liquidates.
    expect(venue.liquidationPrice("a")).toBe(18778.72);
  });

  test("binance, L3, with the brackets of ETHUSDT in 2020: 3,683.979 ETH at 1,456.84 with 1,535,443.01: 1,114.78", () => {
    const tiers = [
      { from: "0", initialPpm: 10_000, maintenancePpm: 5_000 },
      { from: "10000", initialPpm: 13_333, maintenancePpm: 6_500 },
      { from: "100000", initialPpm: 20_000, maintenancePpm: 10_000 },
      { from: "500000", initialPpm: 50_000, maintenancePpm: 20_000 },
      { from: "1000000", initialPpm: 100_000, maintenancePpm: 50_000 },
      { from: "2000000", initialPpm: 200_000, maintenancePpm: 100_000 },
    ];
    const venue = new Venue("binance", { tickSize: "0.01", tiers });
    venue.account("a", "1535443.01");
    venue.mark("1335.18");
    venue.holds("a", "3683.979", "1456.84");
    expect(venue.liquidationPrice("a")).toBe(1114.78);
  });

  test("bybit: short 60,000 USD at 50,000, ten times: 60,000·0.995 ÷ (1.2 − 0.12) = 55,277.78", () => {
    const venue = new Venue("bybit");
    venue.account("b", "0.12");
    venue.mark("50000");
    venue.holds("b", "-60000", "50000");
    expect(venue.liquidationPrice("b")).toBe(55277.78);
  });

  test("okx: long 1 BTC at 50,000 with 5,000: (50,000 − 5,000) ÷ (1 − 0.4 % − 0.05 %) = 45,203.4", () => {
    const venue = new Venue("okx");
    venue.account("a", "5000");
    venue.mark("50000");
    venue.holds("a", "100", "50000");
    expect(venue.liquidationPrice("a")).toBe(45203.4);
  });

  test("bitmex, A1: of six ranked accounts the second and the fifth give ten each", () => {
    // A fund that may pay nothing, so that all goes to the ranked.
    const venue = new Venue("bitmex", {}, { fundFloor: (profiles.bitmex as Profile).domain.insuranceFund });
    const lots = [10, 10, 20, 30, 20, 10];
    const scores = [3, 6, 1, 4, 5, 2];
    venue.mark("660");
    for (const [i, size] of lots.entries()) {
      // At 650 a short at 700 has made 1/650 − 1/700 XBT a contract; profit·notional ÷ cost = 0.00011834 a contract, and
      // the equity that is a tenth of the score's divisor of it gives the score wanted, times ten.
      const equity = (0.000_118_342 * size * 10) / (scores[i] as number);
      venue.account(`a${i + 1}`, (equity - size * (1 / 650 - 1 / 700)).toFixed(8));
      venue.holds(`a${i + 1}`, `-${size}`, "700");
    }
    venue.account("bankrupt", "0.0003");
    venue.holds("bankrupt", "20", "660");
    const taken = venue
      .mark("650")
      .flatMap((event) => (event.type === "adl" ? [[event.account, event.quantity, event.rank]] : []));
    expect(taken).toEqual([
      ["a2", "10", 1],
      ["a5", "10", 2],
    ]);
  });

  test("deribit: 100 BTC need 1 % + 100·0.005 % = 1.5 BTC, and go by an eighth at a time", () => {
    const venue = new Venue("deribit");
    venue.account("a", "1.6");
    venue.account("maker", "1000");
    venue.mark("50000");
    venue.holds("a", "5000000", "50000");
    expect(Number(venue.leg("a").maintenanceMargin)).toBeCloseTo(1.5, 6);
    venue.do({
      type: "order",
      account: "maker",
      market: "M",
      side: "buy",
      quantity: "5000000",
      price: "49500",
    });
    const [slice] = slicesOf(venue.mark("49900"));
    expect(Number(slice?.quantity)).toBeLessThanOrEqual(5_000_000 / 8);
  });

  test("kraken, L6: 1,000 USD long at 8,000 with 0.01 BTC: triggered at 7,481.48, nothing left at 7,407.41", () => {
    const venue = new Venue("kraken", { tickSize: "0.01" });
    venue.account("a", "0.01");
    venue.mark("8000");
    venue.holds("a", "1000", "8000");
    expect(venue.leg("a")).toMatchObject({ liquidationPrice: "7481.48", zeroPrice: "7407.41" });
  });

  test("hyperliquid, L5: 1 BTC with 5,000 at a mark of 100,000: 96,202.53 long, 103,703.70 short", () => {
    const venue = new Venue("hyperliquid");
    venue.account("long", "5000");
    venue.account("short", "5000");
    venue.mark("100000");
    venue.holds("long", "1", "100000");
    venue.holds("short", "-1", "100000");
    expect([venue.liquidationPrice("long"), venue.liquidationPrice("short")]).toEqual([96202.53, 103703.7]);
  });

  test("dydx, T1 and T2: 500 of equity is enough for 0.1 BTC at 50,000, 499 is not", () => {
    const venue = new Venue("dydx");
    venue.mark("50000");
    // A quote balance of −4,500: an entry at 45,000.
    venue.account("enough", "0");
    expect(venue.holds("enough", "0.1", "45000").map(({ type }) => type)).toEqual(["accepted"]);
    venue.account("not", "0");
    expect(venue.holds("not", "0.1", "45010").map(({ type }) => type)).toContain("liquidationOpened");
  });

  test.each([
    [0, 0, "1.0001"],
    [5_000, 5_000, "1.1112"],
    [5_000, 15_000, "1.2501"],
  ])("drift, S4: a shortage of 10 at 100, fees %i + %i ppm: %s", (takerFeePpm, liquidationFeePpm, closes) => {
    const venue = new Venue("drift", { takerFeePpm, liquidationFeePpm });
    venue.account("a", "0");
    venue.mark("100");
    // 10 at 100: MM 100, and an entry at 91 leaves an equity of 90. A bid at the mark takes what is sent.
    venue.account("maker", "100000");
    venue.do({ type: "order", account: "maker", market: "M", side: "buy", quantity: "100", price: "100" });
    const [slice] = slicesOf(venue.holds("a", "10", "91"));
    expect(slice?.quantity).toBe(closes);
  });

  test("vega, S1: 280 lots of the network's go as 100, 90, 45, 45", () => {
    const venue = new Venue("vega");
    venue.account("a", "0");
    venue.account("maker", "10000000");
    venue.mark("100");
    venue.do({ type: "order", account: "maker", market: "M", side: "buy", quantity: "10000", price: "100" });
    const sold = [venue.holds("a", "280", "110")];
    for (const second of [10, 20, 30, 40]) sold.push(venue.do({ type: "clock", time: second * 1_000_000 }));
    expect(sold.flatMap((events) => slicesOf(events).map(({ quantity }) => quantity))).toEqual([
      "100",
      "90",
      "45",
      "45",
    ]);
  });
});
