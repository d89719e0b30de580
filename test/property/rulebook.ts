/** Commands beyond the everyday ones: settings that change, funding, collateral, amends, auctions. */
import type { Command } from "../model/model.js";
import { format, powerOfTen } from "../model/units.js";
import { amendKnown, type Bait, named, openInstead, ownPair, type Resting } from "./book.js";
import { exploit, open } from "./doubt.js";
import { shortLived } from "./expiry.js";
import type { Feature, Features } from "./features.js";
import { again, load, restart, trade, whole } from "./loading.js";
import { move } from "./moves.js";
import { ownQuery } from "./queries.js";
import type { Random } from "./random.js";
import { type AssetPlan, assetSettings, type Pledge, pledge, sale } from "./seized.js";
import { amendStop, stop, type Waiting } from "./stops.js";
import {
  type AccountPlan,
  type DomainPlan,
  formatLots,
  formatPrice,
  type MarketPlan,
  planBreakers,
  planDomainSettings,
  planFeedSettings,
  planPolicy,
  planTiers,
} from "./universe.js";
import { report, type SliceSeen } from "./venue.js";
import { elsewhere, reconcile } from "./venue-truth.js";

/** What the commands are about. */
export interface World {
  readonly random: Random;
  readonly features: Features;
  readonly domains: readonly DomainPlan[];
  readonly markets: readonly MarketPlan[];
  readonly accounts: AccountPlan[];
  readonly orders: Set<string>;
  /** Assets that were defined as collateral. */
  readonly assets: AssetPlan[];
  /** Slices at venues, the latest last. */
  readonly slices: readonly SliceSeen[];
  /** Internal markets that are not open. */
  readonly closed: Set<string>;
  /** Where a stray tick came last. */
  readonly strayed: MarketPlan[];
  /** Ticks of a jump that are still to come. */
  readonly moves: Command[];
  /** Who has pledged, what of it has come into doubt, and what was seized, as last told. */
  readonly pledged: Pledge[];
  readonly dubious: AssetPlan[];
  readonly seized: Map<string, bigint>;
  /** What comes next, before anything else. */
  readonly pending: Command[];
  /** Orders that another of their own account is to meet. */
  readonly baits: Bait[];
  /** Orders that rest, as far as was told. */
  readonly resting: Map<string, Resting>;
  /** Orders that wait for a price, likewise. */
  readonly waiting: Map<string, Waiting>;
  /** Lets so many microseconds pass. */
  readonly pass: (micros: number) => void;
  readonly now: () => number;
}

/** What is learned on the way, before anything is. */
export function nothingLearned(): Pick<
  World,
  | "assets"
  | "strayed"
  | "moves"
  | "closed"
  | "pledged"
  | "dubious"
  | "seized"
  | "baits"
  | "resting"
  | "waiting"
> {
  return {
    assets: [],
    strayed: [],
    moves: [],
    closed: new Set(),
    pledged: [],
    dubious: [],
    seized: new Map(),
    baits: [],
    resting: new Map(),
    waiting: new Map(),
  };
}

/** How often each comes, and the feature that it needs. */
const EXTRAS = {
  funding: ["funding", 1.5],
  tiers: ["settings", 0.5],
  domainSettings: ["settings", 0.5],
  feedSettings: ["settings", 0.5],
  breakers: ["bands", 0.5],
  asset: ["collateral", 3],
  collateral: ["collateral", 0.3],
  amend: ["amend", 3],
  phase: ["auction", 1],
  snapshot: ["settings", 0.1],
  exploit: ["doubt", 7],
  pledge: ["seized", 5],
  sale: ["seized", 1.5],
  own: ["seized", 0.8],
  hurry: ["seized", 0.8],
  gamble: ["seized", 1.5],
  answer: ["venue", 4],
  reconcile: ["venue", 1.5],
  elsewhere: ["venue", 1],
  trade: ["feeds", 2],
  restart: ["feeds", 0.7],
  again: ["feeds", 2],
  load: ["loading", 0.6],
  whole: ["loading", 1.5],
  move: ["moves", 8],
  ownPair: ["book", 4],
  amendKnown: ["book", 2.5],
  shortLived: ["expiry", 6],
  stop: ["stops", 7],
  amendStop: ["stops", 1.5],
} as const satisfies Record<string, readonly [Feature, number]>;

export type Extra = keyof typeof EXTRAS;

export function extraMix(features: Features): Partial<Record<Extra, number>> {
  const mix: Partial<Record<Extra, number>> = {};
  for (const [name, [feature, weight]] of Object.entries(EXTRAS)) {
    if (features.has(feature)) mix[name as Extra] = weight;
  }
  return mix;
}

export const isExtra = (kind: string): kind is Extra => kind in EXTRAS;

