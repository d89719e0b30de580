/**
 * Jitter (rules: slicing 12, 13): sizes and times that cannot be foreseen, and can be verified when the seed is
 * revealed.
 */
import { createHash } from "node:crypto";
import { floorDiv, MILLION, max, min } from "./fraction.js";
import type { Domain, Market } from "./state.js";
import type { World } from "./world.js";

const BITS = (1n << 64n) - 1n;

/** splitmix64: a new state, and a number of 64 bits mixed from it. */
function draw(domain: Domain): bigint {
  domain.random = (domain.random + 0x9e3779b97f4a7c15n) & BITS;
  let mixed = domain.random;
  mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & BITS;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & BITS;
  return mixed ^ (mixed >> 31n);
}

/** A share of `whole` below `jitterPpm`: `floor(whole·jitterPpm·u/(10^6·2^32))`, `u` the upper 32 bits of a draw. */
function share(market: Market, whole: bigint): bigint {
  const u = draw(market.domain) >> 32n;
  return floorDiv(whole * market.policy.jitterPpm * u, MILLION << 32n);
}

export interface Jittered {
  lots: bigint;
  /** Microseconds by which the leg's interval after this slice is longer. */
  longer: number;
}

/** For a slice that will go: first its size, of which `m` is left, then its time. */
export function jitter(market: Market, slice: bigint, least: bigint): Jittered {
  const { jitterPpm, interval } = market.policy;
  if (jitterPpm === 0n) return { lots: slice, longer: 0 };
  const less = share(market, slice);
  const longer = Number(share(market, BigInt(interval)));
  return { lots: min(slice, max(least, slice - less)), longer };
}

/** SHA-256 of the seed's 8 bytes, little endian, in hex. */
export function commitmentOf(seed: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(seed);
  return createHash("sha256").update(bytes).digest("hex");
}

/** Emits the commitment to the seed that is used from now on. */
export function commit(world: World, domain: Domain): void {
  if (domain.seed > 0n) emitSeed(world, domain, domain.seed, null);
}

/** Another seed: the old one is revealed, and the generator begins anew. */
export function reseed(world: World, domain: Domain, seed: bigint): void {
  if (seed === domain.seed) return;
  if (domain.seed > 0n) emitSeed(world, domain, domain.seed, Number(domain.seed));
  domain.seed = seed;
  domain.random = seed;
  commit(world, domain);
}

function emitSeed(world: World, domain: Domain, seed: bigint, revealed: number | null): void {
  world.emit("jitterSeed", { domain: domain.name, commitment: commitmentOf(seed), revealed });
}
