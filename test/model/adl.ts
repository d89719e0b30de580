/**
 * Auto-deleveraging (rules: adl 1, 7): what the fund cannot carry goes to those who profit from the other side,
 * the most profitable and most leveraged first.
 */
import { abs, ceilDiv, Fraction, floorDiv, max, min, sign } from "./fraction.js";
import { atLastMark, equity, legMargin, liquidationEquity, maintenanceMargin } from "./margin.js";
import { settle } from "./settle.js";
import type { Account, Domain, Leg, Market } from "./state.js";
import { isEvaluable, quantityOf } from "./state.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { formatLots, formatMoney, formatPrice } from "./units.js";
import { lotsWithin, nearestPrice, notional, positionValue } from "./value.js";
import type { World } from "./world.js";

/** A leg that goes, whole or in part, at a money value of the whole leg. */
export interface Departing {
  caseName: string;
  account: Account;
  market: Market;
  /** Signed lots, and the signed money at which all of them go. */
  quantity: bigint;
  value: bigint;
  /**
   * What the leg costs the counterparty that takes it at that value: the bound of what is taken beyond the need is
   * one lot of it.
   */
  loss: bigint;
}

/** `means = max(0, fund − floor) + min(0, equity of @liquidation)`: what a loss may cost. */
export function meansOf(domain: Domain): bigint {
  return max(0n, domain.fund.cash - domain.fundFloor) + min(0n, liquidationEquity(domain));
}

/** Smallest `k` with `L − floor(L·k/|q|) ≤ means`: 0 when `L = 0`, all when none suffices. */
export function lotsForNeed(size: bigint, loss: bigint, means: bigint): bigint {
  if (loss === 0n || loss <= means) return 0n;
  if (means < 0n) return size;
  return ceilDiv((loss - means) * size, loss); // floor(L·k/|q|) ≥ L − means
}

/**
 * `takeoverNotionalMax`: the smallest `k` after which the position of `@liquidation` is within
 * `floor(max/(mark·M))` lots; 0 where it shrinks by the merge anyway, all where even that does not suffice.
 */
export function lotsForCap(market: Market, quantity: bigint): bigint {
  const { takeoverNotionalMax, mark, domain } = market;
  if (takeoverNotionalMax === null || mark === null) return 0n;
  const merged = (quantityOf(domain.liquidation, market) + quantity) * sign(quantity);
  return min(abs(quantity), max(0n, merged - lotsWithin(market, takeoverNotionalMax, mark)));
}

interface Candidate {
  account: Account;
  leg: Leg;
  /** `profit·notional ÷ (max(1, |cost|)·E)`. */
  score: Fraction;
  /** Its net exposure has the leg's sign, and would fall. */
  falls: boolean;
}

/** The accounts whose legs of this sign stand in line, the first to be taken first (rules: adl 4, 5). */
export function ranking(world: World, market: Market, legSign: bigint): Account[] {
  return world.accounts
    .map((account) => candidate(account, market, legSign))
    .filter((found) => found !== null)
    .sort((a, b) => {
      const difference = b.score.compare(a.score);
      if (difference !== 0n) return difference < 0n ? -1 : 1;
      return Number(b.falls) - Number(a.falls) || a.account.index - b.account.index;
    })
    .map(({ account }) => account);
}

/** Without a case, all marks known, in profit with this leg, and worth something. */
function candidate(account: Account, market: Market, legSign: bigint): Candidate | null {
  const leg = account.legs.get(market);
  if (!leg || sign(leg.quantity) !== legSign || account.openCase || !isEvaluable(account)) return null;
  const mark = atLastMark(market, leg);
  const profit = positionValue(market, leg.quantity, mark) - leg.cost;
  const equityNow = equity(account, atLastMark);
  if (profit <= 0n || equityNow <= 0n) return null;
  const score = new Fraction(
    profit * notional(market, leg.quantity, mark),
    max(1n, abs(leg.cost)) * equityNow,
  );
  return { account, leg, score, falls: sign(netExposure(account)) === legSign };
}

/** `Σ sign(q)·notional` at last marks. */
function netExposure(account: Account): bigint {
  let total = 0n;
  for (const [market, leg] of account.legs) {
    total += sign(leg.quantity) * notional(market, leg.quantity, atLastMark(market, leg));
  }
  return total;
}

/** Its rank among all, from 1; null: it is not in line. */
export function adlRank(world: World, account: Account, market: Market): number | null {
  const at = ranking(world, market, sign(quantityOf(account, market))).indexOf(account);
  return at < 0 ? null : at + 1;
}

/**
 * Up to `lots` of the leg go to counterparties in their order. Returns how many were taken, and for what value; the
 * events of what follows a piece are the caller's.
 */
export function deleverage(
  world: World,
  departing: Departing,
  lots: bigint,
  afterPiece: (realised: bigint, counterpartyRealised: bigint, counterparty: Account, price: bigint) => void,
): { taken: bigint; value: bigint } {
  const { market, account, quantity, value } = departing;
  const size = abs(quantity);
  const valueOfFirst = (count: bigint) => (value * count) / size; // toward zero
  let taken = 0n;
  if (lots > 0n) {
    if (isUnconfirmed(account))
      world.broken.push(`${account.name}: deleveraged at a mark that nothing confirms`);
    ranking(world, market, -sign(quantity)).forEach((counterparty, index) => {
      const piece = min(lots - taken, abs(quantityOf(counterparty, market)));
      const paid = valueOfFirst(taken + piece) - valueOfFirst(taken);
      const bought = piece * sign(quantity);
      if (piece === 0n || !staysHealthy(counterparty, market, bought, paid)) return;
      taken += piece;
      const realised = settle(account, market, -bought, -paid);
      const counterpartyRealised = settle(counterparty, market, bought, paid);
      world.touch(account);
      world.touch(counterparty);
      if (equity(counterparty, atLastMark) < 0n)
        world.broken.push(`${counterparty.name}: ADL took all it had`);
      const price = nearestPrice(market, piece, paid);
      emitAdl(world, departing, counterparty, piece, price, index + 1);
      afterPiece(realised, counterpartyRealised, counterparty, price);
    });
  }
  return { taken, value: valueOfFirst(taken) };
}

/** `E ≥ MM` at last marks after it has taken these signed lots for this money. */
function staysHealthy(account: Account, market: Market, bought: bigint, price: bigint): boolean {
  const leg = account.legs.get(market);
  if (!leg) return false;
  const mark = atLastMark(market, leg);
  const after = leg.quantity + bought;
  const gained = positionValue(market, after, mark) - positionValue(market, leg.quantity, mark) - price;
  const marginAfter = after === 0n ? 0n : legMargin(market, { ...leg, quantity: after }, atLastMark);
  const released = legMargin(market, leg, atLastMark) - marginAfter;
  return equity(account, atLastMark) + gained >= maintenanceMargin(account, atLastMark) - released;
}

function emitAdl(
  world: World,
  { caseName, account, market, quantity, loss }: Departing,
  counterparty: Account,
  piece: bigint,
  price: bigint,
  rank: number,
): void {
  world.emit("adl", {
    case: caseName,
    market: market.name,
    account: counterparty.name,
    loser: account.name,
    quantity: formatLots(market, piece),
    price: formatPrice(market, price),
    rank,
    overshoot: formatMoney(market.domain, ceilDiv(loss, abs(quantity))),
  });
}

/** What of the loss stays with the fund once so many lots are gone. */
export function lossLeft(size: bigint, loss: bigint, taken: bigint): bigint {
  return loss - floorDiv(loss * taken, size);
}