export function makeExtra(kind: Extra, world: World): Command | null {
  const { random, features } = world;
  const market = random.pick(world.markets);
  switch (kind) {
    case "funding":
      return {
        type: "funding",
        market: market.name,
        ratePpb: random.pick([-1, 1]) * random.pick([0, 1, 10_000, 1_000_000, 30_000_000]),
      };
    case "tiers":
      return { type: "tiers", market: market.name, tiers: planTiers(random, market.domain) };
    case "domainSettings":
      return planDomainSettings(random, random.pick(world.domains), features);
    case "feedSettings":
      return planFeedSettings(random, market, features);
    case "breakers":
      return { type: "breakers", market: market.name, breakers: planBreakers(random, market, features) };
    case "asset":
      return assetTransfer(world);
    case "collateral":
      return collateral(world);
    case "amend":
      return amend(world, market);
    case "phase":
      return phase(world);
    case "snapshot":
      return { type: "snapshot" };
    case "exploit":
      return exploit(world);
    case "pledge":
      return pledge(world);
    case "sale":
      return sale(world);
    case "own":
      return ownQuery(world);
    case "hurry":
      return hurry(world, market);
    case "gamble":
      return gamble(world);
    case "answer":
      return report(random, world.slices, features);
    case "reconcile":
      return reconcile(world);
    case "elsewhere":
      return elsewhere(world);
    case "trade":
      return trade(world);
    case "restart":
      return restart(world);
    case "again":
      return again(world);
    case "load":
      return load(world);
    case "whole":
      return whole(world);
    case "move":
      return move(world);
    case "ownPair":
      return ownPair(world);
    case "amendKnown":
      return amendKnown(world);
    case "shortLived":
      return shortLived(world);
    case "stop":
      return stop(world);
    case "amendStop":
      return amendStop(world);
  }
}

/** A new asset; sometimes one that is there, or priced by a market that cannot. */
export function collateral({ random, markets, assets, features }: World): Command {
  const market = random.pick(markets);
  const { domain } = market;
  const least = Math.max(0, domain.settleDecimals - market.priceDecimals);
  const decimals = random.chance(0.05) ? Math.max(0, least - 1) : least + random.int(0, 3);
  const asset = random.chance(0.9) ? `X${assets.length}` : random.pick(["X0", String(domain.command.asset)]);
  const fits =
    !market.inverse && decimals >= least && assets.filter((other) => other.domain === domain).length < 8;
  const known = assets.some((other) => other.domain === domain && other.name === asset);
  if (fits && !known && asset.startsWith("X")) assets.push({ domain, name: asset, market, decimals });
  const haircutPpm = random.pick([0, 50_000, 500_000, 1_000_000]);
  const settings = features.has("seized") ? assetSettings(random, domain, decimals) : {};
  return {
    type: "collateral",
    domain: domain.name,
    asset,
    market: market.name,
    haircutPpm,
    decimals,
    ...settings,
  };
}

/** At whatever price the book has, and about as much as the margin allows. */
function gamble(world: World): Command | null {
  const command = open(world);
  if (command === null) return null;
  const { price, ...order } = command;
  return { ...order, timeInForce: world.random.pick(["IOC", "FOK"]) };
}

/** Mostly a shorter interval, for legs that wait. */
function hurry({ random, features }: World, market: MarketPlan): Command {
  const interval = random.pick([1, 50_000, 100_000, 500_000, 5_000_000, 60_000_000]);
  return {
    type: "policy",
    market: market.name,
    policy: { ...planPolicy(random, market, features), interval },
  };
}

/** In, out, or to another account: worth up to a thousand or so of the settlement asset. */
function assetTransfer({ random, accounts, assets }: World): Command | null {
  if (assets.length === 0) return null;
  const asset = random.pick(assets);
  const holders = accounts.filter(({ domain }) => random.chance(0.03) || domain === asset.domain);
  if (holders.length === 0) return null;
  const account = random.pick(holders);
  const most =
    powerOfTen(random.int(1, 3) + asset.decimals + asset.market.priceDecimals) / asset.market.price;
  const amount = format(random.bigint(1n, most < 1n ? 1n : most), asset.decimals);
  const command: Command = { type: "transfer", account: account.name, asset: asset.name, amount };
  const kind = random.weighted({ deposit: 4, withdraw: 2, move: 1, fund: 0.1 });
  if (kind === "withdraw") command.amount = `-${amount}`;
  else if (kind === "move") command.to = random.pick(accounts).name;
  else if (kind === "fund") command.to = "@fund";
  return command;
}

/** Less, more, elsewhere, or nothing at all. */
function amend(world: World, market: MarketPlan): Command {
  const { random, orders } = world;
  const command: Command = { type: "amend", order: random.pick([...orders, "nothing"]) };
  if (random.chance(0.7)) command.quantity = formatLots(market, random.bigint(1n, market.mostLots));
  if (random.chance(0.4)) {
    const away = random.int(-30_000, 30_000);
    const ticks = (market.price * BigInt(1_000_000 + away)) / (1_000_000n * market.tickSize);
    command.price = formatPrice(market, (ticks < 1n ? 1n : ticks) * market.tickSize);
  }
  return named(world, openInstead(world, command));
}

/** Into an auction and soon out of it. */
function phase({ random, markets, closed }: World): Command {
  const [first] = closed;
  if (first !== undefined && random.chance(0.7)) {
    const state = random.pick(["open", "open", "open", "cancelOnly"]);
    if (state === "open") closed.delete(first);
    return { type: "marketState", market: first, state };
  }
  const market = random.pick(markets);
  const state = random.pick(["auction", "auction", "cancelOnly", "open"]);
  if (!market.external && state !== "open") closed.add(market.name);
  return { type: "marketState", market: market.name, state };
}
