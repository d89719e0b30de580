/** Funding between longs and shorts (rules: funding 2, 3, 4): cumulative per lot, settled right before a position changes. */
import { abs, ceilDiv } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Account, Command, Leg, Market } from "./state.js";
import { formatPrice } from "./units.js";
import type { World } from "./world.js";

const BILLION = 1_000_000_000n;

/** `ceil(q·(F − F_settled)/10^9)`: what it still has to pay; negative: to get. */
export function fundingOwed(market: Market, leg: Leg): bigint {
  return ceilDiv(leg.quantity * (market.funding - leg.funding), BILLION);
}

/** `@rounding` is everyone's other side: what longs pay and shorts get, and the units that rounding leaves. */
export function settleFunding(account: Account, market: Market): void {
  const leg = account.legs.get(market);
  if (!leg) return;
  const owed = fundingOwed(market, leg);
  account.cash -= owed;
  market.domain.rounding.cash += owed;
  leg.funding = market.funding;
}

/** Of one lot, in 10^-9 of money: `mark·M·ratePpb`, inverse `C·ratePpb/mark` toward zero. No account is touched. */
export function applyFunding(world: World, command: Command): void {
  const market = world.market(command.market);
  const mark = market.mark ?? refuse("MARKET_HALTED");
  const ratePpb = BigInt(command.ratePpb as number);
  const perLot = market.inverse ? (market.multiplier * ratePpb) / mark : mark * market.multiplier * ratePpb;
  if (abs(market.funding + perLot) > mostFunding(market)) refuse("CAPACITY", "ratePpb");
  market.funding += perLot;
  market.lastFunding = { ratePpb, at: world.now };
  world.accept(command);
  world.emit("funding", { market: market.name, rate: Number(ratePpb), mark: formatPrice(market, mark) });
}

/** What a lot may come to owe: eight times the largest value that it can have. */
function mostFunding({ inverse, multiplier, minPrice, maxPrice }: Market): bigint {
  const bound = 8_000_000_000n * multiplier;
  return inverse ? bound / minPrice : bound * maxPrice;
}
