/** Which events a case is explained by: all that the schema gives a case to. */
import { expect, test } from "vitest";
import * as layout from "#breakwater/abi/layout.js";
import { eventRecords, events } from "#breakwater/abi/schema.js";
import { Casebook } from "#breakwater/readmodels/casebook.js";

const { EventHeader, EventType } = layout;
const offsets = layout as unknown as Readonly<Record<string, Readonly<Record<string, number>>>>;
type Word = keyof typeof eventRecords;

/** An event with nothing in it but these fields of 64 bits. */
function event(type: Word, fields: Readonly<Record<string, bigint>>, seq = 1n): Uint8Array {
  const record = offsets[eventRecords[type]]!;
  const bytes = new Uint8Array(record["BYTES"]!);
  const view = new DataView(bytes.buffer);
  view.setUint32(EventHeader.size, bytes.length, true);
  view.setUint16(EventHeader.type, EventType[type], true);
  view.setBigUint64(EventHeader.seq, seq, true);
  for (const [field, value] of Object.entries(fields)) view.setBigUint64(record[field]!, value, true);
  return bytes;
}

const namesCase = (field: string) => /^case$|Case$/.test(field);
const ofCase = (Object.keys(eventRecords) as Word[]).flatMap((type) => {
  const fields = events.find(({ name }) => name === eventRecords[type])!.fields;
  return Object.keys(fields)
    .filter(namesCase)
    .map((field) => [type, field] as const);
});

/** With the cases C7 and C8 of the accounts 7 and 8. */
function withTwoCases(): Casebook {
  const casebook = new Casebook();
  for (const number of [7n, 8n]) casebook.take(event("liquidationOpened", { case: number, account: number }));
  return casebook;
}
const kept = (casebook: Casebook, account: number) => casebook.ofAccount(account)!.events.length;

/** An opening makes its case; a report is an answer to a query. */
test.each(ofCase.filter(([type]) => type !== "liquidationOpened" && type !== "report"))(
  "%s belongs to the case that its field %s names",
  (type, field) => {
    const casebook = withTwoCases();
    casebook.take(event(type, { [field]: 7n }));
    casebook.take(event(type, { [field]: 9n }));
    expect([kept(casebook, 7), kept(casebook, 8)]).toEqual([2, 1]);
  },
);

test("an event of two cases is kept with both, once where they are one", () => {
  const casebook = withTwoCases();
  casebook.take(event("crossedInside", { firstCase: 8n, secondCase: 7n }));
  expect([kept(casebook, 7), kept(casebook, 8)]).toEqual([2, 2]);
});

test("the answer to a query belongs to no case", () => {
  const casebook = withTwoCases();
  casebook.take(event("report", { case: 7n }, 0n));
  expect(kept(casebook, 7)).toBe(1);
});
