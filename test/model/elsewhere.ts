/** A fill of no slice: the account traded elsewhere, or somebody did for it (rules: venue-reports 14). */
import { checkRoomFor } from "./accounts.js";
import { feeOf } from "./fees.js";
import { moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import { emitFill } from "./match.js";
import { refuse } from "./refusal.js";
import { readFill } from "./reported-fill.js";
import { emitPosition, tradeWithStreet } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { watchFlags } from "./silence.js";
import type { Account, Command, Market, Side } from "./state.js";
import { direction, quantityOf } from "./state.js";
import { nearestUnit } from "./value.js";
import type { World } from "./world.js";

/** The account and market that the venue speaks of: `@liquidation` of the market's domain too. */
export function readVenueLeg(world: World, command: Command): { account: Account; market: Market } {
  const own = command.account === "@liquidation";
  const known = own ? null : world.account(command.account);
  const market = known ? world.marketOf(known, command.market) : world.market(command.market);
  if (!market.external) refuse("SPEC_INVALID", "market");
  return { account: known ?? market.domain.liquidation, market };
}

/** The case that an account, or `@liquidation` in a market, has now. */
export function caseNameOf(account: Account, market: Market): string | null {
  if (account === market.domain.liquidation) return market.unwinding.caseName;
  return account.openCase?.name ?? null;
}

export function applyElsewhere(world: World, command: Command): void {
  const { account, market } = readVenueLeg(world, command);
  const { domain } = market;
  const id = command.execution as string | undefined;
  const ids = account.elsewhere.get(market) ?? new Set();
  if (id !== undefined && ids.has(id)) refuse("DUPLICATE", "execution");
  const { price, lots, fee } = readFill(market, command);
  const side = command.side as Side;
  const bought = lots * direction(side);
  checkRoomFor(world, account, market, quantityOf(account, market) + bought, true);
  if (id !== undefined) account.elsewhere.set(market, ids.add(id));

  const unwinds = account === domain.liquidation;
  const caseName = caseNameOf(account, market);
  const takerFee = fee ?? (unwinds ? 0n : feeOf(market, lots, price, market.takerFeePpm));
  const realised = tradeWithStreet(market, account, bought, price);
  account.cash -= takerFee;
  domain.street.cash += takerFee;
  world.touch(account);
  emitFill(world, market, {
    price: nearestUnit(price),
    lots,
    side,
    makerOrder: null,
    takerOrder: null,
    maker: domain.street.name,
    taker: account.name,
    makerFee: 0n,
    takerFee,
    liquidationFee: 0n,
    caseName: null,
  });
  emitPosition(world, account, market, realised);
  if (unwinds) {
    followLiquidation(world, market, { price: nearestUnit(price), takenOver: null });
    moveToFund(world, domain, caseName, "unwind");
  }
  watchFlags(world, market);
  coverShortfall(world, account, caseName);
}
