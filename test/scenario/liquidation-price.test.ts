/**
 * Liquidation prices that others published. A venue prints the real number at which equity meets maintenance margin; ours
 * is the nearest price unit at which the account *is* liquidatable, below that number for a long, above it for a short.
 */
import { expect, test } from "vitest";
import { account, domain, feed, market, position, tier } from "../support/commands.js";
import { missing, readData } from "../support/data.js";
import { Play, scenario } from "../support/scenario.js";
import { subjects } from "../support/subject.js";

/** Binance's brackets of 2020, up to where the account stands: deductions 0, 15, 365, 5 365, 35 365, 135 365. */
const ethTiers = [
  tier("0", 5_000),
  tier("10000", 6_500),
  tier("100000", 10_000),
  tier("500000", 20_000),
  tier("1000000", 50_000),
  tier("2000000", 100_000),
];
/** Deductions 0, 50, 1 300, 16 300. */
const btcTiers = [tier("0", 4_000), tier("50000", 5_000), tier("250000", 10_000), tier("1000000", 25_000)];

/** Four price decimals; with seven of money a lot of 0.001 at one price unit is worth exactly one unit. */
const fine = { priceDecimals: 4, tickSize: "0.0001" };
const binance = (play: Play) => {
  play.given(
    domain({ settleDecimals: 7 }),
    market("ETH", { ...fine, tiers: ethTiers, maxPrice: "10000" }),
    market("BTC", { ...fine, tiers: btcTiers, maxPrice: "100000" }),
    feed("ETH")("1335.18"),
    feed("BTC")("31967.27"),
    account("alice", "1535443.01"),
  );
};
const ethLeg = position("alice", "ETH", "3683.979", "1456.84");
const btcLeg = position("alice", "BTC", "109.488", "32481.98");

scenario("L1, L2: cross margin, each leg's price with the other held fixed", (play) => {
  binance(play);
  play.given(ethLeg, btcLeg);
  expect(play.leg("alice", "ETH")["liquidationPrice"]).toBe("1153.2564"); // 1 153.2565 exactly
  expect(play.leg("alice", "BTC")["liquidationPrice"]).toBe("26316.8932"); // printed 26 316.89
});

scenario("L3: the ETH leg alone", (play) => {
  binance(play);
  play.given(ethLeg);
  expect(play.leg("alice")["liquidationPrice"]).toBe("1114.7849"); // printed 1 114.78
});

scenario("L3: the BTC leg alone", (play) => {
  binance(play);
  play.given(btcLeg);
  expect(play.leg("alice")["liquidationPrice"]).toBe("18778.7259"); // printed 18 778.73
});

scenario("L4: a tier's deduction keeps maintenance margin continuous", (play) => {
  play.given(
    domain(),
    market("BTC", { tiers: [tier("0", 4_000), tier("50000", 5_000), tier("250000", 10_000)] }),
    feed("BTC")("50000"),
    account("alice", "100000"),
    position("alice", "BTC", "6", "50000"),
  );
  // 300 000 at one percent less 1 300.
  expect(play.report("alice")["maintenanceMargin"]).toBe("1700.000000");
  play.given(position("alice", "BTC", "5", "50000"));
  expect(play.report("alice")["maintenanceMargin"]).toBe("1200.000000"); // the boundary, by either rate
  play.given(position("alice", "BTC", "-4", "50000"));
  expect(play.report("alice")["maintenanceMargin"]).toBe("950.000000"); // 200 000 at half a percent less 50
});

const hyperliquid = (play: Play, quantity: string) => {
  play.given(
    domain({ settleDecimals: 7 }),
    market("BTC", { ...fine, tiers: [tier("0", 12_500)], maxPrice: "200000" }),
    feed("BTC")("100000"),
    account("alice", "5000"),
    position("alice", "BTC", quantity, "100000"),
  );
};

scenario("L5: maintenance at the mark, long", (play) => {
  hyperliquid(play, "1");
  expect(play.leg("alice")["liquidationPrice"]).toBe("96202.5316"); // 95 000 ÷ 0.9875
});

scenario("L5: maintenance at the mark, short", (play) => {
  hyperliquid(play, "-1");
  expect(play.leg("alice")["liquidationPrice"]).toBe("103703.7038"); // 105 000 ÷ 1.0125, up
});

scenario("a long that nothing can ruin has no liquidation price", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "10000"));
  play.given(position("alice", "BTC", "0.1", "50000"));
  expect(play.leg("alice")["liquidationPrice"]).toBeNull();
});

interface VenueTier {
  readonly from: string;
  readonly initialPpm: number;
  readonly maintenancePpm: number;
  readonly cum: string;
}

const tiersFile = "margin-tiers/binance-usdm-2024-10.json";

/** Millionths of a dollar, from a decimal. */
function micros(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

test.skipIf(missing(tiersFile)).each(subjects.map((kind) => [kind.name, kind] as const))(
  "L7: the deductions of 349 real contracts equal the venue's, %s",
  (_, kind) => {
    const contracts = Object.entries(JSON.parse(readData(tiersFile)) as Record<string, VenueTier[]>);
    const play = new Play(kind.make());
    play.given(domain(), account("alice", "3000000000"));
    let tiers = 0;
    for (const [name, rows] of contracts) {
      // A lot at the mark of one dollar is one dollar, so that a position's lots are its notional.
      play.given(
        market(name, {
          priceDecimals: 0,
          tickSize: "1",
          lotSize: "1",
          maxPrice: "2",
          tiers: rows.map(({ from, initialPpm, maintenancePpm }) => ({ from, initialPpm, maintenancePpm })),
        }),
        feed(name)("1"),
      );
      for (const [k, row] of rows.entries()) {
        const from = BigInt(row.from.split(".")[0]!);
        const next = rows[k + 1];
        const notional = next === undefined ? from * 2n + 1n : (from + BigInt(next.from.split(".")[0]!)) / 2n;
        play.given(position("alice", name, String(notional), "1"));
        const margin = micros(play.report("alice")["maintenanceMargin"] as string);
        play.given(position("alice", name, "0"));
        expect(notional * BigInt(row.maintenancePpm) - margin, `${name} tier ${k}`).toBe(micros(row.cum));
        tiers += 1;
      }
    }
    expect([contracts.length, tiers]).toEqual([349, 2_805]);
  },
);
