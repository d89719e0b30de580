/**
 * The two trigger ladders of a market: longs ring when the mark falls to their trigger, shorts when it rises
 * to theirs.
 *
 *   bitmap of bitmaps  ─►  bucket  ─►  pairing heap of legs, the next to ring at its root
 *
 * Buckets are log-linear in price, 2^14 an octave and never re-centred: a price below 2^15 has a bucket of
 * its own. The heap inside a bucket makes alarms exact and the next trigger known at once, however many legs
 * share a bucket; the market keeps it, so that a tick which reaches no trigger costs two comparisons.
 *
 * Legs are kept by key = trigger + offset, and a ladder is read at mark + offset. Funding moves a ladder's
 * offset instead of its legs: the triggers of all longs, or of all shorts, as one. A trigger out of the
 * market's range is armed just outside it, because funding may bring it inside.
 */
import { Leg, Market, Pair, TRIGGER_BITS, TRIGGER_BUCKET_BYTES, TriggerBucket } from "../memory/abi";
import { legAt, marketAt, passScratch, shard, triggerBuckets } from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";
import { magnitude } from "../numbers/fixed";
import { emptyHeaps, meld, takeOut } from "./trigger-heap";

/** Where offsets begin, so that keys are positive; they stay within half of it. */
const OFFSET: i64 = 1 << 52;

/** Bucket of a key: what lies outside the market's prices shares the first or the last. */
function bucketOf(market: Market, key: i64): u32 {
  return bucketOfPrice(min(market.maxPrice, max<i64>(0, key - OFFSET)));
}

/** Number of a price's bucket: its leading bits, the octave before them. */
function bucketOfPrice(price: i64): u32 {
  if (price < 1 << TRIGGER_BITS) return <u32>price;
  const octave = 63 - TRIGGER_BITS - <i32>clz(price);
  return ((<u32>octave) << TRIGGER_BITS) + <u32>(price >> octave);
}

function words(count: u32): u32 {
  return (count + 63) >> 6;
}

/** Bucket rows for one ladder up to a price: the buckets, then three levels of bitmap over them. */
export function bucketsNeeded(maxPrice: i64): u32 {
  const count = bucketOfPrice(maxPrice) + 1;
  const bits = words(count) + words(words(count)) + words(words(words(count)));
  return count + bits;
}

/** Gives a new market its two ladders. */
export function placeBuckets(market: Market): void {
  const rows = bucketsNeeded(market.maxPrice);
  market.bucketCount = bucketOfPrice(market.maxPrice) + 1;
  market.longBuckets = shard.triggerBuckets;
  market.shortBuckets = shard.triggerBuckets + rows;
  shard.triggerBuckets += 2 * rows;
  market.nextShort = NO_SHORT;
  market.longOffset = OFFSET;
  market.shortOffset = OFFSET;
}

/** The key of a price, a mark or a trigger, in a ladder as funding has shifted it. */
export function keyAt(market: Market, short: bool, mark: i64): i64 {
  return mark + (short ? market.shortOffset : market.longOffset);
}

/** By how much funding has moved the ladder whose triggers moved more. */
export function farthestShift(market: Market): i64 {
  return max(magnitude(market.longOffset - OFFSET), magnitude(market.shortOffset - OFFSET));
}

function ladderBase(market: Market, short: bool): usize {
  return triggerBuckets + <usize>(short ? market.shortBuckets : market.longBuckets) * TRIGGER_BUCKET_BYTES;
}

function bucketAt(base: usize, bucket: u32): TriggerBucket {
  return changetype<TriggerBucket>(base + <usize>bucket * TRIGGER_BUCKET_BYTES);
}

function setBits(market: Market, base: usize, bucket: u32): void {
  let at = base + <usize>market.bucketCount * TRIGGER_BUCKET_BYTES;
  let size = words(market.bucketCount);
  let bit = bucket;
  for (let level = 0; level < 3; level++) {
    const word = at + ((<usize>(bit >> 6)) << 3);
    store<u64>(word, load<u64>(word) | ((<u64>1) << (bit & 63)));
    at += (<usize>size) << 3;
    size = words(size);
    bit >>= 6;
  }
}

function clearBits(market: Market, base: usize, bucket: u32): void {
  let at = base + <usize>market.bucketCount * TRIGGER_BUCKET_BYTES;
  let size = words(market.bucketCount);
  let bit = bucket;
  for (let level = 0; level < 3; level++) {
    const word = at + ((<usize>(bit >> 6)) << 3);
    const rest = load<u64>(word) & ~((<u64>1) << (bit & 63));
    store<u64>(word, rest);
    if (rest != 0) return;
    at += (<usize>size) << 3;
    size = words(size);
    bit >>= 6;
  }
}

