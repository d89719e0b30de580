/** Queries: answered in order, changing nothing (rules: queries 1). */
import { adlRank } from "./adl.js";
import { balancesOf, pendingOf } from "./balances.js";
import { formatLevels } from "./book.js";
import { deficitOf, owedBy, seizedValue, seizedWorth } from "./fund.js";
import {
  atLastMark,
  equity,
  initialMargin,
  legMargin,
  liquidationEquity,
  liquidationPrice,
  maintenanceMargin,
  zeroPrice,
  zeroValue,
} from "./margin.js";
import { isBelowCallLevel } from "./margin-call.js";
import { refuse } from "./refusal.js";
import { arrearsOf } from "./shortfall.js";
import { field } from "./spec.js";
import type { Account, Command, Event, Leg, Market } from "./state.js";
import { isEvaluable, legsOf, quantityOf } from "./state.js";
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
  const own = ownAccountOf(world, command);
  if (own) return ownReport(own);
  const domain = command.domain === undefined ? null : world.domain(command.domain);
  const account = world.account(command.account);
  if (domain !== null && account.domain !== domain) refuse("UNKNOWN_ACCOUNT", "account");
  return accountReport(world, account);
}

/** One of the domain's own accounts, whose names are the same in each domain; null: another is asked for. */
function ownAccountOf(world: World, { account, domain: named }: Command): Account | null {
  if (typeof account !== "string" || !account.startsWith("@")) return null;
  if (named === undefined && world.domains.length > 1) refuse("MISSING_FIELD", "domain");
  const domain = named === undefined ? world.domains[0] : world.domain(named);
  if (!domain) refuse("UNKNOWN_DOMAIN", "domain");
  const own = [domain.liquidation, domain.fund, domain.fees, domain.street, domain.rounding];
  return own.find(({ name }) => name === account) ?? refuse("UNKNOWN_ACCOUNT", "account");
}

/** An own account has no margin and is never liquidated (rules: queries 8). */
function ownReport(account: Account): Event {
  const { domain } = account;
  const equityOf = () => (account === domain.liquidation ? liquidationEquity(domain) : account.cash);
  return {
    account: account.name,
    domain: domain.name,
    mode: "cross",
    cash: formatMoney(domain, account.cash),
    equity: account === domain.street ? null : formatMoney(domain, equityOf()),
    initialMargin: null,
    maintenanceMargin: null,
    state: "healthy",
    case: null,
    positions: legsOf(account)
      .filter(([, { quantity }]) => quantity !== 0n)
      .map(([market, leg]) => ({
        ...heldReport(account, market, leg),
        maintenanceMargin: null,
        liquidationPrice: null,
        zeroPrice: null,
        adlRank: null,
      })),
    collateral: collateralOf(account),
  };
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
    collateral: collateralOf(account),
  };
}

/** The value is of what counts; `balance` is all. */
function collateralOf(account: Account): Event[] {
  return balancesOf(account).map(([collateral, balance]) => {
    const { asset, decimals, market } = collateral;
    const { domain, mark } = market;
    const pending = pendingOf(account, collateral);
    const value = () => formatMoney(domain, collateralValue(collateral, balance - pending, mark ?? 0n));
    return {
      asset,
      balance: format(balance, decimals),
      pending: format(pending, decimals),
      value: mark === null ? null : value(),
    };
  });
}

function stateOf(account: Account): string {
  const { legs, openCase } = account;
  if (account.noRoom || account.held) return "blocked";
  if (!openCase) return isEvaluable(account) && isBelowCallLevel(account) ? "marginCall" : "healthy";
  const allBlocked = legs.size > 0 && [...legs.keys()].every((market) => openCase.legs.get(market)?.block);
  return allBlocked || openCase.balanceBlock ? "blocked" : "liquidating";
}

function positionReport(world: World, account: Account, market: Market, leg: Leg, known: boolean): Event {
  const { mark, domain } = market;
  const price = (units: bigint | null) => (units === null ? null : formatPrice(market, units));
  const zero = (units: bigint) =>
    zeroPrice(
      market,
      leg,
      zeroValue(market, leg, units, equity(account, atLastMark), maintenanceMargin(account, atLastMark)),
    );
  const required = mark === null ? null : formatMoney(domain, legMargin(market, leg, atLastMark));
  return {
    ...heldReport(account, market, leg),
    maintenanceMargin: required,
    liquidationPrice: known ? price(liquidationPrice(account, market)) : null,
    zeroPrice: known && mark !== null ? price(zero(mark)) : null,
    adlRank: adlRank(world, account, market),
  };
}

/** What is told of whoever's leg. */
function heldReport(account: Account, market: Market, { quantity, cost }: Leg): Event {
  const { mark, domain } = market;
  const money = (amount: bigint) => formatMoney(domain, amount);
  const value = (amount: (units: bigint) => bigint) => (mark === null ? null : money(amount(mark)));
  return {
    market: market.name,
    quantity: formatLots(market, quantity),
    cost: money(cost),
    mark: mark === null ? null : formatPrice(market, mark),
    mismatch: account.mismatched.has(market),
    notional: value((units) => notional(market, quantity, units)),
    unrealised: value((units) => positionValue(market, quantity, units) - cost),
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
    deficit: money(deficitOf(world, domain)),
    cover: money(domain.fund.cash - owedBy(domain) + seizedWorth(world, domain)),
    arrears: money(arrearsOf(users)),
    seized: domain.collaterals.map((collateral) => ({
      asset: collateral.asset,
      quantity: format(domain.liquidation.balances.get(collateral) ?? 0n, collateral.decimals),
      value: money(seizedValue(world, domain, collateral)),
    })),
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
