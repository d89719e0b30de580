/** Mark events as JSON straight from their bytes: most answers to ticks hold nothing else. */
import { EventHeader, EventType, MarkEvent } from "../abi/layout.js";
import { formatI64, readInteger } from "../domain/units.js";
import type { Directory } from "../kernel/directory.js";
import { type EventTypes, hasType } from "../records/event-types.js";

/**
 * Fast path of `encodeJson` over decoded events, character for character the same: the marks among binary
 * events as a JSON array, without making objects of them. Null: an event of the types `reported` is no mark,
 * and the slow path is needed.
 */
export function encodeMarksJson(
  chunks: readonly Uint8Array[],
  reported: EventTypes,
  directory: Directory,
): string | null {
  let list = "";
  for (const chunk of chunks) {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < chunk.length; at += view.getUint32(at + EventHeader.size, true)) {
      const type = view.getUint16(at + EventHeader.type, true);
      if (type === EventType.mark)
        list += list === "" ? markOf(view, at, directory) : `,${markOf(view, at, directory)}`;
      else if (hasType(reported, type)) return null;
    }
  }
  return `[${list}]`;
}

/** Names need no escapes: PROTOCOL.md 1. */
function markOf(view: DataView, at: number, directory: Directory): string {
  const { market, priceDecimals } = directory.market(view.getUint32(at + MarkEvent.market, true));
  const integer = (field: number) => readInteger(view, at + field);
  const price = (field: number) => formatI64(view, at + field, priceDecimals);
  return (
    `{"type":"mark","seq":${integer(EventHeader.seq)},"commandSeq":${integer(EventHeader.commandSeq)},` +
    `"time":${integer(EventHeader.time)},"market":"${market}","index":"${price(MarkEvent.index)}",` +
    `"mark":"${price(MarkEvent.mark)}","sources":${view.getUint32(at + MarkEvent.sources, true)}}`
  );
}
