/** Every `CAPACITY` says which table or setting is full: by its detail, which a person reads in `message`. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Engine } from "#breakwater/engine/engine.js";
import { account, type Command, domain, feed, market, order, position } from "../support/commands.js";

test("no refusal of the core by CAPACITY is without a detail", () => {
  const root = new URL("../../assembly/", import.meta.url);
  let found = 0;
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file === "memory/abi.ts") continue;
    const source = readFileSync(new URL(file, root), "utf8");
    for (const [, detail] of source.matchAll(/refuse\(\s*Code\.CAPACITY,\s*[^,]+,\s*([^)]*)\)/g)) {
      expect(detail, file).toMatch(/^(Detail\.(?!none)\w+|legsDetail\()/);
      found++;
    }
  }
  expect(found).toBeGreaterThan(35);
});

const limits = {
  domains: 2,
  markets: 3,
  accounts: 4,
  nameBytes: 64,
  positions: 64,
  orders: 16,
  orderNames: 2,
  ladderLeaves: 8,
  ladderNodes: 8,
  unwindSteps: 1,
  triggerBuckets: 2_097_152,
};
const begin: readonly Command[] = [
  domain(),
  market("BTC", { ordersMax: 3 }),
  feed("BTC")("50000"),
  account("alice", "1000000"),
];
const bid = (more: Command = {}) => order("alice", "buy", "0.001", "49000", more);
const more = (count: number, command: (i: number) => Command) =>
  Array.from({ length: count }, (_, i) => command(i));

/** What fills it, the last of which is refused, and what a person is told. */
const full: Readonly<Record<string, readonly [commands: readonly Command[], told: string]>> = {
  domains: [more(2, (i) => ({ ...domain(), domain: `d${i}` })), "the table of domains is full"],
  markets: [more(3, (i) => market(`m${i}`, { maxPrice: "10" })), "the table of markets is full"],
  accounts: [more(4, (i) => account(`a${i}`)), "the table of accounts is full"],
  names: [[account("x".repeat(60))], "the memory for names is full"],
  unwindSteps: [
    [market("ETH", { maxPrice: "10" }), { ...account("bob"), unwindOrder: ["BTC", "ETH"] }],
    "the table of steps of unwindOrder is full",
  ],
  orderNames: [more(3, (i) => bid({ order: `n${i}` })), "the table of order names is full"],
  ordersMax: [more(4, () => bid()), "as many live orders in the market as it may have"],
  orders: [
    [
      { type: "feedSettings", market: "BTC", ordersMax: 16 },
      account("bob", "1000"),
      ...more(16, () => bid({ stop: "60000" })),
      order("bob", "buy", "0.001", "49000"),
    ],
    "the table of orders is full",
  ],
  maxPosition: [
    [
      market("ETH", { maxPosition: "1", maxPrice: "100" }),
      feed("ETH")("10"),
      ...more(2, () => order("alice", "buy", "0.6", "10", { market: "ETH" })),
    ],
    "the market's maxPosition",
  ],
  deposits: [
    [{ type: "transfer", account: "alice", amount: "1152921504606" }],
    "the domain's deposits are at their limit",
  ],
  legs: [
    [
      account("parent"),
      { ...account("iso", "1000"), mode: "isolated", parent: "parent" },
      market("ETH", { maxPrice: "100" }),
      feed("ETH")("10"),
      position("iso", "BTC", "0.001", "50000"),
      order("iso", "buy", "0.001", "10", { market: "ETH" }),
    ],
    "an isolated account has one position",
  ],
};

test.each(Object.entries(full))("%s", (_name, [commands, told]) => {
  const engine = new Engine(limits);
  const before = engine.applyParsed([...begin, ...commands.slice(0, -1)]);
  expect(before.filter(({ type }) => type === "rejected")).toEqual([]);
  expect(engine.applyParsed(commands.slice(-1))).toMatchObject([
    { type: "rejected", code: "CAPACITY", message: expect.stringContaining(told) },
  ]);
});
