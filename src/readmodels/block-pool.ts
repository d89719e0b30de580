/** Bytes of many owners in one bounded memory: each has a chain of small blocks, which are used again once it is freed. */

const BLOCK_BYTES = 128;
const SLAB_BLOCKS = 8192;
const NONE = -1;

/** The blocks of one owner, and how many bytes stand in them. */
export interface Chain {
  first: number;
  last: number;
  bytes: number;
}

export const emptyChain = (): Chain => ({ first: NONE, last: NONE, bytes: 0 });

/**
 * At most `maxBytes`, in blocks of 128 bytes. Memory is taken a megabyte at a time as it is needed, and never given back.
 */
export class BlockPool {
  readonly capacity: number;
  readonly #slabs: Uint8Array[] = [];
  /** By block: the next of its chain, or of the free ones. */
  readonly #next: Int32Array;
  /** Blocks that were ever used. */
  #top = 0;
  #free = NONE;
  #used = 0;

  constructor(maxBytes: number) {
    this.capacity = Math.max(1, Math.floor(maxBytes / BLOCK_BYTES));
    this.#next = new Int32Array(this.capacity);
  }

  /** Blocks that are in use. */
  get used(): number {
    return this.#used;
  }

  /** Bytes of memory that have been taken. */
  get bytes(): number {
    return Math.min(this.#slabs.length * SLAB_BLOCKS, this.capacity) * BLOCK_BYTES;
  }

  /** How many more blocks the chain needs to take so many bytes. */
  need(chain: Chain, bytes: number): number {
    return Math.ceil((chain.bytes + bytes) / BLOCK_BYTES) - Math.ceil(chain.bytes / BLOCK_BYTES);
  }

  /** Appends bytes. There must be room for them: `capacity − used` blocks. */
  append(chain: Chain, bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const within = chain.bytes % BLOCK_BYTES;
      if (within === 0) this.#extend(chain);
      const size = Math.min(BLOCK_BYTES - within, bytes.length - from);
      this.#slabOf(chain.last).set(bytes.subarray(from, from + size), placeOf(chain.last) + within);
      chain.bytes += size;
      from += size;
    }
  }

  /** A copy of what the chain holds, or of the first bytes of it. */
  read(chain: Chain, most = Number.POSITIVE_INFINITY): Uint8Array {
    const bytes = new Uint8Array(Math.min(chain.bytes, most));
    let block = chain.first;
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const from = placeOf(block);
      bytes.set(this.#slabOf(block).subarray(from, from + Math.min(BLOCK_BYTES, bytes.length - at)), at);
      block = this.#next[block] as number;
    }
    return bytes;
  }

  /** Empties the chain; its blocks may be used again. */
  free(chain: Chain): void {
    if (chain.first === NONE) return;
    this.#used -= Math.ceil(chain.bytes / BLOCK_BYTES);
    this.#next[chain.last] = this.#free;
    this.#free = chain.first;
    Object.assign(chain, emptyChain());
  }

  #extend(chain: Chain): void {
    const block = this.#take();
    if (chain.first === NONE) chain.first = block;
    else this.#next[chain.last] = block;
    chain.last = block;
  }

  #take(): number {
    const block = this.#free === NONE ? this.#top++ : this.#free;
    if (block >= this.capacity) throw new Error("a block where there is none");
    if (block === this.#free) this.#free = this.#next[block] as number;
    this.#next[block] = NONE;
    this.#used += 1;
    if (block >= this.#slabs.length * SLAB_BLOCKS) {
      const blocks = Math.min(SLAB_BLOCKS, this.capacity - this.#slabs.length * SLAB_BLOCKS);
      this.#slabs.push(new Uint8Array(blocks * BLOCK_BYTES));
    }
    return block;
  }

  #slabOf(block: number): Uint8Array {
    return this.#slabs[Math.floor(block / SLAB_BLOCKS)] as Uint8Array;
  }
}

const placeOf = (block: number): number => (block % SLAB_BLOCKS) * BLOCK_BYTES;
