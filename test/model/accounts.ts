/** Transfers, and positions that come from elsewhere (rules: commands 12, 15). */

import { checkMargin } from "./admit.js";
import { transferCollateral } from "./collateral.js";
import { abs } from "./fraction.js";
import { charge } from "./fund.js";
import { settleFunding } from "./funding.js";
import { checkMayLeave } from "./leaving.js";
import { refuse } from "./refusal.js";
import { toExactPrice } from "./reported-fill.js";
import { setLeg } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { watchFlags } from "./silence.js";
import { checkDeposit } from "./spec.js";
import type { Account, Command, Market } from "./state.js";
import { mostLegs, NO_LEG } from "./state.js";
import { toLots, toMoney } from "./units.js";
import { entryCost } from "./value.js";
import type { World } from "./world.js";

export function applyTransfer(world: World, command: Command): void {
  const account = world.account(command.account);
  const { domain } = account;
  const to = receiverOf(world, account, command.to as string | undefined);
  const { asset } = command;
  if (asset !== undefined && asset !== domain.asset) {
    transferCollateral(world, account, to, command);
    return;
  }
  const amount = toMoney(domain, command.amount as string, "amount");
  if (amount === 0n || (amount < 0n && to)) refuse("OUT_OF_RANGE", "amount");
  const takes = to ? amount : -amount;
  if (takes > 0n) checkWithdrawal(world, account, takes);
  else checkDeposit(domain, amount, "amount");

  world.accept(command);
  account.cash -= takes;
  world.touch(account);
  if (to === domain.fund) charge(world, domain, null, amount, "topUp");
  else if (to) {
    to.cash += amount;
    world.touch(to);
  } else if (amount > 0n) domain.deposits += amount;
  else domain.withdrawals -= amount;
  coverShortfall(world, account, account.openCase?.name ?? null);
  if (to) coverShortfall(world, to, to.openCase?.name ?? null);
}

/** Another account of the domain, or its fund. */
function receiverOf(world: World, account: Account, name: string | undefined): Account | null {
  if (name === undefined) return null;
  if (name === "@fund") return account.domain.fund;
  const receiver = world.account(name, "to");
  if (receiver === account || receiver.domain !== account.domain) refuse("UNKNOWN_ACCOUNT", "to");
  return receiver;
}

function checkWithdrawal(world: World, account: Account, amount: bigint): void {
  checkMayLeave(world, account);
  checkMargin(world, account, world.ordersOf(account), amount);
  if (account.cash < amount) refuse("INSUFFICIENT_MARGIN");
}

/** What it replaces goes to `@street`, and its other side comes from there, quantity and cost alike. */
export function applyPosition(world: World, command: Command): void {
  const account = world.account(command.account);
  const market = world.marketOf(account, command.market);
  const quantity = toLots(market, command.quantity as string, "quantity");
  if (account.openCase) refuse("IN_LIQUIDATION");
  const cost = quantity === 0n ? 0n : readCost(market, quantity, command.entryPrice as string | undefined);
  checkRoomFor(world, account, market, quantity);
  replacePosition(account, market, quantity, cost);
  world.touch(account);
  world.accept(command);
  watchFlags(world, market);
  coverShortfall(world, account, null);
}

/** `@street` has the opposite of what is new, and what was old goes to it. Nothing is realised. */
export function replacePosition(account: Account, market: Market, quantity: bigint, cost: bigint): void {
  const { street } = market.domain;
  const old = account.legs.get(market) ?? NO_LEG;
  const other = street.legs.get(market) ?? NO_LEG;
  setLeg(account, market, quantity, cost);
  setStreet(street, market, other.quantity + old.quantity - quantity, other.cost + old.cost - cost);
}

/** Never in the account's favour. */
export function readCost(market: Market, quantity: bigint, entryPrice: string | undefined): bigint {
  if (entryPrice === undefined) return refuse("MISSING_FIELD", "entryPrice");
  return entryCost(market, quantity, toExactPrice(market, entryPrice, "entryPrice"));
}

/**
 * For a position of so many lots, whose other side is `@street`'s; the domain's own accounts may have any number of legs.
 * `mayReduce`: what is too much already may become less.
 */
export function checkRoomFor(
  world: World,
  account: Account,
  market: Market,
  quantity: bigint,
  mayReduce = false,
): void {
  const { street } = market.domain;
  const positive = (lots: bigint) => (lots > 0n ? lots : 0n);
  const old = account.legs.get(market)?.quantity ?? 0n;
  const other = street.legs.get(market)?.quantity ?? 0n;
  const before = world.openInterest(market);
  const longs =
    before - positive(old) - positive(other) + positive(quantity) + positive(other + old - quantity);
  const refuseAbove = (after: bigint, most: bigint, now: bigint) => {
    if (after > most && !(mayReduce && after <= now)) refuse("CAPACITY", "quantity");
  };
  refuseAbove(abs(quantity), market.maxPosition, abs(old));
  refuseAbove(longs, market.maxOpenInterest, before);
  if (quantity === 0n || account.index < 0) return;
  const held = new Set([market, ...account.legs.keys(), ...world.ordersOf(account).map((o) => o.market)]);
  if (held.size > mostLegs(account)) refuse("CAPACITY", "quantity");
}

/** A leg of `@street` may have cost without lots: two positions that cancel need not have cost the same. */
function setStreet(street: Account, market: Market, quantity: bigint, cost: bigint): void {
  settleFunding(street, market);
  street.legs.set(market, { quantity, cost, funding: market.funding });
}
