/**
 * Commands that the host encodes and the core does not carry out yet: each is refused by name here, until it moves to the
 * file of its topic.
 */
import { BareCommand, Code, Detail, Field } from "../abi";
import { refuse } from "../refusal";

function notBuilt(): i32 {
  return refuse(Code.UNKNOWN_TYPE, Field.type, Detail.notBuiltYet);
}

export function applySnapshot(_command: BareCommand): i32 {
  return notBuilt();
}
