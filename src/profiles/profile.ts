/**
 * A profile: our parameters set in the manner of a venue. Each venue has its file here, with the documents it was read
 * from and what our rules cannot express; `test/profiles.test.ts` reproduces the venue's published example from it.
 */
import type { DomainCommand, MarketCommand } from "../domain/commands.js";

type DomainIdentity = "type" | "time" | "key" | "domain" | "asset" | "settleDecimals";
type MarketIdentity = "type" | "time" | "key" | "market" | "domain" | "sources";

export interface Profile {
  /** The venue, in lower case. */
  readonly name: string;
  /** The contract that the market's settings describe. */
  readonly contract: string;
  /** What it was read from, each with what was taken. */
  readonly sources: readonly string[];
  readonly asset: string;
  readonly settleDecimals: number;
  readonly domain: Partial<Omit<DomainCommand, DomainIdentity>>;
  readonly market: Omit<MarketCommand, MarketIdentity>;
  /** Where the venue's rule is another one than ours can be made to be. */
  readonly differs: readonly string[];
}

/** What a user of a profile names himself. */
export interface Names {
  readonly domain: string;
  readonly market: string;
  readonly sources: MarketCommand["sources"];
}

/** The `domain` and `market` commands of a profile; `more` replaces single settings of the market. */
export function commandsOf(
  profile: Profile,
  { domain, market, sources }: Names,
  more: Partial<Omit<MarketCommand, MarketIdentity>> = {},
): [DomainCommand, MarketCommand] {
  const { asset, settleDecimals } = profile;
  return [
    { type: "domain", domain, asset, settleDecimals, ...profile.domain },
    { type: "market", market, domain, sources, ...profile.market, ...more },
  ];
}
