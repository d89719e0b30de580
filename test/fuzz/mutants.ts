/**
 * Mutants, from a seed: of bytes, of values and of records, and MessagePack in every width. `FUZZ_RUNS` says how many of each kind,
 * `FUZZ_SEED` which.
 */
import type { Random } from "../property/random.js";

export const FUZZ_SEED = Number(process.env["FUZZ_SEED"] ?? 20_261_122);
/** How many are tried: so many by default, or as the environment says. */
export const fuzzRuns = (byDefault: number) => Number(process.env["FUZZ_RUNS"] ?? byDefault);

const WORDS: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 7n, 16n, 17n, 32n, 33n, 64n, 65n, 255n, 65_535n, 1_000_000n, 1_000_001n, 10n ** 18n],
  ...[31n, 32n, 40n, 52n, 53n, 60n, 62n, 63n, 64n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits]),
];

/** Bytes with up to four places changed, cut out or put in. */
export function mutateBytes(random: Random, good: Uint8Array): Uint8Array {
  let bytes = Buffer.from(good);
  for (let edits = random.int(1, 4); edits > 0; edits--) {
    const at = random.int(0, bytes.length);
    const put = Array.from({ length: random.int(0, 3) }, () => random.int(0, 255));
    const cut = random.chance(0.5) ? put.length : random.int(0, 3);
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]);
  }
  return bytes;
}

/** A record with some of its words changed, or its length, which its size may or may not follow. */
export function mutateRecord(random: Random, good: Uint8Array): Uint8Array {
  let bytes = Buffer.from(good);
  if (random.chance(0.1)) {
    const more = 8 * random.int(-6, 12);
    const length = Math.max(16, bytes.length + more);
    bytes = Buffer.concat([bytes.subarray(0, length), Buffer.alloc(Math.max(0, length - bytes.length))]);
    if (random.chance(0.8)) bytes.writeUInt32LE(length, 0);
  }
  for (let edits = random.pick([1, 1, 1, 2, 3]); edits > 0; edits--) {
    // A time far ahead would end the world, so the header is changed seldom.
    const from = random.chance(0.03) || bytes.length < 24 ? 0 : 16;
    const width = random.pick([1, 2, 4, 8]);
    const place = () => from + width * random.int(0, Math.floor((bytes.length - from) / width) - 1);
    let at = place();
    // Most bytes are those of names, and another name is only unknown.
    for (let tries = 4; tries > 0 && isLetter(bytes[at]!); tries--) at = place();
    if (random.chance(0.2)) {
      bytes[at] = bytes[at]! ^ (1 << random.int(0, 7));
      continue;
    }
    let word = random.chance(0.2) ? random.bigint(0n, 2n ** 64n - 1n) : random.pick(WORDS);
    if (random.chance(0.1)) word = -word;
    for (let i = 0; i < width; i++) bytes[at + i] = Number(BigInt.asUintN(8, word >> BigInt(8 * i)));
  }
  return bytes;
}

const isLetter = (byte: number) => byte >= 0x2d && byte <= 0x7a;

const VALUES: readonly unknown[] = [
  ...[null, true, false, "", "x", "a".repeat(64), "a".repeat(65), "@fund", "O1", "S1", "é", "\ufffd"],
  ...["0", "1", "-1", "1.5", "0.000000000000000001", "01", "-0", "9223372036854775807", "1e3"],
  ...[[], {}, [[]], [{}], ["1", "1"], 0, 1, -1, 1.5, -0.0, 17, 33, 1_000_001, 10_000_001],
  ...[7, 8, 15, 16, 31, 32, 40, 52, 53, 63].flatMap((bits) => [2 ** bits, -(2 ** bits), 2 ** bits - 1]),
];

