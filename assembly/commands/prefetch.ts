/**
 * Prefetches for a batch: the rows that its next orders and cancels will need are read a block at a time, so
 * that their cache misses overlap instead of following one another. Nothing is decided here, and nothing
 * changes; what a command in between does to a row does not matter, only where the row lies.
 */
import { CancelByNumberCommand, CommandHeader, CommandType, OrderByIdCommand } from "../memory/abi";
import { accountAt, legAt, orderAt, scratch, shard, termsAt } from "../memory/arena";
import { likelyOrder } from "../memory/names";

const BLOCK: usize = 32;
/** Bit of a listed row that is an account's; the others are orders'. */
const ACCOUNT: u32 = 1 << 31;

/** Sum of what was read, so that the reads are not optimised away. */
export let touched: u32 = 0;

/** Whether rows are prefetched for the command: an order or a cancel in numbers. */
export function isPrefetched(header: CommandHeader): bool {
  // One comparison, because the two types have neighbouring numbers.
  return (
    <u32>header.type - <u32>CommandType.orderById <= <u32>(CommandType.cancelByNumber - CommandType.orderById)
  );
}

/** Reads the rows that the block of records from `from` on will need; returns where the block ends. */
export function prefetch(from: usize, end: usize): usize {
  let at = from;
  let last = scratch;
  for (; last < scratch + BLOCK * 4 && at < end; last += 4) {
    const header = changetype<CommandHeader>(at);
    if (header.size < 16) break; // no whole record: applying it traps
    store<u32>(last, rowOf(header));
    at += header.size;
  }
  let sum: u32 = 0;
  for (let entry = scratch; entry < last; entry += 4) {
    const row = load<u32>(entry);
    if (row & ACCOUNT) sum += accountAt(row ^ ACCOUNT).firstLeg;
    else sum += orderAt(row).prev + termsAt(row).market;
  }
  for (let entry = scratch; entry < last; entry += 4) {
    const row = load<u32>(entry);
    if (row & ACCOUNT) {
      const account = accountAt(row ^ ACCOUNT);
      sum += legAt(account.firstLeg).market + termsAt(account.lastOrder).market;
    } else {
      const order = orderAt(row);
      sum += orderAt(order.prev).next + orderAt(order.next).prev;
      if (order.account < shard.accounts) sum += accountAt(order.account).firstLeg;
    }
  }
  touched = sum;
  return at;
}

/** The order that a command cancels, or the account that gives one; order 0 for any other command. */
function rowOf(header: CommandHeader): u32 {
  if (header.type == <u16>CommandType.cancelByNumber)
    return likelyOrder(changetype<CancelByNumberCommand>(header).number);
  if (header.type != <u16>CommandType.orderById) return 0;
  const account = changetype<OrderByIdCommand>(header).account;
  return account < shard.accounts ? account | ACCOUNT : 0;
}