/** The first of a level's bitmaps, by level: buckets, their words, and the words of those. */
function bitmapAt(market: Market, base: usize, level: i32): usize {
  let at = base + <usize>market.bucketCount * TRIGGER_BUCKET_BYTES;
  let size = words(market.bucketCount);
  for (let i = 0; i < level; i++) {
    at += (<usize>size) << 3;
    size = words(size);
  }
  return at;
}

/** The bucket that rings next: the highest for longs, the lowest for shorts; −1 when all are empty. */
function firstBucket(market: Market, base: usize, short: bool): i32 {
  const top = bitmapAt(market, base, TOP);
  const topWords = <i32>words(words(words(market.bucketCount)));
  for (let i = 0; i < topWords; i++) {
    const word = short ? i : topWords - 1 - i;
    const bits = load<u64>(top + ((<usize>word) << 3));
    if (bits != 0) return descend(market, base, TOP, (word << 6) | end(bits, short), short);
  }
  return -1;
}

const TOP: i32 = 2;

/** The bucket that rings next below a bit of a level's bitmap. */
function descend(market: Market, base: usize, level: i32, bit: i32, short: bool): i32 {
  let found = bit;
  for (let i = level - 1; i >= 0; i--) {
    found = (found << 6) | end(load<u64>(bitmapAt(market, base, i) + ((<usize>found) << 3)), short);
  }
  return found;
}

/** The bucket that rings next after one; −1 when there is none. */
function bucketAfter(market: Market, base: usize, bucket: i32, short: bool): i32 {
  let bit = bucket;
  for (let level = 0; level <= TOP; level++) {
    const bitmap = bitmapAt(market, base, level);
    const word = bit >> 6;
    const bits = further(load<u64>(bitmap + ((<usize>word) << 3)), bit & 63, short);
    if (bits != 0) return descend(market, base, level, (word << 6) | end(bits, short), short);
    bit = word;
  }
  const topWords = <i32>words(words(words(market.bucketCount)));
  for (let word = short ? bit + 1 : bit - 1; word >= 0 && word < topWords; word += short ? 1 : -1) {
    const bits = load<u64>(bitmapAt(market, base, TOP) + ((<usize>word) << 3));
    if (bits != 0) return descend(market, base, TOP, (word << 6) | end(bits, short), short);
  }
  return -1;
}

/** The bits that come after a place: lower ones for longs, higher ones for shorts. */
function further(bits: u64, place: i32, short: bool): u64 {
  return short ? bits & ~(u64.MAX_VALUE >> (63 - place)) : bits & (((<u64>1) << place) - 1);
}

function end(bits: u64, short: bool): i32 {
  return <i32>(short ? ctz(bits) : 63 - clz(bits));
}

/** Arms a leg at a trigger, or just outside the market's range where it lies beyond. */
export function armLeg(row: u32, trigger: i64): void {
  const leg = legAt(row);
  const market = marketAt(leg.market);
  const short = leg.quantity < 0;
  assert(leg.trigger == 0, "a leg is armed twice");
  if (DEBUGGING) assert(leg.quantity != 0, "a leg without lots is armed");
  const key = keyAt(market, short, short ? min(trigger, market.maxPrice + 1) : max<i64>(trigger, 0));
  assert(key > 0, "a trigger lies below the ladder");
  leg.trigger = key;
  leg.child = 0;
  leg.next = 0;
  leg.prev = 0;
  const base = ladderBase(market, short);
  const number = bucketOf(market, key);
  const bucket = bucketAt(base, number);
  if (bucket.root == 0) setBits(market, base, number);
  bucket.root = meld(bucket.root, row, short);
  if (short) market.nextShort = min(market.nextShort, key);
  else market.nextLong = max(market.nextLong, key);
}

/** Takes a leg out of its ladder, if it is armed. Its quantity must be on the side that it was armed on. */
export function disarmLeg(row: u32): void {
  const leg = legAt(row);
  if (leg.trigger == 0) return;
  const market = marketAt(leg.market);
  const short = leg.quantity < 0;
  const base = ladderBase(market, short);
  const trigger = leg.trigger;
  const number = bucketOf(market, trigger);
  const bucket = bucketAt(base, number);
  bucket.root = takeOut(bucket.root, row, short);
  if (bucket.root == 0) clearBits(market, base, number);
  if (trigger == (short ? market.nextShort : market.nextLong)) setNext(market, short);
  if (DEBUGGING) {
    assert(leg.trigger == 0, "a leg stays armed that was taken out");
    assert(bucket.root == 0 || legAt(bucket.root).prev == 0, "a heap's root has a leg before it");
  }
}

