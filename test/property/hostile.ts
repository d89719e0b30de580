/** Commands that must be refused: malformed ones, whose refusal is known beforehand, and well-formed nonsense. */
import type { Command, StaticRefusal } from "../model/model.js";
import type { Random } from "./random.js";

export interface Step {
  command: Command;
  /** The refusal that the static checks must give; absent or null where they must give none. */
  refusal?: StaticRefusal | null;
}

/** Fields without which a command is refused, by type. */
const REQUIRED: Record<string, readonly string[]> = {
  transfer: ["account", "amount"],
  position: ["account", "market", "quantity"],
  tick: ["market", "source", "price", "sequence"],
  book: ["market", "bids", "asks"],
  order: ["account", "market", "side", "quantity"],
  cancel: ["order"],
  cancelAll: ["account"],
  execution: ["order", "status"],
  account: ["account", "domain"],
  report: ["account"],
  clock: ["time"],
  collateral: ["domain", "asset", "market", "haircutPpm", "decimals"],
  amend: ["order"],
  funding: ["market", "ratePpb"],
  breakers: ["market", "breakers"],
  tiers: ["market", "tiers"],
  domainSettings: ["domain"],
  feedSettings: ["market"],
  marketState: ["market", "state"],
  collateralSale: ["domain", "asset", "quantity", "proceeds"],
};

/** Decimal fields that take no sign. */
const UNSIGNED: Record<string, readonly string[]> = {
  tick: ["price"],
  order: ["quantity", "price"],
  execution: ["price", "quantity"],
  position: ["entryPrice"],
  amend: ["quantity", "open", "price"],
  collateralSale: ["quantity", "proceeds"],
};

const NAMES = ["account", "market", "source", "domain"] as const;
const NO_DECIMALS = [
  "1e5",
  "01",
  "-0",
  "-0.00",
  "+1",
  "1.",
  ".5",
  "",
  " 1",
  "1,5",
  "NaN",
  "0x10",
  "1.0000000000000000001",
];
const NO_STRINGS = [null, true, 7, [7], {}];
const NO_NAMES = ["", "a b", "@street", "ä", "x".repeat(65)];

/** The reports of a domain's own accounts may be asked for. */
function noNameOf(random: Random, type: string): unknown {
  const name = random.pick([...NO_NAMES, ...NO_STRINGS]);
  return type === "report" && name === "@street" ? "@nobody" : name;
}

/** One thing is wrong with a command that was right. */
export function malform(random: Random, { command }: Step): Step | null {
  const type = command.type as string;
  const required = REQUIRED[type] ?? [];
  const present = (fields: readonly string[] = []) => fields.filter((name) => command[name] !== undefined);
  const change = (name: string, value: unknown, code: string): Step => ({
    command: { ...command, [name]: value },
    refusal: { code, field: name },
  });
  const without = (name: string): Step => {
    const { [name]: _, ...rest } = command;
    return { command: rest, refusal: { code: "MISSING_FIELD", field: name } };
  };
  switch (random.int(0, 10)) {
    case 0:
      return change("bogus", 1, "UNKNOWN_FIELD");
    case 1:
      return required.length > 0 ? without(random.pick(required)) : null;
    case 2:
      return change("type", random.pick(["bogus", "Tick", "", "liquidation-map"]), "UNKNOWN_TYPE");
    case 3:
      return random.chance(0.5) ? without("type") : change("type", random.pick([null, 1, []]), "MALFORMED");
    case 4:
      return change("time", random.pick([-1, 2 ** 53, 2 ** 60]), "OUT_OF_RANGE");
    case 5:
      return change("time", random.pick([null, "1", 1.5, true]), "MALFORMED");
    case 6: {
      const names = present(NAMES);
      return names.length > 0 ? change(random.pick(names), noNameOf(random, type), "MALFORMED") : null;
    }
    case 7: {
      const decimals = present(UNSIGNED[type]);
      return decimals.length > 0
        ? change(
            random.pick(decimals),
            random.pick([...NO_DECIMALS, ...NO_STRINGS, "-1", "-0.5"]),
            "MALFORMED",
          )
        : null;
    }
    case 8: {
      const decimals = present(UNSIGNED[type]);
      return decimals.length > 0
        ? change(random.pick(decimals), "9223372036854775808", "OUT_OF_RANGE")
        : null;
    }
    case 9:
      return type === "order"
        ? random.pick([
            change("side", "Buy", "MALFORMED"),
            change("timeInForce", "gtc", "MALFORMED"),
            change("postOnly", "true", "MALFORMED"),
            change("order", random.pick(["O12", "S1", "C7", "@x"]), "MALFORMED"),
          ])
        : null;
    default:
      return type === "tick"
        ? random.pick([
            change("sequence", -1, "OUT_OF_RANGE"),
            change("sequence", "5", "MALFORMED"),
            change("sequence", 1.5, "MALFORMED"),
            change("sourceTime", 2 ** 53, "OUT_OF_RANGE"),
          ])
        : null;
  }
}

