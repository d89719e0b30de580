/** Alice and her ladder: 0.1 BTC at 50 000 with equity 499 of 500; closing 17 of 100 lots at the mark cures her. */
import { account, type Command, domain, feed, market, position } from "./commands.js";
import { cancelled, cancelSlice, type Play, slice } from "./scenario.js";

export const ladder = { algorithm: "ladder", rungs: 3 };
export const aliceOpens = position("alice", "BTC", "0.1", "45010");

export const stage = (play: Play, inMarket: Command = {}, policy: Command = {}, inDomain: Command = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(inDomain),
    market("BTC", { policy: { ...ladder, ...policy }, ...inMarket }),
    tick("50000"),
    account("alice"),
    account("bob", "100000"),
  );
  return tick;
};

export const rung = (name: string, quantity: string, limitPrice: string, more: Command = {}) =>
  slice({
    order: name,
    quantity,
    limitPrice,
    timeInForce: "GTC",
    postOnly: true,
    algorithm: "ladder",
    ...more,
  });

/** The end of a rung that rests inside. */
export const ends = (name: string, quantity: string, why: string, reason = "user") => [
  cancelSlice({ order: name, reason: why }),
  cancelled({ order: name, quantity, reason }),
];

export const firstRound = [
  rung("S1", "0.006", "50000.00"),
  rung("S2", "0.006", "49750.00"),
  rung("S3", "0.005", "49500.00"),
];
