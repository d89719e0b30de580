/** Queries: answered in order, changing nothing (rules: queries 1). */
import { adlRank } from "./adl.js";
import { formatLevels } from "./book.js";
import { min } from "./fraction.js";
import {
  atLastMark,
  equity,
  initialMargin,
  legMargin,
  liquidationPrice,
  maintenanceMargin,
  zeroPrice,
  zeroValue,
} from "./margin.js";
import { isBelowCallLevel } from "./margin-call.js";
import { field } from "./spec.js";
import type { Account, Collateral, Command, Event, Leg, Market } from "./state.js";
import { balancesOf, isEvaluable, legsOf, quantityOf } from "./state.js";
import { format, formatLots, formatMoney, formatPrice } from "./units.js";
import { collateralValue, notional, positionValue } from "./value.js";
import type { World } from "./world.js";

export function depthQuery(world: World, command: Command): Event {
  const market = world.market(command.market);
  const most = field(command, "levels", 10);
  return {
    market: market.name,
    bids: formatLevels(market, "buy", most),
    asks: formatLevels(market, "sell", most),
  };
}

export function reportQuery(world: World, command: Command): Event {
  return accountReport(world, world.account(command.account));
}

export function accountReport(world: World, account: Account): Event {
  const { domain } = account;
  const known = isEvaluable(account);
  const money = (amount: () => bigint) => (known ? formatMoney(domain, amount()) : null);
  return {
    account: account.name,
    domain: domain.name,
    mode: account.parent ? "isolated" : "cross",
    cash: formatMoney(domain, account.cash),
    equity: money(() => equity(account, atLastMark)),
    initialMargin: money(() => initialMargin(account, [])),
    maintenanceMargin: money(() => maintenanceMargin(account, atLastMark)),
    state: stateOf(account),
    case: account.openCase?.name ?? null,
    positions: legsOf(account).map(([market, leg]) => positionReport(world, account, market, leg, known)),
    collateral: balancesOf(account).map(([collateral, balance]) => collateralReport(collateral, balance)),
  };
}

function collateralReport(collateral: Collateral, balance: bigint): Event {
  const { asset, decimals, market } = collateral;
  const { domain, mark } = market;
  const value = mark === null ? null : formatMoney(domain, collateralValue(collateral, balance, mark));
  return { asset, balance: format(balance, decimals), value };
}

function stateOf(account: Account): string {
  const { legs, openCase } = account;
  if (account.noRoom) return "blocked";
  if (!openCase) return isEvaluable(account) && isBelowCallLevel(account) ? "marginCall" : "healthy";
  const allBlocked = legs.size > 0 && [...legs.keys()].every((market) => openCase.legs.get(market)?.block);
  return allBlocked || openCase.balanceBlock ? "blocked" : "liquidating";
}

function positionReport(world: World, account: Account, market: Market, leg: Leg, known: boolean): Event {
  const { mark, domain } = market;
  const money = (amount: bigint) => formatMoney(domain, amount);
  const price = (units: bigint | null) => (units === null ? null : formatPrice(market, units));
  const value = (amount: (units: bigint) => bigint) => (mark === null ? null : money(amount(mark)));
  const zero = (units: bigint) =>
    zeroPrice(
      market,
      leg,
      zeroValue(market, leg, units, equity(account, atLastMark), maintenanceMargin(account, atLastMark)),
    );
  return {
    market: market.name,
    quantity: formatLots(market, leg.quantity),
    cost: money(leg.cost),
    mark: price(mark),
    mismatch: account.mismatched.has(market),
    notional: value((units) => notional(market, leg.quantity, units)),
    unrealised: value((units) => positionValue(market, leg.quantity, units) - leg.cost),
    maintenanceMargin: value(() => legMargin(market, leg, atLastMark)),
    liquidationPrice: known ? price(liquidationPrice(account, market)) : null,
    zeroPrice: known && mark !== null ? price(zero(mark)) : null,
    adlRank: adlRank(world, account, market),
  };
}

export function domainReportQuery(world: World, command: Command): Event {
  const domain = world.domain(command.domain);
  const money = (amount: bigint) => formatMoney(domain, amount);
  const everyone = world.everyone(domain);
  const users = everyone.filter(({ index }) => index >= 0);
  const byMarket = (lots: (market: Market) => bigint) =>
    Object.fromEntries(
      world.marketsOf(domain).map((market) => [market.name, formatLots(market, lots(market))]),
    );
  const sum = (of: (account: Account) => bigint) =>
    everyone.reduce((total, account) => total + of(account), 0n);
  return {
    domain: domain.name,
    fund: money(domain.fund.cash),
    deficit: money(-min(0n, domain.liquidation.cash)),
    fees: money(domain.fees.cash),
    rounding: money(domain.rounding.cash),
    deposits: money(domain.deposits),
    withdrawals: money(domain.withdrawals),
    cashTotal: money(sum(({ cash }) => cash)),
    costTotal: money(sum(costOf)),
    quantityTotal: byMarket((market) => sum((account) => quantityOf(account, market))),
    liquidation: byMarket((market) => quantityOf(domain.liquidation, market)),
    accounts: users.length,
    cases: users.filter(({ openCase }) => openCase !== null).length,
    openInterest: byMarket((market) => world.openInterest(market)),
  };
}

/** Cost of all legs. */
export function costOf({ legs }: Account): bigint {
  return [...legs.values()].reduce((total, { cost }) => total + cost, 0n);
}
