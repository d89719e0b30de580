/**
 * The one description of memory: limits, words, and every record that the core and the host both touch.
 * `generate.ts` writes it out twice, as `assembly/memory/abi.ts` for the core and `src/abi/layout.ts` for the host.
 *
 * Layout rule: the scalars of a record stand in the order given, naturally aligned; the composite fields (names,
 * decimals) follow them, eight-byte aligned; the size is rounded up to eight bytes.
 */

export { commands, parts } from "./command-schema.js";
export { eventRecords, events } from "./event-schema.js";
export type { Composite, FieldType, RecordKind, RecordSchema, Scalar } from "./record.js";
export { rows, type StateTable, stateTables } from "./row-schema.js";
export { enums } from "./words.js";

/** Fixed numbers of the format. Raising one changes the ABI. */
export const constants = {
  NAME_MAX: 64,
  LEGS_MAX: 16,
  /** Slices that a `reconcile` may keep. */
  KEEP_MAX: 16,
  TIERS_MAX: 32,
  SOURCES_MAX: 16,
  /** Liquidation slices of a market that its pace remembers. */
  SENDS_MAX: 16,
  /** Of PRICE_BAND: a window's steps, and the one before. */
  BAND_SAMPLES_MAX: 17,
  /** Of a domain. */
  COLLATERALS_MAX: 8,
  BOOK_LEVELS_MAX: 10_000,
  DEPTH_LEVELS_MAX: 1_000,
  TICKS_MAX: 10_000,
  DECIMALS_MAX: 18,
  /** Bits of a trigger bucket's key below the leading one: 2^14 buckets an octave of price. */
  TRIGGER_BITS: 14,
  ENDED_SLICES_KEPT: 65_536,
  PPM: 1_000_000,
  /** An index that points nowhere, in events. Inside the core row 0 of a pool is never used and means "none". */
  NONE: 0xffff_ffff,
  ACCOUNT_STREET: 0xffff_fff0,
  ACCOUNT_LIQUIDATION: 0xffff_fff1,
  ACCOUNT_FUND: 0xffff_fff2,
  ACCOUNT_FEES: 0xffff_fff3,
  ACCOUNT_ROUNDING: 0xffff_fff4,
  /** Where the host writes the limits before `measure` and `init`. */
  LIMITS_ADDRESS: 1024,
  /** Where the host writes the key of hashes before `init`: two u64 (`assembly/memory/name-hash.ts`). */
  INDEX_KEY_ADDRESS: 1536,
  /** Where `init` writes the memory map for the host. */
  MAP_ADDRESS: 2048,
  ARENA_ADDRESS: 4096,
  COMMAND_BUFFER_BYTES: 2_097_152,
  /** The largest event; the log is drained when less than this is left. */
  EVENT_MAX_BYTES: 65_536,
} as const;

/**
 * Table sizes, all u32, fixed when the engine is made; the default suits a sidecar of moderate size, of which all accounts may be
 * in liquidation at once: a case each, a work for each position, a slice or five rungs out, and `orders` for as many rungs.
 */
export const limits = {
  domains: 16,
  markets: 64,
  accounts: 131_072,
  nameBytes: 8_388_608,
  positions: 524_288,
  orders: 786_432,
  orderNames: 65_536,
  ladderLeaves: 65_536,
  ladderNodes: 1_024,
  cases: 131_072,
  works: 524_288,
  slices: 786_432,
  venueReports: 131_072,
  unwindSteps: 65_536,
  triggerBuckets: 33_554_432,
  eventBytes: 8_388_608,
} as const;

