/** JSON, as people and HTTP have it. */
import { BreakwaterError } from "../domain/errors.js";
import { keysIn, keysOfJson } from "./repeated-keys.js";
import { textOf } from "./utf8.js";

/** Decodes UTF-8 JSON whose objects have each key once. Throws MALFORMED; nothing else is checked. */
export function decodeJson(bytes: Uint8Array | string): unknown {
  const text = typeof bytes === "string" ? bytes : textOf(bytes);
  if (text === null) throw new BreakwaterError("MALFORMED", null, "notJson");
  const value = parse(text);
  if (keysOfJson(text) !== keysIn(value)) throw new BreakwaterError("MALFORMED", null, "repeatedKey");
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BreakwaterError("MALFORMED", null, "notJson", { cause });
  }
}

export function encodeJson(value: unknown): string {
  return JSON.stringify(value);
}
