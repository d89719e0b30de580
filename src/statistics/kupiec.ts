/**
 * Kupiec's test of the proportion of failures: did losses exceed a value at risk as often as its probability says?
 *
 *   LR = −2·ln[(1−p)^(n−x)·p^x] + 2·ln[(1−x/n)^(n−x)·(x/n)^x]
 *
 * n: observations; x: exceptions among them, losses beyond the value at risk; p: how probable one exception should be. A
 * factor with exponent 0 counts as 1. If p is right, LR follows the chi-square distribution with one degree of freedom, so
 * that the p-value is erfc(√(LR/2)); beyond 3.84 it is below five percent.
 *
 * P. Kupiec, "Techniques for verifying the accuracy of risk measurement models", Journal of Derivatives 3 (1995).
 */
export interface KupiecTest {
  readonly likelihoodRatio: number;
  /** How probable an LR at least as great is where p is right. */
  readonly pValue: number;
}

/** Throws RangeError unless 0 ≤ x ≤ n are whole numbers, n > 0, and 0 < p < 1. */
export function kupiecTest(exceptions: number, observations: number, probability: number): KupiecTest {
  if (!Number.isSafeInteger(observations) || observations < 1)
    throw new RangeError(`${observations} observations are not a whole number above 0`);
  if (!Number.isSafeInteger(exceptions) || exceptions < 0 || exceptions > observations)
    throw new RangeError(`${exceptions} exceptions are not a whole number from 0 to ${observations}`);
  if (!(probability > 0 && probability < 1))
    throw new RangeError(`a probability of ${probability} is not between 0 and 1`);
  // The two logarithms are subtracted term by term: for large n they are nearly equal.
  const others = observations - exceptions;
  const failing = surprise(exceptions, Math.log(exceptions / observations) - Math.log(probability));
  const passing = surprise(others, Math.log1p(-exceptions / observations) - Math.log1p(-probability));
  const likelihoodRatio = Math.max(0, 2 * (failing + passing));
  return { likelihoodRatio, pValue: erfc(Math.sqrt(likelihoodRatio / 2)) };
}

/** `count·logarithm`, and 0 where the count is 0 and the logarithm infinite. */
function surprise(count: number, logarithm: number): number {
  return count === 0 ? 0 : count * logarithm;
}

/** 1 − erf(x) for x ≥ 0, to about 14 digits (Abramowitz and Stegun 7.1.6 and 7.1.14). */
function erfc(x: number): number {
  const scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x > 2) {
    // x + (1/2)/(x + 1/(x + (3/2)/(x + …))), from the inside.
    let fraction = x;
    for (let k = 100; k >= 1; k--) fraction = x + k / 2 / fraction;
    return scale / fraction;
  }
  // erf(x) = 2/√π · e^(−x²) · Σ 2^k·x^(2k+1) ÷ (1·3·…·(2k+1)).
  let term = x;
  let sum = x;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return 1 - 2 * scale * sum;
}
