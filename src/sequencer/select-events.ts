import { EventHeader, EventType } from "../abi/layout.js";

type EventWord = keyof typeof EventType;

/** The records of the events of these types, in order, in one piece. */
export function selectEvents(chunks: readonly Uint8Array[], types: readonly EventWord[]): Uint8Array {
  const numbers = types.map((type) => EventType[type]) as number[];
  const found: Uint8Array[] = [];
  for (const chunk of chunks) {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < chunk.length; ) {
      const size = view.getUint32(at + EventHeader.size, true);
      if (numbers.includes(view.getUint16(at + EventHeader.type, true)))
        found.push(chunk.subarray(at, at + size));
      at += size;
    }
  }
  return Buffer.concat(found);
}
