/** JSON, as people and HTTP have it. */
import { isUtf8 } from "node:buffer";
import { BreakwaterError } from "../domain/errors.js";

/** Decodes UTF-8 JSON. Throws MALFORMED; nothing else is checked. */
export function decodeJson(bytes: Uint8Array | string): unknown {
  if (typeof bytes !== "string" && !isUtf8(bytes)) throw new BreakwaterError("MALFORMED", null, "notJson");
  const text =
    typeof bytes === "string"
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BreakwaterError("MALFORMED", null, "notJson", { cause });
  }
}

export function encodeJson(value: unknown): string {
  return JSON.stringify(value);
}
