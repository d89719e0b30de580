/**
 * The naive model of Breakwater: the rules of docs/rules/ with BigInt and lists, and no index of
 * any kind. START READING HERE: a command in, its own effects, feeds that have become too old, then the evaluation of
 * everyone, events out.
 *
 * Static checks are the product's: their refusal comes in with the command (rules: commands 3).
 */
import { applyPosition, applyTransfer } from "./accounts.js";
import { applyAmend } from "./amend.js";
import { applyMarketState } from "./auction.js";
import { applyBook } from "./book.js";
import { applyBreakers, emitBreaker } from "./breakers.js";
import { applyCollateral, applyCollateralSale } from "./collateral.js";
import { followInterval } from "./due.js";
import { evaluate } from "./evaluate.js";
import { applyExecution } from "./execution.js";
import { applySourceReset, applyTick, applyTrade, noticeStale, recompute } from "./feed.js";
import { watchFloor } from "./fund.js";
import { applyFunding } from "./funding.js";
import { expireOrders } from "./good-till-time.js";
import { applyHalt, applyResume } from "./halt.js";
import { invariants } from "./invariants.js";
import { commit } from "./jitter.js";
import { forgetVolatility } from "./mark.js";
import { applyAccount } from "./new-account.js";
import { applyCancel, applyCancelAll, applyOrder } from "./orders.js";
import { checkOrdersMax } from "./orders-max.js";
import { followPolicy } from "./pace.js";
import { accountReport, depthQuery, domainReportQuery, reportQuery } from "./queries.js";
import { applyReconcile } from "./reconcile.js";
import { boundReduceOnly } from "./reduce-only.js";
import { Refusal, refuse } from "./refusal.js";
import { applyDomainSettings, applyFeedSettings, applyTiers } from "./settings.js";
import { watchFlags } from "./silence.js";
import { field, readDomain, readMarket, readPolicy } from "./spec.js";
import type { Command, Event, Limits } from "./state.js";
import { triggerStops } from "./stops.js";
import { marketWarning, policyWarning } from "./warnings.js";
import { World } from "./world.js";

export type { Command, Event } from "./state.js";

/** A refusal as the product's static decoder reports it. */
export interface StaticRefusal {
  code: string;
  field: string | null;
}

const UNLIMITED: Limits = {
  domains: Number.POSITIVE_INFINITY,
  markets: Number.POSITIVE_INFINITY,
  accounts: Number.POSITIVE_INFINITY,
  orders: Number.POSITIVE_INFINITY,
  positions: Number.POSITIVE_INFINITY,
  cases: Number.POSITIVE_INFINITY,
  works: Number.POSITIVE_INFINITY,
  slices: Number.POSITIVE_INFINITY,
};

const COMMANDS: Record<string, (world: World, command: Command) => void> = {
  domain: applyDomain,
  market: applyMarket,
  policy: applyPolicy,
  breakers: applyBreakers,
  tiers: applyTiers,
  domainSettings: applyDomainSettings,
  feedSettings: applyFeedSettings,
  account: applyAccount,
  collateral: applyCollateral,
  collateralSale: applyCollateralSale,
  transfer: applyTransfer,
  position: applyPosition,
  order: applyOrder,
  amend: applyAmend,
  marketState: applyMarketState,
  cancel: applyCancel,
  cancelAll: applyCancelAll,
  tick: applyTick,
  sourceReset: applySourceReset,
  trade: applyTrade,
  book: applyBook,
  funding: applyFunding,
  execution: applyExecution,
  reconcile: applyReconcile,
  halt: applyHalt,
  resume: applyResume,
  clock: applyClock,
  snapshot: (world, command) => world.accept(command),
};

const QUERIES: Record<string, (world: World, command: Command) => Event> = {
  depth: depthQuery,
  report: reportQuery,
  domainReport: domainReportQuery,
  /** The model has no memory image to hash. */
  hash: () => ({ stateHash: "" }),
};

/** All of PROTOCOL 2. */
const TYPES = new Set([...Object.keys(COMMANDS), ...Object.keys(QUERIES)]);

