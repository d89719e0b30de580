/** Orders that go at a time (rules: book 20). */
import { cancelOrder } from "./book.js";
import { refuse } from "./refusal.js";
import type { Command } from "./state.js";
import type { World } from "./world.js";

/** When it is to go; null where the command does not say. That it says so where it must is static. */
export function readExpires(world: World, command: Command): number | null {
  const expires = (command.expires as number | undefined) ?? null;
  if (expires !== null && expires <= world.now) refuse("OUT_OF_RANGE", "expires");
  return expires;
}

/** Before a command is judged: whatever becomes of it, what its time has reached is gone, and engine time is that time. */
export function expireOrders(world: World): void {
  const expired = [...world.orders.values()]
    .flatMap((order) => (order.expires === null ? [] : [{ order, expires: order.expires }]))
    .filter(({ expires }) => expires <= world.now)
    .sort((a, b) => a.expires - b.expires || a.order.number - b.order.number);
  for (const { order } of expired) cancelOrder(world, order, "expired");
  if (expired.length > 0) world.time = world.now;
}
