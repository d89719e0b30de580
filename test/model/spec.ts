/** Definitions: what `domain`, `market` and `account` say, with PROTOCOL's defaults (RULINGS B). */
import { MILLION, min, squareRoot } from "./fraction.js";
import { Refusal, refuse } from "./refusal.js";
import type { Account, CaseLeg, Command, Domain, Market, Policy, Source } from "./state.js";
import type { Tier, TierRates } from "./tiers.js";
import { checkTiers, withDeductions } from "./tiers.js";
import {
  type Decimal,
  parseDecimal,
  powerOfTen,
  toFraction,
  toLots,
  toMoney,
  toUnits,
  trimmed,
} from "./units.js";

/** Prices and positions stay at or below 2^40, `maxPosition·maxPrice·M` 2^53, `maxOpenInterest·maxPrice·M` 2^61. */
const MOST_UNITS = 2n ** 40n;
const MOST_POSITION_VALUE = 2n ** 53n;
const MOST_INTEREST_VALUE = 2n ** 61n;
const MOST_INTEREST = 2n ** 53n;
const MOST_DEPOSITS = 2n ** 60n;

/** A field with its default. The static checks have seen its type. */
export function field<T>(command: Command, name: string, absent: T): T {
  return (command[name] ?? absent) as T;
}

export function ppm(command: Command, name: string, absent: number): bigint {
  return BigInt(field(command, name, absent));
}

export function newAccount(name: string, index: number, domain: Domain): Account {
  return { name, index, domain, cash: 0n, legs: new Map(), openCase: null };
}

export function newCaseLeg(dueAt: number | null): CaseLeg {
  return {
    dueAt,
    block: null,
    blockedSince: null,
    waiting: false,
    silent: false,
    slice: null,
    latest: null,
    gone: false,
    twapEnd: null,
  };
}

export function checkDeposit(domain: Domain, amount: bigint, name: string): void {
  if (domain.deposits + amount > MOST_DEPOSITS) refuse("CAPACITY", name);
}

export function readDomain(command: Command, index: number): Domain {
  const settleDecimals = command.settleDecimals as number;
  const domain = {
    name: command.domain as string,
    index,
    asset: command.asset as string,
    settleDecimals,
    fundFloor: 0n,
    targetPpm: ppm(command, "targetPpm", 1_200_000),
    takeover: field(command, "takeover", true),
    takeoverPpm: ppm(command, "takeoverPpm", 0),
    caseHorizon: field(command, "caseHorizon", 600_000_000),
    surplus: field<"user" | "fund">(command, "surplus", "user"),
    doubtPpm: ppm(command, "doubtPpm", 100_000),
    halted: false,
    fundFloorReached: false,
    owed: 0n,
    deposits: 0n,
    withdrawals: 0n,
  } as Domain;
  const insuranceFund = toMoney(domain, field(command, "insuranceFund", "0"), "insuranceFund");
  domain.fundFloor = toMoney(domain, field(command, "fundFloor", "0"), "fundFloor");
  for (const name of ["street", "liquidation", "fund", "fees", "rounding"] as const) {
    domain[name] = newAccount(`@${name}`, -1, domain);
  }
  checkDeposit(domain, insuranceFund, "insuranceFund");
  domain.fund.cash = insuranceFund;
  domain.deposits = insuranceFund;
  return domain;
}

/** `M = lotSize·contractSize·10^(settleDecimals − priceDecimals)`, a positive integer. */
function readMultiplier(
  domain: Domain,
  priceDecimals: number,
  lotSize: Decimal,
  contractSize: Decimal,
): bigint {
  const size = toFraction(lotSize).times(toFraction(contractSize));
  const numerator = size.numerator * powerOfTen(domain.settleDecimals);
  const denominator = size.denominator * powerOfTen(priceDecimals);
  const multiplier = numerator / denominator;
  if (numerator % denominator !== 0n || multiplier > MOST_POSITION_VALUE)
    refuse("SPEC_INVALID", "contractSize");
  return multiplier;
}

