/**
 * Names and the indexes that find their rows: open addressing with linear probing. Accounts never go, and there may be many:
 * a slot of theirs is one word, row + 1 with as much of the hash above as there is room for, and three slots of four are used.
 * Orders and slices do go, and a slot of theirs keeps the whole hash beside the row, so that neither a probe nor a removal
 * looks at rows of others:
 *
 *   | row + 1, hash: u32 |           | row: u32 | hash: u32 |           row 0: free
 *
 * The indexes are derived from the rows, so they stand outside the state hash.
 */
import {
  LIMIT_ACCOUNTS,
  LIMIT_NAME_BYTES,
  LIMIT_ORDER_NAMES,
  LIMIT_ORDERS,
  LIMIT_SLICES,
  Name,
  NONE,
} from "./abi";
import {
  accountIndex,
  accountNames,
  accountSlots,
  accountSpecAt,
  collateralAt,
  domainAt,
  indexSlots,
  limit,
  marketAt,
  orderAt,
  orderNameAt,
  orderNameIndex,
  orderNumberIndex,
  shard,
  sliceAt,
  sliceIndex,
  sourceAt,
} from "./arena";

function textOf(name: Name): usize {
  return changetype<usize>(name) + 4;
}

export function sameName(a: Name, b: Name): bool {
  return a.length == b.length && memory.compare(textOf(a), textOf(b), a.length) == 0;
}

/** FNV-1a over the bytes, its upper bits folded down. */
function hashText(text: usize, length: u32): u32 {
  let hash: u32 = 0x811c_9dc5;
  for (let i: u32 = 0; i < length; i++) hash = (hash ^ load<u8>(text + i)) * 0x0100_0193;
  return hash ^ (hash >> 15);
}

/** Numbers are given in sequence, so their own low bits spread them best, and neighbours share a cache line. */
function hashNumber(number: u64): u32 {
  return <u32>number;
}

export function findDomain(name: Name): u32 {
  for (let row: u32 = 0; row < shard.domains; row++) if (sameName(domainAt(row).name, name)) return row;
  return NONE;
}

export function findMarket(name: Name): u32 {
  for (let row: u32 = 0; row < shard.markets; row++) if (sameName(marketAt(row).name, name)) return row;
  return NONE;
}

/** Index of a domain's collateral. */
export function findCollateral(domain: u32, asset: Name): u32 {
  const count = domainAt(domain).collateralCount;
  for (let k: u32 = 0; k < count; k++) if (sameName(collateralAt(domain, k).asset, asset)) return k;
  return NONE;
}

export function findSource(market: u32, name: Name): u32 {
  const count = marketAt(market).sourceCount;
  for (let k: u32 = 0; k < count; k++) if (sameName(sourceAt(market, k).name, name)) return k;
  return NONE;
}

/** Names of accounts stand one behind the other, in the order of their rows. */
function nameAt(row: u32): u32 {
  return row == 0 ? 0 : accountSpecAt(row - 1).nameEnd;
}

function isNameOf(row: u32, name: Name): bool {
  const at = nameAt(row);
  if (accountSpecAt(row).nameEnd - at != name.length) return false;
  return memory.compare(accountNames + at, textOf(name), name.length) == 0;
}

/** A hash whose upper bits choose an account's slot and whose lower ones tell it from others in the slots that follow. */
function hashAccount(name: Name): u32 {
  return hashText(textOf(name), name.length) * 0x9e37_79b1;
}

function firstSlot(hash: u32): u32 {
  return <u32>((<u64>hash * accountSlots) >> 32);
}

function nextSlot(slot: u32): u32 {
  return slot + 1 == accountSlots ? 0 : slot + 1;
}

/** Bits of a slot that hold the row; the others are of the hash. */
function rowBits(): u32 {
  return 32 - clz(limit(LIMIT_ACCOUNTS));
}

export function findAccount(name: Name): u32 {
  const hash = hashAccount(name);
  const mask = ((<u32>1) << rowBits()) - 1;
  const tag = hash << rowBits();
  let slot = firstSlot(hash);
  while (true) {
    const found = load<u32>(accountIndex + ((<usize>slot) << 2));
    if (found == 0) return NONE;
    if ((found & ~mask) == tag && isNameOf((found & mask) - 1, name)) return (found & mask) - 1;
    slot = nextSlot(slot);
  }
}

export function nameBytesLeft(): u32 {
  return limit(LIMIT_NAME_BYTES) - shard.nameBytes;
}

/** Stores the name of a new account and indexes it; the caller has made sure of the room. */
export function nameAccount(row: u32, name: Name): void {
  memory.copy(accountNames + shard.nameBytes, textOf(name), name.length);
  shard.nameBytes += name.length;
  accountSpecAt(row).nameEnd = shard.nameBytes;
  const hash = hashAccount(name);
  let slot = firstSlot(hash);
  while (load<u32>(accountIndex + ((<usize>slot) << 2)) != 0) slot = nextSlot(slot);
  store<u32>(accountIndex + ((<usize>slot) << 2), (hash << rowBits()) | (row + 1));
}

/** A slot of an index whose rows come and go, and the row and the hash that it holds. */
function slotAt(index: usize, slot: u32): usize {
  return index + ((<usize>slot) << 3);
}

