import { describe, expect, test } from "vitest";
import { asciiField, isName, isReservedOrderName } from "#breakwater/domain/names.js";

describe("names", () => {
  test.each(["a", "BTC-PERP", "trader/7:x_y.z", "0", "-", "__proto__", "x".repeat(64), "O1", "constructor"])(
    "%s is one",
    (text) => {
      expect(isName(text)).toBe(true);
    },
  );

  test.each([
    "",
    "x".repeat(65),
    "@fund",
    "a b",
    "a\n",
    "ä",
    "a\u0000",
    "é",
    "a@",
    "a,b",
    "😀",
    "\ud800",
    "a\u0080",
  ])("%j is none", (text) => {
    expect(isName(text)).toBe(false);
  });

  test.each(["O1", "S12", "C0", "O000", "S18446744073709551616"])("%s is the engine's", (text) => {
    expect(isReservedOrderName(text)).toBe(true);
  });

  test.each(["O", "S", "o1", "O1a", "OO1", "X1", "O-1", "1", ""])("%s is a client's", (text) => {
    expect(isReservedOrderName(text)).toBe(false);
  });

  test("a field's name is cut to 64 characters of ASCII", () => {
    expect(asciiField("prîce")).toBe("pr?ce");
    expect(asciiField("x".repeat(100))).toBe("x".repeat(64));
    expect(asciiField("😀")).toBe("??");
  });
});