/**
 * The last mark before an armed leg rings, within the market's prices. An account that would be healthy there stays armed. The mark
 * that rings would do as well, and be stricter by a unit: then some are armed anew who need not be, which nothing shows.
 */
export function markBeforeRing(market: Market, leg: Leg): i64 {
  const mark = leg.quantity < 0 ? leg.trigger - market.shortOffset - 1 : leg.trigger - market.longOffset + 1;
  return max<i64>(1, min(mark, market.maxPrice));
}

/** The leg that rings next on a side, 0 if none is armed. */
export function nextToRing(market: Market, short: bool): u32 {
  const base = ladderBase(market, short);
  const bucket = firstBucket(market, base, short);
  return bucket < 0 ? 0 : bucketAt(base, bucket).root;
}

/** Whether every key that a bucket can hold has been reached; nothing bounds the last ones in a ladder's direction. */
function isPassed(market: Market, bucket: u32, short: bool, read: i64): bool {
  if (bucket == (short ? market.bucketCount - 1 : 0)) return false;
  const octave = bucket < 1 << TRIGGER_BITS ? 0 : (bucket >> TRIGGER_BITS) - 1;
  const lowest = OFFSET + ((<i64>(bucket - (octave << TRIGGER_BITS))) << octave);
  return short ? lowest + ((<i64>1) << octave) - 1 <= read : lowest >= read;
}

/**
 * Takes legs whose trigger the mark has reached out of a ladder and writes their accounts to `to`; returns how many. Buckets
 * that are passed as a whole are emptied without keeping their heaps in order.
 */
export function takeReached(market: Market, short: bool, mark: i64, to: usize): u32 {
  const base = ladderBase(market, short);
  const read = keyAt(market, short, mark);
  let print: u64 = 0;
  if (DEBUGGING) print = printReached(market, short, read, to);
  let heaps: u32 = 0;
  while (isNextReached(market, short, read)) {
    const number = <u32>firstBucket(market, base, short);
    if (!isPassed(market, number, short, read)) break;
    store<u32>(to + ((<usize>heaps) << 2), closeBucket(market, base, number));
    heaps++;
    setNext(market, short);
  }
  let taken = emptyHeaps(heaps, to);
  while (isNextReached(market, short, read)) {
    const leg = nextToRing(market, short);
    disarmLeg(leg);
    store<u32>(to + ((<usize>taken) << 2), legAt(leg).account);
    taken++;
  }
  if (DEBUGGING) confirmTaken(to, taken, print);
  return taken;
}

/** A fingerprint of the accounts whose legs are reached, in whatever order: walked heap by heap, and left where they are. */
function printReached(market: Market, short: bool, read: i64, to: usize): u64 {
  const count = listReached(market, short, read - keyAt(market, short, 0), to);
  let print: u64 = 0;
  for (let i: u32 = 0; i < count; i++)
    print += printAccount(legAt(load<u32>(to + ((<usize>i) << 2))).account);
  return print;
}

function printAccount(account: u32): u64 {
  return (<u64>account + 1) * 0x9e37_79b1_85eb_ca87;
}

function confirmTaken(list: usize, count: u32, print: u64): void {
  store<u32>(list, load<u32>(list) + <u32>planted(Pair.reachedLegs));
  let taken: u64 = 0;
  for (let i: u32 = 0; i < count; i++) taken += printAccount(load<u32>(list + ((<usize>i) << 2)));
  assert(taken == print, "other legs were taken out than are reached");
}

function isNextReached(market: Market, short: bool, read: i64): bool {
  return short ? market.nextShort <= read : market.nextLong >= read;
}

/** Takes every leg out of a ladder, writes their accounts to `to` and begins it anew, without a shift; returns how many. */
export function takeAll(market: Market, short: bool, to: usize): u32 {
  const base = ladderBase(market, short);
  let print: u64 = 0;
  if (DEBUGGING) print = printReached(market, short, short ? i64.MAX_VALUE : 0, to);
  let heaps: u32 = 0;
  for (let bucket = firstBucket(market, base, short); bucket >= 0; ) {
    store<u32>(to + ((<usize>heaps) << 2), closeBucket(market, base, bucket));
    heaps++;
    bucket = firstBucket(market, base, short);
  }
  setNext(market, short);
  if (short) market.shortOffset = OFFSET;
  else market.longOffset = OFFSET;
  const taken = emptyHeaps(heaps, to);
  if (DEBUGGING) confirmTaken(to, taken, print);
  return taken;
}

