/**
 * Names and the indexes that find their rows. Accounts never go, and there may be many: open addressing with linear probing, a
 * slot is one word, row + 1 with as much of the hash above as there is room for, and three slots of four are used. Orders, their
 * names and slices do go, and come in sequence, so that probing would walk along all that is live: a slot of theirs is the
 * first row of a chain, and what follows a row in its chain stands in a list by row, behind the slots.
 *
 * Whoever chooses names must not be able to choose where they stand: hashes have a key (memory/name-hash).
 *
 * The indexes are derived from the rows, so they stand outside the state hash.
 */
import {
  ACCOUNT_FEES,
  ACCOUNT_FUND,
  ACCOUNT_LIQUIDATION,
  ACCOUNT_ROUNDING,
  ACCOUNT_STREET,
  INDEX_KEY_ADDRESS,
  LIMIT_ACCOUNTS,
  LIMIT_NAME_BYTES,
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
  limit,
  marketAt,
  meters,
  orderAt,
  orderNameAt,
  orderNameIndex,
  orderNameMask,
  orderNumberIndex,
  orderNumberMask,
  reportAt,
  shard,
  sliceAt,
  sliceIndex,
  sliceMask,
  sourceAt,
} from "./arena";
import { reportIndex, reportMask } from "./derived";
import { hashName, textOf } from "./name-hash";

export function sameName(a: Name, b: Name): bool {
  return a.length == b.length && memory.compare(textOf(a), textOf(b), a.length) == 0;
}

/**
 * Numbers are given in sequence, so their own low bits spread them best, and neighbours share a cache line. But clients choose which
 * of them stay: each 1,024 of
 * them are shifted against the others by a part of the key, so that nobody keeps those alone that meet.
 */