/** A size of the specification: whatever is wrong with it is SPEC_INVALID. */
function specified(name: string, read: () => bigint): bigint {
  try {
    const value = read();
    return value > 0n ? value : refuse("SPEC_INVALID", name);
  } catch (refusal) {
    throw refusal instanceof Refusal ? new Refusal("SPEC_INVALID", name) : refusal;
  }
}

type Sizes = Pick<
  Market,
  | "tickSize"
  | "lotSize"
  | "multiplier"
  | "minPrice"
  | "maxPrice"
  | "maxPosition"
  | "maxOpenInterest"
  | "minOrder"
  | "maxOrder"
>;

/** Limits that are absent are the largest that fit (DESIGN 2). */
function readSizes(command: Command, domain: Domain, priceDecimals: number): Sizes {
  const price = (name: string) =>
    specified(name, () => toUnits(command[name] as string, priceDecimals, name));
  const positive = (name: string, absent?: string) => {
    const value = trimmed(parseDecimal(field(command, name, absent ?? "0")));
    return value.digits > 0n ? value : refuse("SPEC_INVALID", name);
  };
  const tickSize = price("tickSize");
  const lotSize = positive("lotSize");
  const contractSize = positive("contractSize", "1");
  const multiplier = readMultiplier(domain, priceDecimals, lotSize, contractSize);
  const lots = (name: string) => specified(name, () => toLots({ lotSize }, command[name] as string, name));

  const given = (name: string) => command[name] !== undefined;
  const minPrice = given("minPrice") ? price("minPrice") : 1n;
  const room = MOST_POSITION_VALUE / multiplier;
  let maxPrice = given("maxPrice") ? price("maxPrice") : 0n;
  let maxPosition = given("maxPosition") ? lots("maxPosition") : 0n;
  if (maxPrice === 0n && maxPosition === 0n) {
    maxPrice = min(MOST_UNITS, squareRoot(room));
    maxPosition = maxPrice;
  } else if (maxPrice === 0n) maxPrice = min(MOST_UNITS, room / maxPosition);
  else if (maxPosition === 0n) maxPosition = min(MOST_UNITS, room / maxPrice);
  if (maxPrice < 1n || maxPrice > MOST_UNITS || minPrice > maxPrice) refuse("SPEC_INVALID", "maxPrice");
  if (maxPosition < 1n || maxPosition > MOST_UNITS) refuse("SPEC_INVALID", "maxPosition");
  if (maxPosition * maxPrice > room) refuse("SPEC_INVALID", "maxPosition");

  const interestRoom = MOST_INTEREST_VALUE / (maxPrice * multiplier);
  const maxOpenInterest = given("maxOpenInterest")
    ? lots("maxOpenInterest")
    : min(MOST_INTEREST, interestRoom);
  if (maxOpenInterest > interestRoom || maxOpenInterest < maxPosition)
    refuse("SPEC_INVALID", "maxOpenInterest");

  const minOrder = given("minOrder") ? lots("minOrder") : 1n;
  const maxOrder = given("maxOrder") ? lots("maxOrder") : maxPosition;
  if (minOrder > maxOrder) refuse("SPEC_INVALID", "maxOrder");
  return {
    tickSize,
    lotSize,
    multiplier,
    minPrice,
    maxPrice,
    maxPosition,
    maxOpenInterest,
    minOrder,
    maxOrder,
  };
}

function readTiers(list: Command[], domain: Domain): Tier[] {
  const rates: TierRates[] = list.map((tier) => ({
    from: toMoney(domain, tier.from as string, "tiers", "TIERS_INVALID"),
    initialPpm: BigInt(tier.initialPpm as number),
    maintenancePpm: BigInt(tier.maintenancePpm as number),
  }));
  checkTiers(rates);
  return withDeductions(rates);
}

