/** What a venue says without having been asked: what there is, and fills that no slice brought. */
import type { Command } from "../model/model.js";
import { format, powerOfTen } from "../model/units.js";
import type { Features } from "./features.js";
import type { Step } from "./hostile.js";
import type { Random } from "./random.js";
import { type AccountPlan, formatLots, formatPrice, type MarketPlan } from "./universe.js";
import { finer, type SliceSeen } from "./venue.js";

/** What the commands are about. */
export interface Matter {
  readonly random: Random;
  readonly features: Features;
  readonly markets: readonly MarketPlan[];
  readonly accounts: readonly AccountPlan[];
  readonly slices: readonly SliceSeen[];
}

/** A venue's leg: nearly always of an account that has something to do with the market; `null` is `@liquidation`. */
function legOf({ random, markets, accounts, slices }: Matter): {
  account: AccountPlan | null;
  market: MarketPlan;
} {
  const outside = markets.filter(({ external }) => external);
  const market = random.pick(random.chance(0.97) ? outside : markets);
  if (random.chance(0.1)) return { account: null, market };
  const [busy] = slices.filter((slice) => slice.market === market).slice(-1);
  const seen = accounts.find(({ name }) => name === busy?.account);
  if (seen && random.chance(0.5)) return { account: seen, market };
  const own = accounts.filter(({ domain, maker }) => domain === market.domain && !maker);
  return { account: random.pick(own.length > 0 && random.chance(0.97) ? own : accounts), market };
}

/** Near the price that the generator believes in. */
function nearby({ random, features }: Matter, market: MarketPlan): string {
  const price = (market.price * BigInt(1_000_000 + random.int(-8_000, 8_000))) / 1_000_000n;
  return finer(random, features, formatPrice(market, price < 1n ? 1n : price));
}

/** As it is believed to be, a little off it, nothing, or something else altogether. */
export function reconcile(matter: Matter): Command {
  const { random, slices } = matter;
  const { account, market } = legOf(matter);
  const held = account?.quantities.get(market.name) ?? 0n;
  const kind = random.weighted({ same: 4, near: 4, nothing: 1, other: 1 });
  const quantity = {
    same: held,
    near: held + random.bigint(0n, market.mostLots) - market.mostLots / 2n,
    nothing: 0n,
    other: random.bigint(0n, market.mostLots * 20n) - market.mostLots * 10n,
  }[kind];
  const command: Command = {
    type: "reconcile",
    account: account?.name ?? "@liquidation",
    market: market.name,
    quantity: formatLots(market, quantity),
  };
  if (random.chance(0.97)) command.entryPrice = nearby(matter, market);
  if (account ? random.chance(0.4) : random.chance(0.05)) {
    const { settleDecimals } = market.domain;
    const off = random.bigint(0n, powerOfTen(settleDecimals + 2)) - powerOfTen(settleDecimals + 2) / 2n;
    command.cash = format((account?.cash ?? 0n) + off, settleDecimals);
  }
  if (random.chance(0.6)) {
    const own = slices.filter((slice) => slice.market === market && slice.account === command.account);
    const open = own.filter(({ left }) => left > 0n);
    const names = (random.chance(0.95) ? open : slices).slice(-16).map(({ name }) => name);
    command.keep = names.filter(() => random.chance(0.6));
    if (random.chance(0.02)) command.keep = [...names.slice(0, 1), ...names.slice(0, 1)];
  }
  return command;
}

/** Mostly less of what there is; sometimes the same fill twice. */
export function elsewhere(matter: Matter): Command {
  const { random } = matter;
  const { account, market } = legOf(matter);
  const held = account?.quantities.get(market.name) ?? 0n;
  const reduces = held !== 0n && random.chance(0.7);
  const side = reduces ? (held > 0n ? "sell" : "buy") : random.pick(["buy", "sell"]);
  const size = held < 0n ? -held : held;
  const lots = reduces && random.chance(0.8) ? random.bigint(1n, size) : random.bigint(1n, market.mostLots);
  const command: Command = {
    type: "execution",
    account: account?.name ?? "@liquidation",
    market: market.name,
    side,
    price: nearby(matter, market),
    quantity: formatLots(market, lots),
    status: "fill",
  };
  if (random.chance(0.5)) command.execution = `e${random.int(1, 40)}`;
  if (random.chance(0.2)) {
    const { settleDecimals } = market.domain;
    const fee = format(random.bigint(1n, powerOfTen(settleDecimals)), settleDecimals);
    command.fee = `${random.chance(0.3) ? "-" : ""}${fee}`;
  }
  return command;
}

/** What the static checks refuse of both. */
export function malformTruth(random: Random, matter: Matter): Step {
  const truth = reconcile(matter);
  const fill = elsewhere(matter);
  const change = (command: Command, name: string, value: unknown, code: string, field = name): Step => ({
    command: { ...command, [name]: value },
    refusal: { code, field },
  });
  const without = (command: Command, name: string, field = name): Step => {
    const { [name]: _, ...rest } = command;
    return { command: rest, refusal: { code: "MISSING_FIELD", field } };
  };
  return random.pick<Step>([
    without(truth, random.pick(["account", "market", "quantity"])),
    change(truth, "account", random.pick(["@street", "@fund", ""]), "MALFORMED"),
    change(truth, "quantity", "-0", "MALFORMED"),
    change(truth, "cash", "1e5", "MALFORMED"),
    change(truth, "keep", ["O1"], "MALFORMED", "keep[0]"),
    change(truth, "keep", "S1", "MALFORMED"),
    change(truth, "keep", Array(17).fill("S1"), "OUT_OF_RANGE"),
    change(fill, "order", "S1", "MALFORMED", "account"),
    change(fill, "status", "cancelled", "SPEC_INVALID"),
    change(fill, "account", "@street", "MALFORMED"),
    change(fill, "side", "Buy", "MALFORMED"),
    without(fill, "account", "order"),
    without(fill, random.pick(["market", "side", "price", "quantity"])),
  ]);
}
