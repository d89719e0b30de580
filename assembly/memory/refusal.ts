/** Why the last refused command was refused. A check returns its code; field and detail stay here until answered. */
import { Code, Detail, Field } from "./abi";

export let refusedField: i32 = 0;
export let refusedDetail: i32 = 0;

export function refuse(code: Code, field: Field, detail: Detail): i32 {
  refusedField = field;
  refusedDetail = detail;
  return code;
}
