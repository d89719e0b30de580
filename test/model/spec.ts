/** Definitions: `domain`, `market` and `account`, with PROTOCOL's defaults (rules: commands 9, 10). */
import { MILLION } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Refill } from "./selling.js";
import { orSpecInvalid, readSizes } from "./sizes.js";
import type {
  Account,
  BreakerSettings,
  CaseLeg,
  Collateral,
  Command,
  Domain,
  Market,
  Source,
} from "./state.js";
import type { Tier, TierRates } from "./tiers.js";
import { checkTiers, withDeductions } from "./tiers.js";
import { type Decimal, toLots, toMoney } from "./units.js";

const MOST_DEPOSITS = 2n ** 60n;

/** A field with its default. The static checks have seen its type. */
export function field<T>(command: Command, name: string, absent: T): T {
  return (command[name] ?? absent) as T;
}

export function ppm(command: Command, name: string, absent: number): bigint {
  return BigInt(field(command, name, absent));
}

/** Null where it is absent. */
function optionalPpm(command: Command, name: string): bigint | null {
  return command[name] === undefined ? null : ppm(command, name, 0);
}

export function newAccount(name: string, index: number, domain: Domain): Account {
  return {
    name,
    index,
    domain,
    cash: 0n,
    legs: new Map(),
    balances: new Map(),
    pending: new Map(),
    silent: new Set(),
    mismatched: new Set(),
    elsewhere: new Map(),
    parent: null,
    unwindOrder: [],
    ordersMax: null,
    openCase: null,
    noRoom: false,
    unmarked: false,
    held: false,
    called: false,
  };
}

export function newCaseLeg(dueAt: number | null): CaseLeg {
  return {
    dueAt,
    paced: null,
    block: null,
    blockedSince: null,
    waiting: false,
    rejections: 0,
    refusedUntil: null,
    slice: null,
    latest: null,
    rungs: [],
    replacing: false,
    wanted: 0n,
    wantedSign: 0n,
    noRoom: false,
    gone: false,
    offered: false,
    openingMark: null,
    twapEnd: null,
  };
}

function newRefill(): Refill {
  return { rate: null, left: 0n, sizedAt: null };
}

export function checkDeposit(domain: Domain, amount: bigint, name: string): void {
  if (domain.deposits + amount > MOST_DEPOSITS) refuse("CAPACITY", name);
}

/** What `domain` sets and `domainSettings` replaces. */
export type DomainSettings = Pick<
  Domain,
  | "fundFloor"
  | "triggerAtEquality"
  | "marginCallPpm"
  | "targetPpm"
  | "takeover"
  | "takeoverPpm"
  | "caseHorizon"
  | "surplus"
  | "floorAction"
  | "legOrder"
  | "crossInside"
  | "adl"
  | "doubtPpm"
>;

export function readDomainSettings(command: Command, domain: Pick<Domain, "settleDecimals">): DomainSettings {
  return {
    fundFloor: toMoney(domain, field(command, "fundFloor", "0"), "fundFloor"),
    triggerAtEquality: field(command, "triggerAtEquality", false),
    marginCallPpm: ppm(command, "marginCallPpm", 0),
    targetPpm: ppm(command, "targetPpm", 1_200_000),
    takeover: field(command, "takeover", true),
    takeoverPpm: ppm(command, "takeoverPpm", 0),
    caseHorizon: field(command, "caseHorizon", 600_000_000),
    surplus: field(command, "surplus", "user"),
    floorAction: field(command, "floorAction", "take"),
    legOrder: field(command, "legOrder", "largestMargin"),
    crossInside: field(command, "crossInside", false),
    adl: field(command, "adl", true),
    doubtPpm: ppm(command, "doubtPpm", 100_000),
  };
}

/** What `market` sets and `feedSettings` replaces. */
export type FeedSettings = Pick<
  Market,
  | "maxAge"
  | "minSources"
  | "skew"
  | "jumpPpm"
  | "confirmations"
  | "confirmGap"
  | "confirmAfter"
  | "outlierPpm"
  | "gapAction"
  | "markMode"
  | "premiumCapPpm"
  | "premiumHalfLife"
  | "premiumHold"
  | "volatilityHalfLife"
  | "fundingInterval"
  | "makerFeePpm"
  | "takerFeePpm"
  | "liquidationFeePpm"
  | "marketBandPpm"
  | "ordersMax"
  | "graded"
  | "takeoverNotionalMax"
