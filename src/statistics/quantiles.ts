/** The quantiles by which a distribution of times is reported. */
export const QUANTILES = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 1] as const;

/** Values at `QUANTILES`, in their order. Sorts `values`. Throws for none. */
export function quantilesOf(values: Float64Array): number[] {
  if (values.length === 0) throw new RangeError("no values");
  values.sort();
  return QUANTILES.map((q) => values[Math.min(values.length - 1, Math.floor(q * values.length))] as number);
}

/** One of them out of such a list. */
export function quantile(list: readonly number[], q: (typeof QUANTILES)[number]): number {
  return list[QUANTILES.indexOf(q)] as number;
}