/** Leaves a bucket without its legs; returns the root of their heap. */
function closeBucket(market: Market, base: usize, number: u32): u32 {
  const bucket = bucketAt(base, number);
  const root = bucket.root;
  bucket.root = 0;
  clearBits(market, base, number);
  return root;
}

/**
 * Writes to `to` the rows of the legs that a mark of `price` would ring, and leaves them where they are; returns how many.
 */
function listReached(market: Market, short: bool, price: i64, to: usize): u32 {
  const base = ladderBase(market, short);
  const read = keyAt(market, short, price);
  let count: u32 = 0;
  for (let bucket = firstBucket(market, base, short); bucket >= 0; ) {
    const found = listBucket(bucketAt(base, bucket).root, short, read, to + ((<usize>count) << 2));
    if (found == 0) break;
    count += found;
    bucket = bucketAfter(market, base, bucket, short);
  }
  return count;
}

/** Writes to `to` the rows of all legs of a bucket; returns how many. */
export function listWhole(market: Market, short: bool, bucket: i32, to: usize): u32 {
  const root = bucketAt(ladderBase(market, short), bucket).root;
  return listBucket(root, short, short ? i64.MAX_VALUE : 0, to);
}

/** The bucket of the triggers that a mark of `price` would ring last. */
export function bucketReached(market: Market, short: bool, price: i64): i32 {
  return bucketOf(market, keyAt(market, short, price));
}

/** As `emptyBucket` visits a heap, but no further than the key that is read. */
function listBucket(root: u32, short: bool, read: i64, to: usize): u32 {
  if (!isReached(root, short, read)) return 0;
  let count: u32 = 1;
  store<u32>(to, root);
  for (let i: u32 = 0; i < count; i++) {
    for (let child = legAt(load<u32>(to + ((<usize>i) << 2))).child; child != 0; child = legAt(child).next) {
      if (!isReached(child, short, read)) continue;
      store<u32>(to + ((<usize>count) << 2), child);
      count++;
    }
  }
  return count;
}

function isReached(row: u32, short: bool, read: i64): bool {
  return short ? legAt(row).trigger <= read : legAt(row).trigger >= read;
}

/** The bucket nearest the mark on a side, and the one beyond a bucket; −1 when there is none. */
export function nearestBucket(market: Market, short: bool): i32 {
  return firstBucket(market, ladderBase(market, short), short);
}

export function bucketBeyond(market: Market, short: bool, bucket: i32): i32 {
  return bucketAfter(market, ladderBase(market, short), bucket, short);
}

/** The price at which a bucket begins to ring; one out of the market's range is never reached. */
export function bucketTrigger(market: Market, short: bool, bucket: i32): i64 {
  return legAt(bucketAt(ladderBase(market, short), bucket).root).trigger - keyAt(market, short, 0);
}

/** Σ lots of the legs of a bucket, in the sign of their side. */
export function bucketLots(market: Market, short: bool, bucket: i32): i64 {
  const count = listWhole(market, short, bucket, passScratch);
  let sum: i64 = 0;
  for (let i: u32 = 0; i < count; i++) sum += legAt(load<u32>(passScratch + ((<usize>i) << 2))).quantity;
  return sum;
}

/** No short is armed. */
const NO_SHORT: i64 = i64.MAX_VALUE;

/** Finds the next trigger anew, after the one that was next has gone. */
function setNext(market: Market, short: bool): void {
  const leg = nextToRing(market, short);
  if (short) market.nextShort = leg == 0 ? NO_SHORT : legAt(leg).trigger;
  else market.nextLong = leg == 0 ? 0 : legAt(leg).trigger;
}

/** Σ lots of a ladder, in the sign of its side: what would be force-sold, or bought back, if every trigger were reached. */
export function totalLots(market: Market, short: bool): i64 {
  let sum: i64 = 0;
  for (let bucket = nearestBucket(market, short); bucket >= 0; bucket = bucketBeyond(market, short, bucket)) {
    sum += bucketLots(market, short, bucket);
  }
  return sum;
}