>;

export function readFeedSettings(command: Command, domain: Domain): FeedSettings {
  const optional = (name: string) => (command[name] as number | undefined) ?? null;
  return {
    maxAge: optional("maxAge"),
    minSources: field(command, "minSources", 1),
    skew: optional("skew"),
    jumpPpm: optionalPpm(command, "jumpPpm"),
    confirmations: field(command, "confirmations", 2),
    confirmGap: field(command, "confirmGap", 500_000),
    confirmAfter: field(command, "confirmAfter", 500_000),
    outlierPpm: optionalPpm(command, "outlierPpm"),
    gapAction: field(command, "gapAction", "ignore"),
    markMode: field(command, "mark", "index"),
    premiumCapPpm: ppm(command, "premiumCapPpm", 10_000),
    premiumHalfLife: optional("premiumHalfLife"),
    premiumHold: field(command, "premiumHold", 5_000_000),
    volatilityHalfLife: field(command, "volatilityHalfLife", 60_000_000),
    fundingInterval: optional("fundingInterval"),
    makerFeePpm: ppm(command, "makerFeePpm", 0),
    takerFeePpm: ppm(command, "takerFeePpm", 0),
    liquidationFeePpm: ppm(command, "liquidationFeePpm", 0),
    marketBandPpm: ppm(command, "marketBandPpm", 50_000),
    ordersMax: field(command, "ordersMax", 1_000),
    graded: field(command, "graded", false),
    takeoverNotionalMax:
      command.takeoverNotionalMax === undefined
        ? null
        : toMoney(domain, command.takeoverNotionalMax as string, "takeoverNotionalMax"),
  };
}

export function readDomain(command: Command, index: number): Domain {
  const settleDecimals = command.settleDecimals as number;
  const insuranceFund = toMoney({ settleDecimals }, field(command, "insuranceFund", "0"), "insuranceFund");
  const domain = {
    ...readDomainSettings(command, { settleDecimals }),
    name: command.domain as string,
    index,
    asset: command.asset as string,
    settleDecimals,
    seed: ppm(command, "seed", 0),
    random: ppm(command, "seed", 0),
    collaterals: [] as Collateral[],
    floorAtLastCharge: 0n,
    halted: false,
    fundFloorReached: false,
    deficitTold: 0n,
    deposits: 0n,
    withdrawals: 0n,
  } as Domain;
  for (const name of ["street", "liquidation", "fund", "fees", "rounding"] as const) {
    domain[name] = newAccount(`@${name}`, -1, domain);
  }
  checkDeposit(domain, insuranceFund, "insuranceFund");
  domain.fund.cash = insuranceFund;
  domain.deposits = insuranceFund;
  return domain;
}

/**
 * Where it is on, a call comes before liquidation, `marginCallPpm·initialPpm/10^6 ≥ maintenancePpm` in every tier, and its
 * level grows no faster than the notional.
 */
export function checkCallLevel(marginCallPpm: bigint, tiers: Tier[], name: string): void {
  if (marginCallPpm === 0n) return;
  for (const { initialPpm, maintenancePpm } of tiers) {
    const level = marginCallPpm * initialPpm;
    if (level < maintenancePpm * MILLION || level > MILLION * MILLION) refuse("SPEC_INVALID", name);
  }
}

export function readTiers(list: Command[], domain: Domain): Tier[] {
  const rates: TierRates[] = list.map((tier) => ({
    from: toMoney(domain, tier.from as string, "tiers", "TIERS_INVALID"),
    initialPpm: BigInt(tier.initialPpm as number),
    maintenancePpm: BigInt(tier.maintenancePpm as number),
  }));
  checkTiers(rates);
  const tiers = withDeductions(rates);
  checkCallLevel(domain.marginCallPpm, tiers, "tiers");
  return tiers;
}

/** So many must count, and no more than there are ever can. */
export function checkMinSources(minSources: number, { length }: Source[]): void {
  if (minSources > length) refuse("SPEC_INVALID", "minSources");
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
      price: null,
      sourceTime: 0,
      acceptedAt: 0,
      suspect: null,
      gapped: false,
      tickedInWarmup: false,
    };
  });
}

