/** (rules: invariants 1) and what follows there: what holds after each command. Returns what does not, in words. */
import { levels } from "./book.js";
import { abs } from "./fraction.js";
import { owedBy } from "./fund.js";
import { fundingOwed } from "./funding.js";
import { waitsForResume } from "./held.js";
import { atLastMark, isLiquidatable } from "./margin.js";
import { costOf } from "./queries.js";
import { waits } from "./shortfall.js";
import { FLAGS } from "./silence.js";
import { outOf, slicesOut } from "./slices.js";
import type { Account, Case, Domain, Market } from "./state.js";
import { isEvaluable, quantityOf, reducible } from "./state.js";
import { nextToTrigger } from "./stops.js";
import { isStaleAt } from "./trust.js";
import type { World } from "./world.js";

export function invariants(world: World): string[] {
  return [
    ...world.broken,
    ...world.domains.flatMap((domain) => [
      ...money(world, domain),
      ...collateral(world, domain),
      ...rounding(world, domain),
      ...fund(domain),
    ]),
    ...world.markets.flatMap((market) => [
      ...quantities(world, market),
      ...parcels(market),
      ...book(market),
      ...flags(world, market),
    ]),
    ...worked(world),
    ...orders(world),
    ...rungs(world),
    ...feeds(world),
  ];
}

/** Conservation: `Σ (cash − Σ cost) = deposits − withdrawals`, exactly. */
function money(world: World, domain: Domain): string[] {
  const total = world.everyone(domain).reduce((sum, account) => sum + account.cash - costOf(account), 0n);
  const expected = domain.deposits - domain.withdrawals;
  return total === expected ? [] : [`${domain.name}: Σ(cash − cost) is ${total}, should be ${expected}`];
}

/** Of each asset, what all hold is what came less what went. */
function collateral(world: World, domain: Domain): string[] {
  return domain.collaterals.flatMap((collateral) => {
    const { asset, deposits, withdrawals } = collateral;
    const held = world.everyone(domain).map(({ balances }) => balances.get(collateral) ?? 0n);
    const total = held.reduce((sum, balance) => sum + balance, 0n);
    const broken = held.some((balance) => balance < 0n) ? [`${domain.name}: somebody owes ${asset}`] : [];
    if (total !== deposits - withdrawals) {
      broken.push(`${domain.name}: Σ${asset} is ${total}, should be ${deposits - withdrawals}`);
    }
    return broken;
  });
}

/**
 * Roundings are never in an account's favour: `@rounding`, once all funding that is owed has been settled, is not
 * negative; and it is 0 where nothing is ever rounded.
 */
function rounding(world: World, domain: Domain): string[] {
  const pending = world
    .everyone(domain)
    .flatMap(({ legs }) => [...legs].map(([market, leg]) => fundingOwed(market, leg)))
    .reduce((sum, owed) => sum + owed, 0n);
  const left = domain.rounding.cash + pending;
  const rounds = world.marketsOf(domain).some(({ inverse, lastFunding }) => inverse || lastFunding);
  const wrong = left < 0n || (!rounds && left !== 0n);
  return wrong ? [`${domain.name}: @rounding is ${domain.rounding.cash} with ${pending} pending`] : [];
}

/** The fund pays only what it has above its floor; the rest stays as `@liquidation`'s negative cash, and a deficit is at most that. */
function fund(domain: Domain): string[] {
  const { fund: insurance, liquidation, fundFloor, floorAtLastCharge, fundFloorReached } = domain;
  const broken: string[] = [];
  const owed = owedBy(domain);
  if (insurance.cash < 0n) broken.push(`${domain.name}: fund is ${insurance.cash}`);
  if (liquidation.cash > 0n) broken.push(`${domain.name}: @liquidation keeps ${liquidation.cash}`);
  if (domain.deficitTold > owed) broken.push(`${domain.name}: a deficit is told that nobody owes`);
  if (owed > 0n && insurance.cash > floorAtLastCharge) {
    broken.push(`${domain.name}: something is owed above the floor`);
  }
  if (fundFloorReached !== insurance.cash <= fundFloor) broken.push(`${domain.name}: FUND_FLOOR is wrong`);
  return broken;
}

function quantities(world: World, market: Market): string[] {
  const everyone = world.everyone(market.domain);
  const total = everyone.reduce((sum, account) => sum + quantityOf(account, market), 0n);
  return total === 0n ? [] : [`${market.name}: Σq is ${total}`];
}

/** What `@liquidation` holds is the sum of what it took, unless some of that was forgotten. */
function parcels(market: Market): string[] {
  const { parcels: kept, forgotten } = market.unwinding;
  const held = abs(quantityOf(market.domain.liquidation, market));
  const total = kept.reduce((sum, { quantity }) => sum + quantity, 0n);
  const empty = kept.some(({ quantity }) => quantity <= 0n);
  return [
    ...(total > held || (total < held && !forgotten)
      ? [`${market.name}: @liquidation has ${held}, and its parcels have ${total}`]
      : []),
    ...(empty ? [`${market.name}: a parcel without lots is kept`] : []),
  ];
}

