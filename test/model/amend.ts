/**
 * Less keeps its place in the queue; anything else is a new order under the old name (rules: book 15).
 */
import { cancelOrder, removeOrder } from "./book.js";
import { readExpires } from "./good-till-time.js";
import { admit, checkWorth, emitRested, execute, LIMIT, namedOrder, readQuantity } from "./orders.js";
import { refuse } from "./refusal.js";
import type { Command, Order } from "./state.js";
import { isHalted } from "./state.js";
import { toTickPrice } from "./units.js";
import type { World } from "./world.js";

export function applyAmend(world: World, command: Command): void {
  const resting = namedOrder(world, command);
  const { account, market } = resting;
  if (command.quantity !== undefined && command.open !== undefined) refuse("MALFORMED", "open");
  const given = (command.quantity ?? command.open) as string | undefined;
  const { price: newPrice, expires: newExpires } = command;
  if (given === undefined && newPrice === undefined && newExpires === undefined)
    refuse("MISSING_FIELD", "quantity");
  if (newExpires !== undefined && resting.expires === null) refuse("FORBIDDEN", "expires");
  const traded = command.open === undefined ? resting.filled : 0n;
  const name = command.open === undefined ? "quantity" : "open";
  const quantity = given === undefined ? null : readQuantity(resting, given, { name, traded });
  const open = quantity === null ? resting.remaining : quantity - traded;
  const price = newPrice === undefined ? resting.price : toTickPrice(market, newPrice as string, "price");
  if (quantity !== null) checkWorth(resting, quantity, price, { name, traded });
  const expires = readExpires(world, command) ?? resting.expires;
  const staysInPlace = open <= 0n || (price === resting.price && open <= resting.remaining);
  if (isHalted(market) || (market.state === "cancelOnly" && !staysInPlace)) refuse("MARKET_HALTED");

  if (staysInPlace) {
    if (account.openCase) refuse("IN_LIQUIDATION");
    world.accept(command);
    resting.expires = expires;
    shrink(world, resting, open);
    return;
  }
  const admitted = admit(world, { ...resting, price, remaining: open, expires }, LIMIT);
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
