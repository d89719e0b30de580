/** The small world of one episode: domains, markets of very different scale, accounts. */
import type { Command } from "../model/model.js";
import { format } from "../model/units.js";
import type { Random } from "./random.js";

export interface DomainPlan {
  name: string;
  settleDecimals: number;
  command: Command;
}

export interface SourcePlan {
  name: string;
  sequence: number;
}

export interface MarketPlan {
  name: string;
  domain: DomainPlan;
  external: boolean;
  priceDecimals: number;
  tickSize: bigint;
  lotDigits: bigint;
  lotDecimals: number;
  multiplier: bigint;
  maxPrice: bigint;
  /** Lots that are a lot, but within the bounds. */
  mostLots: bigint;
  sources: SourcePlan[];
  maxAge: number | null;
  /** The price that the generator believes in, where it began, and where it goes. */
  price: bigint;
  base: bigint;
  driftPpm: number;
  driftLeft: number;
  command: Command;
}

export interface AccountPlan {
  name: string;
  domain: DomainPlan;
  maker: boolean;
  /** What is known of it, in money. */
  cash: bigint;
  quantities: Map<string, bigint>;
  inCase: boolean;
}

/** Price units, decimals and sizes; `M` is a positive integer with 6 and with 8 settlement decimals. */
const SCALES = [
  { id: "BTC", priceDecimals: 2, tick: 10n, lot: 1n, lotDecimals: 3, price: 6_000_000n },
  { id: "ETH", priceDecimals: 2, tick: 1n, lot: 1n, lotDecimals: 2, price: 300_000n },
  { id: "DOGE", priceDecimals: 5, tick: 1n, lot: 10n, lotDecimals: 0, price: 12_000n },
  { id: "COARSE", priceDecimals: 0, tick: 1n, lot: 1n, lotDecimals: 0, price: 40n },
  { id: "HUGE", priceDecimals: 8, tick: 2_500n, lot: 100n, lotDecimals: 0, price: 2n ** 38n },
  { id: "TINY", priceDecimals: 9, tick: 1n, lot: 1_000n, lotDecimals: 0, price: 60n },
] as const;

const SECOND = 1_000_000;

export function formatLots(market: MarketPlan, lots: bigint): string {
  return format(lots * market.lotDigits, market.lotDecimals);
}

export function formatPrice(market: MarketPlan, price: bigint): string {
  return format(price, market.priceDecimals);
}

export function planDomain(random: Random, index: number): DomainPlan {
  const settleDecimals = random.pick([6, 8]);
  const money = (most: number) => format(random.bigint(0n, 10n ** BigInt(most)), settleDecimals);
  const command: Command = {
    type: "domain",
    domain: `D${index}`,
    asset: random.pick(["USD", "USDC"]),
    settleDecimals,
    insuranceFund: random.pick([
      "0",
      money(settleDecimals + 3),
      money(settleDecimals + 5),
      "500000",
      "1000000",
    ]),
    fundFloor: random.pick(["0", "0", money(settleDecimals + 1), money(settleDecimals + 3)]),
    takeover: random.chance(0.8),
    takeoverPpm: random.pick([0, 0, 300_000, 600_000, 1_000_000]),
    targetPpm: random.pick([1_000_001, 1_050_000, 1_200_000, 2_000_000]),
    caseHorizon: random.pick([0, 3 * SECOND, 20 * SECOND, 600 * SECOND]),
    surplus: random.pick(["user", "fund"]),
    doubtPpm: random.pick([0, 20_000, 100_000, 300_000]),
    adl: random.chance(0.5),
  };
  // Sometimes the defaults.
  for (const name of ["fundFloor", "takeoverPpm", "targetPpm", "caseHorizon", "surplus", "doubtPpm", "adl"]) {
    if (random.chance(0.15)) delete command[name];
  }
  return { name: `D${index}`, settleDecimals, command };
}

function planTiers(random: Random, domain: DomainPlan): Command[] {
  const tiers: Command[] = [];
  let from = 0n;
  let maintenancePpm = random.pick([1, 4_000, 10_000, 50_000]);
  for (let count = random.int(1, 3); count > 0; count -= 1) {
    const initialPpm = Math.min(1_000_000, maintenancePpm * random.pick([1, 2, 3]));
    const least = Number(tiers.at(-1)?.initialPpm ?? 0);
    tiers.push({
      from: format(from, domain.settleDecimals),
      initialPpm: Math.max(initialPpm, least),
      maintenancePpm,
    });
    from += random.bigint(1n, 10n ** BigInt(domain.settleDecimals + random.int(3, 5)));
    maintenancePpm = Math.min(900_000, maintenancePpm + random.pick([0, 5_000, 30_000, 100_000]));
  }
  return tiers;
}

