/**
 * Accounts that wait for room in a table (rules: evaluation 18): liquidatable and without a case, or with a case of which a leg
 * has no room for what it would send. A bit an account finds them again, whatever the number of accounts; who goes first is the
 * pass's business.
 */
import { NONE } from "./abi";
import { roomlessBits, shard } from "./arena";

function wordAt(account: u32): usize {
  return roomlessBits + ((<usize>account >> 6) << 3);
}

export function waitForRoom(account: u32): void {
  store<u64>(wordAt(account), load<u64>(wordAt(account)) | ((<u64>1) << (account & 63)));
}

export function waitNoMore(account: u32): void {
  store<u64>(wordAt(account), load<u64>(wordAt(account)) & ~((<u64>1) << (account & 63)));
}

/** The first that waits, from an account on; `NONE` when there is none. */
export function nextWaiting(from: u32): u32 {
  let account = from;
  while (account < shard.accounts) {
    const word = load<u64>(wordAt(account)) >> (account & 63);
    if (word != 0) return account + <u32>ctz(word);
    account = (account | 63) + 1;
  }
  return NONE;
}
