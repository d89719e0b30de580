/** Accounts, transfers, and positions that come from elsewhere (RULINGS C.1, C.2). */
import { MOST_LEGS } from "./execution.js";
import { abs, Fraction } from "./fraction.js";
import { charge, coverShortfall } from "./fund.js";
import { checkMargin, checkMarks } from "./orders.js";
import { refuse } from "./refusal.js";
import { setLeg } from "./settle.js";
import { checkDeposit, field, newAccount } from "./spec.js";
import type { Account, Command, Market } from "./state.js";
import { parseDecimal, powerOfTen, toFraction, toLots, toMoney } from "./units.js";
import { entryCost } from "./value.js";
import type { World } from "./world.js";

export function applyAccount(world: World, command: Command): void {
  const domain = world.domain(command.domain);
  const name = command.account as string;
  if (world.accounts.some((account) => account.name === name)) refuse("ALREADY_EXISTS", "account");
  const cash = toMoney(domain, field(command, "cash", "0"), "cash");
  if (world.accounts.length >= world.limits.accounts) refuse("CAPACITY");
  checkDeposit(domain, cash, "cash");
  const account = newAccount(name, world.accounts.length, domain);
  account.cash = cash;
  domain.deposits += cash;
  world.accounts.push(account);
  world.touch(account);
  world.accept(command, { account: name, accountId: account.index });
}

export function applyTransfer(world: World, command: Command): void {
  const account = world.account(command.account);
  const { domain } = account;
  const to = receiverOf(world, account, command.to as string | undefined);
  const amount = toMoney(domain, command.amount as string, "amount");
  if (amount === 0n || (amount < 0n && to)) refuse("OUT_OF_RANGE", "amount");
  const { asset } = command;
  if (asset !== undefined && asset !== domain.asset) refuse("SPEC_INVALID", "asset");
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
  if (account.openCase) refuse("IN_LIQUIDATION");
  checkMarks(world, account);
  checkMargin(account, world.ordersOf(account), amount);
  if (account.cash < amount) refuse("INSUFFICIENT_MARGIN");
}

/** What it replaces goes to `@street`, and its other side comes from there, quantity and cost alike. */
export function applyPosition(world: World, command: Command): void {
  const account = world.account(command.account);
  const market = world.marketOf(account, command.market);
  const quantity = toLots(market, command.quantity as string, "quantity");
  if (account.openCase) refuse("IN_LIQUIDATION");
  const cost = quantity === 0n ? 0n : readCost(market, quantity, command.entryPrice as string | undefined);
  checkCapacity(world, account, market, quantity);

  const { street } = market.domain;
  const old = account.legs.get(market) ?? { quantity: 0n, cost: 0n };
  const other = street.legs.get(market) ?? { quantity: 0n, cost: 0n };
  setLeg(account, market, quantity, cost);
  setStreet(street, market, other.quantity + old.quantity - quantity, other.cost + old.cost - cost);
  world.touch(account);
  world.accept(command);
  coverShortfall(world, account, null);
}

/** Never in the account's favour. */
function readCost(market: Market, quantity: bigint, entryPrice: string | undefined): bigint {
  if (entryPrice === undefined) return refuse("MISSING_FIELD", "entryPrice");
  const entry = toFraction(parseDecimal(entryPrice)).times(new Fraction(powerOfTen(market.priceDecimals)));
  const tooLow = entry.compare(new Fraction(market.minPrice)) < 0n;
  const tooHigh = entry.compare(new Fraction(market.maxPrice)) > 0n;
  if (tooLow || tooHigh) refuse("OUT_OF_RANGE", "entryPrice");
  return entryCost(market, quantity, entry);
}

function checkCapacity(world: World, account: Account, market: Market, quantity: bigint): void {
  const { street } = market.domain;
  const positive = (lots: bigint) => (lots > 0n ? lots : 0n);
  const old = account.legs.get(market)?.quantity ?? 0n;
  const other = street.legs.get(market)?.quantity ?? 0n;
  const longs =
    world.openInterest(market) -
    positive(old) -
    positive(other) +
    positive(quantity) +
    positive(other + old - quantity);
  if (abs(quantity) > market.maxPosition || longs > market.maxOpenInterest) refuse("CAPACITY");
  if (quantity === 0n) return;
  const held = new Set([market, ...account.legs.keys(), ...world.ordersOf(account).map((o) => o.market)]);
  if (held.size > MOST_LEGS) refuse("CAPACITY");
}

/** A leg of `@street` may have cost without lots: two positions that cancel need not have cost the same. */
function setStreet(street: Account, market: Market, quantity: bigint, cost: bigint): void {
  street.legs.set(market, { quantity, cost });
}
