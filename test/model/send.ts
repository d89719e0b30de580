/** A slice goes out: it runs at once inside, and waits for reports outside (DESIGN 6.4, RULINGS D.8). */
import { emitCancelled } from "./book.js";
import { match } from "./match.js";
import type { Account, Case, CaseLeg, Market, Side, Slice } from "./state.js";
import { quantityOf } from "./state.js";
import { formatLots, formatPrice } from "./units.js";
import type { World } from "./world.js";

export interface SliceRequest {
  caseName: string;
  case: Case | null;
  caseLeg: CaseLeg;
  account: Account;
  market: Market;
  side: Side;
  limit: bigint;
  /** What this round means to close, and how much of it goes now. */
  remaining: bigint;
  quantity: bigint;
  /** Of the whole leg; `@liquidation`, which pays no fees, has none. */
  zeroValue: bigint;
}

export function sendSlice(world: World, request: SliceRequest): void {
  const { caseLeg, account, market, side, limit, quantity } = request;
  const { policy, mark } = market;
  world.sliceNumber += 1;
  const slice: Slice = {
    name: `S${world.sliceNumber}`,
    number: world.sliceNumber,
    caseName: request.caseName,
    case: request.case,
    account,
    market,
    side,
    quantity,
    filled: 0n,
    limit,
    markAtSending: mark ?? 0n,
    zeroValue: request.zeroValue,
    lotsAtSending: quantityOf(account, market),
    sentAt: world.now,
    expires: world.now + policy.sliceLifetime,
    cancelSent: false,
    silentAt: null,
    state: "out",
    executions: new Set(),
    takenOver: false,
  };
  world.emit("slice", {
    order: slice.name,
    case: slice.caseName,
    account: account.name,
    market: market.name,
    side,
    quantity: formatLots(market, quantity),
    limitPrice: formatPrice(market, limit),
    orderType: "limit",
    timeInForce: "IOC",
    postOnly: false,
    reduceOnly: true,
    algorithm: policy.algorithm,
    remaining: formatLots(market, request.remaining),
    expires: slice.expires,
  });
  caseLeg.waiting = false;
  caseLeg.latest = slice;
  caseLeg.twapEnd ??= world.now + policy.horizon;
  if (market.external) {
    caseLeg.slice = slice;
    caseLeg.dueAt = null;
    world.slices.set(slice.name, slice);
    return;
  }
  caseLeg.dueAt = world.now + policy.interval;
  runInside(world, slice);
}

function runInside(world: World, slice: Slice): void {
  const taker = {
    name: slice.name,
    account: slice.account,
    market: slice.market,
    side: slice.side,
    limit: slice.limit,
    remaining: slice.quantity,
    reduceOnly: true,
    bound: null,
    selfTrade: "newest" as const,
    slice,
  };
  const reason = match(world, taker);
  slice.state = "ended";
  if (taker.remaining > 0n) emitCancelled(world, slice, taker.remaining, reason ?? "ioc");
}
