/** Each field of each record, wrong by one: refused with its code and name, whatever the codecs would have let through. */
import { expect, test } from "vitest";
import { CommandHeader, CommandType, Decimal, OrderByIdCommand } from "#breakwater/abi/layout.js";
import type { Event } from "#breakwater/domain/events.js";
import { type CommandPlan, commandPlans, type FieldPlan } from "#breakwater/records/command-plan.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { examples, smallEngine } from "./examples.js";

type Poke = readonly [offset: number, width: number, value: bigint, code: string, field: string];

/** What no codec writes into the field. */
function pokesOf(field: FieldPlan, prefix: string): Poke[] {
  const path = prefix + field.name;
  const { offset, width } = field;
  if (field.kind === "object") return field.plan!.fields.flatMap((one) => pokesOf(one, `${field.name}.`));
  if (offset < 0 || field.name === "key") return [];
  switch (field.kind) {
    case "word":
      return [[offset, width, BigInt(field.words.length + field.first), "MALFORMED", path]];
    case "boolean":
      return [[offset, width, 2n, "MALFORMED", path]];
    case "name":
      return [[offset, 4, 65n, "MALFORMED", path]];
    case "decimal":
      return [[offset + Decimal.flags, 4, 5n, "MALFORMED", path]];
    case "integer": {
      const below = BigInt(field.min) - (field.number === field.min - 1 ? 2n : 1n);
      const above = BigInt(field.max) + 1n;
      const bounds = [
        ...(above < 256n ** BigInt(width) ? [above] : []),
        ...(width === 8 || below >= 0n ? [below] : []),
      ];
      const safe = field.rulings.flatMap(
        ({ safe: [least, most] = [0, field.max], code }): [bigint, string][] => [
          ...(least > field.min ? [[BigInt(least) - 1n, code] as [bigint, string]] : []),
          ...(most < field.max ? [[BigInt(most) + 1n, code] as [bigint, string]] : []),
        ],
      );
      return [
        ...bounds.map((value): Poke => [offset, width, value, "OUT_OF_RANGE", path]),
        ...safe.map(([value, code]): Poke => [offset, width, value, code, path]),
      ];
    }
    default:
      return [[offset, 4, BigInt(field.max) + 1n, "OUT_OF_RANGE", path]];
  }
}

test.each([...commandPlans])("%s", (type, plan: CommandPlan) => {
  const engine = smallEngine();
  const before = engine.stateHash();
  const writer = createWriter(8192);
  const applied = (change: (view: DataView) => void): Event[] => {
    writer.clear();
    expect(encodeCommand(examples[type as keyof typeof examples], writer)).toBeNull();
    change(writer.view);
    const events: Event[] = [];
    engine.applyRecords(writer.written, (bytes) => void decodeEvents(bytes, engine.directory, events));
    return events;
  };
  for (const [offset, width, value, code, field] of plan.fields.flatMap((one) => pokesOf(one, ""))) {
    const events = applied((view) => {
      for (let i = 0; i < width; i++)
        view.setUint8(offset + i, Number(BigInt.asUintN(8, value >> BigInt(8 * i))));
    });
    expect([field, value, events]).toMatchObject([
      field,
      value,
      [{ type: "rejected", command: type, code, field }],
    ]);
  }
  // A header alone cannot be shorter and still be a record.
  for (const more of plan.bytes > CommandHeader.BYTES ? [-8, 8] : [8]) {
    const events = applied((view) => {
      const size = view.getUint32(0, true) + more;
      writer.length = size;
      view.setUint32(0, size, true);
    });
    expect(events).toMatchObject([{ type: "rejected", code: "MALFORMED", field: null }]);
  }
  expect(engine.stateHash()).toBe(before);
});

test("an order in numbers with words that are none", () => {
  const events: Event[] = [];
  const engine = smallEngine();
  const writer = createWriter(1_024);
  // A batch writes no such order; bytes from elsewhere may.
  for (const [field, word] of [
    ["timeInForce", 3],
    ["selfTrade", 5],
  ] as const) {
    const at = writer.begin(CommandType.orderById, OrderByIdCommand.BYTES);
    writer.view.setUint32(at + OrderByIdCommand.price, 10_000, true);
    writer.view.setUint32(at + OrderByIdCommand.quantity, 10, true);
    writer.view.setUint8(at + OrderByIdCommand[field], word);
  }
  engine.applyRecords(writer.written, (bytes) => void decodeEvents(bytes, engine.directory, events));
  expect(events).toMatchObject([
    { type: "rejected", command: "order", code: "MALFORMED", field: "timeInForce" },
    { type: "rejected", command: "order", code: "MALFORMED", field: "selfTrade" },
  ]);
});
