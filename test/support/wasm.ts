/** Reads as much of a WebAssembly binary as lists what it imports from its host. */

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: "function" | "table" | "memory" | "global";
  /** Of a memory: 3 is shared, with a maximum. */
  readonly flags?: number;
  readonly pages?: readonly number[];
}

export interface Binary {
  readonly imports: readonly Import[];
  readonly dataSegments: number;
}

/** Ids of the sections that matter here. */
const Section = { import: 2, data: 11 } as const;

const kinds = ["function", "table", "memory", "global"] as const;

class Reader {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.bytes[this.at++]!;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString("utf8");
  }
}

function readImport(reader: Reader): Import {
  const module = reader.text();
  const name = reader.text();
  const kind = kinds[reader.byte()]!;
  if (kind === "function") {
    reader.number();
    return { module, name, kind };
  }
  if (kind !== "memory") throw new Error(`imports ${kind} ${module}.${name}`);
  const flags = reader.byte();
  const pages = (flags & 1) === 0 ? [reader.number()] : [reader.number(), reader.number()];
  return { module, name, kind, flags, pages };
}

export function readBinary(bytes: Uint8Array): Binary {
  const imports: Import[] = [];
  let dataSegments = 0;
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const size = reader.number();
    const end = reader.at + size;
    if (id === Section.import) {
      for (let left = reader.number(); left > 0; left--) imports.push(readImport(reader));
    }
    if (id === Section.data) dataSegments = reader.number();
    reader.at = end;
  }
  return { imports, dataSegments };
}
