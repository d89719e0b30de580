// SBE both ways, without a library: PROTOCOL.md section 8 has the layout, sbe/breakwater.xml the schema.
//   node examples/sbe-client.mjs [URL]
const url = process.argv[2] ?? "http://127.0.0.1:7070";
const id = Date.now(); // names of this run

async function post(path, type, body) {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": type, accept: type },
    body,
  });
  // Errors are application/problem+json, whatever was asked for.
  if (!response.ok) throw new Error((await response.json()).detail);
  return response;
}

/** A TickBatch: message header, root block, group header, then 32 bytes a tick. */
function tickBatch(ticks) {
  const view = new DataView(new ArrayBuffer(20 + 32 * ticks.length));
  [8, 1, 1, 1].forEach((word, i) => {
    view.setUint16(2 * i, word, true); // blockLength, templateId, schemaId, version
  });
  view.setBigUint64(8, 0n, true); // time: stamped by the server
  view.setUint16(16, 32, true);
  view.setUint16(18, ticks.length, true);
  ticks.forEach(({ marketId, sourceId, price, sequence }, i) => {
    const at = 20 + 32 * i;
    view.setUint32(at, marketId, true);
    view.setUint32(at + 4, sourceId, true);
    view.setBigInt64(at + 8, BigInt(price), true);
    view.setBigUint64(at + 16, BigInt(sequence), true);
    view.setBigUint64(at + 24, 0n, true); // sourceTime: absent
  });
  return new Uint8Array(view.buffer);
}

/** The entries of a SliceBatch, 64 bytes each; quantities are in lots, prices in price units. */
function slicesOf(bytes) {
  const view = new DataView(bytes);
  const at = (i) => 12 + 64 * i;
  return Array.from({ length: view.getUint16(10, true) }, (_, i) => ({
    order: `S${view.getBigUint64(at(i), true)}`,
    case: `C${view.getUint32(at(i) + 8, true)}`,
    accountId: view.getUint32(at(i) + 12, true),
    marketId: view.getUint32(at(i) + 16, true),
    side: view.getUint8(at(i) + 20) === 0 ? "buy" : "sell",
    lots: view.getBigInt64(at(i) + 24, true),
    limitPrice: view.getBigInt64(at(i) + 32, true),
    expires: view.getBigUint64(at(i) + 56, true),
  }));
}

const definitions = [
  { type: "domain", domain: `sbe-${id}`, asset: "USDT", settleDecimals: 6, takeover: false },
  {
    type: "market",
    market: `SOL-${id}`,
    domain: `sbe-${id}`,
    kind: "linear",
    execution: "external",
    priceDecimals: 3,
    tickSize: "0.001",
    lotSize: "0.01",
    maxPrice: "100000",
    sources: [{ source: "index" }],
    maxAge: 10_000_000,
    jumpPpm: 250_000,
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
  },
  { type: "account", account: `carol-${id}`, domain: `sbe-${id}`, cash: "100" },
  { type: "position", account: `carol-${id}`, market: `SOL-${id}`, quantity: "10", entryPrice: "150" },
];
const { events } = await (await post("/v1/commands", "application/json", JSON.stringify(definitions))).json();
const { marketId, sourceIds } = events.find((event) => event.command === "market");
const sourceId = sourceIds.index;

const response = await post(
  "/v1/ticks",
  "application/sbe",
  tickBatch([
    { marketId, sourceId, price: 150_000, sequence: 1 },
    { marketId, sourceId, price: 141_000, sequence: 2 },
  ]),
);
const slices = slicesOf(await response.arrayBuffer());
console.log(`${response.headers.get("breakwater-accepted")} ticks accepted, ${slices.length} slices:`);
for (const { order, case: name, accountId, side, lots, limitPrice } of slices) {
  console.log(`  ${order} of ${name}: ${side} ${lots} lots for account ${accountId}, limit ${limitPrice}`);
}
