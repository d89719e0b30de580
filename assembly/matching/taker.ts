/**
 * The taker: an order or a slice on its way into the book, as admission, matching and filling pass it on. There is one at a
 * time, at an address known when compiling, and it does not outlive the command or the slice that it came from.
 */
import { OrderTerms, Side, TimeInForce } from "../memory/abi";
import { orderAt, TAKER_AT, termsAt } from "../memory/arena";

@unmanaged
export class Taker {
  /** What an order asks for. `price` 0: a market order. `name`: the client's, as the address of a `Name`, or 0. */
  price: i64;
  quantity: i64;
  name: usize;
  /** What admission found: its limit, and the price beyond which it must not trade (`UNBOUND`: only the limit). */
  limit: i64;
  bound: i64;
  /** When an order that is `GTT` is over. */
  expires: i64;
  /** How its fills name it: an order's row and number, or a slice's number; a slice's case, 0 for a client's order. */
  number: u64;
  case: u64;
  /** A slice's zero value for `zeroQuantity` lots, as kept at its sending, the mark of then, and that at the opening of its case. */
  zeroValue: i64;
  zeroQuantity: i64;
  mark: i64;
  openingMark: i64;
  /** What matching left unfilled; what a slice's fills brought or cost, and what they were worth at these marks. */
  left: i64;
  paid: i64;
  worth: i64;
  atOpening: i64;
  account: u32;
  market: u32;
  /** The row of a client's order, 0 for a slice. */
  row: u32;
  /** The resting order that is amended, 0 for a new one. */
  amended: u32;
  /** The fee of a client's order: a taker's, but a maker's where an auction made the match. */
  feePpm: u32;
  side: u8;
  timeInForce: u8;
  selfTrade: u8;
  postOnly: bool;
  reduceOnly: bool;
  isMarketOrder: bool;
  reducing: bool;
  /** It meets a maker: the market is open, and the other side's best price inside its limit. */
  crossing: bool;
  /** Its stop has been reached: it has its row already. */
  triggered: bool;
}

/** The one record of it. */
export const TAKER = changetype<Taker>(TAKER_AT);

/** No bound besides the limit. */
export const UNBOUND: i64 = 0;

/** A client's new order, to be judged. */
export function describeOrder(
  taker: Taker,
  account: u32,
  market: u32,
  side: u8,
  quantity: i64,
  price: i64,
  timeInForce: u8,
  postOnly: u8,
  reduceOnly: u8,
  selfTrade: u8,
  name: usize,
): void {
  taker.account = account;
  taker.market = market;
  taker.side = side;
  taker.quantity = quantity;
  taker.price = price;
  taker.timeInForce = timeInForce;
  taker.postOnly = postOnly != 0;
  taker.reduceOnly = reduceOnly != 0;
  taker.selfTrade = selfTrade;
  taker.name = name;
  taker.amended = 0;
}

/**
 * The same for a resting order that wants another place: it keeps what it is, and its own quantity, as it rests, is not
 * counted (rules: book 15).
 */
export function describeAmended(taker: Taker, row: u32, quantity: i64, price: i64, expires: i64): void {
  const terms = termsAt(row);
  taker.account = orderAt(row).account;
  taker.market = terms.market;
  taker.side = terms.side;
  taker.quantity = quantity;
  taker.price = price;
  taker.timeInForce = terms.timed ? <u8>TimeInForce.GTT : <u8>TimeInForce.GTC;
  taker.expires = expires;
  taker.postOnly = terms.postOnly != 0;
  taker.reduceOnly = terms.reduceOnly != 0;
  taker.selfTrade = terms.selfTrade;
  taker.name = 0;
  taker.amended = row;
}

/** Makes a client's order that rests the taker: its account and number, and the fee it pays. */
export function makeOrderTaker(taker: Taker, row: u32, feePpm: u32): void {
  const terms: OrderTerms = termsAt(row);
  taker.account = orderAt(row).account;
  taker.market = terms.market;
  taker.side = terms.side;
  nameTaker(taker, row, feePpm);
}

/** The same for the order that has just been judged, which the taker describes already. */
export function nameTaker(taker: Taker, row: u32, feePpm: u32): void {
  taker.row = row;
  taker.number = orderAt(row).number;
  taker.feePpm = feePpm;
  taker.case = 0;
}

/** What an order of `side` can reduce of a position of that signed quantity; 0 where they point the same way. */
export function oppositeOf(quantity: i64, side: Side): i64 {
  return side == Side.sell ? max<i64>(quantity, 0) : max<i64>(-quantity, 0);
}
