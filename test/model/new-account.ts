/** A new account, and the collateral and positions that it brings, all or nothing (rules: commands 9, 11, 21). */
import { checkRoomFor, readCost, replacePosition } from "./accounts.js";
import { checkDepositOf, collateralOf, deposit } from "./collateral.js";
import { checkOrdersMax } from "./orders-max.js";
import { Refusal, refuse } from "./refusal.js";
import { checkDeposit, field, newAccount } from "./spec.js";
import type { Account, Collateral, Command, Domain, Market } from "./state.js";
import { mostLegs } from "./state.js";
import { toMoney, toPositiveLots, toUnits } from "./units.js";
import type { World } from "./world.js";

export function applyAccount(world: World, command: Command): void {
  const domain = world.domain(command.domain);
  const name = command.account as string;
  if (world.accounts.some((account) => account.name === name)) refuse("ALREADY_EXISTS", "account");
  const parent = readParent(world, domain, command);
  const unwindOrder = readUnwindOrder(world, domain, command);
  const cash = toMoney(domain, field(command, "cash", "0"), "cash");
  const account = newAccount(name, world.accounts.length, domain);
  account.parent = parent;
  account.unwindOrder = unwindOrder;
  account.cash = cash;
  const brought = readBrought(world, account, command);
  checkOrdersMax(world, command);
  account.ordersMax = (command.ordersMax as number | undefined) ?? null;
  if (world.accounts.length >= world.limits.accounts) refuse("CAPACITY");
  checkDeposit(domain, cash, "cash");
  domain.deposits += cash;
  world.accounts.push(account);
  bring(world, account, brought);
  world.touch(account);
  world.accept(command, { account: name, accountId: account.index });
}

/** Null for a cross account. */
function readParent(world: World, domain: Domain, command: Command): Account | null {
  if (command.mode !== "isolated") return null;
  const parent = world.account(command.parent, "parent");
  if (parent.domain !== domain) refuse("UNKNOWN_ACCOUNT", "parent");
  return parent.parent === null ? parent : refuse("SPEC_INVALID", "parent");
}

function readUnwindOrder(world: World, domain: Domain, command: Command): Market[] {
  const markets: Market[] = [];
  for (const name of field<string[]>(command, "unwindOrder", [])) {
    const market = world.markets.find((other) => other.name === name && other.domain === domain);
    if (!market) refuse("UNKNOWN_MARKET", "unwindOrder");
    if (markets.includes(market)) refuse("SPEC_INVALID", "unwindOrder");
    markets.push(market);
  }
  return markets;
}

interface Brought {
  collateral: { of: Collateral; amount: bigint }[];
  positions: { market: Market; quantity: bigint; cost: bigint }[];
}

/** Checks all of it for an account that is not there yet; nothing is changed. */
function readBrought(world: World, account: Account, command: Command): Brought {
  const collateral: Brought["collateral"] = [];
  for (const [at, row] of field<Command[]>(command, "collateral", []).entries()) {
    within(`collateral[${at}]`, () => {
      const of = collateralOf(account, row.asset);
      if (collateral.some((other) => other.of === of)) refuse("SPEC_INVALID", "asset");
      const amount = toUnits(row.amount as string, of.decimals, "amount");
      if (amount === 0n) refuse("OUT_OF_RANGE", "amount");
      if (of.market.mark === null) refuse("MARKET_HALTED", "asset");
      checkDepositOf(account, of, amount);
      collateral.push({ of, amount });
    });
  }
  const positions: Brought["positions"] = [];
  for (const [at, row] of field<Command[]>(command, "positions", []).entries()) {
    within(`positions[${at}]`, () => {
      const market = world.marketOf(account, row.market);
      if (positions.some((other) => other.market === market)) refuse("SPEC_INVALID", "market");
      const quantity = toPositiveLots(market, row.quantity as string, "quantity");
      const cost = readCost(market, quantity, row.entryPrice as string | undefined);
      checkRoomFor(world, account, market, quantity);
      if (at >= mostLegs(account)) refuse("CAPACITY", "quantity");
      positions.push({ market, quantity, cost });
    });
  }
  return { collateral, positions };
}

/** Balances first, then positions, as `transfer` and `position` would have brought them. */
function bring(world: World, account: Account, { collateral, positions }: Brought): void {
  for (const { of, amount } of collateral) deposit(world, account, of, amount);
  for (const { market, quantity, cost } of positions) replacePosition(account, market, quantity, cost);
}

/** The field of a refusal stands in its row. */
function within(row: string, read: () => void): void {
  try {
    read();
  } catch (refusal) {
    throw refusal instanceof Refusal ? new Refusal(refusal.code, `${row}.${refusal.field}`) : refusal;
  }
}
