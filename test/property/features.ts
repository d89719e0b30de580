/**
 * What a stream may make use of. Leaving some out finds the culprit of a difference, and replays worlds of the time before
 * they were built: each draw that a feature needs is made only where it is on.
 *
 *   BREAKWATER_PROPERTY_WITHOUT=ladder,adl npx vitest run test/property/product.test.ts
 */
export const PINNED_FEATURES = [
  "inverse",
  "isolated",
  "collateral",
  "equality",
  "marginCall",
  "settings",
  "legOrder",
  "funding",
  "jump",
  "gap",
  "marks",
  "bands",
  "graded",
  "ladder",
  "adaptive",
  "jitter",
  "pace",
  "cascade",
  "adl",
  "cap",
  "cross",
  "amend",
  "auction",
] as const;

/** Those and what came after them: worlds whose seeds are kept, and streams whose bytes are, go without. */
export const ALL_FEATURES = [
  ...PINNED_FEATURES,
  "doubt",
  "seized",
  "venue",
  "feeds",
  "loading",
  "moves",
  "book",
  "ordersMax",
  "expiry",
  "stops",
] as const;

export type Feature = (typeof ALL_FEATURES)[number];
export type Features = ReadonlySet<Feature>;

/** All but those that BREAKWATER_PROPERTY_WITHOUT names; BREAKWATER_PROPERTY_ONLY names those that are on. */
export function chosenFeatures(): Features {
  const listed = (name: string) =>
    (process.env[`BREAKWATER_PROPERTY_${name}`] ?? "").split(",").filter(Boolean);
  const only = listed("ONLY");
  const without = listed("WITHOUT");
  for (const name of [...only, ...without]) {
    if (!(ALL_FEATURES as readonly string[]).includes(name) && name !== "none")
      throw new Error(`no feature ${name}`);
  }
  const kept = ALL_FEATURES.filter((name) => only.length === 0 || only.includes(name));
  return new Set(kept.filter((name) => !without.includes(name)));
}
