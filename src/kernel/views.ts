/** Views of the core's memory. */
import { constants, Name, Region } from "../abi/layout.js";

/** The core's memory, as far as readers are concerned: a `WebAssembly.Memory`. */
export interface SharedMemory {
  readonly buffer: ArrayBufferLike;
}

/** Views of one memory. A growing memory gets a new buffer, so every read fetches the views anew. */
export class Views {
  readonly memory: SharedMemory;
  #buffer: ArrayBufferLike;
  #view: DataView;
  #bytes: Buffer;

  constructor(memory: SharedMemory) {
    this.memory = memory;
    this.#buffer = memory.buffer;
    this.#view = new DataView(this.#buffer);
    this.#bytes = Buffer.from(this.#buffer);
  }

  get view(): DataView {
    if (this.#buffer !== this.memory.buffer) this.#refresh();
    return this.#view;
  }

  get bytes(): Buffer {
    if (this.#buffer !== this.memory.buffer) this.#refresh();
    return this.#bytes;
  }

  #refresh(): void {
    this.#buffer = this.memory.buffer;
    this.#view = new DataView(this.#buffer);
    this.#bytes = Buffer.from(this.#buffer);
  }

  /** Where a region begins, in bytes from 0. */
  address(region: keyof typeof Region): number {
    return this.view.getUint32(constants.MAP_ADDRESS + 4 * Region[region], true);
  }

  /** ASCII. (TextDecoder refuses shared memory.) */
  text(at: number, length: number): string {
    return this.bytes.toString("latin1", at, at + length);
  }

  /** A `Name`. */
  name(at: number): string {
    return this.text(at + Name.length + 4, this.view.getUint32(at + Name.length, true));
  }
}
