/** Questions: of accounts, domains and books; of a domain's own accounts where the stream has what was seized. */
import type { Command } from "../model/model.js";
import type { Random } from "./random.js";
import type { AccountPlan, DomainPlan, MarketPlan } from "./universe.js";

/** What may be asked about. */
export interface Known {
  readonly random: Random;
  readonly domains: readonly DomainPlan[];
  readonly markets: readonly MarketPlan[];
  readonly accounts: readonly AccountPlan[];
}

export function query({ random, accounts, domains, markets }: Known): Command {
  return random.pick<() => Command>([
    () => ({ type: "report", account: random.pick(accounts).name }),
    () => ({ type: "domainReport", domain: random.pick(domains).name }),
    () => ({ type: "depth", market: random.pick(markets).name, levels: random.int(1, 5) }),
    () => ({ type: "depth", market: random.pick(markets).name }),
  ])();
}

const OWN = ["@liquidation", "@liquidation", "@fund", "@fees", "@street", "@rounding"];

/** A domain's own account, mostly with the domain; sometimes an account with a domain that need not be its own. */
export function ownQuery({ random, accounts, domains }: Known): Command {
  const account = random.chance(0.85) ? random.pick(OWN) : random.pick(accounts).name;
  const command = { type: "report", account };
  if (random.chance(0.25)) return command;
  return { ...command, domain: random.chance(0.97) ? random.pick(domains).name : "nowhere" };
}
