/** The small world of one episode: domains, markets of very different scale, accounts. */
import type { Command } from "../model/model.js";
import { format } from "../model/units.js";
import type { Feature, Features } from "./features.js";
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
  inverse: boolean;
  priceDecimals: number;
  tickSize: bigint;
  lotDigits: bigint;
  lotDecimals: number;
  /** Linear: money per price unit and lot; inverse: money·price units per lot. */
  multiplier: bigint;
  maxPrice: bigint;
  /** Lots that are a lot, but within the bounds. */
  mostLots: bigint;
  sources: SourcePlan[];
  maxAge: number | null;
  /** Its venue rejects more than others. */
  refuses: boolean;
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

/** `C` is a positive integer with 6 and with 8 settlement decimals. */
const INVERSE_SCALES = [
  { id: "IBTC", priceDecimals: 1, tick: 5n, lot: 100n, lotDecimals: 0, price: 600_000n },
  { id: "IALT", priceDecimals: 4, tick: 1n, lot: 10n, lotDecimals: 0, price: 25_000n },
  { id: "ICOARSE", priceDecimals: 0, tick: 1n, lot: 1n, lotDecimals: 0, price: 40n },
] as const;

const SECOND = 1_000_000;

export function formatLots(market: MarketPlan, lots: bigint): string {
  return format(lots * market.lotDigits, market.lotDecimals);
}

export function formatPrice(market: MarketPlan, price: bigint): string {
  return format(price, market.priceDecimals);
}

/** What one lot is worth now, in money. */
export function lotValue({ inverse, multiplier, price }: MarketPlan): bigint {
  const value = inverse ? multiplier / price : multiplier * price;
  return value < 1n ? 1n : value;
}

/** Settings of a domain that the newer features add; drawn only where they are on. */
function domainExtras(random: Random, features: Features): Command {
  const extras: Command = {};
  const draw = (feature: Feature, name: string, values: readonly unknown[]) => {
    if (features.has(feature)) extras[name] = random.pick(values);
  };
  draw("equality", "triggerAtEquality", [false, false, true]);
  draw("marginCall", "marginCallPpm", [0, 1_000_000, 1_100_000, 1_800_000]);
  draw("legOrder", "legOrder", ["largestMargin", "release", "user"]);
  draw("cross", "crossInside", [false, true]);
  draw("jitter", "seed", [0, 1, 4_000_000_000_000_000]);
  draw("seized", "floorAction", ["take", "take", "block"]);
  if (!features.has("adl")) extras.adl = false;
  return extras;
}

/** The whole set of a domain's settings that may change (`domainSettings`). */
export function planDomainSettings(random: Random, domain: DomainPlan, features: Features): Command {
  const fresh = planDomain(random, 0, features, domain.settleDecimals).command;
  for (const name of ["asset", "settleDecimals", "insuranceFund"]) delete fresh[name];
  // A call level of less than the initial margin may lie below the maintenance margin: then it is refused.
  if (features.has("marginCall") && random.chance(0.1)) fresh.marginCallPpm = random.pick([1, 500_000]);
  return { ...fresh, type: "domainSettings", domain: domain.name };
}

export function planDomain(
  random: Random,
  index: number,
  features: Features,
  settleDecimals = random.pick([6, 8]),
): DomainPlan {
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
  Object.assign(command, domainExtras(random, features));
  return { name: `D${index}`, settleDecimals, command };
}

