/** UTF-8 text from a request's bytes, with a quick check of whether they are any. */
import { isUtf8 } from "node:buffer";

/** The text of UTF-8 bytes; null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  // U+FFFD stands for a bad byte, unless the text itself has it: only then are the bytes looked at twice.
  return text.includes("\ufffd") && !isUtf8(bytes) ? null : text;
}
