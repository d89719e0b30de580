import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "#breakwater/abi/layout.js";
import {
  formatAgain,
  formatBigInt,
  formatI64,
  formatInteger,
  readDecimal,
  readInteger,
  writeDecimal,
  writeInteger,
} from "#breakwater/domain/units.js";

const record = () => new DataView(new ArrayBuffer(Decimal.BYTES));

function write(text: string, signed = true): string | null {
  const view = record();
  const fault = writeDecimal(view, 0, text, signed);
  if (fault !== "none") {
    expect(new Uint8Array(view.buffer).every((byte) => byte === 0)).toBe(true);
    return fault;
  }
  return readDecimal(view, 0);
}

describe("decimal strings", () => {
  const largest = `${2n ** 63n - 1n}`;
  const good = [
    "0",
    "0.0",
    "1",
    "10",
    "0.5",
    "1.50",
    "-1",
    "-0.01",
    "64000.10",
    "123456789012345",
    "1234567890123456",
  ];
  const long = [
    "0.000000000000000001",
    "9007199254740993",
    `${largest}.999999999999999999`,
    `-${largest}`,
    largest,
  ];
  test.each([...good, ...long])("%s keeps its digits and its scale", (text) => {
    expect(write(text)).toBe(text);
  });

  test.each([
    "",
    " ",
    "-",
    ".",
    "1.",
    ".5",
    "-.5",
    "1..2",
    "1.2.3",
    "+1",
    "1e3",
    "1E3",
    "0x10",
    "1_000",
    "1,5",
    " 1",
    "1 ",
    "01",
    "00",
    "-01",
    "--1",
    "-0",
    "-0.0",
    "-0.000000000000000000",
    "NaN",
    "Infinity",
    "-Infinity",
    "１",
    "1\u0000",
    "٣",
    "1-",
  ])("%j is malformed", (text) => {
    expect(write(text)).toBe("badDecimal");
  });

  test("a sign where none belongs is malformed", () => {
    expect(write("-1", false)).toBe("badDecimal");
    expect(write("1", false)).toBe("1");
  });

  test("at most 18 decimals, and that is looked at before the size", () => {
    expect(write("0.1234567890123456789")).toBe("tooManyDecimals");
    expect(write(`${2n ** 63n}.1234567890123456789`)).toBe("tooManyDecimals");
  });

  test.each([`${2n ** 63n}`, `-${2n ** 63n}`, "10000000000000000000", "9".repeat(400)])(
    "%s is too large",
    (text) => {
      expect(write(text)).toBe("outsideBounds");
    },
  );

  test("the words of the record", () => {
    const view = record();
    writeDecimal(view, 0, "-18446744073.709551617", true); // 2^64 + 1 with nine decimals
    expect(view.getBigUint64(Decimal.lo, true)).toBe(1n);
    expect(view.getBigUint64(Decimal.hi, true)).toBe(1n);
    expect(view.getUint32(Decimal.scale, true)).toBe(9);
    expect(view.getUint32(Decimal.flags, true)).toBe(3);
    expect(readDecimal(record(), 0)).toBeNull();
  });

  test("any decimal comes back as it was written", () => {
    const digits = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 18 }), (value, scale) => {
        const text = formatBigInt(value, scale);
        expect(write(text)).toBe(text);
      }),
    );
  });
});

describe("fixed-point output", () => {
  test.each([
    [0, 0, "0"],
    [0, 2, "0.00"],
    [5, 2, "0.05"],
    [-5, 2, "-0.05"],
    [12345, 2, "123.45"],
    [-12345, 4, "-1.2345"],
    [100, 0, "100"],
    [1, 18, "0.000000000000000001"],
  ])("%d with %d decimals is %s", (value, decimals, text) => {
    expect(formatInteger(value, decimals)).toBe(text);
    expect(formatBigInt(BigInt(value), decimals)).toBe(text);
  });

  test("numbers and bigints print alike, on both sides of 2^53", () => {
    const view = new DataView(new ArrayBuffer(8));
    const any = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const near = fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n });
    const factors = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.oneof(any, near),
        fc.integer({ min: 0, max: 18 }),
        factors,
        (value, decimals, factor) => {
          view.setBigInt64(0, value, true);
          const text = formatBigInt(value * BigInt(factor), decimals);
          expect(formatI64(view, 0, decimals, factor)).toBe(text);
          expect(formatI64(view, 0, decimals, BigInt(factor))).toBe(text);
          expect(formatAgain(view, 0, decimals, factor)).toBe(text);
          expect(formatAgain(view, 0, decimals, BigInt(factor))).toBe(text);
        },
      ),
    );
  });

  test("numbers that share a place among those printed lately are told apart", () => {
    const view = new DataView(new ArrayBuffer(8));
    for (const [value, decimals] of [
      [5, 2],
      [5 + 4096, 2],
      [5 - 4096, 2],
      [5 - 997, 3],
      [5, 2],
    ] as const) {
      view.setBigInt64(0, BigInt(value), true);
      expect(formatAgain(view, 0, decimals)).toBe(formatInteger(value, decimals));
    }
  });

  test.each([0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1])("the integer %d", (value) => {
    const view = new DataView(new ArrayBuffer(8));
    writeInteger(view, 0, value);
    expect(view.getBigInt64(0, true)).toBe(BigInt(value));
    expect(readInteger(view, 0)).toBe(value);
  });
});
