/**
 * Jitter (rules: slicing 12): a slice is a little smaller and the next a little later than the rule gives, so
 * that it cannot be traded ahead of. The draws' seed is committed to beforehand and revealed later, so that
 * they can be verified.
 */
import { EventType, JITTER_SEED_EVENT_BYTES, JitterSeedEvent, Market, PPM, Work } from "../memory/abi";
import { domainAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { mulDivFloor } from "../numbers/fixed";
import { drawHalf } from "../numbers/random";

const HALF: i64 = 1 << 32;

/** A slice that will go, less its jitter, down to the least that an order may have; the leg's next interval is longer by `work.pause`. */
export function jittered(market: Market, work: Work, quantity: i64, least: i64): i64 {
  work.pause = 0;
  if (market.jitterPpm == 0) return quantity;
  const domain = domainAt(market.domain);
  const less = <i64>market.jitterPpm * drawHalf(domain);
  const later = <i64>market.jitterPpm * drawHalf(domain);
  work.pause = mulDivFloor(market.interval, later, PPM * HALF);
  return max(min(least, quantity), quantity - mulDivFloor(quantity, less, PPM * HALF));
}

/** Sets a domain's seed, from its definition or its settings: the old one is revealed, the new one committed to. */
export function setSeed(row: u32, seed: u64): void {
  const domain = domainAt(row);
  if (domain.seed == seed) return;
  if (domain.seed != 0) seedEvent(row, domain.seed, true);
  domain.seed = seed;
  domain.random = seed;
  if (seed != 0) seedEvent(row, seed, false);
}

/** Emits `jitterSeed`: the host publishes the seed's commitment, the seed itself when it is `revealed`. */
function seedEvent(row: u32, seed: u64, revealed: bool): void {
  const event = changetype<JitterSeedEvent>(emit(EventType.jitterSeed, JITTER_SEED_EVENT_BYTES));
  event.domain = row;
  event.seed = seed;
  event.revealed = u8(revealed);
}
