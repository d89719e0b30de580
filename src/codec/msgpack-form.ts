/**
 * Whether bytes are one whole MessagePack value of the kinds that JSON has too: nil, booleans, numbers, strings, arrays,
 * maps with string keys. Extensions are refused (msgpackr has some that keep state or share references), and so are
 * binary strings, byte 0xc1, strings that are not UTF-8 (decoded, two of them may be the same), bytes that are missing or
 * too many, and nesting deeper than any command. The walk allocates nothing, whatever lengths the bytes claim.
 */
import { isUtf8 } from "node:buffer";

const DEPTH_MAX = 32;

/** A key that msgpackr gives another name. */
const PROTO = Buffer.from("__proto__");
const UNDERSCORE = 0x5f;

class Walk {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;
  keys = 0;
  named = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#view.byteLength - this.at;
  }

  byte(): number {
    return this.#view.getUint8(this.at++);
  }

  /** A big-endian length of 1, 2 or 4 bytes. */
  length(bytes: number): number {
    const at = this.at;
    this.at += bytes;
    if (bytes === 1) return this.#view.getUint8(at);
    return bytes === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  /** Goes past `bytes` bytes, if there are so many. */
  pass(bytes: number): boolean {
    this.at += bytes;
    return this.left >= 0;
  }

  string(token: number): boolean {
    if (token >= 0xa0 && token < 0xc0) return this.text(token - 0xa0);
    if (token < 0xd9 || token > 0xdb) return false;
    return this.text(this.length(1 << (token - 0xd9)));
  }

  text(length: number): boolean {
    const from = this.at;
    if (!this.pass(length)) return false;
    let all = 0;
    for (let i = from; i < this.at; i++) all |= this.#bytes[i] as number;
    return all < 0x80 || isUtf8(this.#bytes.subarray(from, this.at));
  }

  key(): boolean {
    this.keys++;
    if (!this.string(this.byte())) return false;
    if (this.#bytes[this.at - 1] === UNDERSCORE) {
      this.named ||= PROTO.equals(this.#bytes.subarray(Math.max(0, this.at - PROTO.length), this.at));
    }
    return true;
  }

  value(depth: number): boolean {
    const token = this.byte();
    if (token < 0x80 || token >= 0xe0) return true; // a small integer
    if (token < 0x90) return this.map(token - 0x80, depth);
    if (token < 0xa0) return this.array(token - 0x90, depth);
    if (token < 0xc0) return this.string(token);
    switch (token) {
      case 0xc0: // nil
      case 0xc2: // false
      case 0xc3: // true
        return true;
      case 0xca: // float 32
      case 0xce: // uint 32
      case 0xd2: // int 32
        return this.pass(4);
      case 0xcb: // float 64
      case 0xcf: // uint 64
      case 0xd3: // int 64
        return this.pass(8);
      case 0xcc: // uint 8
      case 0xd0: // int 8
        return this.pass(1);
      case 0xcd: // uint 16
      case 0xd1: // int 16
        return this.pass(2);
      case 0xdc:
      case 0xdd:
        return this.array(this.length(token === 0xdc ? 2 : 4), depth);
      case 0xde:
      case 0xdf:
        return this.map(this.length(token === 0xde ? 2 : 4), depth);
      default:
        return this.string(token);
    }
  }

  array(length: number, depth: number): boolean {
    if (depth === DEPTH_MAX || length > this.left) return false;
    for (let i = 0; i < length; i++) if (!this.value(depth + 1)) return false;
    return true;
  }

  map(length: number, depth: number): boolean {
    if (depth === DEPTH_MAX || length > this.left) return false;
    for (let i = 0; i < length; i++) {
      if (!this.key() || !this.value(depth + 1)) return false;
    }
    return true;
  }
}

/** What a walk over the bytes has found. */
export interface MessagePackForm {
  /** "none", or what is wrong: "trailingBytes", or "notJson" for everything else. */
  readonly fault: "none" | "notJson" | "trailingBytes";
  /** How many keys its maps have. */
  readonly keys: number;
  /** Whether one of them is, or ends in, `__proto__`. */
  readonly named: boolean;
}

export function measureMessagePack(bytes: Uint8Array): MessagePackForm {
  const walk = new Walk(bytes);
  return { fault: faultOf(walk), keys: walk.keys, named: walk.named };
}

function faultOf(walk: Walk): MessagePackForm["fault"] {
  try {
    if (!walk.value(0)) return "notJson";
  } catch (error) {
    if (error instanceof RangeError) return "notJson"; // a read beyond the end
    throw error;
  }
  return walk.left === 0 ? "none" : "trailingBytes";
}
