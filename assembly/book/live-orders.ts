/**
 * How many live orders an account has, those that wait for their stops too, in all its markets: so an account far from its
 * `ordersMax` needs no look at its list (rules: book 3). The highest bit: it has an `ordersMax` of its own.
 */
import { Account, Market } from "../memory/abi";
import { accountAt, accountSpecAt, meters, termsAt } from "../memory/arena";
import { liveOrders } from "../memory/derived";

const OWN: u32 = 0x80000000;

function counterOf(account: u32): usize {
  return liveOrders + ((<usize>account) << 2);
}

/** One order more. */
export function countLive(account: u32): void {
  const counter = counterOf(account);
  store<u32>(counter, load<u32>(counter) + 1);
}

/** One order less. */
export function uncountLive(account: u32): void {
  const counter = counterOf(account);
  store<u32>(counter, load<u32>(counter) - 1);
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
  if ((load<u32>(counterOf(row)) & ~OWN) < most) return true;
  let count: u64 = 0;
  for (let order = accountAt(row).firstOrder; order != 0; order = termsAt(order).accountNext) {
    meters.looks++;
    if (order != amended && termsAt(order).market == marketRow) count++;
  }
  return count < most;
}

/** The orders of the account's list are as many as are counted. */
export function liveCounted(row: u32, account: Account): bool {
  let count: u32 = accountSpecAt(row).ordersMax == 0 ? 0 : OWN;
  for (let order = account.firstOrder; order != 0; order = termsAt(order).accountNext) count++;
  return count == load<u32>(counterOf(row));
}
