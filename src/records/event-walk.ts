/** The walk over binary events: whole records one behind the other, each with its size and its type first. */
import { EventHeader } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";

/** An event of that type, which begins at `at` and has `size` bytes. */
export type EventVisitor = (view: DataView, at: number, type: number, size: number) => void;

/** Visits each event, in order. Throws MALFORMED at what is no sequence of events, having visited those before. */
export function walkEvents(events: Uint8Array, visit: EventVisitor): void {
  const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
  for (let at = 0; at < events.length; ) {
    const left = events.length - at;
    const size = left < EventHeader.BYTES ? 0 : sizeOfEvent(view, at);
    if (size < EventHeader.BYTES || size > left) throw new BreakwaterError("MALFORMED", null, "tooShort");
    visit(view, at, view.getUint16(at + EventHeader.type, true), size);
    at += size;
  }
}

/** Bytes of the event that begins at `at`: behind it the next one does. */
export function sizeOfEvent(view: DataView, at: number): number {
  return view.getUint32(at + EventHeader.size, true);
}
