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
  /** `insuranceFund` is a round sum to begin with: a venue's own is what it has saved. */
  readonly domain: Partial<Omit<DomainCommand, DomainIdentity>> &
    Required<Pick<DomainCommand, "insuranceFund">>;
  readonly market: Omit<MarketCommand, MarketIdentity> &
    Required<Pick<MarketCommand, "maxAge" | "jumpPpm" | "breakers">>;
  /** Where the venue's rule is another one than ours can be made to be. */
  readonly differs: readonly string[];
}

/**
 * Checks of the feed that every profile sets: a price may be half a minute old, a step of 5 % is confirmed first, and after
 * a move of 10 % in a minute, or with a book 5 % off the index, forced sales wait. The figures are ours where a venue
 * publishes none.
 */
export const guarded = {
  maxAge: 30_000_000,
  jumpPpm: 50_000,
  breakers: { bandPpm: 100_000, divergencePpm: 50_000 },
} as const satisfies Partial<MarketCommand>;

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
