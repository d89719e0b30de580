/** Breakwater's public interface. `Engine` is where to start. */

export { commandsOf, ticksOf } from "./codec/envelope.js";
export { decodeJson, encodeJson } from "./codec/json.js";
export { decodeMessagePack, encodeMessagePack } from "./codec/msgpack.js";
export {
  checkTickBatch,
  encodeSliceBatch,
  encodeTickBatch,
  type TickById,
  writeTickBatch,
} from "./codec/sbe.js";
export type * from "./domain/commands.js";
export {
  BreakwaterError,
  type Code,
  codes,
  type Detail,
  details,
  type Problem,
  type Refusal,
} from "./domain/errors.js";
export type * from "./domain/events.js";
export { isName } from "./domain/names.js";
export { Engine, type EngineOptions } from "./engine/engine.js";
export { type CollateralEntry, Directory, type DomainEntry, type MarketEntry } from "./kernel/directory.js";
export { checkLimits, type Limits } from "./kernel/limits.js";
export type { SharedMemory } from "./kernel/views.js";
export type { PoolOptions } from "./pool/engine-pool.js";
export { Batch, BUY, type EventSink, OrderFlags, SELL } from "./records/batch.js";
export { encodeCommand, encodeTick } from "./records/command-record.js";
export { CommandWriter, createWriter } from "./records/command-writer.js";
export { decodeEvents } from "./records/event-record.js";
export { wallClock } from "./sequencer/wall-clock.js";
export { EnginePool, Service } from "./server/on-demand.js";
export type { ServiceOptions } from "./server/service.js";
export { type KupiecTest, kupiecTest } from "./statistics/kupiec.js";
