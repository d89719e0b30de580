/** A slice goes out: it runs at once inside, and waits for reports outside (rules: slicing 4). */
import { blockOf } from "./blocks.js";
import { emitCancelled } from "./book.js";
import { dueAfterInterval, dueNever } from "./due.js";
import { max } from "./fraction.js";
import { match } from "./match.js";
import { noteSend } from "./pace.js";
import type { Margin } from "./plan.js";
import type { Account, Case, CaseLeg, Market, Side, Slice } from "./state.js";
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
  /** What this round means to close, and how much goes now: more, where that is the least that an order may have. */
  remaining: bigint;
  quantity: bigint;
  /** Zero value of the whole leg of so many lots; `@liquidation`, which pays no fees, has none. */
  zeroValue: bigint;
  lots: bigint;
  /** E and MM of the evaluation; null for `@liquidation`. */
  standing: Margin | null;
}

/** A taker slice. `longer`: microseconds by which jitter makes the leg's interval longer. */
export function sendSlice(world: World, request: SliceRequest, longer: number): void {
  const { caseLeg, market, quantity } = request;
  const { policy } = market;
  noteSend(world, market, quantity);
  const slice = newSlice(world, request, world.now + policy.sliceLifetime);
  slice.longer = longer;
  emitSlice(world, slice, request.remaining, { timeInForce: "IOC", postOnly: false });
  startLeg(world, request);
  caseLeg.rungs = [];
  caseLeg.latest = slice;
  if (market.external) {
    caseLeg.slice = slice;
    dueNever(caseLeg);
    world.slices.set(slice.name, slice);
    return;
  }
  dueAfterInterval(world, caseLeg, market, world.now, longer);
  runInside(world, slice);
}

export function newSlice(world: World, request: SliceRequest, expires: number): Slice {
  const { market } = request;
  world.sliceNumber += 1;
  checkSending(world, request);
  request.caseLeg.openingMark ??= market.mark;
  return {
    name: `S${world.sliceNumber}`,
    number: world.sliceNumber,
    caseName: request.caseName,
    case: request.case,
    account: request.account,
    market,
    side: request.side,
    quantity: request.quantity,
    filled: 0n,
    limit: request.limit,
    markAtSending: market.mark ?? 0n,
    zeroValue: request.zeroValue,
    lotsAtSending: request.lots,
    standing: request.standing,
    sentAt: world.now,
    longer: 0,
    expires,
    rung: false,
    offer: false,
    resting: null,
    cancelSent: false,
    silentAt: null,
    state: "out",
    executions: new Set(),
    takenOver: false,
  };
}

/** Nothing leaves a leg that is blocked, and no order is larger than its market takes. */
function checkSending(world: World, { account, market, caseLeg, quantity }: SliceRequest): void {
  const complain = (what: string) => world.broken.push(`S${world.sliceNumber} of ${account.name}: ${what}`);
  const block = blockOf(world, account, market, caseLeg);
  if (block !== null) complain(`sent while ${block}`);
  if (quantity > market.maxOrder) complain(`of ${quantity} lots, more than ${market.maxOrder}`);
}

export function emitSlice(
  world: World,
  slice: Slice,
  remaining: bigint,
  terms: { timeInForce: "IOC" | "GTC"; postOnly: boolean },
): void {
  const { market } = slice;
  world.emit("slice", {
    order: slice.name,
    case: slice.caseName,
    account: slice.account.name,
    market: market.name,
    side: slice.side,
    quantity: formatLots(market, slice.quantity),
    limitPrice: formatPrice(market, slice.limit),
    orderType: "limit",
    ...terms,
    reduceOnly: true,
    algorithm: market.policy.algorithm,
    remaining: formatLots(market, max(remaining, slice.quantity)),
    expires: slice.expires,
  });
}

/** The leg waits no more, and its horizon begins with its first slice. */
export function startLeg(world: World, { caseLeg, market }: Pick<SliceRequest, "caseLeg" | "market">): void {
  caseLeg.waiting = false;
  caseLeg.twapEnd ??= world.now + market.policy.horizon;
}

function runInside(world: World, slice: Slice): void {
  const taker = {
    name: slice.name,
    account: slice.account,
    market: slice.market,
    side: slice.side,
    limit: slice.limit,
    price: slice.limit,
    remaining: slice.quantity,
    filled: 0n,
    reduceOnly: true,
    bound: null,
    selfTrade: "newest" as const,
    slice,
  };
  const reason = match(world, taker);
  slice.state = "ended";
  if (taker.remaining > 0n)
    emitCancelled(world, { ...slice, price: slice.limit }, taker.remaining, reason ?? "ioc");
}
