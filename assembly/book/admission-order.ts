/** In which order the orders of clients were accepted. */
import { orderAt, orderNameAt, termsAt } from "../memory/arena";

/** Whether the first of two clients' orders was accepted later than the second. */
export function isYounger(row: u32, other: u32): bool {
  const number = orderAt(row).number;
  const otherNumber = orderAt(other).number;
  if (number != otherNumber) return number > otherNumber;
  const name = termsAt(row).nameRow;
  const otherName = termsAt(other).nameRow;
  if (name == 0 || otherName == 0) return otherName == 0;
  return orderNameAt(name).admitted > orderNameAt(otherName).admitted;
}
