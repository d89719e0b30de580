/**
 * Less keeps its place in the queue; anything else is a new order under the old name (rules: book 15).
 */
import { admit, emitRested, execute, LIMIT } from "./admit.js";
import { cancelOrder, removeOrder } from "./book.js";
import { readExpires } from "./good-till-time.js";
import { checkWorth, namedOrder, readQuantity } from "./orders.js";
import { refuse } from "./refusal.js";
import type { Command, Order } from "./state.js";
import { isHalted } from "./state.js";
import { arm, checkWaiting } from "./stops.js";
import { toTickPrice } from "./units.js";
import type { World } from "./world.js";

export function applyAmend(world: World, command: Command): void {
  const order = namedOrder(world, command);
  const { market } = order;
  checkFields(order, command);
  const given = (command.quantity ?? command.open) as string | undefined;
  const traded = command.open === undefined ? order.filled : 0n;
  const name = command.open === undefined ? "quantity" : "open";
  const quantity = given === undefined ? null : readQuantity(order, given, { name, traded });
  const open = quantity === null ? order.remaining : quantity - traded;
  const read = (field: "price" | "stop") => toTickPrice(market, command[field] as string, field);
  const price = command.price === undefined ? order.price : read("price");
  const stop = order.stop && { ...order.stop, price: command.stop ? read("stop") : order.stop.price };
  const worth = stop?.terms.isMarketOrder ? market.mark : price;
  if (quantity !== null) checkWorth(order, quantity, worth, { name, traded });
  const expires = readExpires(world, command) ?? order.expires;
  const amended = { ...order, price, remaining: open, expires, stop };
  if (stop) wait(world, command, order, amended);
  else move(world, command, order, amended);
}

/** What is given, and may be given for such an order. */
function checkFields({ expires, stop }: Order, command: Command): void {
  if (command.quantity !== undefined && command.open !== undefined) refuse("MALFORMED", "open");
  const names = ["quantity", "open", "price", "expires", "stop"];
  if (names.every((name) => command[name] === undefined)) refuse("MISSING_FIELD", "quantity");
  if (command.expires !== undefined && expires === null) refuse("FORBIDDEN", "expires");
  if (command.stop !== undefined && stop === null) refuse("FORBIDDEN", "stop");
  if (command.price !== undefined && stop?.terms.isMarketOrder) refuse("FORBIDDEN", "price");
}

/** One that waits is judged as when it came, and waits on. */
function wait(world: World, command: Command, order: Order, amended: Order): void {
  checkWaiting(world, amended);
  world.accept(command);
  arm(world, Object.assign(order, amended));
}

function move(world: World, command: Command, resting: Order, amended: Order): void {
  const { market, price, remaining: open } = amended;
  const staysInPlace = open <= 0n || (price === resting.price && open <= resting.remaining);
  if (isHalted(market) || (market.state === "cancelOnly" && !staysInPlace)) refuse("MARKET_HALTED");
  if (staysInPlace) {
    if (resting.account.openCase) refuse("IN_LIQUIDATION");
    world.accept(command);
    resting.expires = amended.expires;
    shrink(world, resting, open);
    return;
  }
  const admitted = admit(world, amended, LIMIT);
  world.accept(command);
  removeOrder(world, resting);
  execute(world, admitted, LIMIT);
}

/** What has traded is all that was wanted of it: then nothing is left to rest. */
function shrink(world: World, resting: Order, open: bigint): void {
  if (open <= 0n) {
    cancelOrder(world, resting, "user");
    return;
  }
  resting.remaining = open;
  emitRested(world, resting);
}
