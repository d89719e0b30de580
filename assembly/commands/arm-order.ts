/** Commands on orders that wait for a stop: one that comes, and one that is amended (rules: book 21). */
import { setExpiry } from "../book/expiries";
import { disarmStop } from "../book/stops";
import { arm, isTimed, judgeStop, keepStopTerms } from "../matching/stop-orders";
import { joinAccount } from "../matching/resting-orders";
import { TAKER } from "../matching/taker";
import { Code, CommandType, StopBy } from "../memory/abi";
import { accountAt, marketAt, stopAt } from "../memory/arena";
import { accept, finish } from "./frame";

/** What a stop watches; 0: nothing was said. */
export function watched(stopBy: u8): u8 {
  return stopBy == 0 ? <u8>StopBy.mark : stopBy - 1;
}

/** The accepted order that the taker describes waits from now on. */
export function armOrder(row: u32, stop: i64, by: u8): void {
  keepStopTerms(row, TAKER);
  if (isTimed(TAKER)) setExpiry(row, TAKER.expires);
  joinAccount(row, accountAt(TAKER.account));
  arm(row, stop, by);
}

/** The waiting order becomes what the taker describes, under its number and in its place of the account's list. */
export function rearm(row: u32, stop: i64): i32 {
  const by = stopAt(row).by;
  const code = judgeStop(TAKER, marketAt(TAKER.market), accountAt(TAKER.account), stop, by);
  if (code != Code.OK) return code;
  accept(CommandType.amend);
  disarmStop(row);
  keepStopTerms(row, TAKER);
  if (isTimed(TAKER)) setExpiry(row, TAKER.expires);
  arm(row, stop, by);
  return finish();
}
