// A client with the types that `openapi-typescript` makes of the server's description:
//   npx openapi-typescript http://127.0.0.1:7070/openapi.json -o breakwater.ts
// then compile this beside it, and: node openapi-client.js [URL]
import createClient from "openapi-fetch";
import type { components, paths } from "./breakwater.js";

type Command = components["schemas"]["command"];

const baseUrl = process.argv[2] ?? "http://127.0.0.1:7070";
// The same answers may be had in MessagePack and SBE; here they are JSON.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });
const id = Date.now(); // names of this run
const [domain, market, account] = [`openapi-${id}`, `SOL-${id}`, `long-${id}`];

const commands: Command[] = [
  { type: "domain", domain, asset: "USDT", settleDecimals: 6, takeover: false },
  {
    type: "market",
    market,
    domain,
    kind: "linear",
    execution: "external",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.1",
    maxPrice: "100000",
    sources: [{ source: "index" }],
    maxAge: 60_000_000,
    jumpPpm: 250_000,
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
  },
  { type: "account", account, domain, cash: "100" },
  { type: "position", account, market, quantity: "10", entryPrice: "100" },
];

const defined = await client.POST("/v1/commands", { body: commands });
if (defined.error !== undefined) throw new Error(defined.error.detail);
for (const event of defined.data.events) {
  // Told apart by `type`: each has its own fields.
  if (event.type === "rejected") throw new Error(`command ${event.index}: ${event.message}`);
  if (event.type === "accepted" && event.warning !== null) console.log(`${event.command}: ${event.warning}`);
}

const ticks = ["100", "90.50"].map((price, i) => ({ market, source: "index", price, sequence: i + 1 }));
const { data, error } = await client.POST("/v1/ticks", { body: ticks });
if (error !== undefined) throw new Error(error.detail);
for (const { order, side, quantity, limitPrice } of data.slices) {
  console.log(`${order}: ${side} ${quantity} of ${account}, limit ${limitPrice}`);
}

const report = await client.GET("/v1/accounts/{account}", { params: { path: { account } } });
console.log(`${account} is ${report.data?.state}, equity ${report.data?.equity}`);

const nobody = await client.GET("/v1/accounts/{account}", { params: { path: { account: "nobody" } } });
console.log(`nobody: ${nobody.error?.code}`);
