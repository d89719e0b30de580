/** Commands on orders that wait for a stop: one that comes, and one that is amended (rules: book 21). */
import { setExpiry } from "../book/expiries";
import { disarmStop } from "../book/stops";
import { arm, isTimed, judgeStop, keepStopTerms } from "../matching/stop-orders";
import { createOrder, joinAccount } from "../matching/resting-orders";
import { TAKER } from "../matching/taker";
import { Code, CommandType, StopBy } from "../memory/abi";
import { accountAt, marketAt, stopAt } from "../memory/arena";
import { accept, finish } from "./frame";
import { acceptOrder } from "./accept-order";

/** The order that the taker describes is to wait. `stopBy` 0: by the mark. */
export function admitStop(stop: i64, stopBy: u8): i32 {
  const by = stopBy == 0 ? <u8>StopBy.mark : stopBy - 1;
  const owner = accountAt(TAKER.account);
  const code = judgeStop(TAKER, marketAt(TAKER.market), owner, stop, by);
  if (code != Code.OK) return code;
  const row = createOrder(TAKER.name);
  acceptOrder(row);
  keepStopTerms(row, TAKER);
  if (isTimed(TAKER)) setExpiry(row, TAKER.expires);
  joinAccount(row, owner);
  arm(row, stop, by);
  return finish();
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
