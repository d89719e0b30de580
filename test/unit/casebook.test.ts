/** Which events a case is explained by: all that the schema gives a case to; and how much of them is kept. */
import { expect, test } from "vitest";
import * as layout from "#breakwater/abi/layout.js";
import { eventRecords, events } from "#breakwater/abi/schema.js";
import { Casebook } from "#breakwater/readmodels/casebook.js";
import { walkEvents } from "#breakwater/records/event-walk.js";

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
const kept = (casebook: Casebook, account: number) => casebook.ofAccount(account)!.kept;

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

/** What stands of a case: the types of its events, in order. */
function typesOf(casebook: Casebook, account: number): number[] {
  const types: number[] = [];
  walkEvents(casebook.eventsOf(casebook.ofAccount(account)!), (_view, _at, type) => types.push(type));
  return types;
}

/** 256 KiB for all. */
const small = () => new Casebook({ bytes: 262_144 });

test("all cases together take no more memory than was set, and what is left out is counted", () => {
  const casebook = small();
  const cases = 400;
  for (let number = 1; number <= cases; number++) {
    casebook.take(event("liquidationOpened", { case: BigInt(number), account: BigInt(number) }));
  }
  const rounds = 50;
  for (let round = 0; round < rounds; round++) {
    for (let number = 1; number <= cases; number++) {
      casebook.take(event("slice", { case: BigInt(number) }));
    }
  }
  expect(casebook.bytes).toBeLessThanOrEqual(262_144);
  const records = casebook.open();
  expect(records).toHaveLength(cases);
  for (const record of records) {
    const types = typesOf(casebook, record.account);
    expect(types).toEqual([
      EventType.liquidationOpened,
      ...Array.from({ length: record.kept - 1 }, () => EventType.slice),
    ]);
    expect(record.kept + record.omitted).toBe(1 + rounds);
  }
  expect(records.reduce((sum, { omitted }) => sum + omitted, 0)).toBeGreaterThan(0);
});

test("the case that closed first makes room", () => {
  const casebook = small();
  const cases = 100;
  for (let number = 1; number <= cases; number++) {
    const fields = { case: BigInt(number) };
    casebook.take(event("liquidationOpened", { ...fields, account: BigInt(number) }));
    for (let i = 0; i < 40; i++) casebook.take(event("slice", fields));
    casebook.take(event("liquidationClosed", fields));
  }
  const kept = Array.from({ length: cases }, (_, i) => casebook.ofAccount(i + 1) !== null);
  expect(kept.indexOf(true)).toBeGreaterThan(50);
  expect(kept.slice(kept.indexOf(true))).not.toContain(false);
  for (let account = kept.indexOf(true) + 1; account <= cases; account++) {
    expect(casebook.ofAccount(account)!.omitted).toBe(0);
    expect(typesOf(casebook, account)).toHaveLength(42);
  }
});

test("an opening without room for its evidence is kept without it", () => {
  const { OpenedEvent } = layout;
  const casebook = small();
  const opened = new Uint8Array(4096);
  opened.set(event("liquidationOpened", { case: 1n }));
  const view = new DataView(opened.buffer);
  view.setUint32(EventHeader.size, opened.length, true);
  view.setUint32(OpenedEvent.legs, 16, true);
  const cases = 400;
  for (let number = 1; number <= cases; number++) {
    view.setBigUint64(OpenedEvent.case, BigInt(number), true);
    view.setUint32(OpenedEvent.account, number, true);
    casebook.take(opened);
  }
  for (let account = 1; account <= cases; account++) {
    const record = casebook.ofAccount(account)!;
    expect(typesOf(casebook, account)).toEqual([EventType.liquidationOpened]);
    expect(casebook.eventsOf(record).length).toBe(record.omitted === 0 ? 4096 : OpenedEvent.BYTES);
  }
  expect(casebook.ofAccount(cases)!.omitted).toBe(1);
  expect(casebook.bytes).toBeLessThanOrEqual(262_144);
});

const opened = (number: bigint) => event("liquidationOpened", { case: number, account: number });
const closed = (number: bigint) => event("liquidationClosed", { case: number });

