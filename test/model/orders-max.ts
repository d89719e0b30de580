/** How many live orders an account may have in a market (rules: book 3). */
import { closesWhole } from "./order-sizes.js";
import { refuse } from "./refusal.js";
import type { Command, Order } from "./state.js";
import type { World } from "./world.js";

/** So many more may be there for one that reduces, so that whoever has all his orders out can still get out. */
const MORE_TO_REDUCE = 16;

/** No setting allows more than the table holds; the default is not refused. */
export function checkOrdersMax(world: World, { ordersMax }: Command): void {
  if (ordersMax !== undefined && (ordersMax as number) > world.limits.orders)
    refuse("OUT_OF_RANGE", "ordersMax");
}

/** Of an order that is amended, or has waited, its old self does not count. */
export function checkOrderCount(world: World, order: Order): void {
  const { account, market, name, reducing } = order;
  if (closesWhole(order, order.remaining)) return;
  const others = world
    .liveOrdersOf(account)
    .filter((other) => other.market === market && other.name !== name);
  const most = account.ordersMax ?? market.ordersMax;
  if (others.length >= most + (reducing ? MORE_TO_REDUCE : 0)) refuse("CAPACITY");
}
