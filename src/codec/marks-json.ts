import { EventHeader, EventType, MarkEvent } from "../abi/layout.js";
import { formatI64, readInteger } from "../domain/units.js";
import type { Directory } from "../kernel/directory.js";
import { type EventTypes, hasType } from "../records/event-types.js";

/**
 * The marks among binary events as a JSON array, without making objects of them first; null when there is another event
 * of the types that are `told`. Character for character what `encodeJson` makes of the decoded events.
 */
export function encodeMarksJson(
  chunks: readonly Uint8Array[],
  told: EventTypes,
  directory: Directory,
): string | null {
  let list = "";
  for (const chunk of chunks) {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < chunk.length; at += view.getUint32(at + EventHeader.size, true)) {
      const type = view.getUint16(at + EventHeader.type, true);
      if (type === EventType.mark)
        list += list === "" ? markOf(view, at, directory) : `,${markOf(view, at, directory)}`;
      else if (hasType(told, type)) return null;
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
