/** Orders that wait for a price (rules: book 21). */
import { admit, checkRoom, execute } from "./admit.js";
import { cancelOrder } from "./book.js";
import { evaluateTouched } from "./evaluate.js";
import { bandPrice } from "./margin.js";
import { Refusal, refuse } from "./refusal.js";
import { field } from "./spec.js";
import type { Command, Market, Order, Stop, Terms } from "./state.js";
import { isHalted } from "./state.js";
import { isUntrusted } from "./trust.js";
import { formatLots, formatPrice, toTickPrice } from "./units.js";
import type { World } from "./world.js";

/** An order that waits. */
type Waiting = Order & { stop: Stop };

/** Null where it does not wait; `stopBy` without `stop` is refused before. */
export function readStop(market: Market, command: Command, terms: Terms): Stop | null {
  if (command.stop === undefined) return null;
  const price = toTickPrice(market, command.stop as string, "stop");
  return { price, by: field(command, "stopBy", "mark"), terms };
}

/** Only that it may wait: what it would do is judged when it does. */
export function checkWaiting(world: World, order: Order): void {
  const { account, market, reduceOnly, stop } = order;
  if (isHalted(market) || market.mark === null) refuse("MARKET_HALTED");
  if (account.openCase) refuse("IN_LIQUIDATION");
  checkRoom(world, { ...order, reducing: reduceOnly });
  if (stop && isReached({ ...order, stop })) refuse("WOULD_TRIGGER", "stop");
}

/** It waits from now on, or for something else. */
export function arm(world: World, order: Order): void {
  const { name, account, market, side, price, remaining, stop } = order;
  if (!stop) throw new Error(`${name} does not wait`);
  world.orders.set(name, order);
  world.emit("armed", {
    order: name,
    account: account.name,
    market: market.name,
    side,
    price: stop.terms.isMarketOrder ? null : formatPrice(market, price),
    stop: formatPrice(market, stop.price),
    stopBy: stop.by,
    quantity: formatLots(market, remaining),
  });
}

function referenceOf({ market, stop }: Waiting): bigint | null {
  return stop.by === "mark" ? market.mark : market.lastFill;
}

/** A buy waits for a price at or above, a sell for one at or below. */
function isReached(order: Waiting): boolean {
  const reference = referenceOf(order);
  if (reference === null) return false;
  return order.side === "buy" ? reference >= order.stop.price : reference <= order.stop.price;
}

/** Where the price is nobody's to doubt. */
function mayTrigger(world: World, { market, stop }: Waiting): boolean {
  if (market.state !== "open" || isUntrusted(market, world.now)) return false;
  return stop.by === "last" || !market.tripped.has("UNCONFIRMED");
}

/** Markets by index; buys before sells; by mark before by last; the nearest stop, then the older. */
function precedes(a: Waiting, b: Waiting): number {
  const nearest = a.side === "buy" ? a.stop.price - b.stop.price : b.stop.price - a.stop.price;
  return (
    a.market.index - b.market.index ||
    Number(a.side === "sell") - Number(b.side === "sell") ||
    Number(a.stop.by === "last") - Number(b.stop.by === "last") ||
    Number(nearest) ||
    a.number - b.number
  );
}

/** The one that goes next; null: none does. */
export function nextToTrigger(world: World): Order | null {
  const [first] = [...world.orders.values()]
    .flatMap((order) => (order.stop ? [{ order, waiting: { ...order, stop: order.stop } }] : []))
    .filter(({ waiting }) => isReached(waiting) && mayTrigger(world, waiting))
    .sort((a, b) => precedes(a.waiting, b.waiting));
  return first?.order ?? null;
}

/** One after the other, each with what follows from it; none goes twice, so this ends. */
export function triggerStops(world: World): void {
  for (;;) {
    const order = nextToTrigger(world);
    if (!order) return;
    trigger(world, order);
    evaluateTouched(world);
  }
}

/** From the halt on it is judged as any order, at the prices of now. */
function trigger(world: World, order: Order): void {
  const { market, side, stop } = order;
  if (!stop) return;
  const { terms } = stop;
  const at = referenceOf({ ...order, stop });
  const limit = bandPrice(market, side, market.mark ?? 0n, market.marketBandPpm);
  const fresh = { ...order, stop: null, price: terms.isMarketOrder ? limit : order.price };
  const tell = (code: string | null) =>
    world.emit("triggered", {
      order: order.name,
      account: order.account.name,
      market: market.name,
      side,
      stop: formatPrice(market, stop.price),
      stopBy: stop.by,
      at: formatPrice(market, at ?? 0n),
      code,
    });
  try {
    const admitted = admit(world, fresh, terms);
    tell(null);
    world.orders.delete(order.name);
    execute(world, admitted, terms);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    tell(refusal.code);
    cancelOrder(world, order, "refused");
  }
}