const algorithms = ["immediate", "twap", "pov", "ladder", "adaptive"] as const;

export function readPolicy(record: Command, domain: Domain, lotSize: Decimal) {
  const money = (name: string) => toMoney(domain, field(record, name, "0"), `policy.${name}`);
  return {
    algorithm: field<(typeof algorithms)[number]>(record, "algorithm", "immediate"),
    slippagePpm: ppm(record, "slippagePpm", 10_000),
    expectedSlippagePpm: ppm(record, "expectedSlippagePpm", 0),
    closeFactorPpm: ppm(record, "closeFactorPpm", 1_000_000),
    fullCloseNotional: money("fullCloseNotional"),
    interval: field(record, "interval", 1_000_000),
    horizon: field(record, "horizon", 60_000_000),
    sliceLifetime: field(record, "sliceLifetime", 5_000_000),
    silentMax: field(record, "silentMax", 3),
    rejectMax: field(record, "rejectMax", 3),
    depthSharePpm: ppm(record, "depthSharePpm", 1_000_000),
    disposalFractionPpm: ppm(record, "disposalFractionPpm", 1_000_000),
    fullDisposalQuantity: toLots(
      { lotSize },
      field(record, "fullDisposalQuantity", "0"),
      "policy.fullDisposalQuantity",
    ),
    sliceNotionalMax: record.sliceNotionalMax === undefined ? null : money("sliceNotionalMax"),
    rungs: BigInt(field(record, "rungs", 5)),
    riskAversionPpm: ppm(record, "riskAversionPpm", 1_000_000),
    jitterPpm: ppm(record, "jitterPpm", 0),
    branchingMaxPpm: record.branchingMaxPpm === undefined ? null : ppm(record, "branchingMaxPpm", 0),
    rateNotional: record.rateNotional === undefined ? null : money("rateNotional"),
    rateWindow: field(record, "rateWindow", 1_000_000),
  };
}

export function readBreakers(record: Command, lotSize: Decimal): BreakerSettings {
  return {
    bandPpm: optionalPpm(record, "bandPpm"),
    bandWindow: field(record, "bandWindow", 60_000_000),
    divergencePpm: optionalPpm(record, "divergencePpm"),
    divergenceMax: field(record, "divergenceMax", 600_000_000),
    depthMin: record.depthMin === undefined ? null : readDepthMin(record.depthMin as string, lotSize),
    resumeAfter: field(record, "resumeAfter", 5_000_000),
  };
}

function readDepthMin(text: string, lotSize: Decimal): bigint {
  const name = "breakers.depthMin";
  return orSpecInvalid(name, () => toLots({ lotSize }, text, name));
}

export function readMarket(command: Command, domain: Domain, index: number): Market {
  const priceDecimals = command.priceDecimals as number;
  const inverse = command.kind === "inverse";
  const sizes = readSizes(command, domain, priceDecimals, inverse);
  const feed = readFeedSettings(command, domain);
  const tiers = readTiers(command.tiers as Command[], domain);
  const sources = readSources(command.sources as Command[]);
  checkMinSources(feed.minSources, sources);
  return {
    name: command.market as string,
    index,
    domain,
    priceDecimals,
    inverse,
    ...sizes,
    ...feed,
    tiers,
    sources,
    external: command.execution === "external",
    policy: readPolicy(field<Command>(command, "policy", {}), domain, sizes.lotSize),
    breakers: readBreakers(field<Command>(command, "breakers", {}), sizes.lotSize),
    indexPrice: null,
    mark: null,
    moved: null,
    premium: null,
    lastTrade: null,
    liquidationFillAt: null,
    lastFill: null,
    variance: null,
    volatilityFrom: null,
    counted: [],
    funding: 0n,
    lastFunding: null,
    halted: false,
    state: "open",
    tripped: new Set(["WARMUP"]),
    silent: false,
    mismatched: false,
    sends: [],
    refills: { buy: newRefill(), sell: newRefill() },
    calmSince: new Map(),
    divergentSince: 0,
    divergenceSpent: false,
    samples: [],
    bids: [],
    asks: [],
    bidLevels: new Map(),
    askLevels: new Map(),
    bookKnown: false,
    unwinding: { caseName: null, leg: newCaseLeg(null), parcels: [], quantity: 0n, forgotten: false },
  };
}
