/** Less keeps its place in the queue; anything else is a new order under the old name (rules: book 15). */
import { removeOrder } from "./book.js";
import { admit, checkWorth, emitRested, execute, LIMIT, readQuantity } from "./orders.js";
import { refuse } from "./refusal.js";
import type { Command } from "./state.js";
import { isHalted } from "./state.js";
import { toTickPrice } from "./units.js";
import type { World } from "./world.js";

export function applyAmend(world: World, command: Command): void {
  const resting = world.orders.get(command.order as string) ?? refuse("UNKNOWN_ORDER", "order");
  const { account, market } = resting;
  if (command.quantity === undefined && command.price === undefined) refuse("MISSING_FIELD", "quantity");
  const quantity =
    command.quantity === undefined ? resting.remaining : readQuantity(resting, command.quantity as string);
  const price =
    command.price === undefined ? resting.price : toTickPrice(market, command.price as string, "price");
  if (command.quantity !== undefined) checkWorth(resting, quantity, price);
  const staysInPlace = price === resting.price && quantity <= resting.remaining;
  if (isHalted(market) || (market.state === "cancelOnly" && !staysInPlace)) refuse("MARKET_HALTED");

  if (staysInPlace) {
    if (account.openCase) refuse("IN_LIQUIDATION");
    world.accept(command);
    resting.remaining = quantity;
    emitRested(world, resting);
    return;
  }
  const admitted = admit(world, { ...resting, price, remaining: quantity }, LIMIT);
  world.accept(command);
  removeOrder(world, resting);
  execute(world, admitted, LIMIT);
}
