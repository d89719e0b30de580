/** Command records in bulk: whether they are whole, and in which pieces they fit into the command buffer. */
import { CommandHeader, constants } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";

const SIZE = CommandHeader.size / 4;
const HEADER_WORDS = CommandHeader.BYTES / 4;

/** Records are whole words; those that do not begin at one are copied. */
export function wordsOf(records: Uint8Array): Uint32Array {
  const { buffer, byteOffset } = records.byteOffset % 4 === 0 ? records : new Uint8Array(records);
  return new Uint32Array(buffer, byteOffset, records.length >> 2);
}

/** Throws MALFORMED when the first `bytes` of `words` are no sequence of whole records. */
export function checkRecords(words: Uint32Array, bytes: number): void {
  let at = 0;
  while (at + HEADER_WORDS <= words.length) {
    const size = words[at + SIZE] as number;
    if (size < CommandHeader.BYTES || (size & 7) !== 0 || size > constants.COMMAND_BUFFER_BYTES) break;
    at += size >>> 2;
  }
  if (at * 4 !== bytes) throw new BreakwaterError("MALFORMED", null, "tooShort");
}

/** The end of as many whole records as the command buffer holds. */
export function endOfPiece(words: Uint32Array, from: number, bytes: number): number {
  if (bytes - from <= constants.COMMAND_BUFFER_BYTES) return bytes;
  let to = from;
  for (;;) {
    const next = to + (words[to / 4 + SIZE] as number);
    if (next - from > constants.COMMAND_BUFFER_BYTES) return to;
    to = next;
  }
}
