// Ticks in MessagePack: `[marketId, sourceId, price, sequence]`, integers all of them. Slices come back as maps.
//   node examples/msgpack-client.mjs [URL]
import { pack, Unpackr } from "msgpackr";

const url = process.argv[2] ?? "http://127.0.0.1:7070";
const type = "application/msgpack";
// Times are integers of 64 bits, below 2^53: numbers, not bigints.
const unpackr = new Unpackr({ useRecords: false, int64AsType: "number" });
const id = Date.now(); // names of this run

async function post(path, message) {
  const headers = { "content-type": type, accept: type };
  const response = await fetch(url + path, { method: "POST", headers, body: pack(message) });
  // Errors are application/problem+json, whatever was asked for.
  if (!response.ok) throw new Error((await response.json()).detail);
  return unpackr.unpack(new Uint8Array(await response.arrayBuffer()));
}

const { events } = await post("/v1/commands", [
  { type: "domain", domain: `msgpack-${id}`, asset: "USDT", settleDecimals: 6, takeover: false },
  {
    type: "market",
    market: `ETH-${id}`,
    domain: `msgpack-${id}`,
    kind: "linear",
    execution: "external",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.001",
    maxPrice: "100000",
    sources: [{ source: "index" }],
    maxAge: 10_000_000,
    jumpPpm: 250_000,
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
  },
  { type: "account", account: `long-${id}`, domain: `msgpack-${id}`, cash: "100" },
  { type: "account", account: `short-${id}`, domain: `msgpack-${id}`, cash: "100" },
  { type: "position", account: `long-${id}`, market: `ETH-${id}`, quantity: "0.5", entryPrice: "2000" },
  { type: "position", account: `short-${id}`, market: `ETH-${id}`, quantity: "-0.5", entryPrice: "2000" },
]);

// Binary ticks name things by the numbers that their definition answered; prices are in units of 10^-priceDecimals.
const { marketId, sourceIds } = events.find((event) => event.command === "market");
const tick = (price, sequence) => [marketId, sourceIds.index, price, sequence];

const { accepted, slices } = await post("/v1/ticks", [tick(200_000, 1), tick(181_000, 2), tick(219_500, 3)]);
console.log(`${accepted} ticks accepted, ${slices.length} slices:`);
for (const { order, account, side, quantity, market, limitPrice } of slices) {
  console.log(`  ${order}: ${side} ${quantity} ${market} for ${account}, limit ${limitPrice}`);
}
