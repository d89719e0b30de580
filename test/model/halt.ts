/** The operator's breaker (rules: breakers 10, 11). */
import { cancelOrder } from "./book.js";
import { emitBreaker, makeCasesDue, tripWarmup } from "./breakers.js";
import { endPauses } from "./rejections.js";
import { unflagAll, watchFlags } from "./silence.js";
import { cancelRungsInside, cancelSlice, slicesOut } from "./slices.js";
import type { Command, Domain, Market } from "./state.js";
import { forgetMove } from "./unconfirmed.js";
import type { World } from "./world.js";

export function applyHalt(world: World, command: Command): void {
  if (command.market !== undefined) {
    const market = world.market(command.market);
    world.accept(command);
    if (market.halted) return;
    market.halted = true;
    emitBreaker(world, market, "HALTED", "tripped");
    clearMarket(world, market);
    return;
  }
  const domain = world.domain(command.domain);
  world.accept(command);
  if (domain.halted) return;
  domain.halted = true;
  emitDomainBreaker(world, domain, "tripped");
  for (const market of world.marketsOf(domain)) clearMarket(world, market);
}

/** Rungs; resting orders by price and time, bids first; then what is out at the venue. */
function clearMarket(world: World, market: Market): void {
  cancelRungsInside(world, market);
  for (const order of [...market.bids, ...market.asks]) cancelOrder(world, order, "market");
  for (const slice of slicesOut(world)) if (slice.market === market) cancelSlice(world, slice, "halted");
}

export function applyResume(world: World, command: Command): void {
  if (command.market !== undefined) {
    const market = world.market(command.market);
    world.accept(command);
    resumeMarket(world, market);
    return;
  }
  const domain = world.domain(command.domain);
  world.accept(command);
  const markets = world.marketsOf(domain);
  if (domain.halted) {
    domain.halted = false;
    emitDomainBreaker(world, domain, "cleared");
    for (const market of markets) makeCasesDue(world, market);
  }
  for (const market of markets) resumeMarket(world, market);
}

function resumeMarket(world: World, market: Market): void {
  if (market.halted) {
    market.halted = false;
    emitBreaker(world, market, "HALTED", "cleared");
    makeCasesDue(world, market);
  }
  unflagAll(world, market);
  watchFlags(world, market);
  endPauses(world, market);
  forgetMove(world, market);
  tripWarmup(world, market);
}

function emitDomainBreaker(world: World, domain: Domain, state: "tripped" | "cleared"): void {
  world.emit("breaker", { domain: domain.name, breaker: "HALTED", state, cause: "" });
}
