/** `accepted` of an order, with its name. */
import { trailingBytes, trailName } from "../matching/resting-orders";
import { ACCEPTED_EVENT_BYTES, CommandType } from "../memory/abi";
import { orderAt, termsAt } from "../memory/arena";
import { acceptNaming } from "./frame";

export function acceptOrder(row: u32): void {
  const terms = termsAt(row);
  const accepted = acceptNaming(CommandType.order, trailingBytes(terms));
  accepted.order = orderAt(row).number;
  accepted.orderKind = terms.kind;
  trailName(changetype<usize>(accepted) + ACCEPTED_EVENT_BYTES, terms);
}
