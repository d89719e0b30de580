/** Liquidation price, trigger and zero price against what others published (VECTORS L, T, Z). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { missing, readData } from "../support/data.js";
import { Fraction } from "./fraction.js";
import { isBelowMaintenance } from "./margin.js";
import { Setting } from "./setting.js";
import { exactMargin, type TierRates, withDeductions } from "./tiers.js";
import { format, parseDecimal, toFraction, toUnits } from "./units.js";

const MARGIN_TIERS = "margin-tiers/binance-usdm-2024-10.json";

function tiersOf(rows: [from: string, maintenancePpm: number][]) {
  return rows.map(([from, maintenancePpm]) => ({ from, initialPpm: maintenancePpm, maintenancePpm }));
}

const ETH_TIERS = tiersOf([
  ["0", 5_000],
  ["10000", 6_500],
  ["100000", 10_000],
  ["500000", 20_000],
  ["1000000", 50_000],
  ["2000000", 100_000],
]);
const BTC_TIERS = tiersOf([
  ["0", 4_000],
  ["50000", 5_000],
  ["250000", 10_000],
  ["1000000", 25_000],
]);

/** The account of freqtrade's test: four price decimals, so that the exact prices can be told apart. */
function binance(legs: ("ETH" | "BTC")[]): Setting {
  const setting = new Setting({ settleDecimals: 7 });
  const spec = { priceDecimals: 4, tickSize: "0.0001", lotSize: "0.001", maxPrice: "100000" };
  setting.market("ETH", { ...spec, tiers: ETH_TIERS });
  setting.market("BTC", { ...spec, tiers: BTC_TIERS });
  setting.account("a", "1535443.01");
  if (legs.includes("ETH")) setting.position("a", "ETH", "3683.979", "1456.84");
  if (legs.includes("BTC")) setting.position("a", "BTC", "109.488", "32481.98");
  setting.mark("ETH", "1335.18");
  setting.mark("BTC", "31967.27");
  return setting;
}

/** A decimal string rounded half up to two decimals, as the venue prints it. */
function printed(price: unknown): string {
  const { digits, decimals } = parseDecimal(price as string);
  const scale = 10n ** BigInt(decimals - 2);
  return format((digits + scale / 2n) / scale, 2);
}

describe("liquidation price", () => {
  test("L1 L2: two legs share cash", () => {
    const setting = binance(["ETH", "BTC"]);
    // Exactly 1,153.25646…: the greatest price in units at which the account is liquidatable lies below.
    expect(setting.leg("a", "ETH").liquidationPrice).toBe("1153.2564");
    expect(printed(setting.leg("a", "ETH").liquidationPrice)).toBe("1153.26");
    expect(printed(setting.leg("a", "BTC").liquidationPrice)).toBe("26316.89");
  });

  test("L3: each leg alone", () => {
    expect(printed(binance(["ETH"]).leg("a", "ETH").liquidationPrice)).toBe("1114.78");
    expect(printed(binance(["BTC"]).leg("a", "BTC").liquidationPrice)).toBe("18778.73");
  });

  test.each([
    ["1", "96202.53"],
    ["-1", "103703.70"],
  ])("L5: %s BTC at 100,000 with 5,000", (quantity, expected) => {
    const setting = new Setting({ settleDecimals: 7 });
    setting.market("BTC", {
      priceDecimals: 4,
      tickSize: "0.0001",
      maxPrice: "1000000",
      tiers: [{ from: "0", initialPpm: 12_500, maintenancePpm: 12_500 }],
    });
    setting.account("a", "5000");
    setting.position("a", "BTC", quantity, "100000");
    setting.mark("BTC", "100000");
    expect(printed(setting.leg("a", "BTC").liquidationPrice)).toBe(expected);
  });

  test("agrees with the trigger exactly", () => {
    for (const quantity of ["0.1", "-0.1"]) {
      const setting = new Setting({ adl: false });
      setting.market("BTC");
      setting.account("a", "700");
      setting.position("a", "BTC", quantity, "50000");
      setting.mark("BTC", "50000");
      const price = toUnits(setting.leg("a", "BTC").liquidationPrice as string, 2, "price");
      const towards = quantity === "0.1" ? 1n : -1n;
      setting.mark("BTC", format(price + towards, 2));
      expect(setting.state("a")).toBe("healthy");
      setting.mark("BTC", format(price, 2));
      expect(setting.state("a")).toBe("liquidating");
    }
  });
});

describe("tiers", () => {
  test("L4: deduction of the tier at 250,000", () => {
    const tiers = withDeductions([
      { from: 0n, initialPpm: 4_000n, maintenancePpm: 4_000n },
      { from: 50_000n, initialPpm: 5_000n, maintenancePpm: 5_000n },
      { from: 250_000n, initialPpm: 10_000n, maintenancePpm: 10_000n },
    ]);
    expect(tiers[1]?.maintenanceDeduction).toBe(50n * 1_000_000n);
    expect(tiers[2]?.maintenanceDeduction).toBe(1_300n * 1_000_000n);
  });

  test.skipIf(missing(MARGIN_TIERS))("L7: every deduction that the venue publishes is ours", () => {
    type Row = { from: string; initialPpm: number; maintenancePpm: number; cum: string };
    const contracts = JSON.parse(readData(MARGIN_TIERS)) as Record<string, Row[]>;
    let compared = 0;
    for (const rows of Object.values(contracts)) {
      const rates: TierRates[] = rows.map((row) => ({
        from: toUnits(row.from, 6, "from"),
        initialPpm: BigInt(row.initialPpm),
        maintenancePpm: BigInt(row.maintenancePpm),
      }));
      withDeductions(rates).forEach(({ maintenanceDeduction }, index) => {
        const cum = toFraction(parseDecimal(rows[index]?.cum ?? "")).times(new Fraction(10n ** 12n));
        expect(cum.compare(new Fraction(maintenanceDeduction))).toBe(0n);
        compared += 1;
      });
    }
    expect(compared).toBe(2_805);
  });
});