export function planPolicy(random: Random, market: MarketPlan): Command {
  const money = (most: number) =>
    format(random.bigint(1n, 10n ** BigInt(most)), market.domain.settleDecimals);
  const slippagePpm = random.pick([0, 2_000, 10_000, 50_000, 200_000]);
  const settings: Command = {
    algorithm: random.pick(["immediate", "twap", "pov"]),
    slippagePpm,
    expectedSlippagePpm: random.pick([0, 0, Math.min(slippagePpm, 3_000), slippagePpm]),
    closeFactorPpm: random.pick([1, 100_000, 500_000, 1_000_000]),
    fullCloseNotional: random.pick(["0", money(market.domain.settleDecimals + 3)]),
    interval: random.pick([100_000, SECOND, 3 * SECOND]),
    horizon: random.pick([0, 5 * SECOND, 60 * SECOND]),
    sliceLifetime: random.pick([300_000, 3 * SECOND, 10 * SECOND, 30 * SECOND]),
    silentMax: random.pick([1, 2, 3]),
    depthSharePpm: random.pick([1, 100_000, 500_000, 1_000_000]),
    disposalFractionPpm: random.pick([50_000, 500_000, 1_000_000]),
    fullDisposalQuantity: formatLots(market, random.bigint(0n, market.mostLots / 50n)),
    sliceNotionalMax: money(market.domain.settleDecimals + random.int(1, 5)),
  };
  for (const name of Object.keys(settings)) {
    const essential = name === "slippagePpm" || name === "expectedSlippagePpm";
    if (!essential && random.chance(name === "sliceNotionalMax" ? 0.6 : 0.3)) delete settings[name];
  }
  return settings;
}

/** The first market matches inside and the second at a venue; the others either. */
export function planMarket(random: Random, domain: DomainPlan, index: number): MarketPlan {
  const scale = random.pick(SCALES);
  const name = `${scale.id}-${index}`;
  const multiplier =
    (scale.lot * 10n ** BigInt(domain.settleDecimals)) /
    10n ** BigInt(scale.priceDecimals + scale.lotDecimals);
  const room = 2n ** 53n / multiplier;
  const widest = 2n ** 40n < scale.price * 8n ? 2n ** 40n : scale.price * 8n;
  const maxPosition = room / widest < 2n ** 40n ? room / widest : 2n ** 40n;
  const sources = Array.from({ length: random.int(1, 3) }, (_, at) => ({ name: `s${at}`, sequence: 0 }));
  const maxAge = random.pick([null, 3 * SECOND, 15 * SECOND, 60 * SECOND]);
  // Most trades are of a few thousand in the settlement asset; the largest may reach the bound.
  const usual = 10n ** BigInt(domain.settleDecimals + 4) / (scale.price * multiplier);
  const mostLots = usual < 2n ? 2n : usual < maxPosition / 4n ? usual : maxPosition / 4n;
  const market: MarketPlan = {
    name,
    domain,
    external: index === 0 ? false : index === 1 ? true : random.chance(0.4),
    priceDecimals: scale.priceDecimals,
    tickSize: scale.tick,
    lotDigits: scale.lot,
    lotDecimals: scale.lotDecimals,
    multiplier,
    maxPrice: widest,
    mostLots,
    sources,
    maxAge,
    price: scale.price,
    base: scale.price,
    driftPpm: 0,
    driftLeft: 0,
    command: {},
  };
  market.command = {
    type: "market",
    market: name,
    domain: domain.name,
    kind: "linear",
    priceDecimals: scale.priceDecimals,
    tickSize: formatPrice(market, scale.tick),
    lotSize: format(scale.lot, scale.lotDecimals),
    maxPrice: formatPrice(market, widest),
    tiers: planTiers(random, domain),
    sources: sources.map((source) => ({ source: source.name, weight: random.pick([1, 1, 2, 5]) })),
    minSources: random.int(1, sources.length),
    outlierPpm: random.pick([5_000, 50_000]),
    skew: random.pick([0, 100_000]),
    execution: market.external ? "external" : "internal",
    makerFeePpm: random.pick([0, 200]),
    takerFeePpm: random.pick([0, 500, 2_000]),
    liquidationFeePpm: random.pick([0, 5_000, 20_000]),
    marketBandPpm: random.pick([1_000, 50_000, 500_000]),
    policy: planPolicy(random, market),
    breakers: random.pick([{}, { resumeAfter: 0 }, { resumeAfter: SECOND }]),
    ...(maxAge === null ? {} : { maxAge }),
  };
  if (maxPosition < 1n) throw new Error(`${name} has no room for a lot`);
  for (const optional of ["outlierPpm", "skew", "makerFeePpm", "marketBandPpm", "policy", "breakers"]) {
    if (random.chance(0.25)) delete market.command[optional];
  }
  return market;
}

export function planAccount(random: Random, domain: DomainPlan, index: number, maker: boolean): AccountPlan {
  const unit = 10n ** BigInt(domain.settleDecimals);
  const cash = maker ? 1_000_000n * unit : random.chance(0.1) ? 0n : random.bigint(unit, 2_000n * unit);
  return { name: `a${index}`, domain, maker, cash, quantities: new Map(), inCase: false };
}

export function accountCommand({ name, domain, cash }: AccountPlan): Command {
  const amount = cash === 0n ? {} : { cash: format(cash, domain.settleDecimals) };
  return { type: "account", account: name, domain: domain.name, ...amount };
}