function readSources(list: Command[]): Source[] {
  return list.map((source, index) => {
    const name = source.source as string;
    if (list.findIndex((other) => other.source === name) < index) {
      refuse("SPEC_INVALID", "sources");
    }
    return {
      name,
      weight: BigInt(field(source, "weight", 1)),
      sequence: null,
      price: 0n,
      sourceTime: 0,
      tickedInWarmup: false,
    };
  });
}

export function readPolicy(record: Command, domain: Domain, lotSize: Decimal): Policy {
  const money = (name: string) => toMoney(domain, field(record, name, "0"), `policy.${name}`);
  return {
    algorithm: field(record, "algorithm", "immediate"),
    slippagePpm: ppm(record, "slippagePpm", 10_000),
    expectedSlippagePpm: ppm(record, "expectedSlippagePpm", 0),
    closeFactorPpm: ppm(record, "closeFactorPpm", 1_000_000),
    fullCloseNotional: money("fullCloseNotional"),
    interval: field(record, "interval", 1_000_000),
    horizon: field(record, "horizon", 60_000_000),
    sliceLifetime: field(record, "sliceLifetime", 5_000_000),
    silentMax: field(record, "silentMax", 3),
    depthSharePpm: ppm(record, "depthSharePpm", 1_000_000),
    disposalFractionPpm: ppm(record, "disposalFractionPpm", 1_000_000),
    fullDisposalQuantity: toLots(
      { lotSize },
      field(record, "fullDisposalQuantity", "0"),
      "policy.fullDisposalQuantity",
    ),
    sliceNotionalMax: record.sliceNotionalMax === undefined ? null : money("sliceNotionalMax"),
  };
}

export function readMarket(command: Command, domain: Domain, index: number): Market {
  const priceDecimals = command.priceDecimals as number;
  const sizes = readSizes(command, domain, priceDecimals);
  const optional = (name: string) => (command[name] as number | undefined) ?? null;
  const outlierPpm = optional("outlierPpm");
  const breakers = field<Command>(command, "breakers", {});
  return {
    name: command.market as string,
    index,
    domain,
    priceDecimals,
    ...sizes,
    tiers: readTiers(command.tiers as Command[], domain),
    sources: readSources(command.sources as Command[]),
    maxAge: optional("maxAge"),
    minSources: field(command, "minSources", 1),
    skew: optional("skew"),
    outlierPpm: outlierPpm === null ? null : BigInt(outlierPpm),
    external: command.execution === "external",
    makerFeePpm: ppm(command, "makerFeePpm", 0),
    takerFeePpm: ppm(command, "takerFeePpm", 0),
    liquidationFeePpm: ppm(command, "liquidationFeePpm", 0),
    marketBandPpm: ppm(command, "marketBandPpm", 50_000),
    policy: readPolicy(field<Command>(command, "policy", {}), domain, sizes.lotSize),
    resumeAfter: field(breakers, "resumeAfter", 5_000_000),
    mark: null,
    counted: [],
    halted: false,
    feedStale: false,
    warmup: true,
    silent: false,
    enoughSince: null,
    bids: [],
    asks: [],
    bidLevels: new Map(),
    askLevels: new Map(),
    bookKnown: false,
    unwinding: { caseName: null, leg: newCaseLeg(null) },
  };
}

/**
 * PROTOCOL 4: a policy under which only a full close can cure, because each lot closed costs at least what it releases,
 * `takerFee + liquidationFee + expectedSlippage ≥ target·maintenance` of the lowest tier.
 */
export function policyWarning(market: Market): string | null {
  const cost = market.takerFeePpm + market.liquidationFeePpm + market.policy.expectedSlippagePpm;
  const released = market.domain.targetPpm * (market.tiers[0]?.maintenancePpm ?? 0n);
  return cost * MILLION >= released ? "only a full close can cure" : null;
}
