/**
 * What is loaded from elsewhere, whole accounts among it, and mostly while the domain is halted (rules: commands 21, evaluation
 * 19); and what a feed handler says beside its ticks (rules: marks 12, 13).
 */
import type { Command, StaticRefusal } from "../model/model.js";
import { format } from "../model/units.js";
import type { Random } from "./random.js";
import type { AssetPlan } from "./seized.js";
import {
  type AccountPlan,
  accountCommand,
  type DomainPlan,
  formatLots,
  formatPrice,
  lotValue,
  type MarketPlan,
  planAccount,
} from "./universe.js";

/** What the commands are about. */
export interface Matter {
  readonly random: Random;
  readonly domains: readonly DomainPlan[];
  readonly markets: readonly MarketPlan[];
  readonly accounts: AccountPlan[];
  readonly assets: readonly AssetPlan[];
  /** What comes next, before anything else. */
  readonly pending: Command[];
}

const MOST_ACCOUNTS = 70;

/** A load begins with a halt and ends with a resume, after which prices come again; in between accounts, and what makes them whole. */
export function load(matter: Matter): Command {
  const { random, domains, markets, pending } = matter;
  const domain = random.pick(domains);
  const halt = { type: "halt", domain: domain.name };
  const own = markets.filter((market) => market.domain === domain);
  for (let left = random.int(2, 14); left > 0; left -= 1) pending.push(step(matter, domain));
  if (random.chance(0.1)) return halt;
  pending.push({ type: "resume", domain: domain.name });
  if (random.chance(0.3)) pending.push(deposit(matter, domain));
  for (const market of own) if (random.chance(0.7)) pending.push(tick(random, market));
  return halt;
}

function step(matter: Matter, domain: DomainPlan): Command {
  switch (matter.random.weighted({ whole: 4, position: 4, deposit: 2, tick: 2 })) {
    case "whole":
      return wholeAccount(matter, domain);
    case "position":
      return positionOf(matter, domain) ?? wholeAccount(matter, domain);
    case "deposit":
      return deposit(matter, domain);
    case "tick":
      return tick(matter.random, matter.random.pick(matter.markets));
  }
}

/** A whole account at any time. */
export function whole(matter: Matter): Command {
  return wholeAccount(matter, matter.random.pick(matter.domains));
}

/** Leveraged so that it may be liquidatable at once, or only until its hedge is there. */
function row({ random }: Matter, market: MarketPlan, cash: bigint): Record<string, string> {
  const worth = (cash > 0n ? cash : 10n ** BigInt(market.domain.settleDecimals)) * random.bigint(1n, 30n);
  const lots = worth / lotValue(market);
  const most = market.mostLots * 10n;
  const size = lots < 1n ? 1n : lots > most ? most : lots;
  const entry = (market.price * BigInt(1_000_000 + random.int(-60_000, 60_000))) / 1_000_000n || 1n;
  const fine = random.chance(0.2) && market.priceDecimals > 0;
  return {
    market: market.name,
    quantity: formatLots(market, random.chance(0.5) ? size : -size),
    entryPrice: formatPrice(market, entry) + (fine ? "07" : ""),
  };
}

function wholeAccount(matter: Matter, domain: DomainPlan): Command {
  const { random, accounts, markets, assets } = matter;
  const account = planAccount(random, domain, accounts.length, false);
  const taken = accounts.length >= MOST_ACCOUNTS || random.chance(0.03);
  if (taken) account.name = random.pick(accounts).name;
  else accounts.push(account);
  const own = markets.filter((market) => market.domain === domain);
  const held = own.filter(() => random.chance(0.5));
  const pledged = assets.filter((asset) => asset.domain === domain && random.chance(0.4));
  const positions = held.map((market) => row(matter, market, account.cash));
  const collateral = pledged.map(({ name, decimals, market }) => {
    const most = 10n ** BigInt(random.int(1, 3) + decimals + market.priceDecimals);
    return { asset: name, amount: format(random.bigint(1n, most / market.price || 1n), decimals) };
  });
  const extras: Command = {};
  if (positions.length > 0 || random.chance(0.2)) extras.positions = positions;
  if (collateral.length > 0 || random.chance(0.2)) extras.collateral = collateral;
  const parent = accounts.find((other) => other.maker && other.domain === domain);
  if (parent && random.chance(0.15)) Object.assign(extras, { mode: "isolated", parent: parent.name });
  if (random.chance(0.15)) spoil(matter, positions, collateral);
  return accountCommand(account, extras);
}

/** One thing that only the core can refuse: longer lists than may be have a static refusal. */
function spoil(
  { random, markets }: Matter,
  positions: Record<string, string>[],
  collateral: Record<string, string>[],
): void {
  const market = random.pick(markets);
  const more = {
    market: market.name,
    quantity: formatLots(market, 1n),
    entryPrice: formatPrice(market, market.price),
  };
  random.pick([
    () => positions.push(more, more),
    () => positions.push({ ...more, market: "nowhere" }),
    () => positions.push({ ...more, quantity: "0" }),
    () => positions.push({ ...more, entryPrice: "0" }),
    () => positions.push({ ...more, quantity: formatLots(market, 2n ** 45n) }),
    () =>
      positions.push({ ...more, quantity: `${more.quantity}${more.quantity.includes(".") ? "" : "."}0001` }),
    () => collateral.push({ asset: "gold", amount: "1" }),
    () => collateral.push(...collateral),
    () => collateral.push({ asset: "X0", amount: "0" }),
    () => collateral.push({ asset: "X0", amount: "0.000000000000000001" }),
    () => collateral.push({ asset: "X0", amount: "900000000000" }),
  ])();
  positions.splice(16);
  collateral.splice(8);
}

