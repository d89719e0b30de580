/** Orders and what admits them (rules: book 3). */
import { admit, execute, takesOnly } from "./admit.js";
import { cancelOrder } from "./book.js";
import { readExpires } from "./good-till-time.js";
import { bandPrice } from "./margin.js";
import { checkNotional, closesWhole } from "./order-sizes.js";
import { refuse } from "./refusal.js";
import { field } from "./spec.js";
import type { Command, Order, Side, Terms } from "./state.js";
import { arm, checkWaiting, readStop } from "./stops.js";
import { toPositiveLots, toTickPrice } from "./units.js";
import type { World } from "./world.js";

/** Whose order it is, and whether it may be small because it leaves nothing. */
type Closing = Pick<Order, "account" | "market" | "side" | "reduceOnly">;

/** The field that a size was given in, and what of that size has traded already. */
interface Given {
  name: "quantity" | "open";
  traded: bigint;
}

const NEW: Given = { name: "quantity", traded: 0n };

/** In lots: not above `maxOrder`, nor below `minOrder` unless what is open of it closes the whole position. */
export function readQuantity(closing: Closing, text: string, { name, traded }: Given = NEW): bigint {
  const { market } = closing;
  const quantity = toPositiveLots(market, text, name);
  if (quantity > market.maxOrder) refuse("OUT_OF_RANGE", name);
  if (quantity < market.minOrder && !closesWhole(closing, quantity - traded)) refuse("OUT_OF_RANGE", name);
  return quantity;
}

/** In money, at its price; at the mark, once there is one, where it has none. */
export function checkWorth(closing: Closing, quantity: bigint, price: bigint | null, given = NEW): void {
  if (price === null || closesWhole(closing, quantity - given.traded)) return;
  checkNotional(closing.market, quantity, price, given.name);
}

export function applyOrder(world: World, command: Command): void {
  const account = world.account(command.account);
  const market = world.marketOf(account, command.market);
  if (market.external) refuse("FORBIDDEN", "market");
  const given = command.order as string | undefined;
  if (given !== undefined && world.orders.has(given)) refuse("ALREADY_EXISTS", "order");
  const side = command.side as Side;
  const closing = { account, market, side, reduceOnly: field(command, "reduceOnly", false) };
  const quantity = readQuantity(closing, command.quantity as string);
  const terms: Terms = {
    timeInForce: field(command, "timeInForce", "GTC"),
    isMarketOrder: command.price === undefined,
  };
  const limit = terms.isMarketOrder ? null : toTickPrice(market, command.price as string, "price");
  const stop = readStop(market, command, terms);
  checkWorth(closing, quantity, limit ?? market.mark);
  const postOnly = field(command, "postOnly", false);
  if (postOnly && takesOnly(terms)) refuse("MALFORMED", "postOnly");
  const expires = readExpires(world, command);
  const gathers = market.state === "auction" && !takesOnly(terms);
  if (market.state !== "open" && !gathers && !stop) refuse("MARKET_HALTED");

  const order: Order = {
    ...closing,
    name: given ?? `O${world.ordersNamed + 1}`,
    number: world.ordersAdmitted + 1,
    price: limit ?? bandPrice(market, side, market.mark ?? 0n, market.marketBandPpm),
    remaining: quantity,
    filled: 0n,
    postOnly,
    selfTrade: field(command, "selfTrade", "newest"),
    expires,
    stop,
    rung: null,
    reducing: false,
  };
  const admitted = stop ? null : admit(world, order, terms);
  if (!admitted) checkWaiting(world, order);
  world.ordersAdmitted += 1;
  if (given === undefined) world.ordersNamed += 1;
  world.accept(command, { order: order.name });
  if (admitted) execute(world, admitted, terms);
  else arm(world, order);
}

/** The live order that a command names; where it names an account, too, one of that account (rules: book 14). */
export function namedOrder(world: World, command: Command): Order {
  const account = command.account === undefined ? null : world.account(command.account);
  const order = world.orders.get(command.order as string);
  if (!order || (account && order.account !== account)) return refuse("UNKNOWN_ORDER", "order");
  return order;
}

export function applyCancel(world: World, command: Command): void {
  const order = namedOrder(world, command);
  world.accept(command);
  cancelOrder(world, order, "user");
}

export function applyCancelAll(world: World, command: Command): void {
  const account = world.account(command.account);
  const market = command.market === undefined ? null : world.marketOf(account, command.market);
  world.accept(command);
  for (const order of world.liveOrdersOf(account)) {
    if (market !== null && order.market !== market) continue;
    if (command.side === undefined || order.side === command.side) cancelOrder(world, order, "user");
  }
}