/** A JSON value with up to three of its parts changed, left out or put in. */
export function mutateValue(random: Random, good: unknown): unknown {
  const value: unknown = structuredClone(good);
  for (let edits = random.int(0, 3); edits > 0; edits--) {
    let inside = value as Record<string, unknown>;
    for (;;) {
      const key = random.chance(0.05)
        ? random.pick(["bogus", "__proto__", "1", "time", "key"])
        : random.pick([...Object.keys(inside), "time"]);
      const inner = Object.hasOwn(inside, key) ? inside[key] : undefined;
      if (typeof inner === "object" && inner !== null && random.chance(0.8)) {
        inside = inner as Record<string, unknown>;
        continue;
      }
      if (random.chance(0.1)) delete inside[key];
      else if (Array.isArray(inside))
        inside[random.int(0, inside.length)] = structuredClone(random.pick(VALUES));
      else {
        const to = typeof inner === "number" && random.chance(0.3) ? 0 : structuredClone(random.pick(VALUES));
        Object.defineProperty(inside, key, {
          value: to,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      break;
    }
  }
  return value;
}

/** The same value with some of its integers as bigints, as a program may have them. */
export function withBigints(random: Random, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withBigints(random, one));
  if (typeof value === "number" && Number.isInteger(value) && random.chance(0.5)) return BigInt(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withBigints(random, one)]));
}

/** The value in MessagePack, each integer, text, list and map in any of the widths that hold it. */
export function packAnyWidth(random: Random, value: unknown): Uint8Array {
  const out: number[] = [];
  pack(random, value, out);
  return Uint8Array.from(out);
}

function pack(random: Random, value: unknown, out: number[]): void {
  if (value === null) out.push(0xc0);
  else if (typeof value === "boolean") out.push(value ? 0xc3 : 0xc2);
  else if (typeof value === "number") packNumber(random, value, out);
  else if (typeof value === "string") {
    const text = Buffer.from(value);
    packLength(random, text.length, out, [0xa0, 31], [0xd9, 0xda, 0xdb]);
    for (const byte of text) out.push(byte);
  } else if (Array.isArray(value)) {
    packLength(random, value.length, out, [0x90, 15], [0, 0xdc, 0xdd]);
    for (const one of value) pack(random, one === undefined ? null : one, out);
  } else {
    const entries = Object.entries(value as object);
    packLength(random, entries.length, out, [0x80, 15], [0, 0xde, 0xdf]);
    for (const [key, one] of entries) {
      pack(random, key, out);
      pack(random, one, out);
    }
  }
}

/** `short`: its token and most; `tokens` of lengths of one, two and four bytes, 0 where there is none. */
function packLength(
  random: Random,
  length: number,
  out: number[],
  short: [number, number],
  tokens: number[],
): void {
  const widths = tokens
    .map((token, i) => [token, 1 << i] as const)
    .filter(([token, bytes]) => token !== 0 && length < 256 ** bytes);
  if (length <= short[1] && random.chance(0.5)) {
    out.push(short[0] + length);
    return;
  }
  const [token, bytes] = random.pick(widths);
  out.push(token);
  for (let i = bytes - 1; i >= 0; i--) out.push((length >>> (8 * i)) & 255);
}

const INTEGERS = [
  ...[0xcc, 0xcd, 0xce, 0xcf].map((token, i) => ({
    token,
    bytes: 1 << i,
    least: 0n,
    most: 2n ** BigInt(8 << i) - 1n,
  })),
  ...[0xd0, 0xd1, 0xd2, 0xd3].map((token, i) => {
    const half = 2n ** BigInt((8 << i) - 1);
    return { token, bytes: 1 << i, least: -half, most: half - 1n };
  }),
];

function packNumber(random: Random, value: number, out: number[]): void {
  const isWhole = Number.isInteger(value) && !Object.is(value, -0);
  const whole = isWhole ? BigInt(value) : 0n;
  const held = isWhole ? INTEGERS.filter(({ least, most }) => whole >= least && whole <= most) : [];
  const way = random.int(-2, held.length - 1);
  if (way < 0) {
    if (way === -1 && isWhole && value >= -32 && value < 128) {
      out.push(value & 255);
      return;
    }
    const single = Math.fround(value) === value && random.chance(0.5);
    const float = Buffer.alloc(single ? 4 : 8);
    if (single) float.writeFloatBE(value);
    else float.writeDoubleBE(value);
    out.push(single ? 0xca : 0xcb, ...float);
    return;
  }
  const { token, bytes } = held[way]!;
  out.push(token);
  for (let i = bytes - 1; i >= 0; i--) out.push(Number(BigInt.asUintN(8, whole >> BigInt(8 * i))));
}
