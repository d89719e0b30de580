/**
 * A recorded market against the definition. A hundred thousand seeded accounts stand around its price at two to a hundred
 * times leverage; whenever the mark moves, the accounts whose cases the engine opens must be those for whom E < MM, which
 * is looked at account by account, without any index.
 */
import { expect, test } from "vitest";
import type { Command, MarketCommand } from "#breakwater/domain/commands.js";
import { Engine } from "#breakwater/engine/engine.js";
import { readBinance } from "#breakwater/market-data/binance-recording.js";
import { Xorshift32 } from "#breakwater/statistics/xorshift32.js";
import { type Tier, withDeductions } from "./model/tiers.js";
import { missing, readData } from "./support/data.js";
import type { Event } from "./support/subject.js";

const recording = "binance-2024-08-08/usdm_btcusdt_20240808.gz";
const ACCOUNTS = 100_000;
const PRICE = 6_171_500;
/** Money (10^-6) of a lot (0.001) at one price unit (0.01). */
const UNIT = 10;
const MILLION = 1_000_000n;

/** By account; all numbers are integers below 2^53. */
interface Holdings {
  readonly lots: Int32Array;
  readonly entry: Int32Array;
  readonly cash: Float64Array;
}

/** Entries 0.65 % around the recording's price; from a thousand to three million of notional. */
function holdings(): Holdings {
  const random = new Xorshift32(2024);
  const lots = new Int32Array(ACCOUNTS);
  const entry = new Int32Array(ACCOUNTS);
  const cash = new Float64Array(ACCOUNTS);
  for (let i = 0; i < ACCOUNTS; i++) {
    entry[i] = PRICE - 40_000 + random.below(80_000);
    const size = 16 + random.below(50) ** 2 * (1 + random.below(20));
    const leverage = 2 + random.below(99);
    lots[i] = i % 2 === 0 ? size : -size;
    cash[i] = Math.floor((size * entry[i]! * UNIT) / leverage);
  }
  return { lots, entry, cash };
}

const fixed = (value: number, decimals: number): string => {
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

function populate({ lots, entry, cash }: Holdings, market: string, domain: string): Command[] {
  return Array.from(lots).flatMap((size, i): Command[] => [
    { type: "account", account: `a${i}`, domain, cash: fixed(cash[i]!, 6) },
    { type: "position", account: `a${i}`, market, quantity: fixed(size, 3), entryPrice: fixed(entry[i]!, 2) },
  ]);
}

/** E < MM, by the definition. Doubles decide where they are sure by more than two units of money, BigInt elsewhere. */
class Definition {
  private readonly holdings: Holdings;
  private readonly tiers: Tier[];

  constructor(holdings: Holdings, tiers: MarketCommand["tiers"]) {
    this.holdings = holdings;
    this.tiers = withDeductions(
      tiers.map(({ from, initialPpm, maintenancePpm }) => ({
        from: BigInt(from) * MILLION,
        initialPpm: BigInt(initialPpm),
        maintenancePpm: BigInt(maintenancePpm),
      })),
    );
  }

  /** Accounts that are liquidatable at `mark`, those with a case left out. */
  liquidatable(mark: number, inCase: Uint8Array): number[] {
    const { lots, entry, cash } = this.holdings;
    // The greatest of the tiers' lines is the tier that holds; nobody is in the fifth.
    const rate = this.tiers.map((tier) => Number(tier.maintenancePpm) / 1e6);
    const deduction = this.tiers.map((tier) => Number(tier.maintenanceDeduction) / 1e6);
    const [r0, r1, r2, r3] = rate as [number, number, number, number];
    const [, d1, d2, d3] = deduction as [number, number, number, number];
    const found: number[] = [];
    for (let i = 0; i < ACCOUNTS; i++) {
      if (inCase[i] === 1) continue;
      const size = lots[i]!;
      const equity = cash[i]! + size * (mark - entry[i]!) * UNIT;
      const notional = Math.abs(size) * mark * UNIT;
      const margin = Math.max(notional * r0, notional * r1 - d1, notional * r2 - d2, notional * r3 - d3);
      const isSure = Math.abs(equity - margin) > 2;
      if (isSure ? equity < margin : BigInt(equity) < this.margin(BigInt(notional))) found.push(i);
    }
    return found;
  }

  private margin(notional: bigint): bigint {
    const tier = this.tiers.findLast(({ from }) => from <= notional)!;
    const scaled = notional * tier.maintenancePpm - tier.maintenanceDeduction;
    return (scaled + MILLION - 1n) / MILLION;
  }
}

async function* lines(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    yield text.slice(from, to);
    from = to + 1;
  }
}

const numberOf = (event: Event) => Number((event["account"] as string).slice(1));
const unitsOf = (price: unknown) => Number((price as string).replace(".", ""));

test.skipIf(missing(recording))(
  "a recorded market: who is liquidated, and when, is as E < MM says",
  { timeout: 300_000 },
  async () => {
    const engine = new Engine({ accounts: ACCOUNTS, nameBytes: ACCOUNTS * 8, triggerBuckets: 8_388_608 });
    const all = holdings();
    const inCase = new Uint8Array(ACCOUNTS);
    let definition: Definition | undefined;
    let marks = 0;
    let cases = 0;
    for await (const command of readBinance(lines(readData(recording)), { market: "BTCUSDT", domain: "d" })) {
      const events = engine.apply([command]) as unknown as Event[];
      if (command.type === "market") {
        definition = new Definition(all, command.tiers);
        const refused = engine
          .apply(populate(all, command.market, "d"))
          .filter(({ type }) => type === "rejected");
        expect(refused).toEqual([]);
      }
      const opened: number[] = [];
      let mark: number | undefined;
      for (const event of events) {
        if (event.type === "mark") mark = unitsOf(event["mark"]);
        if (event.type === "liquidationOpened") opened.push(numberOf(event));
      }
      if (mark === undefined) expect(opened).toEqual([]);
      else {
        expect(opened.toSorted((a, b) => a - b)).toEqual(definition!.liquidatable(mark, inCase));
        marks += 1;
        cases += opened.length;
      }
      for (const i of opened) inCase[i] = 1;
      for (const event of events) if (event.type === "liquidationClosed") inCase[numberOf(event)] = 0;
    }
    expect(engine.sweep()).toBe(0);
    expect(marks).toBeGreaterThan(1_000);
    expect(cases).toBeGreaterThan(1_000);
    console.info(`${marks} marks, ${cases} cases`);
  },
);
