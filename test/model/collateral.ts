/**
 * Collateral in other assets (rules: margin 9, 18, commands 12, 13, 14), and its sale once it was seized (rules: commands
 * 20). What becomes of it when an account owes money: shortfall.ts.
 */

import { checkMargin } from "./admit.js";
import { addBalance, pendingOf, setPending } from "./balances.js";
import { max } from "./fraction.js";
import { charge } from "./fund.js";
import { checkMayLeave } from "./leaving.js";
import { balancesAtAdverse } from "./margin.js";
import { refuse } from "./refusal.js";
import { coverShortfall } from "./shortfall.js";
import { checkDeposit, field } from "./spec.js";
import type { Account, Collateral, Command } from "./state.js";
import { isUntrusted } from "./trust.js";
import { toMoney, toUnits } from "./units.js";
import { collateralScale, collateralValue } from "./value.js";
import type { World } from "./world.js";

const MOST_COLLATERALS = 8;
const MOST_DEPOSITS = 2n ** 60n;
const MOST_VALUE = 2n ** 53n;

export function applyCollateral(world: World, command: Command): void {
  const domain = world.domain(command.domain);
  const asset = command.asset as string;
  if (domain.collaterals.some((other) => other.asset === asset)) refuse("ALREADY_EXISTS", "asset");
  if (asset === domain.asset) refuse("SPEC_INVALID", "asset");
  const market = world.market(command.market);
  if (market.domain !== domain) refuse("UNKNOWN_MARKET", "market");
  if (market.inverse) refuse("SPEC_INVALID", "market");
  const decimals = command.decimals as number;
  const scale = decimals + market.priceDecimals - domain.settleDecimals;
  if (scale < 0 || scale > 18) refuse("SPEC_INVALID", "decimals");
  const seizeAt = toMoney(domain, field(command, "seizeAt", "0"), "seizeAt");
  const { depositMax: most } = command;
  const depositMax = most === undefined ? null : toUnits(most as string, decimals, "depositMax");
  if (domain.collaterals.length >= MOST_COLLATERALS) refuse("CAPACITY", "asset");
  const haircutPpm = BigInt(command.haircutPpm as number);
  domain.collaterals.push({
    asset,
    market,
    haircutPpm,
    decimals,
    seizeAt,
    depositMax,
    deposits: 0n,
    withdrawals: 0n,
  });
  world.accept(command, { domain: domain.name, domainId: domain.index });
}

/** `transfer` of an asset that is not the domain's own. */
export function transferCollateral(
  world: World,
  account: Account,
  to: Account | null,
  command: Command,
): void {
  const { domain } = account;
  const collateral = collateralOf(account, command.asset);
  if (to === domain.fund) refuse("SPEC_INVALID", "asset");
  const amount = toUnits(command.amount as string, collateral.decimals, "amount");
  if (amount === 0n || (amount < 0n && to)) refuse("OUT_OF_RANGE", "amount");
  const takes = to ? amount : -amount;
  if (amount > 0n && collateral.market.mark === null) refuse("MARKET_HALTED", "asset");
  if (takes > 0n) checkWithdrawal(world, account, collateral, takes);
  if (to) checkReceipt(to, collateral, amount);
  else if (amount > 0n) checkDepositOf(account, collateral, amount);

  world.accept(command);
  world.touch(account);
  if (!to && amount > 0n) deposit(world, account, collateral, amount);
  else addBalance(account, collateral, -takes);
  if (to) {
    addBalance(to, collateral, takes);
    world.touch(to);
  } else if (amount < 0n) collateral.withdrawals += takes;
  coverShortfall(world, account, account.openCase?.name ?? null);
  if (to) coverShortfall(world, to, to.openCase?.name ?? null);
}

export function collateralOf({ domain }: Account, name: unknown): Collateral {
  return domain.collaterals.find(({ asset }) => asset === name) ?? refuse("SPEC_INVALID", "asset");
}

/** How much may come in (rules: commands 14). */
export function checkDepositOf(account: Account, collateral: Collateral, amount: bigint): void {
  if (collateral.deposits + amount > MOST_DEPOSITS) refuse("CAPACITY", "amount");
  checkReceipt(account, collateral, amount);
  checkDepositMax(collateral, amount);
}

/** What comes in while its price is in doubt counts later. */
export function deposit(world: World, account: Account, collateral: Collateral, amount: bigint): void {
  addBalance(account, collateral, amount);
  collateral.deposits += amount;
  if (isUntrusted(collateral.market, world.now)) {
    setPending(account, collateral, pendingOf(account, collateral) + amount);
  }
}

/** As much as of cash: what it was worth, at the price that counts for it here, must not be needed. */
function checkWithdrawal(world: World, account: Account, collateral: Collateral, amount: bigint): void {
  checkMayLeave(world, account);
  const balance = account.balances.get(collateral) ?? 0n;
  if (balance < amount) refuse("INSUFFICIENT_MARGIN");
  const price = balancesAtAdverse(world.now)(collateral.market, { quantity: 1n });
  const counts = balance - pendingOf(account, collateral);
  const left = max(0n, counts - amount);
  const lost = collateralValue(collateral, counts, price) - collateralValue(collateral, left, price);
  checkMargin(world, account, world.ordersOf(account), lost);
}

/** What the domain has of it, deposited and neither withdrawn nor sold. */
function checkDepositMax({ deposits, withdrawals, depositMax }: Collateral, amount: bigint): void {
  if (depositMax !== null && deposits - withdrawals + amount > depositMax) refuse("CAPACITY", "amount");
}

/** The balance, at the highest price and without haircut, is worth at most 2^53. */
function checkReceipt(account: Account, collateral: Collateral, amount: bigint): void {
  const balance = (account.balances.get(collateral) ?? 0n) + amount;
  const most = MOST_VALUE * collateralScale(collateral);
  if (balance * collateral.market.maxPrice > most) refuse("CAPACITY", "amount");
}

/** The operator has sold some of what was seized: it leaves the domain, and what it brought is the fund's. */
export function applyCollateralSale(world: World, command: Command): void {
  const domain = world.domain(command.domain);
  const named = domain.collaterals.find(({ asset }) => asset === command.asset);
  const collateral = named ?? refuse("SPEC_INVALID", "asset");
  const { liquidation } = domain;
  const quantity = toUnits(command.quantity as string, collateral.decimals, "quantity");
  const seized = liquidation.balances.get(collateral) ?? 0n;
  if (quantity === 0n || quantity > seized) refuse("OUT_OF_RANGE", "quantity");
  const proceeds = toMoney(domain, command.proceeds as string, "proceeds");
  checkDeposit(domain, proceeds, "proceeds");

  world.accept(command);
  addBalance(liquidation, collateral, -quantity);
  collateral.withdrawals += quantity;
  domain.deposits += proceeds;
  charge(world, domain, null, proceeds, "collateralSale");
}
