/** Kupiec's test against what others printed, distribution tables, and its own edges. */
import { describe, expect, test } from "vitest";
import { kupiecTest } from "#breakwater/index.js";

test("R1: 20 exceptions of 252 at five percent: 3.91, beyond the 3.84 of five percent", () => {
  const { likelihoodRatio, pValue } = kupiecTest(20, 252, 0.05);
  expect(likelihoodRatio).toBeCloseTo(3.91, 2);
  expect(likelihoodRatio).toBeCloseTo(3.912_550_83, 8);
  expect(pValue).toBeLessThan(0.05);
});

test("R2: 3 exceptions of 250 at one percent: 0.0949, p 0.758", () => {
  const { likelihoodRatio, pValue } = kupiecTest(3, 250, 0.01);
  expect(likelihoodRatio).toBeCloseTo(0.0949, 4);
  expect(pValue).toBeCloseTo(0.758, 3);
});

test("exceptions as often as expected: no surprise at all", () => {
  expect(kupiecTest(5, 100, 0.05)).toEqual({ likelihoodRatio: 0, pValue: 1 });
  expect(kupiecTest(300_000, 1_000_000, 0.3).likelihoodRatio).toBeCloseTo(0, 9);
});

test("x = 0: −2n·ln(1 − p); x = n: −2n·ln p", () => {
  expect(kupiecTest(0, 250, 0.01).likelihoodRatio).toBeCloseTo(-500 * Math.log(0.99), 10);
  expect(kupiecTest(10, 10, 0.2).likelihoodRatio).toBeCloseTo(-20 * Math.log(0.2), 10);
  expect(kupiecTest(1, 1, 0.5).likelihoodRatio).toBeCloseTo(2 * Math.LN2, 12);
});

// One observation that is no exception has LR = −2·ln(1 − p): any LR that one wishes.
test.each([
  [0.000_157_087_857_909_7, 0.99],
  [0.454_936_423_119_572_8, 0.5],
  [2.705_543_454_095_404, 0.1],
  [3.841_458_820_694_124, 0.05],
  [6.634_896_601_021_213, 0.01],
  [10.827_566_170_662_733, 0.001],
  [19.511_420_964_666_268, 0.000_01],
])("chi-square with one degree of freedom: beyond %f lies %f", (likelihoodRatio, pValue) => {
  const found = kupiecTest(0, 1, -Math.expm1(-likelihoodRatio / 2));
  expect(found.likelihoodRatio / likelihoodRatio).toBeCloseTo(1, 10);
  expect(found.pValue / pValue).toBeCloseTo(1, 9);
});

test("far out the p-value is small, not zero", () => {
  // erfc(10) = 2.088487583762545e-45, where LR = 200.
  const { pValue } = kupiecTest(100, 100, Math.exp(-1));
  expect(pValue / 2.088_487_583_762_545e-45).toBeCloseTo(1, 9);
});

describe("refuses", () => {
  test.each([
    [1, 0, 0.05],
    [0, 0, 0.05],
    [0, -1, 0.05],
    [0, 2.5, 0.05],
    [0, Number.POSITIVE_INFINITY, 0.05],
    [-1, 10, 0.05],
    [11, 10, 0.05],
    [0.5, 10, 0.05],
    [Number.NaN, 10, 0.05],
    [1, 10, 0],
    [1, 10, 1],
    [1, 10, -0.1],
    [1, 10, Number.NaN],
  ])("%f of %f at %f", (exceptions, observations, probability) => {
    expect(() => kupiecTest(exceptions, observations, probability)).toThrow(RangeError);
  });
});
