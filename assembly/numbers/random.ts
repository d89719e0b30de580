/** The seeded generator of a domain: splitmix64, its state part of the domain's (Steele, Lea, Flood 2014). */
import { Domain } from "../memory/abi";

/** The next draw; its state is the last one plus the golden ratio. */
export function draw(domain: Domain): u64 {
  domain.random += 0x9e37_79b9_7f4a_7c15;
  let z = domain.random;
  z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
  z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
  return z ^ (z >> 31);
}

/** The upper half of a draw: 0 … 2^32 − 1. */
export function drawHalf(domain: Domain): i64 {
  return <i64>(draw(domain) >> 32);
}
