/**
 * How many live orders an account has, those that wait for their stops too, in all its markets: so an account far from its
 * `ordersMax` needs no look at its list (rules: book 3). Where that says too little they are counted market by market, and from
 * then on until the account has none.
 *
 *   account ─► how many, OWN: it has an `ordersMax` of its own, COUNTED: by market · the first row of a market ─► the next one
 */
import { Account, Market, ORDER_COUNT_BYTES, OrderCount } from "../memory/abi";
import { accountAt, accountSpecAt, clear, meters, termsAt } from "../memory/arena";
import { liveOrders, orderCounts } from "../memory/derived";

const OWN: u32 = 0x80000000;
const COUNTED: u32 = 0x40000000;

function counterOf(account: u32): usize {
  return liveOrders + ((<usize>account) << 3);
}

function countAt(row: u32): OrderCount {
  return changetype<OrderCount>(orderCounts + <usize>row * ORDER_COUNT_BYTES);
}

/** One order more in its account's list. */
export function countLive(order: u32, account: u32): void {
  const counter = counterOf(account);
  const count = load<u32>(counter) + 1;
  store<u32>(counter, count);
  if (count & COUNTED) addTo(account, termsAt(order).market);
}

/** One order less. */
export function uncountLive(order: u32, account: u32): void {
  const counter = counterOf(account);
  const count = load<u32>(counter) - 1;
  store<u32>(counter, count);
  if (!(count & COUNTED)) return;
  // It stands first now.
  const row = findCount(account, termsAt(order).market);
  countAt(row).count--;
  if (countAt(row).count == 0) giveFirst(counter);
  if ((count & ~(OWN | COUNTED)) == 0) store<u32>(counter, count & ~COUNTED);
}

/** The account is new, with an `ordersMax` of its own. */
export function limitOrders(account: u32): void {
  store<u32>(counterOf(account), OWN);
}

/** Whether the account is certain to have fewer live orders in any market than the market lets it have. */
export function hasFewOrders(account: u32, market: Market): bool {
  return load<u32>(counterOf(account)) < market.ordersMax;
}

/** Whether it has fewer in the market than it may have and so many more, one of its orders left out. */
export function mayHaveMore(row: u32, marketRow: u32, market: Market, more: u32, amended: u32): bool {
  const own = accountSpecAt(row).ordersMax;
  const most = <u64>(own != 0 ? own : market.ordersMax) + more;
  const count = load<u32>(counterOf(row));
  if ((count & ~(OWN | COUNTED)) < most) return true;
  if (!(count & COUNTED)) countMarkets(row, accountAt(row));
  const isOne = amended != 0 && termsAt(amended).market == marketRow;
  return <u64>countAt(findCount(row, marketRow)).count < most + u64(isOne);
}

/** Counts the account's orders market by market. */
function countMarkets(row: u32, account: Account): void {
  const counter = counterOf(row);
  store<u32>(counter, load<u32>(counter) | COUNTED);
  for (let order = account.firstOrder; order != 0; order = termsAt(order).accountNext) {
    meters.looks++;
    addTo(row, termsAt(order).market);
  }
}

function addTo(account: u32, market: u32): void {
  let row = findCount(account, market);
  if (row == 0) {
    row = takeCount();
    countAt(row).market = market;
    countAt(row).next = load<u32>(counterOf(account), 4);
    store<u32>(counterOf(account), row, 4);
  }
  countAt(row).count++;
}

/** The account's row of a market, which stands first from then on; 0, which counts nothing, where it has none. */
function findCount(account: u32, market: u32): u32 {
  const first = counterOf(account) + 4;
  let before = first;
  let row = load<u32>(before);
  while (row != 0 && countAt(row).market != market) {
    before = changetype<usize>(countAt(row)) + offsetof<OrderCount>("next");
    row = countAt(row).next;
  }
  if (row == 0 || before == first) return row;
  store<u32>(before, countAt(row).next);
  countAt(row).next = load<u32>(first);
  store<u32>(first, row);
  return row;
}

/** Rows that were given back hang in a list from row 0, which also knows how many were ever taken; it counts no orders. */
function takeCount(): u32 {
  const head = countAt(0);
  const free = head.next;
  if (free == 0) return ++head.market;
  head.next = countAt(free).next;
  return free;
}

/** The account has no orders any more in the market of its first row. */
function giveFirst(counter: usize): void {
  const row = load<u32>(counter, 4);
  store<u32>(counter, countAt(row).next, 4);
  clear(changetype<usize>(countAt(row)), ORDER_COUNT_BYTES);
  countAt(row).next = countAt(0).next;
  countAt(0).next = row;
}

/** The orders of the account's list are as many as are counted, market by market where they are. */
export function liveCounted(row: u32, account: Account): bool {
  const found = load<u32>(counterOf(row));
  let count: u32 = accountSpecAt(row).ordersMax == 0 ? 0 : OWN;
  for (let order = account.firstOrder; order != 0; order = termsAt(order).accountNext) count++;
  if (count != (found & ~COUNTED)) return false;
  let sum: u32 = 0;
  for (let at = load<u32>(counterOf(row), 4); at != 0; at = countAt(at).next) {
    let here: u32 = 0;
    for (let order = account.firstOrder; order != 0; order = termsAt(order).accountNext) {
      if (termsAt(order).market == countAt(at).market) here++;
    }
    if (here == 0 || here != countAt(at).count) return false;
    sum += here;
  }
  return sum == (found & COUNTED ? count & ~OWN : 0);
}