function book(market: Market): string[] {
  const [bid] = levels(market, "buy");
  const [ask] = levels(market, "sell");
  const crossed = market.state !== "auction" && bid !== undefined && ask !== undefined && bid[0] >= ask[0];
  const empty = [...market.bids, ...market.asks].some(({ remaining }) => remaining <= 0n);
  return [
    ...(crossed ? [`${market.name}: book is crossed`] : []),
    ...(empty ? [`${market.name}: an order without quantity rests`] : []),
  ];
}

/** Every liquidatable account has a case, is blocked by name or held, unless its case ended in this very command; who owes waits. */
function worked(world: World): string[] {
  return world.accounts.flatMap((account) => {
    const { name, openCase, legs, balances, pending, cash } = account;
    const broken: string[] = [];
    const assets = [...balances.keys()];
    const inArrears = assets.length > 0 && assets.every((asset) => waits(world, asset, -cash));
    if (cash < 0n && legs.size === 0 && !inArrears) broken.push(`${name}: owes, and nothing of it waits`);
    for (const [asset, units] of pending) {
      if (units > (balances.get(asset) ?? 0n)) broken.push(`${name}: more is pending than it has`);
    }
    if (openCase && isForgotten(openCase)) broken.push(`${openCase.name}: nothing of it will ever be due`);
    if (openCase && account.noRoom) broken.push(`${name}: blocked for want of a case that it has`);
    if (account.held) {
      if (openCase || account.noRoom) broken.push(`${name}: held, and worked or blocked by another name`);
      if (!waitsForResume(account)) broken.push(`${name}: held, and waits for nothing`);
      return broken;
    }
    if (openCase || account.noRoom || world.acted.has(account) || !isEvaluable(account)) return broken;
    if (isLiquidatable(account, atLastMark)) broken.push(`${name}: liquidatable, neither worked nor blocked`);
    return broken;
  });
}

/** A touch or a deadline must bring back every open case. */
function isForgotten({ due, legs }: Case): boolean {
  return !due && [...legs.values()].every((leg) => leg.dueAt === null && outOf(leg).length === 0);
}

function orders(world: World): string[] {
  const resting = world.markets.flatMap(({ bids, asks }) => [...bids, ...asks]).filter(({ rung }) => !rung);
  const unbounded = world.accounts.filter((account) => isUnbounded(world, account));
  const expired = [...world.orders.values()].filter((o) => o.expires !== null && o.expires <= world.time);
  if (expired.length > 0) return expired.map(({ name }) => `${name}: has expired, and is live`);
  if (unbounded.length > 0)
    return unbounded.map(({ name }) => `${name}: reduce-only orders of more than it has`);
  const reached = nextToTrigger(world);
  if (reached) return [`${reached.name}: is reached, and waits`];
  const inBooks = [...world.orders.values()].filter(({ stop }) => stop === null).length;
  const lost = resting.length !== inBooks || resting.some(({ name }) => !world.orders.has(name));
  return lost ? ["the orders by name are not the orders in the books"] : [];
}

function isUnbounded(world: World, account: Account): boolean {
  const own = world.ordersOf(account).filter(({ reduceOnly }) => reduceOnly);
  return own.some(({ market, side }) => {
    const same = own.filter((other) => other.market === market && other.side === side);
    return same.reduce((sum, { remaining }) => sum + remaining, 0n) > reducible(account, market, side);
  });
}

/** A rung that is out inside rests, one that rests is out, and each is as large as what of it did not fill. */
function rungs(world: World): string[] {
  const resting = world.markets.flatMap(({ bids, asks }) => [...bids, ...asks]);
  const inBooks = resting.flatMap(({ rung }) => rung ?? []);
  const out = slicesOut(world).filter((slice) => slice.resting !== null);
  const wrong = [
    ...inBooks.filter((rung) => !out.includes(rung)).map(({ name }) => `${name} rests, but is not out`),
    ...out.filter((rung) => !inBooks.includes(rung)).map(({ name }) => `${name} is out, but rests nowhere`),
  ];
  for (const { name, resting: order, quantity, filled } of out) {
    if (order?.remaining !== quantity - filled) wrong.push(`${name} rests with the wrong quantity`);
  }
  return wrong;
}

/** Only positions are silent or mismatched, and their market's breakers stand for as many as trip them. */
function flags(world: World, market: Market): string[] {
  const { silentMax } = market.policy;
  return FLAGS.flatMap((name) => {
    const holders = world.everyone(market.domain).filter((account) => account[name].has(market));
    const broken = holders
      .filter((account) => quantityOf(account, market) === 0n)
      .map((account) => `${account.name}: nothing in ${market.name} is ${name}`);
    if (market[name] && holders.length < silentMax) {
      broken.push(`${market.name}: ${name} with ${holders.length} legs of ${silentMax}`);
    }
    return broken;
  });
}

/** A feed that is too old has its breaker, whatever the command was (rules: breakers 4), if only it was accepted. */
function feeds({ markets, evaluatedAt: time }: World): string[] {
  return markets
    .filter(({ tripped }) => !tripped.has("FEED_STALE") && !tripped.has("WARMUP"))
    .filter((market) => isStaleAt(market, time))
    .map(({ name }) => `${name}: stale, and not FEED_STALE`);
}
