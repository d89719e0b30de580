/** Commands that are well-formed and wrong in one way, or in none if it happens to be right. */
import type { Command } from "../model/model.js";
import type { Random } from "./random.js";
import { formatLots, formatPrice, type MarketPlan } from "./universe.js";

/** What there is to be wrong about. */
export interface Matter {
  market: MarketPlan;
  account: string;
  slice: string;
  time: number;
  tick: () => Command;
  order: () => Command;
  position: () => Command;
}

const SECOND = 1_000_000;

export function nonsense(random: Random, matter: Matter): Command {
  const { market, account, slice, time, tick, order, position } = matter;
  const tooFine = (text: unknown) => `${text}${String(text).includes(".") ? "" : "."}0001`;
  return random.pick<() => Command>([
    () => ({ ...tick(), market: "nowhere" }),
    () => ({ ...tick(), source: "nobody" }),
    () => ({ ...tick(), sequence: random.int(0, 3) }),
    () => ({ ...tick(), price: formatPrice(market, market.maxPrice + 1n) }),
    () => ({ ...tick(), price: "0" }),
    () => ({ ...tick(), sourceTime: time + 10 * SECOND }),
    () => ({ ...tick(), sourceTime: time - 100 * SECOND }),
    () => ({ ...tick(), price: "1.0000000001" }),
    () => ({ ...order(), account: "nobody" }),
    () => ({ ...order(), market: "nowhere" }),
    () => ({ ...order(), quantity: "0" }),
    () => ({ ...order(), quantity: tooFine(formatLots(market, 1n)) }),
    () => ({ ...order(), quantity: formatLots(market, 2n ** 45n) }),
    () => ({ ...order(), price: formatPrice(market, market.tickSize * 3n + 1n) }),
    () => ({ ...order(), price: tooFine(formatPrice(market, market.price)) }),
    () => ({ ...order(), timeInForce: "IOC", postOnly: true }),
    () => ({ ...position(), account: "nobody" }),
    () => ({ ...position(), quantity: formatLots(market, 2n ** 52n) }),
    () => ({ ...position(), quantity: formatLots(market, 1n), entryPrice: "0.000000000000000001" }),
    () => ({ type: "transfer", account: account, amount: "-100000000" }),
    () => ({ type: "transfer", account: account, amount: "0" }),
    () => ({ type: "transfer", account: "nobody", amount: "1" }),
    () => ({ type: "transfer", account: account, amount: "2000000000000" }),
    () => ({ type: "execution", order: "S999999", status: "cancelled" }),
    () => ({ type: "execution", order: slice, status: "fill" }),
    () => ({ type: "halt", market: "nowhere" }),
    () => ({ type: "resume", domain: "nowhere" }),
    () => ({ type: "report", account: "nobody" }),
  ])();
}