export class Model {
  readonly world: World;

  constructor(limits: Partial<Limits> = {}) {
    this.world = new World({ ...UNLIMITED, ...limits });
  }

  /** Applies one command and returns its events as PROTOCOL 3 words them. */
  apply(command: Command, refusal?: StaticRefusal | null): Event[] {
    const { world } = this;
    world.commandSeq += 1;
    world.events = [];
    world.touched = new Set();
    world.touchedInCommand = new Set();
    world.ticking = command?.type === "tick" || command?.type === "clock";
    world.acted = new Set();
    world.broken = [];
    try {
      if (refusal) throw new Refusal(refusal.code, refusal.field);
      this.applyChecked(command);
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      reject(world, command, refused);
    }
    return world.events;
  }

  private applyChecked(command: Command): void {
    const { world } = this;
    const type = command.type as string;
    world.now = Math.max(world.time, field(command, "time", 0));
    const query = QUERIES[type];
    if (query) {
      world.answer(type, query(world, command));
      return;
    }
    const apply = COMMANDS[type] ?? refuse("UNKNOWN_TYPE", "type");
    expireOrders(world);
    apply(world, command);
    world.time = world.now;
    boundReduceOnly(world);
    noticeStale(world);
    evaluate(world);
    triggerStops(world);
    boundReduceOnly(world);
    world.evaluatedAt = world.now;
    // The model has no memory image to hash.
    if (type === "snapshot") world.emit("hash", { stateHash: "" });
  }

  /** The report of an account; null where there is none of that name. */
  account(name: string): Event | null {
    const account = this.world.accounts.find((other) => other.name === name);
    return account ? accountReport(this.world, account) : null;
  }

  invariants(): string[] {
    return invariants(this.world);
  }
}

/** A refused command changes nothing; not even time, unless orders have expired by it. */
function reject(world: World, command: Command, { code, field: name, market }: Refusal): void {
  world.now = world.time;
  const type = TYPES.has(command?.type as string) ? command.type : null;
  const which = market === undefined ? {} : { market };
  const told = { command: type, code, field: name, ...which, message: "" };
  // A query that is refused is answered, like any other.
  if (QUERIES[command?.type as string] !== undefined) world.answer("rejected", told);
  else world.emit("rejected", told);
}

function applyDomain(world: World, command: Command): void {
  if (world.domains.some(({ name }) => name === command.domain)) refuse("ALREADY_EXISTS", "domain");
  const domain = readDomain(command, world.domains.length);
  if (world.domains.length >= world.limits.domains) refuse("CAPACITY");
  world.domains.push(domain);
  world.accept(command, { domain: domain.name, domainId: domain.index });
  commit(world, domain);
  watchFloor(world, domain);
}

function applyMarket(world: World, command: Command): void {
  const domain = world.domain(command.domain);
  if (world.markets.some(({ name }) => name === command.market)) refuse("ALREADY_EXISTS", "market");
  const market = readMarket(command, domain, world.markets.length);
  checkOrdersMax(world, command);
  if (world.markets.length >= world.limits.markets) refuse("CAPACITY");
  world.markets.push(market);
  const sourceIds = Object.fromEntries(market.sources.map(({ name }, index) => [name, index]));
  world.accept(
    command,
    { market: market.name, marketId: market.index, sourceIds },
    marketWarning(market, command),
  );
  emitBreaker(world, market, "WARMUP", "tripped");
}

/** Replaces the whole policy; deadlines that are set stay, but for those that a shorter interval brings forward. */
function applyPolicy(world: World, command: Command): void {
  const market = world.market(command.market);
  const { interval } = market.policy;
  market.policy = readPolicy(field<Command>(command, "policy", {}), market.domain, market.lotSize);
  forgetVolatility(market);
  world.accept(command, {}, policyWarning(market));
  watchFlags(world, market);
  followPolicy(world, market);
  followInterval(world, market, interval);
}

function applyClock(world: World): void {
  for (const market of world.markets) recompute(world, market);
}