export function planTiers(random: Random, domain: DomainPlan): Command[] {
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

export function planPolicy(random: Random, market: MarketPlan, features: Features): Command {
  const money = (most: number) =>
    format(random.bigint(1n, 10n ** BigInt(most)), market.domain.settleDecimals);
  const slippagePpm = random.pick([0, 2_000, 10_000, 50_000, 200_000]);
  const settings: Command = {
    algorithm: random.pick(algorithms(features)),
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
  return Object.assign(settings, policyExtras(random, market, features, money));
}

function algorithms(features: Features): string[] {
  const newer = (["ladder", "adaptive"] as const).filter((name) => features.has(name));
  return ["immediate", "twap", "pov", ...newer];
}

function policyExtras(
  random: Random,
  market: MarketPlan,
  features: Features,
  money: (most: number) => string,
): Command {
  const extras: Command = {};
  if (features.has("ladder") && random.chance(0.6)) extras.rungs = random.pick([1, 2, 5, 16]);
  if (features.has("adaptive") && random.chance(0.6)) {
    extras.riskAversionPpm = random.pick([0, 10_000, 1_000_000, 10_000_000]);
  }
  if (features.has("jitter") && random.chance(0.4))
    extras.jitterPpm = random.pick([1_000, 200_000, 1_000_000]);
  if (features.has("venue") && random.chance(0.6)) extras.rejectMax = random.pick([1, 1, 2, 16]);
  if (features.has("cascade") && random.chance(0.4)) {
    extras.branchingMaxPpm = random.pick([0, 100_000, 1_000_000, 5_000_000]);
  }
  if (features.has("pace") && random.chance(0.4)) {
    extras.rateNotional = money(market.domain.settleDecimals + random.int(1, 5));
    extras.rateWindow = random.pick([500_000, 2 * SECOND, 20 * SECOND]);
  }
  return extras;
}

/** The first market matches inside and the second at a venue; the others either. */
export function planMarket(
  random: Random,
  domain: DomainPlan,
  index: number,
  features: Features,
): MarketPlan {
  const inverse = features.has("inverse") && random.chance(0.3);
  const scale = inverse ? random.pick(INVERSE_SCALES) : random.pick(SCALES);
  const name = `${scale.id}-${index}`;
  const { multiplier, most: maxPosition, widest, least } = boundsOf(scale, domain, inverse);
  const sources = Array.from({ length: random.int(1, 3) }, (_, at) => ({ name: `s${at}`, sequence: 0 }));
  const maxAge = random.pick([null, 3 * SECOND, 15 * SECOND, 60 * SECOND]);
  // Most trades are of a few thousand in the settlement asset; the largest may reach the bound.
  const value = inverse ? multiplier / scale.price : scale.price * multiplier;
  const usual = 10n ** BigInt(domain.settleDecimals + (inverse ? 2 : 4)) / (value < 1n ? 1n : value);
  const mostLots = usual < 2n ? 2n : usual < maxPosition / 4n ? usual : maxPosition / 4n;
  const market: MarketPlan = {
    name,
    domain,
    external: index === 0 ? false : index === 1 ? true : random.chance(0.4),
    inverse,
    priceDecimals: scale.priceDecimals,
    tickSize: scale.tick,
    lotDigits: scale.lot,
    lotDecimals: scale.lotDecimals,
    multiplier,
    maxPrice: widest,
    mostLots,
    sources,
    maxAge,
    refuses: features.has("venue") && random.chance(0.4),
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
    kind: inverse ? "inverse" : "linear",
    priceDecimals: scale.priceDecimals,
    tickSize: formatPrice(market, scale.tick),
    lotSize: format(scale.lot, scale.lotDecimals),
    maxPrice: formatPrice(market, widest),
    ...(inverse ? { minPrice: formatPrice(market, least) } : {}),
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
    policy: planPolicy(random, market, features),
    breakers: random.pick([{}, { resumeAfter: 0 }, { resumeAfter: SECOND }]),
    ...(maxAge === null ? {} : { maxAge }),
  };
  if (maxPosition < 1n) throw new Error(`${name} has no room for a lot`);
  for (const optional of ["outlierPpm", "skew", "makerFeePpm", "marketBandPpm", "policy", "breakers"]) {
    if (random.chance(0.25)) delete market.command[optional];
  }
  Object.assign(market.command, feedExtras(random, market, features));
  const breakers = planBreakers(random, market, features);
  if (breakers !== null) market.command.breakers = breakers;
  // A tenth is the least that a stray tick is away.
  if (features.has("doubt") && random.chance(0.5)) {
    Object.assign(market.command, { jumpPpm: 100_000, confirmations: random.int(2, 4) });
  }
  if (features.has("venue")) Object.assign(market.command, orderSizes(random, market));
  return market;
}

/** Orders that may be too small or too large for what is to be sold. */
function orderSizes(random: Random, market: MarketPlan): Command {
  const { mostLots, domain } = market;
  const sizes: Command = {};
  const small = market.external ? random.pick([2n, 10n, 100n]) : random.pick([20n, 100n]);
  const least = random.bigint(1n, mostLots / small + 1n);
  if (random.chance(0.5)) sizes.minOrder = formatLots(market, least);
  if (random.chance(0.4)) {
    const wide = market.external ? mostLots / random.pick([1n, 20n]) : mostLots;
    sizes.maxOrder = formatLots(market, least + random.bigint(0n, wide));
  }
  if (random.chance(0.4)) {
    const most = lotValue(market) * random.bigint(1n, mostLots / (2n * small) + 1n);
    sizes.minNotional = format(random.bigint(0n, most), domain.settleDecimals);
  }
  return sizes;
}

interface Scale {
  readonly priceDecimals: number;
  readonly lot: bigint;
  readonly lotDecimals: number;
  readonly price: bigint;
}

/** M or C, and what the limits leave room for (rules: units 5) between the least price and the widest. */
function boundsOf(scale: Scale, domain: DomainPlan, inverse: boolean) {
  const money = scale.lot * 10n ** BigInt(domain.settleDecimals);
  const widest = 2n ** 40n < scale.price * 8n ? 2n ** 40n : scale.price * 8n;
  const least = scale.price / 10n;
  if (inverse) {
    const multiplier = (money * 10n ** BigInt(scale.priceDecimals)) / 10n ** BigInt(scale.lotDecimals);
    const room = (2n ** 53n * least) / multiplier;
    return { multiplier, most: room < 2n ** 40n ? room : 2n ** 40n, widest, least };
  }
  const multiplier = money / 10n ** BigInt(scale.priceDecimals + scale.lotDecimals);
  const room = 2n ** 53n / multiplier / widest;
  return { multiplier, most: room < 2n ** 40n ? room : 2n ** 40n, widest, least };
}

/** Settings of the feed and of the takeover that the newer features add. */
function feedExtras(random: Random, market: MarketPlan, features: Features): Command {
  const extras: Command = {};
  if (features.has("jump") && random.chance(0.4)) {
    extras.jumpPpm = random.pick([2_000, 20_000, 100_000]);
    extras.confirmations = random.pick([1, 2, 3]);
  }
  if (features.has("gap") && random.chance(0.3)) extras.gapAction = "block";
  if (features.has("graded") && random.chance(0.3)) extras.graded = true;
  if (features.has("marks")) {
    const mark = random.pick(["index", "index", "premium", "median3"]);
    if (mark !== "index") {
      extras.mark = mark;
      extras.premiumHalfLife = random.pick([1, 500_000, 10 * SECOND]);
      if (random.chance(0.7)) extras.premiumCapPpm = random.pick([0, 1_000, 50_000]);
      if (random.chance(0.5)) extras.premiumHold = random.pick([0, 300_000]);
    }
    if (random.chance(0.5)) extras.fundingInterval = random.pick([SECOND, 60 * SECOND, 28_800 * SECOND]);
  }
  if (features.has("adaptive") && random.chance(0.5))
    extras.volatilityHalfLife = random.pick([1, 2 * SECOND]);
  if (features.has("feeds")) {
    if (random.chance(0.5)) extras.confirmGap = random.pick([0, 1, 50_000, 3 * SECOND]);
    if (random.chance(0.2)) extras.premiumCapPpm = random.pick([1_000_000, 999_999]);
  }
  if (features.has("moves") && random.chance(0.6)) {
    extras.confirmAfter = random.pick([0, 1, 300_000, 2 * SECOND]);
  }
  if (features.has("ordersMax") && random.chance(0.4)) extras.ordersMax = random.pick([1, 4, 10, 8_192]);
  if (features.has("cap") && random.chance(0.4)) {
    const most = 10n ** BigInt(market.domain.settleDecimals + random.int(0, 4));
    extras.takeoverNotionalMax = format(random.bigint(0n, most), market.domain.settleDecimals);
  }
  return extras;
}

/** The whole record, or null where the stream has none of them. */
export function planBreakers(random: Random, market: MarketPlan, features: Features): Command | null {
  if (!features.has("bands")) return null;
  const breakers: Command = {};
  if (random.chance(0.4)) breakers.bandPpm = random.pick([5_000, 50_000, 300_000]);
  if (random.chance(0.5)) breakers.bandWindow = random.pick([1, SECOND, 10 * SECOND, 60 * SECOND]);
  if (random.chance(0.3)) breakers.divergencePpm = random.pick([1_000, 20_000, 100_000]);
  if (random.chance(0.3)) breakers.depthMin = formatLots(market, random.bigint(0n, market.mostLots));
  if (random.chance(0.7)) breakers.resumeAfter = random.pick([0, 500_000, 2 * SECOND]);
  if (features.has("feeds") && random.chance(0.6)) {
    breakers.divergenceMax = random.pick([1, 300_000, 5 * SECOND]);
  }
  return breakers;
}

/** The whole set of a market's settings that may change (`feedSettings`). */
export function planFeedSettings(random: Random, market: MarketPlan, features: Features): Command {
  const { command } = market;
  const kept = [
    "maxAge",
    "minSources",
    "skew",
    "outlierPpm",
    "makerFeePpm",
    "takerFeePpm",
    "liquidationFeePpm",
  ];
  const settings: Command = { type: "feedSettings", market: market.name };
  for (const name of [...kept, "marketBandPpm"]) {
    if (command[name] !== undefined && random.chance(0.9)) settings[name] = command[name];
  }
  if (random.chance(0.3)) settings.volatilityPpm = random.pick([1, 10_000, 1_000_000]);
  if (random.chance(0.4)) {
    const sources = market.sources.map(({ name }) => ({ source: name, weight: random.pick([1, 3, 7]) }));
    settings.sources = random.chance(0.1) ? [...sources, { source: "stranger" }] : sources.reverse();
  }
  if (features.has("feeds") && random.chance(0.1))
    settings.minSources = market.sources.length + random.int(0, 1);
  return Object.assign(settings, feedExtras(random, market, features));
}

export function planAccount(random: Random, domain: DomainPlan, index: number, maker: boolean): AccountPlan {
  const unit = 10n ** BigInt(domain.settleDecimals);
  const cash = maker ? 1_000_000n * unit : random.chance(0.1) ? 0n : random.bigint(unit, 2_000n * unit);
  return { name: `a${index}`, domain, maker, cash, quantities: new Map(), inCase: false };
}

export function accountCommand({ name, domain, cash }: AccountPlan, extras: Command = {}): Command {
  const amount = cash === 0n ? {} : { cash: format(cash, domain.settleDecimals) };
  return { type: "account", account: name, domain: domain.name, ...amount, ...extras };
}