function hashNumber(number: u64): u32 {
  return <u32>number + <u32>(number >> 10) * load<u32>(<usize>INDEX_KEY_ADDRESS);
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

/** The upper bits of a hash choose an account's slot, the lower ones are kept there with the row. */
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
  const hash = hashName(name);
  const mask = ((<u32>1) << rowBits()) - 1;
  const tag = hash << rowBits();
  let slot = firstSlot(hash);
  while (true) {
    meters.looks++;
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
  const hash = hashName(name);
  let slot = firstSlot(hash);
  while (load<u32>(accountIndex + ((<usize>slot) << 2)) != 0) {
    meters.looks++;
    slot = nextSlot(slot);
  }
  store<u32>(accountIndex + ((<usize>slot) << 2), (hash << rowBits()) | (row + 1));
}

/** Where the first row of a hash's chain stands. */
function slotAt(index: usize, mask: u32, hash: u32): usize {
  return index + ((<usize>(hash & mask)) << 2);
}

/** Where the row behind another in its chain stands. */
function behindAt(index: usize, mask: u32, row: u32): usize {
  return index + ((<usize>mask + 1 + <usize>row) << 2);
}

function insert(index: usize, mask: u32, hash: u32, row: u32): void {
  const slot = slotAt(index, mask, hash);
  store<u32>(behindAt(index, mask, row), load<u32>(slot));
  store<u32>(slot, row);
}

function remove(index: usize, mask: u32, hash: u32, row: u32): void {
  let at = slotAt(index, mask, hash);
  while (load<u32>(at) != row) {
    meters.looks++;
    at = behindAt(index, mask, load<u32>(at));
  }
  store<u32>(at, load<u32>(behindAt(index, mask, row)));
}

export function indexOrderNumber(row: u32): void {
  insert(orderNumberIndex, orderNumberMask, hashNumber(orderAt(row).number), row);
}

export function forgetOrderNumber(row: u32): void {
  remove(orderNumberIndex, orderNumberMask, hashNumber(orderAt(row).number), row);
}

export function findOrderNumber(number: u64): u32 {
  let row = likelyOrder(number);
  while (row != 0 && orderAt(row).number != number) {
    meters.looks++;
    row = load<u32>(behindAt(orderNumberIndex, orderNumberMask, row));
  }
  return row;
}

/** The first row in an order number's chain: most often the order's, else some other's, or 0. */
export function likelyOrder(number: u64): u32 {
  return load<u32>(slotAt(orderNumberIndex, orderNumberMask, hashNumber(number)));
}

export function indexOrderName(row: u32): void {
  insert(orderNameIndex, orderNameMask, hashName(orderNameAt(row).name), row);
}

export function forgetOrderName(row: u32): void {
  remove(orderNameIndex, orderNameMask, hashName(orderNameAt(row).name), row);
}

function findOrderName(name: Name): u32 {
  let row = load<u32>(slotAt(orderNameIndex, orderNameMask, hashName(name)));
  while (row != 0 && !sameName(orderNameAt(row).name, name)) {
    meters.looks++;
    row = load<u32>(behindAt(orderNameIndex, orderNameMask, row));
  }
  return row == 0 ? 0 : orderNameAt(row).order;
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
  insert(sliceIndex, sliceMask, hashNumber(sliceAt(row).number), row);
}

export function forgetSlice(row: u32): void {
  remove(sliceIndex, sliceMask, hashNumber(sliceAt(row).number), row);
}

export function findSlice(number: u64): u32 {
  if (number == 0) return 0;
  let row = load<u32>(slotAt(sliceIndex, sliceMask, hashNumber(number)));
  while (row != 0 && sliceAt(row).number != number) row = load<u32>(behindAt(sliceIndex, sliceMask, row));
  return row;
}

/** The venue's ids are looked for within a slice, so equal ones of different slices stand in different chains. */
function hashId(slice: u32, id: Name): u32 {
  return hashName(id) ^ (slice * 0x9e37_79b1);
}

/** Those of fills from elsewhere within an account and market. */
function hashElsewhere(account: u32, market: u32, id: Name): u32 {
  return hashName(id) ^ (account * 0x85eb_ca6b) ^ (market * 0xc2b2_ae35);
}

function hashReport(row: u32): u32 {
  const report = reportAt(row);
  return report.slice != 0
    ? hashId(report.slice, report.id)
    : hashElsewhere(report.account, report.market, report.id);
}

export function indexReport(row: u32): void {
  insert(reportIndex, reportMask, hashReport(row), row);
}

export function forgetReport(row: u32): void {
  remove(reportIndex, reportMask, hashReport(row), row);
}

/** The fill from elsewhere of an account and market that the venue gave that id; 0 when there is none. */
export function findElsewhere(account: u32, market: u32, id: Name): u32 {
  let row = load<u32>(slotAt(reportIndex, reportMask, hashElsewhere(account, market, id)));
  while (row != 0) {
    meters.looks++;
    const report = reportAt(row);
    if (report.slice == 0 && report.account == account && report.market == market) {
      if (sameName(report.id, id)) return row;
    }
    row = load<u32>(behindAt(reportIndex, reportMask, row));
  }
  return 0;
}

/** The report on a slice that the venue gave that id; 0 when there is none. */
export function findReport(slice: u32, id: Name): u32 {
  let row = load<u32>(slotAt(reportIndex, reportMask, hashId(slice, id)));
  meters.looks++;
  while (row != 0) {
    meters.looks++;
    if (reportAt(row).slice == slice && sameName(reportAt(row).id, id)) return row;
    row = load<u32>(behindAt(reportIndex, reportMask, row));
  }
  return 0;
}

/** Which of a domain's own accounts it names, as `ACCOUNT_…`; `NONE` where it names none. */
export function ownAccount(name: Name): u32 {
  // Eight letters a word, the first in its lowest byte.
  if (isSpelt(name, 5, 0x64_6e75_6640, 0)) return ACCOUNT_FUND;
  if (isSpelt(name, 5, 0x73_6565_6640, 0)) return ACCOUNT_FEES;
  if (isSpelt(name, 7, 0x74_6565_7274_7340, 0)) return ACCOUNT_STREET;
  if (isSpelt(name, 9, 0x6e69_646e_756f_7240, 0x67)) return ACCOUNT_ROUNDING;
  return isSpelt(name, 12, 0x6164_6975_7169_6c40, 0x6e6f_6974) ? <u32>ACCOUNT_LIQUIDATION : NONE;
}

function isSpelt(name: Name, length: u32, first: u64, second: u64): bool {
  if (name.length != length) return false;
  const text = textOf(name);
  if (length <= 8) return load<u64>(text) << (64 - 8 * length) == first << (64 - 8 * length);
  return load<u64>(text) == first && load<u64>(text, 8) << (128 - 8 * length) == second << (128 - 8 * length);
}

/** `@fund`, the only reserved name that a command may carry. */
export function isFundName(name: Name): bool {
  return ownAccount(name) == ACCOUNT_FUND;
}
