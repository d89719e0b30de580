/** Why the last refused command was refused. A check returns its code; field and detail stay here until answered. */
import { Code, Detail, Field } from "./abi";

export let refusedField: i32 = 0;
export let refusedDetail: i32 = 0;

/** The row of a list, plus 1, that the field is of; 0: of none. */
export let refusedPlace: u32 = 0;

/** The market whose price is in doubt, of a refusal that says so. */
export let refusedMarket: u32 = 0;

export function refuseInDoubt(market: u32, field: Field): i32 {
  refusedMarket = market;
  return refuse(Code.PRICE_IN_DOUBT, field, Detail.none);
}

export function refuse(code: Code, field: Field, detail: Detail): i32 {
  refusedField = field;
  refusedDetail = detail;
  refusedPlace = 0;
  return code;
}

/** The same refusal, of the i-th row of a list. */
export function refusedIn(code: i32, i: u32): i32 {
  refusedPlace = i + 1;
  return code;
}
