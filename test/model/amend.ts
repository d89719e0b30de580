/**
 * Less keeps its place in the queue; anything else is a new order under the old name (rules: book 15).
 */
import { cancelOrder, removeOrder } from "./book.js";
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
  if (given === undefined && command.price === undefined) refuse("MISSING_FIELD", "quantity");
  const traded = command.open === undefined ? resting.filled : 0n;
  const name = command.open === undefined ? "quantity" : "open";
  const quantity = given === undefined ? null : readQuantity(resting, given, { name, traded });
  const open = quantity === null ? resting.remaining : quantity - traded;
  const price =
    command.price === undefined ? resting.price : toTickPrice(market, command.price as string, "price");
  if (quantity !== null) checkWorth(resting, quantity, price, { name, traded });
  const staysInPlace = open <= 0n || (price === resting.price && open <= resting.remaining);
  if (isHalted(market) || (market.state === "cancelOnly" && !staysInPlace)) refuse("MARKET_HALTED");

  if (staysInPlace) {
    if (account.openCase) refuse("IN_LIQUIDATION");
    world.accept(command);
    shrink(world, resting, open);
    return;
  }
  const admitted = admit(world, { ...resting, price, remaining: open }, LIMIT);
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