/** Settings of definitions that the static checks refuse. */
export function malformDefinition(random: Random, domain: Command, market: Command): Step {
  const of = (command: Command, changes: Command, code: string, field: string): Step => ({
    command: { ...command, ...changes },
    refusal: { code, field },
  });
  const policy = (changes: Command, name: string) =>
    of(market, { policy: changes }, "POLICY_INVALID", `policy.${name}`);
  return random.pick([
    of(domain, { targetPpm: 1_000_000 }, "SPEC_INVALID", "targetPpm"),
    of(domain, { settleDecimals: 19 }, "OUT_OF_RANGE", "settleDecimals"),
    of(domain, { marginCallPpm: 10_000_001 }, "OUT_OF_RANGE", "marginCallPpm"),
    of(domain, { legOrder: "smallest" }, "MALFORMED", "legOrder"),
    of(market, { kind: "Linear" }, "MALFORMED", "kind"),
    of(market, { tiers: [] }, "TIERS_INVALID", "tiers"),
    of(market, { sources: [] }, "SPEC_INVALID", "sources"),
    of(market, { jumpPpm: 1_000_001 }, "OUT_OF_RANGE", "jumpPpm"),
    of(market, { confirmations: 17 }, "OUT_OF_RANGE", "confirmations"),
    of(market, { mark: "premium", premiumHalfLife: undefined }, "SPEC_INVALID", "mark"),
    of(market, { premiumHalfLife: 0 }, "SPEC_INVALID", "premiumHalfLife"),
    of(market, { fundingInterval: 0 }, "SPEC_INVALID", "fundingInterval"),
    of(market, { breakers: { bandWindow: 0 } }, "SPEC_INVALID", "breakers.bandWindow"),
    of(market, { policy: { rungs: 17 } }, "OUT_OF_RANGE", "policy.rungs"),
    of(market, { takerFeePpm: 1_000_001 }, "OUT_OF_RANGE", "takerFeePpm"),
    policy({ interval: 0 }, "interval"),
    policy({ slippagePpm: 1_000_000 }, "slippagePpm"),
    policy({ rateWindow: 0 }, "rateWindow"),
  ]);
}

/** Definitions that only the core can refuse. */
export function refusedDefinition(random: Random, domain: Command, market: Command): Command {
  const fresh = { ...market, market: "NEW" };
  const tier = { from: "0", initialPpm: 20_000, maintenancePpm: 10_000 };
  const tiers = (...list: Command[]) => ({ ...fresh, tiers: list });
  return random.pick<Command>([
    domain,
    market,
    { ...fresh, domain: "nowhere" },
    { ...domain, domain: "NEW", fundFloor: "0.1234567890123" },
    { ...fresh, tickSize: "0" },
    { ...fresh, lotSize: "0.000000000000000001" },
    { ...fresh, minPrice: "2", maxPrice: "1" },
    { ...fresh, sources: [{ source: "s" }, { source: "s" }] },
    tiers({ ...tier, from: "1" }),
    tiers(tier, { ...tier, from: "0" }),
    tiers({ ...tier, maintenancePpm: 30_000 }),
    tiers(tier, { from: "100", initialPpm: 20_000, maintenancePpm: 5_000 }),
    { type: "account", account: "a0", domain: domain.domain },
    { type: "account", account: "new", domain: "nowhere" },
    { type: "account", account: "rich", domain: domain.domain, cash: "9000000000000000000" },
  ]);
}
