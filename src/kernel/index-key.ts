/**
 * The key by which the core's indexes of names are kept (`assembly/memory/name-hash.ts`). It is drawn once a process and told to
 * nobody, so that nobody can choose names that meet in one place. It decides where a name is looked for, and nothing that is told:
 * engines of different keys give the same events and the same state hash.
 */
import { randomBytes } from "node:crypto";
import { BreakwaterError } from "../domain/errors.js";

export const INDEX_KEY_BYTES = 16;

let drawn: Uint8Array | null = null;

/** The process's own key, or the one given, of 16 bytes. Throws OUT_OF_RANGE for another length. */
export function indexKey(given?: Uint8Array): Uint8Array {
  if (given === undefined) {
    drawn ??= randomBytes(INDEX_KEY_BYTES);
    return drawn;
  }
  if (given.length !== INDEX_KEY_BYTES)
    throw new BreakwaterError("OUT_OF_RANGE", "indexKey", "outsideBounds");
  return given;
}
