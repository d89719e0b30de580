/** The venue's own book of an external market: levels as it publishes them, kept in the same ladder as resting orders. */
import { isZero, negative, toLots, toPrice, units } from "../market/decimal";
import { inside } from "../market/price-limits";
import {
  BOOK_LEVEL_INPUT_BYTES,
  BookCommand,
  BookLevelInput,
  Code,
  Detail,
  Field,
  Market,
  Side,
} from "../memory/abi";
import { leafPool, levelAt, marketAt, nodePool, room } from "../memory/arena";
import { refuse } from "../memory/refusal";
import { hasSums, noteChange } from "./depth-sums";
import {
  bestLevel,
  bookSide,
  countMissing,
  findLevel,
  keyOf,
  makePlace,
  noneMissing,
  occupy,
  otherSide,
  priceAt,
  tickOf,
  vacate,
} from "./ladder";

/** Lots of one level, or trade, at a venue. */
export const QUANTITY_MAX: i64 = 1 << 53;

/** Applies external depth: every level is judged before any is set. */
export function applyBook(row: u32, command: BookCommand, inputs: usize): i32 {
  const market = marketAt(row);
  const count = command.bidCount + command.askCount;
  const missing = noneMissing();
  let previous: i64 = -1;
  for (let i: u32 = 0; i < count; i++) {
    const bid = i < command.bidCount;
    const code = readLevel(market, inputs, i, bid ? Field.bids : Field.asks);
    if (code != Code.OK) return code;
    if (i == command.bidCount) previous = -1;
    if (levelQuantity == 0) continue;
    const tick = tickOf(market, levelPrice);
    countMissing(missing, market, bid ? Side.buy : Side.sell, tick, previous);
    previous = tick;
  }
  if (missing.leaves > room(leafPool) || missing.nodes > room(nodePool)) {
    return refuse(Code.CAPACITY, Field.market, Detail.levels);
  }
  if (command.snapshot) {
    clearSide(market, Side.buy);
    clearSide(market, Side.sell);
  }
  for (let i: u32 = 0; i < count; i++) {
    const side: Side = i < command.bidCount ? Side.buy : Side.sell;
    readLevel(market, inputs, i, Field.none);
    setLevel(market, side, levelPrice, levelQuantity);
  }
  market.bookKnown = 1;
  return Code.OK;
}

let levelPrice: i64 = 0;
let levelQuantity: i64 = 0;

function readLevel(market: Market, inputs: usize, i: u32, field: Field): i32 {
  const input = changetype<BookLevelInput>(inputs + <usize>i * BOOK_LEVEL_INPUT_BYTES);
  let code = toPrice(input.price, market, true, field);
  if (code != Code.OK) return code;
  levelPrice = units;
  levelQuantity = 0;
  if (negative(input.quantity)) return refuse(Code.MALFORMED, field, Detail.badDecimal);
  code = toLots(input.quantity, market, field);
  if (code != Code.OK) return code;
  if (units > QUANTITY_MAX) return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  levelQuantity = isZero(input.quantity) ? 0 : units;
  return Code.OK;
}

function setLevel(market: Market, side: Side, price: i64, quantity: i64): void {
  const tick = tickOf(market, price);
  if (quantity == 0) {
    const level = findLevel(market, side, tick);
    if (level != 0) removeLevel(level);
    return;
  }
  removeCrossed(market, otherSide(side), price);
  const book = bookSide(market, side);
  const level = makePlace(book, keyOf(side, tick));
  if (levelAt(level).quantity == 0) occupy(book, level);
  setQuantity(level, quantity);
}

function setQuantity(level: u32, quantity: i64): void {
  if (hasSums()) noteChange(level, quantity - levelAt(level).quantity);
  levelAt(level).quantity = quantity;
}

function removeLevel(level: u32): void {
  setQuantity(level, 0);
  vacate(level);
}

function removeCrossed(market: Market, side: Side, price: i64): void {
  let level = bestLevel(market, side);
  while (level != 0 && inside(side, priceAt(market, level), price)) {
    removeLevel(level);
    level = bestLevel(market, side);
  }
}

function clearSide(market: Market, side: Side): void {
  for (let level = bestLevel(market, side); level != 0; level = bestLevel(market, side)) removeLevel(level);
}
