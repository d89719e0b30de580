/**
 * Looks ahead in a batch: the rows that the next orders and cancels will need are touched a block at a time, so that the
 * memory is asked for many of them at once and not for one after the other. Nothing is decided here, and nothing changes;
 * what a command in between makes of a row does not matter, only where it lies.
 */
import { CancelByNumberCommand, CommandHeader, CommandType, OrderByIdCommand } from "../abi";
import { accountAt, legAt, orderAt, shard, termsAt } from "../arena";
import { likelyOrder } from "../names";

const BLOCK: i32 = 32;

/** Sum of what was read, so that the reads are not optimised away. */
export let touched: u32 = 0;

/** Whether the command is one of those that a look ahead is for. */
export function isLookedAheadOf(header: CommandHeader): bool {
  return header.type == <u16>CommandType.orderById || header.type == <u16>CommandType.cancelByNumber;
}

/** Touches what the block of records that begins at `from` will need; returns where the block ends. */
export function lookAhead(from: usize, end: usize): usize {
  let sum: u32 = 0;
  let to = from;
  for (let i = 0; i < BLOCK && to < end; i++) {
    const header = changetype<CommandHeader>(to);
    if (header.size < 16) break; // no record: whoever applies it traps
    if (header.type == <u16>CommandType.cancelByNumber) {
      sum += likelyOrder(changetype<CancelByNumberCommand>(header).number);
    } else if (header.type == <u16>CommandType.orderById) {
      const account = changetype<OrderByIdCommand>(header).account;
      if (account < shard.accounts) sum += accountAt(account).firstLeg;
    }
    to += header.size;
  }
  for (let at = from; at < to; at += changetype<CommandHeader>(at).size) {
    const header = changetype<CommandHeader>(at);
    if (header.type == <u16>CommandType.cancelByNumber) {
      const row = likelyOrder(changetype<CancelByNumberCommand>(header).number);
      sum += orderAt(row).prev + termsAt(row).market;
    } else if (header.type == <u16>CommandType.orderById) {
      const account = changetype<OrderByIdCommand>(header).account;
      if (account >= shard.accounts) continue;
      sum += legAt(accountAt(account).firstLeg).market + termsAt(accountAt(account).lastOrder).market;
    }
  }
  for (let at = from; at < to; at += changetype<CommandHeader>(at).size) {
    const header = changetype<CommandHeader>(at);
    if (header.type != <u16>CommandType.cancelByNumber) continue;
    const row = likelyOrder(changetype<CancelByNumberCommand>(header).number);
    const order = orderAt(row);
    sum += orderAt(order.prev).next + orderAt(order.next).prev;
    if (order.account < shard.accounts) sum += accountAt(order.account).firstLeg;
  }
  touched = sum;
  return to;
}
