/**
 * SipHash-1-3 of a name: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), with one round a word and three at the
 * end, as the tables of several languages have it. Clients choose the names of accounts and orders, venues those of reports: without
 * the key, which the host draws and tells nobody, they could choose many that meet in one place, and each would be looked for
 * among all of them.
 *
 * Nothing but the place in an index depends on the key: no event, no state. It stands in memory, so that it goes wherever the
 * indexes go.
 */
import { INDEX_KEY_ADDRESS, Name } from "./abi";

const FINAL_ROUNDS: u32 = 3;

/** Where the bytes of a name begin. */
export function textOf(name: Name): usize {
  return changetype<usize>(name) + sizeof<u32>();
}

/** The lower 32 bits of the hash. A name has room for whole words, of which the last may hold other bytes behind the text. */
export function hashName(name: Name): u32 {
  const text = textOf(name);
  const length = name.length;
  const key0 = load<u64>(<usize>INDEX_KEY_ADDRESS);
  const key1 = load<u64>(<usize>INDEX_KEY_ADDRESS, 8);
  let v0 = key0 ^ 0x736f_6d65_7073_6575;
  let v1 = key1 ^ 0x646f_7261_6e64_6f6d;
  let v2 = key0 ^ 0x6c79_6765_6e65_7261;
  let v3 = key1 ^ 0x7465_6462_7974_6573;
  const words = length >> 3;
  const rounds = words + 1 + FINAL_ROUNDS;
  for (let round: u32 = 0; round < rounds; round++) {
    let word: u64 = 0;
    if (round < words) word = load<u64>(text + ((<usize>round) << 3));
    else if (round == words) word = lastWord(text, length);
    else if (round == words + 1) v2 ^= 0xff;
    v3 ^= word;
    v0 += v1;
    v2 += v3;
    v1 = rotl<u64>(v1, 13) ^ v0;
    v3 = rotl<u64>(v3, 16) ^ v2;
    v0 = rotl<u64>(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = rotl<u64>(v1, 17) ^ v2;
    v3 = rotl<u64>(v3, 21) ^ v0;
    v2 = rotl<u64>(v2, 32);
    v0 ^= word;
  }
  return <u32>(v0 ^ v1 ^ v2 ^ v3);
}

/** The bytes behind the last whole word, and the length above them. */
function lastWord(text: usize, length: u32): u64 {
  const bits = (length & 7) << 3;
  const bytes = bits == 0 ? 0 : load<u64>(text + (length & ~7)) & (((<u64>1) << bits) - 1);
  return ((<u64>length) << 56) | bytes;
}
