/**
 * The full sweep: examines every account by brute force. The audit of the trigger index: an account is liquidatable at
 * last marks, or below the level of a margin call that it has not had, only if it has a case or stands among those
 * touched for the next command.
 */
import { accountAt, caseAt, shard } from "../arena";
import { isBelowCall } from "./margin-call";
import { equity, isLiquidatable, maintenance, measure } from "./requirement";
import { CALLED, TOUCHED } from "./touched";

/** Number of accounts that are liquidatable and not found, found and without a case of their own, or half linked. */
export function sweep(): u32 {
  let wrong: u32 = 0;
  for (let row: u32 = 0; row < shard.accounts; row++) {
    const account = accountAt(row);
    if (account.caseRow != 0) {
      if (caseAt(account.caseRow).account != row) wrong++;
      continue;
    }
    if (account.legs == 0 || account.flags & TOUCHED || !measure(account, false)) continue;
    if (isLiquidatable(account.domain, equity, maintenance)) wrong++;
    else if (!(account.flags & CALLED) && isBelowCall(account, equity)) wrong++;
  }
  return wrong;
}
