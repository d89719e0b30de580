/** Which command of a request a refusal is of: what the answer to a batch says beside the event. */
import { SbeTick } from "../abi/layout.js";
import { entriesOf } from "../codec/sbe.js";
import type { Event } from "../domain/events.js";
import { isName } from "../domain/names.js";
import { readInteger } from "../domain/units.js";
import type { Directory } from "../kernel/directory.js";
import { isPlainObject } from "../records/command-record.js";
import type { Answer } from "../sequencer/sequencer.js";

/** Of a tick: its market, source and sequence, as far as they could be read. */
export interface AskedTick {
  readonly market?: string;
  readonly source?: string;
  readonly sequence?: number;
}

/** What is to be said of the command with that index, from 0. */
export type Asked = (index: number) => AskedTick;

const NOTHING: AskedTick = {};
export const nothingAsked: Asked = () => NOTHING;

/** Where the events of an answer come from. */
export interface Places extends Pick<Answer, "first" | "offsets"> {
  readonly asked: Asked;
}

/** What is added to the `commandSeq` of an event in that piece of an answer: the sum is the index of its command. */
export const offsetOf = ({ first, offsets }: Pick<Answer, "first" | "offsets">, piece: number): number =>
  offsets?.[piece] ?? -first;

/** The events of one piece of an answer, its refusals with the index of their commands. They are changed in place. */
export function placed(events: Event[], { asked, ...answer }: Places, piece: number): Event[] {
  for (const [i, event] of events.entries()) {
    if (event.type !== "rejected") continue;
    const index = event.commandSeq + offsetOf(answer, piece);
    events[i] = { ...event, index, ...asked(index) };
  }
  return events;
}

/** Of ticks as JSON or MessagePack has them. */
export const askedTicks =
  (ticks: readonly unknown[], directory: Directory): Asked =>
  (index) =>
    tickIn(ticks[index], directory);

/** Of commands, among which there may be ticks. */
export const askedCommands =
  (commands: readonly unknown[], directory: Directory): Asked =>
  (index) => {
    const command = commands[index];
    return isPlainObject(command) && command["type"] === "tick" ? tickIn(command, directory) : NOTHING;
  };

/** Of a TickBatch message, which must stay as it is. */
export function askedOfSbe(message: Uint8Array, directory: Directory): Asked {
  const entries = entriesOf(message);
  return (index) => {
    const at = index * SbeTick.BYTES;
    if (at >= entries.byteLength) return NOTHING;
    const [market, source] = [SbeTick.market, SbeTick.source].map((field) =>
      entries.getUint32(at + field, true),
    );
    return inNumbers(market, source, readInteger(entries, at + SbeTick.sequence), directory);
  };
}

function tickIn(tick: unknown, directory: Directory): AskedTick {
  if (Array.isArray(tick)) return inNumbers(tick[0], tick[1], tick[3], directory);
  if (!isPlainObject(tick)) return NOTHING;
  const { market, source, sequence } = tick;
  return { ...named("market", market), ...named("source", source), ...numbered(sequence) };
}

function inNumbers(market: unknown, source: unknown, sequence: unknown, directory: Directory): AskedTick {
  const known = Number(market) < directory.marketCount ? directory.market(Number(market)) : null;
  return {
    ...named("market", known?.market),
    ...named("source", known?.sources[Number(source)]),
    ...numbered(sequence),
  };
}

const named = (field: "market" | "source", name: unknown): AskedTick =>
  typeof name === "string" && isName(name) ? { [field]: name } : NOTHING;

function numbered(sequence: unknown): AskedTick {
  const number = typeof sequence === "bigint" ? Number(sequence) : sequence;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? { sequence: number as number } : NOTHING;
}
