/** Writes binary records field by field, from the schema: what the core would write, without the core. */
import * as layout from "#breakwater/abi/layout.js";
import { events, parts, rows } from "#breakwater/abi/schema.js";
import { Directory } from "#breakwater/kernel/directory.js";

type Values = Readonly<Record<string, number | bigint | string>>;
const schemas = new Map([...parts, ...events, ...rows].map((schema) => [schema.name, schema]));
const offsets = layout as unknown as Record<string, Record<string, number>>;

export function writeRecord(view: DataView, at: number, record: string, values: Values): void {
  const { fields } = schemas.get(record)!;
  for (const [field, value] of Object.entries(values)) {
    const to = at + offsets[record]![field]!;
    const type = fields[field];
    if (type === "u8") view.setUint8(to, value as number);
    else if (type === "u16") view.setUint16(to, value as number, true);
    else if (type === "u32") view.setUint32(to, value as number, true);
    else if (type === "name") writeName(view, to, value as string);
    else view.setBigInt64(to, BigInt.asIntN(64, BigInt(value)), true);
  }
}

function writeName(view: DataView, at: number, text: string): void {
  view.setUint32(at, text.length, true);
  for (let i = 0; i < text.length; i++) view.setUint8(at + 4 + i, text.charCodeAt(i));
}

type Part = readonly [record: string, values: Values];

/** One event with what trails it. */
export function event(
  type: keyof typeof layout.EventType,
  record: string,
  values: Values,
  ...trailing: Part[]
): Uint8Array {
  const size = [record, ...trailing.map(([part]) => part)].reduce(
    (sum, part) => sum + offsets[part]!["BYTES"]!,
    0,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  writeRecord(view, 0, record, {
    size,
    type: layout.EventType[type],
    seq: 5,
    commandSeq: 9,
    time: 77,
    ...values,
  });
  let at = offsets[record]!["BYTES"]!;
  for (const [part, fields] of trailing) {
    if (part === "Name") writeName(view, at, fields["text"] as string);
    else writeRecord(view, at, part, fields);
    at += offsets[part]!["BYTES"]!;
  }
  return bytes;
}

/**
 * A directory of one domain `D` (USD, 4 decimals; collateral WBTC with 8), a market `BTC` (2 price decimals, lots of 0.025, sources s and t), a
 * market `__proto__` (no decimals, lots of 100) and the accounts `alice` and `bob`.
 */
export function directory(): Directory {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const view = new DataView(memory.buffer);
  const at = {
    shard: 4096,
    domains: 4224,
    collaterals: 6144,
    markets: 8192,
    sources: 16_384,
    accounts: 32_768,
    accountSpecs: 34_816,
    accountNames: 36_864,
  };
  for (const [region, address] of Object.entries(at)) {
    view.setUint32(
      layout.constants.MAP_ADDRESS + 4 * layout.Region[region as keyof typeof layout.Region],
      address,
      true,
    );
  }
  writeRecord(view, at.shard, "Shard", { domains: 1, markets: 2, accounts: 2 });
  writeRecord(view, at.domains, "Domain", { name: "D", asset: "USD", settleDecimals: 4, collateralCount: 1 });
  writeRecord(view, at.collaterals, "Collateral", { asset: "WBTC", decimals: 8 });
  const btc = {
    name: "BTC",
    priceDecimals: 2,
    quantityDecimals: 3,
    lotUnits: 250,
    lotScale: 4,
    sourceCount: 2,
  };
  writeRecord(view, at.markets, "Market", btc);
  const odd = { name: "__proto__", lotUnits: 100, sourceCount: 1 };
  writeRecord(view, at.markets + layout.Market.BYTES, "Market", odd);
  for (const [i, name] of ["s", "t"].entries()) {
    writeRecord(view, at.sources + i * layout.Source.BYTES, "Source", { name });
  }
  let nameAt = 0;
  for (const [i, name] of ["alice", "bob"].entries()) {
    const spec = { nameEnd: nameAt + name.length };
    writeRecord(view, at.accountSpecs + i * layout.AccountSpec.BYTES, "AccountSpec", spec);
    Buffer.from(memory.buffer, at.accountNames + nameAt).write(name, "latin1");
    nameAt += name.length;
  }
  return new Directory(memory);
}
