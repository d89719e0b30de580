/** MessagePack, as programs have it; for any language, so without msgpackr's records. */
import { Unpackr } from "msgpackr";
import { BreakwaterError } from "../domain/errors.js";
import { measureMessagePack } from "./msgpack-form.js";
import { MessagePackWriter } from "./msgpack-writer.js";
import { keysIn } from "./repeated-keys.js";

/** "number": an integer of 64 bits is the number that JSON makes of its digits; beyond 2^53 it is rounded, outside all bounds. */
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, int64AsType: "number" });
const writer = new MessagePackWriter();

/**
 * Decodes one MessagePack value: what JSON could express, and nothing else.
 * Throws MALFORMED. Ticks may be arrays: encode what is decoded with `tickArrays` set.
 */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  const { fault, keys, named } = measureMessagePack(bytes);
  if (fault !== "none") throw new BreakwaterError("MALFORMED", null, fault);
  const value = named ? renamed(unpack(bytes)) : unpack(bytes);
  if (keys !== keysIn(value)) throw new BreakwaterError("MALFORMED", null, "repeatedKey");
  return value;
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return unpackr.unpack(bytes);
  } catch (cause) {
    throw new BreakwaterError("MALFORMED", null, "notJson", { cause });
  }
}

/** The value with its keys `__proto__`, which msgpackr calls `__proto_`, under their own name, as JSON has them. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key === "__proto_" ? "__proto__" : key, renamed(one)]),
  );
}

/**
 * What JSON could express, and bigints of 64 bits; integers are written as such, also beyond 2^32. The bytes are the caller's own.
 * Throws TypeError for anything else.
 */
export function encodeMessagePack(value: unknown): Uint8Array {
  return writer.pack(value);
}
