/** What the position of `@liquidation` is made of, and where each part of it came from (rules: takeover-and-fund 17). */
import { abs, min, sign } from "./fraction.js";
import type { Market, Parcel } from "./state.js";
import { quantityOf } from "./state.js";
import { formatLots, formatPrice } from "./units.js";
import type { World } from "./world.js";

/** What changed the position: at which price, which nobody may know, and of which case it took over. */
export interface Change {
  price: bigint | null;
  takenOver: string | null;
}

/** The oldest go first; what passes zero, or adds, is a new parcel. */
export function followParcels(world: World, market: Market, { price, takenOver }: Change): void {
  const { unwinding } = market;
  const before = unwinding.quantity;
  const after = quantityOf(market.domain.liquidation, market);
  const change = after - before;
  unwinding.quantity = after;
  const reduced = sign(before) * sign(change) < 0n ? min(abs(before), abs(change)) : 0n;
  reduce(world, market, reduced, sign(before), price);
  const isSale = change < 0n;
  if (takenOver !== null && reduced > 0n) {
    const netted = { caseName: takenOver, quantity: reduced, takenAt: price };
    emitUnwound(world, market, netted, isSale ? "buy" : "sell", price);
  }
  const added = abs(change) - reduced;
  const takenAt = takenOver === null ? null : price;
  if (added > 0n) append(world, market, { caseName: takenOver, quantity: added, takenAt });
  if (after === 0n) unwinding.forgotten = false;
}

function reduce(world: World, market: Market, lots: bigint, held: bigint, price: bigint | null): void {
  const { parcels } = market.unwinding;
  let left = lots;
  while (left > 0n) {
    const [oldest] = parcels;
    const taken = oldest ? min(left, oldest.quantity) : left;
    left -= taken;
    const gone = { ...(oldest ?? { caseName: null, takenAt: null }), quantity: taken };
    emitUnwound(world, market, gone, held > 0n ? "sell" : "buy", price);
    if (!oldest) continue;
    oldest.quantity -= taken;
    if (oldest.quantity === 0n) parcels.shift();
  }
}

/** Where the table is full the youngest of the market takes the lots, and nobody knows any more whose they are. */
function append(world: World, market: Market, parcel: Parcel): void {
  const { unwinding } = market;
  const kept = world.markets.reduce((sum, other) => sum + other.unwinding.parcels.length, 0);
  const youngest = unwinding.parcels.at(-1);
  if (kept < world.limits.positions) unwinding.parcels.push(parcel);
  else if (youngest) {
    youngest.quantity += parcel.quantity;
    youngest.caseName = null;
    youngest.takenAt = null;
  } else unwinding.forgotten = true;
}

function emitUnwound(
  world: World,
  market: Market,
  { caseName, quantity, takenAt }: Parcel,
  side: "buy" | "sell",
  price: bigint | null,
): void {
  const priceOrNull = (units: bigint | null) => (units === null ? null : formatPrice(market, units));
  world.emit("unwound", {
    case: caseName,
    market: market.name,
    side,
    quantity: formatLots(market, quantity),
    price: priceOrNull(price),
    takenAt: priceOrNull(takenAt),
  });
}
