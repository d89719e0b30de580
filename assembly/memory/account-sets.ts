/**
 * Sets of accounts, a bit each, which find a few among many and in order of index, whatever the number of accounts. They follow from
 * the rows of state, and are no state themselves (`memory/derived` has where they stand):
 *
 *   roomlessBits   wait for room in a table (rules: evaluation 18): liquidatable and without a case, or with a case of which a leg
 *                  has no room for what it would send; who goes first is the pass's business
 *   pendingBits    have collateral that does not count yet (ledger/collateral)
 *   arrearsBits    owe what a balance of theirs is to pay once its price is trusted; some may have ceased to since (ledger/shortfall)
 *   heldBits       are held back from liquidation while their domain is halted (cases/held)
 *   crossingBits   have orders where a book is crossed, while their own pairs are looked for (matching/own-pairs)
 */
import { NONE } from "./abi";
import { shard } from "./arena";

function wordAt(set: usize, account: u32): usize {
  return set + ((<usize>account >> 6) << 3);
}

export function putAccount(set: usize, account: u32): void {
  const word = wordAt(set, account);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (account & 63)));
}

export function takeAccount(set: usize, account: u32): void {
  const word = wordAt(set, account);
  store<u64>(word, load<u64>(word) & ~((<u64>1) << (account & 63)));
}

export function holdsAccount(set: usize, account: u32): bool {
  return ((load<u64>(wordAt(set, account)) >> (account & 63)) & 1) != 0;
}

/** The first of a set, from an account on; `NONE` when there is none. */
export function nextAccount(set: usize, from: u32): u32 {
  let account = from;
  while (account < shard.accounts) {
    const word = load<u64>(wordAt(set, account)) >> (account & 63);
    if (word != 0) return account + <u32>ctz(word);
    account = (account | 63) + 1;
  }
  return NONE;
}
