/** Lines of bytes, in and out, with bounded memory on both sides. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import { textOf } from "../codec/utf8.js";

const NEWLINE = 0x0a;

/** A line's text, or null when its bytes are no UTF-8. */
export type Line = string | null;

/**
 * The lines of a stream of bytes, those of one chunk together, without their newlines; a last line need not have one.
 * A byte order mark before the first is dropped. Throws what reading throws.
 */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  let parts: Buffer[] = [];
  let first = true;
  const finish = (bytes: Buffer): Line => {
    const line = textOf(parts.length === 0 ? bytes : Buffer.concat([...parts, bytes]));
    parts = [];
    const isMarked = first && line?.startsWith("\ufeff");
    first = false;
    return isMarked ? (line as string).slice(1) : line;
  };
  for await (const chunk of stream) {
    const lines: Line[] = [];
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      lines.push(finish(chunk.subarray(from, to)));
      from = to + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (parts.length > 0) yield [finish(Buffer.alloc(0))];
}

/** Writes lines, waiting whenever the reader at the other end is slower. */
export class LineWriter {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Resolves when more may be written. Rejects when the stream fails (EPIPE: its reader has gone). */
  async write(lines: string): Promise<void> {
    if (lines === "" || this.#stream.write(lines)) return;
    await once(this.#stream, "drain");
  }
}
