/** Writes `assembly/memory/state-rows.ts`: what the state hash covers, from the rows of the schema. */
import { rows, type StateTable, stateTables } from "./schema.js";

const shout = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const bytesOf = (record: string) => `${shout(record)}_BYTES`;

/** The statement that adds a table; `index`: of the domain or market whose rows they are. */
function addition(table: StateTable): string {
  if ("one" in table) return `addRange(changetype<usize>(${table.one}), ${bytesOf(table.record)});`;
  if ("count" in table) {
    const { at, count, record } = table;
    return `addRange(changetype<usize>(${at}(0)), <usize>shard.${count} * ${bytesOf(record)});`;
  }
  if ("per" in table) {
    const { at, each, record } = table;
    return `addRange(changetype<usize>(${at}(row, 0)), <usize>${each} * ${bytesOf(record)});`;
  }
  if ("pool" in table) return `addPool(${table.pool});`;
  if ("beside" in table) return `addRows(${table.beside}, ${table.first}, ${table.bytes});`;
  return `addRange(${table.from}, shard.${table.length});`;
}

/** Rows of kind `state` that no table has, or tables of rows of another kind. A pool's header is added with its rows. */
function checkTables(): void {
  const hashed = stateTables.flatMap(({ record }) => record ?? []);
  const wanted = rows.flatMap(({ name, kind }) => (kind === "state" && name !== "Pool" ? [name] : []));
  const wrong = [
    ...wanted.filter((name) => !hashed.includes(name)).map((name) => `${name} is state and not hashed`),
    ...hashed.filter((name) => !wanted.includes(name)).map((name) => `${name} is hashed and no state`),
  ];
  if (wrong.length > 0) throw new Error(wrong.join("; "));
}

/** Tables of the same owner that follow each other are added owner by owner. */
function statements(): string[] {
  const out: string[] = [];
  let owner: string | null = null;
  for (const table of stateTables) {
    const per = "per" in table ? table.per : null;
    if (owner !== null && per !== owner) out.push("  }");
    if (per !== null && per !== owner) out.push(`  for (let row: u32 = 0; row < shard.${per}; row++) {`);
    out.push(`${per === null ? "  " : "    "}${addition(table)}`);
    owner = per;
  }
  return owner === null ? out : [...out, "  }"];
}

export function stateRowsSource(notice: string): string {
  checkTables();
  const body = statements();
  const words = [...new Set(body.join("\n").match(/\w+/g))].sort();
  const ofArena = ["CHILDREN_BYTES", "LEVELS_BYTES", "LEAF_LEVELS", "NODE_CHILDREN", "accountNames", "shard"];
  const own = ["addPool", "addRange", "addRows"];
  const constants = words.filter((word) => /_(BYTES|MAX)$/.test(word) && !ofArena.includes(word));
  const arena = words.filter(
    (word) => ofArena.includes(word) || (/At$|Pool$/.test(word) && !own.includes(word)),
  );
  const from = (names: readonly string[], file: string) =>
    `import {\n  ${names.join(",\n  ")},\n} from "./${file}";`;
  return `${[
    notice,
    from(constants, "abi"),
    from(arena, "arena"),
    from(own, "hash"),
    "",
    "/** All that the state hash covers, in its order. */",
    "export function addState(): void {",
    ...body,
    "}",
  ].join("\n")}\n`;
}
