/**
 * The settings of a market as they stand in its row: those that the table of command fields knows, read as the schema says
 * that the row has them, so that a new one needs nothing here.
 */
import * as layout from "../abi/layout.js";
import { rows } from "../abi/schema.js";
import { commandShapes } from "../domain/command-fields.js";
import type { Field } from "../domain/field.js";
import { formatBigInt, formatI64, readInteger } from "../domain/units.js";
import type { MarketEntry } from "../kernel/directory.js";

/** The core's word for "no cap". */
const UNLIMITED = 2n ** 63n - 1n;

const offsets: Readonly<Record<string, unknown>> = layout.Market;
const types: Readonly<Record<string, string>> = rows.find(({ name }) => name === "Market")!.fields;
/** A command's `mark` is how it is made; the row's is the price. */
const renamed: Readonly<Record<string, string>> = { mark: "markMode" };

/** A setting of the market at `row`; null where it sets no bound. */
type Reader = (view: DataView, row: number, entry: MarketEntry) => unknown;

/** An amount in lots, as a decimal string. */
export function quantityOf(lots: bigint, { lotUnits, quantityDecimals }: MarketEntry): string {
  return formatBigInt(lots * BigInt(lotUnits), quantityDecimals);
}

function readerOf(field: Field): Reader | null {
  const name = renamed[field.name] ?? field.name;
  const offset = offsets[name];
  const type = types[name];
  if (typeof offset !== "number" || type === undefined) return null;
  const number = (view: DataView, row: number): number =>
    type === "u8" ? view.getUint8(row + offset) : view.getUint32(row + offset, true);
  switch (field.kind) {
    case "word":
      return (view, row) => field.words[number(view, row)];
    case "boolean":
      return (view, row) => number(view, row) === 1;
    case "integer":
      if (type !== "i64") return number;
      return (view, row) => {
        const value = readInteger(view, row + offset);
        return value < 0 ? null : value;
      };
    case "decimal":
      return field.unit === undefined ? null : amountReader(field.unit, offset);
    default:
      return null;
  }
}

function amountReader(unit: "price" | "lots" | "money", offset: number): Reader {
  return (view, row, entry) => {
    const value = view.getBigInt64(row + offset, true);
    if (value < 0n || value === UNLIMITED) return null;
    if (unit === "lots") return quantityOf(value, entry);
    const decimals = unit === "price" ? entry.priceDecimals : entry.domain.settleDecimals;
    return formatI64(view, row + offset, decimals);
  };
}

export type Settings = (view: DataView, row: number, entry: MarketEntry) => Record<string, unknown>;

function settingsOf(fields: readonly Field[]): Settings {
  const readers = fields.flatMap((field) => {
    const read = readerOf(field);
    return read === null ? [] : [[field.name, read] as const];
  });
  return (view, row, entry) =>
    Object.fromEntries(readers.map(([name, read]) => [name, read(view, row, entry)]));
}

const { fields } = commandShapes.market;
/** Those of the fields that a market's row has, so that they can be shown. */
const shownOf = (fields: readonly Field[]): readonly Field[] =>
  fields.filter((field) => readerOf(field) !== null);

/** What stands beside the specification. */
const apart = ["kind", "execution"];

function partOf(name: string): readonly Field[] {
  const part = fields.find((field) => field.name === name);
  if (part?.kind !== "object") throw new Error(`a market has no ${name}`);
  return part.fields;
}

const specification = fields.filter(({ name }) => !apart.includes(name));

export const specificationOf = settingsOf(specification);
export const policyOf = settingsOf(partOf("policy"));
export const breakersOf = settingsOf(partOf("breakers"));

/** The fields that each of them shows. */
export const shownSettings = {
  specification: shownOf(specification),
  policy: shownOf(partOf("policy")),
  breakers: shownOf(partOf("breakers")),
} as const;