/** 0.1 BTC (or more legs) whose cost stands for dYdX's negative quote balance. */
function dydx(legs: [market: string, quantity: string, entry: string][], domain = {}): Setting {
  const setting = new Setting({ takeover: false, ...domain });
  setting.market("BTC");
  setting.market("ETH");
  setting.account("a");
  for (const [market, quantity, entry] of legs) setting.position("a", market, quantity, entry);
  setting.mark("BTC", "50000");
  setting.mark("ETH", "3000");
  return setting;
}

describe("trigger", () => {
  test("T1: E = MM is healthy", () => {
    expect(dydx([["BTC", "0.1", "45000"]]).state("a")).toBe("healthy");
  });

  test("T2: E one below MM is liquidatable", () => {
    const setting = dydx([["BTC", "0.1", "45010"]]);
    expect(setting.all("liquidationOpened")).toMatchObject([
      { account: "a", equity: "499.000000", maintenanceMargin: "500.000000" },
    ]);
  });

  test("T3: without a position nothing is liquidatable", () => {
    expect(isBelowMaintenance(-1n, 0n)).toBe(false);
  });
});

describe("zero price", () => {
  const onlyLeg = (setting: Setting) => setting.leg("a", "BTC").zeroPrice;

  test("Z1: selling 0.1 BTC at 4,501 keeps E/MM", () => {
    expect(onlyLeg(dydx([["BTC", "0.1", "45010"]]))).toBe("45010.00");
  });

  test("Z2: buying 0.1 BTC back at 5,499 keeps E/MM", () => {
    expect(onlyLeg(dydx([["BTC", "-0.1", "54990"]]))).toBe("54990.00");
  });

  test("Z3: 0.1 ETH beside 0.004 BTC is worth 294", () => {
    const setting = dydx([
      ["BTC", "0.004", "50000"],
      ["ETH", "0.1", "2900"],
    ]);
    expect(setting.leg("a", "ETH").zeroPrice).toBe("2940.00");
  });

  /** Signed lots with their prices; tiers shared. Exact margins, as the property is about. */
  const legs = fc.array(
    fc.record({
      lots: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }).filter((lots) => lots !== 0n),
      price: fc.bigInt({ min: 1n, max: 1_000_000n }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const flat = withDeductions([{ from: 0n, initialPpm: 100_000n, maintenancePpm: 50_000n }]);
  const stepped = withDeductions([
    { from: 0n, initialPpm: 10_000n, maintenancePpm: 5_000n },
    { from: 10_000_000n, initialPpm: 50_000n, maintenancePpm: 20_000n },
    { from: 1_000_000_000n, initialPpm: 200_000n, maintenancePpm: 100_000n },
  ]);

  test.each([
    ["unchanged within one tier", flat],
    ["never lower across tiers", stepped],
  ])("Z5: E/MM is %s when any part of a leg closes at its zero value", (_, tiers) => {
    fc.assert(
      fc.property(legs, fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.nat(1_000), (held, equity, part) => {
        const marginOf = (lots: bigint, price: bigint) =>
          exactMargin(tiers, new Fraction((lots < 0n ? -lots : lots) * price), "maintenance");
        const margins = held.map(({ lots, price }) => marginOf(lots, price));
        const total = margins.reduce((sum, margin) => sum.plus(margin));
        const [first] = held as [(typeof held)[0]];
        const [firstMargin] = margins as [Fraction];
        const size = first.lots < 0n ? -first.lots : first.lots;
        const closed = 1n + ((size - 1n) * BigInt(part)) / 1_000n;
        // Closing r of |q| lots at the zero value costs r/|q| of the leg's share of E.
        const share = new Fraction(
          equity * firstMargin.numerator * total.denominator,
          firstMargin.denominator * total.numerator,
        );
        const equityAfter = new Fraction(equity).minus(share.times(new Fraction(closed, size)));
        const after = total.minus(firstMargin).plus(marginOf(size - closed, first.price));
        const gained = equityAfter.times(total).compare(new Fraction(equity).times(after));
        expect(tiers === flat ? gained === 0n : gained >= 0n).toBe(true);
      }),
    );
  });

  test("Z5: all legs at exact zero values leave nothing", () => {
    fc.assert(
      fc.property(legs, fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (held, equity) => {
        const margins = held.map(({ lots, price }) =>
          exactMargin(stepped, new Fraction((lots < 0n ? -lots : lots) * price), "maintenance"),
        );
        const total = margins.reduce((sum, margin) => sum.plus(margin));
        const left = margins.reduce(
          (rest, { numerator, denominator }) =>
            rest.minus(new Fraction(equity * numerator * total.denominator, denominator * total.numerator)),
          new Fraction(equity),
        );
        expect(left.compare(new Fraction(0n))).toBe(0n);
      }),
    );
  });
});
