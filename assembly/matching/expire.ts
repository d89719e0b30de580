/** Orders whose time is over go before a command is judged, so that nobody meets one (rules: book 20). */
import { firstExpiry } from "../book/expiries";
import { CancelReason } from "../memory/abi";
import { shard, termsAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { cancelOrder } from "./resting-orders";

/** Inlined: every command compares itself with the first of them. */
export class Expiry {
  /** Cancels what has expired by now. Engine time is that of the command then, whatever becomes of it. */
  @inline
  static pass(): void {
    if (now >= shard.nextExpiry) expire();
  }
}

function expire(): void {
  shard.now = now;
  while (now >= shard.nextExpiry) {
    const row = firstExpiry();
    // Without it a spoilt memory would expire orders for ever, and no trap end the shard.
    assert(termsAt(row).timed, "an order expires that has no time to");
    cancelOrder(row, CancelReason.expired);
  }
}