function rowIn(at: usize): u32 {
  return load<u32>(at);
}

function hashIn(at: usize): u32 {
  return load<u32>(at, 4);
}

function fill(at: usize, row: u32, hash: u32): void {
  store<u64>(at, ((<u64>hash) << 32) | row);
}

function insert(index: usize, mask: u32, hash: u32, row: u32): void {
  let slot = hash & mask;
  while (rowIn(slotAt(index, slot)) != 0) slot = (slot + 1) & mask;
  fill(slotAt(index, slot), row, hash);
}

/** Takes a row out and moves followers of its run back, so that no tombstones gather. */
function remove(index: usize, mask: u32, hash: u32, row: u32): void {
  let hole = hash & mask;
  while (rowIn(slotAt(index, hole)) != row) hole = (hole + 1) & mask;
  for (let slot = (hole + 1) & mask; rowIn(slotAt(index, slot)) != 0; slot = (slot + 1) & mask) {
    const at = slotAt(index, slot);
    if (((slot - hashIn(at)) & mask) < ((slot - hole) & mask)) continue;
    fill(slotAt(index, hole), rowIn(at), hashIn(at));
    hole = slot;
  }
  fill(slotAt(index, hole), 0, 0);
}

function maskOf(which: i32): u32 {
  return indexSlots(limit(which)) - 1;
}

export function indexOrderNumber(row: u32): void {
  insert(orderNumberIndex, maskOf(LIMIT_ORDERS), hashNumber(orderAt(row).number), row);
}

export function forgetOrderNumber(row: u32): void {
  remove(orderNumberIndex, maskOf(LIMIT_ORDERS), hashNumber(orderAt(row).number), row);
}

export function findOrderNumber(number: u64): u32 {
  const mask = maskOf(LIMIT_ORDERS);
  const hash = hashNumber(number);
  let slot = hash & mask;
  while (true) {
    const at = slotAt(orderNumberIndex, slot);
    const row = rowIn(at);
    if (row == 0 || (hashIn(at) == hash && orderAt(row).number == number)) return row;
    slot = (slot + 1) & mask;
  }
}

/** The row in an order number's own slot: most often the order's, else of some other, or 0. */
export function likelyOrder(number: u64): u32 {
  return rowIn(slotAt(orderNumberIndex, hashNumber(number) & maskOf(LIMIT_ORDERS)));
}

function hashName(row: u32): u32 {
  const name = orderNameAt(row).name;
  return hashText(textOf(name), name.length);
}

export function indexOrderName(row: u32): void {
  insert(orderNameIndex, maskOf(LIMIT_ORDER_NAMES), hashName(row), row);
}

export function forgetOrderName(row: u32): void {
  remove(orderNameIndex, maskOf(LIMIT_ORDER_NAMES), hashName(row), row);
}

function findOrderName(name: Name): u32 {
  const mask = maskOf(LIMIT_ORDER_NAMES);
  const hash = hashText(textOf(name), name.length);
  let slot = hash & mask;
  while (true) {
    const at = slotAt(orderNameIndex, slot);
    const row = rowIn(at);
    if (row == 0) return 0;
    if (hashIn(at) == hash && sameName(orderNameAt(row).name, name)) return orderNameAt(row).order;
    slot = (slot + 1) & mask;
  }
}

/** The number behind a name of that letter and digits alone (`O12`), else 0. */
export function numberAfter(name: Name, letter: u8): u64 {
  const text = textOf(name);
  if (name.length < 2 || name.length > 19 || load<u8>(text) != letter || load<u8>(text + 1) == 0x30) return 0;
  let number: u64 = 0;
  for (let i: u32 = 1; i < name.length; i++) {
    const digit = load<u8>(text + i);
    if (digit < 0x30 || digit > 0x39) return 0;
    number = number * 10 + digit - 0x30;
  }
  return number;
}

/** The row of a live order by a client's name or by `O<number>`; 0 if there is none. */
export function findOrder(name: Name): u32 {
  const number = numberAfter(name, 0x4f);
  return number != 0 ? findOrderNumber(number) : findOrderName(name);
}

export function indexSlice(row: u32): void {
  insert(sliceIndex, maskOf(LIMIT_SLICES), hashNumber(sliceAt(row).number), row);
}

export function forgetSlice(row: u32): void {
  remove(sliceIndex, maskOf(LIMIT_SLICES), hashNumber(sliceAt(row).number), row);
}

export function findSlice(number: u64): u32 {
  if (number == 0) return 0;
  const mask = maskOf(LIMIT_SLICES);
  const hash = hashNumber(number);
  let slot = hash & mask;
  while (true) {
    const at = slotAt(sliceIndex, slot);
    const row = rowIn(at);
    if (row == 0 || (hashIn(at) == hash && sliceAt(row).number == number)) return row;
    slot = (slot + 1) & mask;
  }
}

/** `@fund`, the only reserved name that a command may carry. */
export function isFundName(name: Name): bool {
  const text = textOf(name);
  return name.length == 5 && load<u32>(text) == 0x6e75_6640 && load<u8>(text + 4) == 0x64;
}