test("of a case that is too long the beginning and the end are kept, and how much is left out is known", () => {
  const [slice, opening] = [event("slice", { case: 7n }), opened(7n)];
  const casebook = new Casebook({ caseBytes: opening.length + 2 * slice.length });
  for (const one of [opening, slice, slice, slice, slice, closed(7n)]) casebook.take(one);
  const { chain, omitted, closed: isClosed } = casebook.ofAccount(7)!;
  const { liquidationOpened, slice: sliced, liquidationClosed } = EventType;
  expect(typesOf(casebook, 7)).toEqual([liquidationOpened, sliced, sliced, liquidationClosed]);
  expect([omitted, isClosed, chain.bytes]).toEqual([
    2,
    true,
    opening.length + 2 * slice.length + closed(7n).length,
  ]);
});

test("of closed cases the latest are kept, of open ones all", () => {
  const casebook = new Casebook({ closedCases: 2 });
  for (const number of [1n, 2n, 3n, 4n, 5n]) casebook.take(opened(number));
  const isKept = () => [1, 2, 3, 4, 5].map((account) => casebook.ofAccount(account) !== null);
  for (const number of [4n, 1n]) casebook.take(closed(number));
  expect(isKept()).toEqual([true, true, true, true, true]);
  casebook.take(closed(3n));
  expect(isKept()).toEqual([true, true, true, false, true]);
  expect(casebook.open().map(({ number }) => number)).toEqual([2n, 5n]);
});

test("what follows a case that is forgotten is not kept, and takes no room", () => {
  const casebook = new Casebook({ closedCases: 1, bytes: 262_144 });
  for (let number = 1n; number <= 100n; number++) {
    for (const one of [opened(number), closed(number)]) casebook.take(one);
    for (let i = 0; i < 40; i++) casebook.take(event("fill", { case: number - 1n }));
  }
  expect(casebook.ofAccount(99)).toBeNull();
  casebook.take(opened(101n));
  for (let i = 0; i < 40; i++) casebook.take(event("slice", { case: 101n }));
  expect(casebook.ofAccount(101)).toMatchObject({ kept: 41, omitted: 0 });
});

test("an end without room for its details is kept without them", () => {
  const { ClosedEvent } = layout;
  const casebook = small();
  const end = new Uint8Array(4096);
  end.set(closed(1n));
  const view = new DataView(end.buffer);
  view.setUint32(EventHeader.size, end.length, true);
  view.setUint32(ClosedEvent.markets, 16, true);
  // Of 2,048 blocks an opening takes one.
  for (let number = 1n; number <= 2_040n; number++) casebook.take(opened(number));
  casebook.take(end);
  const record = casebook.ofAccount(1)!;
  expect(typesOf(casebook, 1)).toEqual([EventType.liquidationOpened, EventType.liquidationClosed]);
  expect(casebook.eventsOf(record).length).toBe(opened(1n).length + ClosedEvent.BYTES);
  expect(record).toMatchObject({ omitted: 1, closed: true });
});

test("an account's latest case is its answer, also when an older one is forgotten", () => {
  const casebook = new Casebook({ closedCases: 1 });
  for (const number of [1n, 2n]) {
    casebook.take(event("liquidationOpened", { case: number, account: 7n }));
    casebook.take(closed(number));
  }
  expect(casebook.ofAccount(7)?.number).toBe(2n);
});

test("lots of a case that has ended are still told of it while it is kept, but not at its own cost", () => {
  const casebook = withTwoCases();
  casebook.take(event("liquidationClosed", { case: 7n }));
  casebook.take(event("unwound", { case: 7n }));
  expect(typesOf(casebook, 7)).toEqual([
    EventType.liquidationOpened,
    EventType.liquidationClosed,
    EventType.unwound,
  ]);
  // Two blocks are all there is: the case that would have to make room is the one that goes on.
  const tiny = new Casebook({ bytes: 256 });
  tiny.take(event("liquidationOpened", { case: 7n, account: 7n }));
  tiny.take(event("liquidationClosed", { case: 7n }));
  tiny.take(event("unwound", { case: 7n }));
  tiny.take(event("unwound", { case: 7n }));
  const record = tiny.ofAccount(7)!;
  expect(record.kept + record.omitted).toBe(4);
  expect(record.omitted).toBeGreaterThan(0);
  expect(tiny.eventsOf(record).length).toBeGreaterThan(0);
});
