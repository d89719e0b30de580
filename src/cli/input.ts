/** Bytes of a file or of standard input, unpacked where they are gzipped. */
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CannotAnswer } from "./exit-codes.js";

/** Bytes that are read at once. */
const INPUT_BYTES = 65_536;
/** What a gzip file begins with; no text does. */
const GZIP = [0x1f, 0x8b] as const;

/** What messages call it. */
export const nameOf = (file: string): string => (file === "-" ? "stdin" : file);

/**
 * The bytes of `file` ("-": standard input), unpacked when they are gzip's, whatever the name. Throws CannotAnswer when they cannot
 * be read or unpacked.
 */
export async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const input = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: INPUT_BYTES });
  try {
    yield* await unpacked(input);
  } catch (error) {
    if (!isReadError(error)) throw error;
    // The system's messages name code and path; zlib's say only what is wrong.
    const why = error.code.startsWith("Z_") ? `${error.code}, ${error.message}` : error.code;
    throw new CannotAnswer(`cannot read ${nameOf(file)}: ${why}`);
  }
}

/** Of the system, by its path or call, or of zlib. */
function isReadError(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error)) return false;
  const { syscall, code = "" } = error as NodeJS.ErrnoException;
  return syscall === "read" || syscall === "open" || code.startsWith("Z_");
}

async function unpacked(input: Readable): Promise<AsyncIterable<Buffer>> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let first = Buffer.alloc(0);
  while (first.length < GZIP.length) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    first = Buffer.concat([first, value]);
  }
  const all = joined(first, chunks);
  if (first[0] !== GZIP[0] || first[1] !== GZIP[1]) return all;
  // `pipeline` passes an error of the input on to the stream that is read, and iterating throws it.
  return pipeline(Readable.from(all), createGunzip(), () => {});
}

async function* joined(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first;
    for (;;) {
      const { value, done } = await chunks.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    // Whoever stops early would leave standard input open, and the process waiting for it.
    await chunks.return?.();
  }
}
