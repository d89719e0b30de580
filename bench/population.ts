/**
 * A million accounts around one mark: long and short in turn, one to a hundred lots, four tiers, and liquidation prices
 * spread evenly from half a percent to half of the price away. Who is liquidatable at a mark is told by the definition,
 * E < MM, account by account, without any index.
 */
import { type Command, createWriter, Engine, encodeCommand } from "#breakwater/index.js";
import { Xorshift32 } from "#breakwater/lab/workload/xorshift32.js";

/** 60 000.00 in price units of 0.01; a lot of 0.001 at one price unit is worth ten units of money. */
export const MARK = 6_000_000;
const UNIT = 10;
const PPM = 1_000_000;
const MONEY = 1_000_000;

/** From (money), rates; D_k in ppm-money keeps maintenance margin continuous. */
const tiers = [
  { from: 0, maintenancePpm: 4_000, deduction: 0 },
  { from: 1_000, maintenancePpm: 5_000, deduction: 1_000 * 1_000 },
  { from: 2_500, maintenancePpm: 10_000, deduction: 1_000 * 1_000 + 2_500 * 5_000 },
  { from: 5_000, maintenancePpm: 25_000, deduction: 1_000 * 1_000 + 2_500 * 5_000 + 5_000 * 15_000 },
] as const;

export interface Population {
  /** Signed lots and cash of each account; entries at MARK. */
  readonly lots: Int32Array;
  readonly cash: Float64Array;
}

/** MM = ceil((N·rate − D) / 10^6) of a notional in money. */
function maintenance(notional: number): number {
  let k = tiers.length - 1;
  while (tiers[k]!.from * MONEY > notional) k -= 1;
  const tier = tiers[k]!;
  return Math.ceil((notional * tier.maintenancePpm - tier.deduction * MONEY) / PPM);
}

/** E < MM at `mark`. All numbers stay far below 2^53. */
export function isLiquidatable(lots: number, cash: number, mark: number): boolean {
  const equity = cash + lots * (mark - MARK) * UNIT;
  return equity < maintenance(Math.abs(lots) * mark * UNIT);
}

export function populate(count: number, seed = 7): Population {
  const random = new Xorshift32(seed);
  const lots = new Int32Array(count);
  const cash = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const size = 1 + random.below(100);
    const distance = 5_000 + random.below(495_000);
    const notional = size * MARK * UNIT;
    lots[i] = i % 2 === 0 ? size : -size;
    cash[i] = maintenance(notional) + Math.ceil((notional * distance) / PPM);
  }
  return { lots, cash };
}

/** The greatest mark at which a long is liquidatable: the first to fall below it rings there. */
export function triggerOfLong(lots: number, cash: number): number {
  let low = 0;
  let high = MARK;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isLiquidatable(lots, cash, middle)) low = middle;
    else high = middle;
  }
  return low;
}

const decimal = (money: number) => `${Math.floor(money / MONEY)}.${String(money % MONEY).padStart(6, "0")}`;

/** An engine with all of them armed; the venue is outside and nobody is taken over, so that slices are what comes out. */
export function arm({ lots, cash }: Population): Engine {
  const count = lots.length;
  const engine = new Engine({
    domains: 1,
    markets: 1,
    accounts: count,
    nameBytes: count * 8,
    positions: count + 64,
    orders: 64,
    orderNames: 64,
    ladderLeaves: 64,
    ladderNodes: 64,
    cases: 131_072,
    works: 131_072,
    slices: 131_072,
    triggerBuckets: 4_194_304,
    eventBytes: 262_144,
  });
  const writer = createWriter();
  const flush = () => {
    engine.applyRecords(writer.written, () => {});
    writer.clear();
  };
  const put = (command: Command) => {
    while (encodeCommand(command, writer) === "full") flush();
  };
  put({ type: "domain", domain: "d", asset: "USD", settleDecimals: 6, takeover: false });
  put({
    type: "market",
    market: "m",
    domain: "d",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.001",
    execution: "external",
    tiers: tiers.map(({ from, maintenancePpm }) => ({
      from: String(from),
      initialPpm: 2 * maintenancePpm,
      maintenancePpm,
    })),
    sources: [{ source: "s" }],
  });
  put({ type: "tick", market: "m", source: "s", price: "60000", sequence: 1 });
  for (let i = 0; i < count; i++) {
    const size = Math.abs(lots[i]!);
    const quantity = `${lots[i]! < 0 ? "-" : ""}${(size / 1_000).toFixed(3)}`;
    put({ type: "account", account: `a${i}`, domain: "d", cash: decimal(cash[i]!) });
    put({ type: "position", account: `a${i}`, market: "m", quantity, entryPrice: "60000" });
  }
  flush();
  return engine;
}
