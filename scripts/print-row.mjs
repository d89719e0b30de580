// Prints a row of the core's memory, field by field, after a stream of commands (JSON Lines) has been replayed.
//   node scripts/print-row.mjs FILE.jsonl TABLE ROW     TABLE: a record of src/abi/row-schema.ts, such as Account or Leg
// Rows of domains, markets and accounts run from 0 in order of definition; those of pools (legs, orders, cases, …) from 1.
// The schema says how the rows of others are numbered (a market's tiers, say). A row that was given back is zero but for the
// link to the next free one. Exit codes: 0; 2 usage, or no such row.
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

/** Tables by the region that the core's memory map names. */
const REGIONS = {
  Shard: "shard",
  Meters: "meters",
  Domain: "domains",
  Market: "markets",
  Tier: "tiers",
  Source: "sources",
  Account: "accounts",
  AccountSpec: "accountSpecs",
  Collateral: "collaterals",
};
/** Tables with a pool of their own, in the order of the pools in assembly/memory/arena.ts. */
const POOLS = [
  ...["Leg", "Order", "OrderName", "LadderLeaf", "LadderNode"],
  ...["Case", "Work", "Slice", "VenueReport", "UnwindStep", "Lot"],
];
const POOL_STRIDE = 64;
const upper = (type) => type.charAt(0).toUpperCase() + type.slice(1);

/** The rows of a table, by the layout that the engine was built with. */
function locate(view, layout, table) {
  const { constants, Region, Pool, Meters } = layout;
  const region = (name) => view.getUint32(constants.MAP_ADDRESS + 4 * Region[name], true);
  if (Object.hasOwn(REGIONS, table)) {
    return {
      base: region(REGIONS[table]),
      bytes: layout[table].BYTES,
      first: 0,
      end: Number.POSITIVE_INFINITY,
    };
  }
  const pools = region("meters") + Math.ceil(Meters.BYTES / 64) * 64;
  const pool = pools + POOLS.indexOf(table) * POOL_STRIDE;
  const [base, bytes, end] = ["base", "rowBytes", "top"].map((name) =>
    view.getUint32(pool + Pool[name], true),
  );
  if (bytes < layout[table].BYTES) throw new Error(`the pools of the arena are not in the order of ${POOLS}`);
  return { base, bytes, first: 1, end };
}

const readers = {
  u8: (view, at) => view.getUint8(at),
  u16: (view, at) => view.getUint16(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i32: (view, at) => view.getInt32(at, true),
  u64: (view, at) => view.getBigUint64(at, true),
  i64: (view, at) => view.getBigInt64(at, true),
  f64: (view, at) => view.getFloat64(at, true),
  wide: (view, at) => (view.getBigInt64(at + 8, true) << 64n) + view.getBigUint64(at, true),
  name: (view, at) => {
    const bytes = Array.from({ length: view.getUint32(at, true) }, (_, i) => view.getUint8(at + 4 + i));
    return JSON.stringify(String.fromCharCode(...bytes));
  },
};

/** `[field, value]`, those of parts after a dot. */
function fieldsAt(view, at, record, { layout, schemas }, prefix = "") {
  return Object.entries(record.fields).flatMap(([field, type]) => {
    const place = at + layout[record.name][field];
    const name = `${prefix}${field}`;
    if (Object.hasOwn(readers, type)) return [[name, String(readers[type](view, place))]];
    return fieldsAt(view, place, schemas.get(upper(type)), { layout, schemas }, `${name}.`);
  });
}

/** The row as text. Throws for a table or a row that there is not. */
function describeRow(memory, table, row, { layout, schema }) {
  const schemas = new Map([...schema.rows, ...schema.parts].map((record) => [record.name, record]));
  const tables = [...Object.keys(REGIONS), ...POOLS];
  if (!tables.includes(table)) throw new Error(`no table ${table}; there are ${tables.join(", ")}`);
  const view = new DataView(memory.buffer);
  const { base, bytes, first, end } = locate(view, layout, table);
  const at = base + row * bytes;
  if (!(row >= first && row < end && at + bytes <= view.byteLength)) {
    throw new Error(`no row ${row} of ${table} was ever used: they run from ${first} to ${end - 1}`);
  }
  const record = schemas.get(table);
  const fields = fieldsAt(view, at, record, { layout, schemas });
  const width = Math.max(...fields.map(([name]) => name.length));
  const lines = fields.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return [`${table} ${row} at ${at}: ${record.doc}`, ...lines].join("\n");
}

async function main([file, table, row, ...more]) {
  if (row === undefined || more.length > 0 || !/^\d+$/.test(row)) {
    throw new Error("usage: node scripts/print-row.mjs FILE.jsonl TABLE ROW");
  }
  build();
  const [{ Engine }, { commandsOf }, schema, layout] = await Promise.all([
    import("../dist/index.js"),
    import("../dist/cli/command-lines.js"),
    import("../dist/abi/schema.js"),
    import("../dist/abi/layout.js"),
  ]);
  const engine = new Engine();
  for await (const commands of commandsOf(file)) engine.apply(commands);
  console.log(describeRow(engine.memory, table, Number(row), { layout, schema }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
