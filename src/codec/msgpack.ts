/** MessagePack, as programs have it; for any language, so without msgpackr's records. */
import { Packr, Unpackr } from "msgpackr";
import { BreakwaterError } from "../domain/errors.js";
import { faultOfMessagePack } from "./msgpack-form.js";

const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, int64AsType: "bigint" });
const packr = new Packr({ useRecords: false, variableMapSize: true });

/**
 * Decodes one MessagePack value: what JSON could express, and nothing else (64-bit integers come as bigint).
 * Throws MALFORMED. Ticks may be arrays: encode what is decoded with `tickArrays` set.
 */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  const fault = faultOfMessagePack(bytes);
  if (fault !== "none") throw new BreakwaterError("MALFORMED", null, fault);
  try {
    return unpackr.unpack(bytes);
  } catch (cause) {
    throw new BreakwaterError("MALFORMED", null, "notJson", { cause });
  }
}

/** The bytes are the caller's own. */
export function encodeMessagePack(value: unknown): Uint8Array {
  return packr.pack(value);
}