/** One that the static checks must refuse. */
export function malformLoad(matter: Matter): { command: Command; refusal: StaticRefusal } {
  const { random } = matter;
  const market = random.pick(matter.markets);
  const row = { market: market.name, quantity: "1", entryPrice: "1" };
  const coin = { asset: "X0", amount: "1" };
  const command = { type: "account", account: "whole", domain: market.domain.name };
  const of = (extras: Command, code: string, field: string) => ({
    command: { ...command, ...extras },
    refusal: { code, field },
  });
  const many = (count: number, one: object) => Array.from({ length: count }, () => one);
  return random.pick([
    of({ positions: many(17, row) }, "OUT_OF_RANGE", "positions"),
    of({ collateral: many(9, coin) }, "OUT_OF_RANGE", "collateral"),
    of({ positions: {} }, "MALFORMED", "positions"),
    of({ collateral: [null] }, "MALFORMED", "collateral[0]"),
    of({ positions: [row, { ...row, quantity: "-0" }] }, "MALFORMED", "positions[1].quantity"),
    of({ positions: [{ ...row, entryPrice: "-1" }] }, "MALFORMED", "positions[0].entryPrice"),
    of({ positions: [{ ...row, entryPrice: undefined }] }, "MISSING_FIELD", "positions[0].entryPrice"),
    of({ positions: [{ ...row, side: "buy" }] }, "UNKNOWN_FIELD", "positions[0].side"),
    of({ collateral: [{ ...coin, amount: "-1" }] }, "MALFORMED", "collateral[0].amount"),
    of({ collateral: [coin, { ...coin, asset: "a b" }] }, "MALFORMED", "collateral[1].asset"),
    of(
      { positions: [{ ...row, quantity: "1e5" }], collateral: [null] },
      "MALFORMED",
      "positions[0].quantity",
    ),
  ]);
}

/** A position of one that is there, at a bad price or a good one; nothing of it is true in the market. */
function positionOf(matter: Matter, domain: DomainPlan): Command | null {
  const { random, accounts, markets, pending } = matter;
  const own = accounts.filter((account) => account.domain === domain && !account.maker && !account.inCase);
  const inside = markets.filter((market) => market.domain === domain);
  if (own.length === 0 || inside.length === 0) return null;
  const loaded = own.filter(({ name }) => pending.some(({ account }) => account === name));
  const account = random.pick(loaded.length > 0 && random.chance(0.6) ? loaded : own);
  const market = random.pick(inside);
  if (random.chance(0.25)) {
    account.quantities.set(market.name, 0n);
    return { type: "position", account: account.name, market: market.name, quantity: "0" };
  }
  return { type: "position", account: account.name, ...row(matter, market, account.cash) };
}

/** A little, which changes nothing but that the account is looked at, or enough to make it whole. */
function deposit({ random, accounts, pending }: Matter, domain: DomainPlan): Command {
  const own = accounts.filter((other) => other.domain === domain);
  const loaded = own.filter(({ name }) => pending.some(({ account }) => account === name));
  const account = random.pick(loaded.length > 0 && random.chance(0.8) ? loaded : own);
  const { settleDecimals } = domain;
  const units = random.chance(0.4) ? 1n : random.bigint(1n, 10n ** BigInt(settleDecimals + random.int(0, 4)));
  return { type: "transfer", account: account.name, amount: format(units, settleDecimals) };
}

/** What the market believes, from a source that is in sequence: prices come again. */
function tick(random: Random, market: MarketPlan): Command {
  const source = random.pick(market.sources);
  source.sequence += 1;
  return {
    type: "tick",
    market: market.name,
    source: source.name,
    price: formatPrice(market, market.price),
    sequence: source.sequence,
  };
}

/** A trade at the venue, near the price, mostly; now and then where there is none to be told. */
export function trade({ random, markets }: Matter): Command {
  const outside = markets.filter(({ external }) => external);
  const market = random.pick(outside.length > 0 && random.chance(0.97) ? outside : markets);
  const away = random.chance(0.1) ? random.int(-400_000, 400_000) : random.int(-5_000, 5_000);
  const price = (market.price * BigInt(1_000_000 + away)) / 1_000_000n;
  const lots = random.chance(0.02)
    ? 2n ** 53n + 1n
    : random.bigint(0n, random.chance(0.05) ? 0n : market.mostLots);
  return {
    type: "trade",
    market: market.name,
    price: formatPrice(market, random.chance(0.02) ? market.maxPrice + 1n : price),
    quantity: formatLots(market, lots),
  };
}

/** A feed handler begins anew: its numbers do, and mostly it says so. */
export function restart({ random, markets }: Matter): Command {
  const market = random.pick(markets);
  const source = random.pick(market.sources);
  if (random.chance(0.9)) source.sequence = random.int(0, 3);
  return { type: "sourceReset", market: market.name, source: random.chance(0.03) ? "nobody" : source.name };
}

/** The same price again from the source that has said it last: by its time, it confirms or does not. */
export function again({ random, markets }: Matter): Command {
  const market = random.pick(markets);
  const source = random.pick(market.sources);
  source.sequence += 1;
  const far = (market.price * BigInt(1_000_000 + random.pick([-1, 1]) * 150_000)) / 1_000_000n || 1n;
  return {
    type: "tick",
    market: market.name,
    source: source.name,
    price: formatPrice(market, far),
    sequence: source.sequence,
  };
}
