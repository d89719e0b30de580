import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonFaultAt } from "#breakwater/codec/json-fault.js";

describe("where a text stops being JSON", () => {
  test.each([
    ["", 0],
    ["  ", 2],
    ["{", 1],
    ["{}x", 2],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ['{"a":tru}', 8],
    ['{"a" 1}', 5],
    ['"abc', 4],
    ["[1 2]", 3],
    ["01", 1],
    ["-", 0],
    ["{a:1}", 1],
    ["nul", 3],
    ['"\u0001"', 1],
    ['"\\x"', 1],
    ['{"type":"tick", price: "1"}', 16],
    ["[".repeat(1000), 1000],
  ])("%j", (text, at) => {
    expect(jsonFaultAt(text)).toBe(at);
  });

  test("no fault before the end of what JSON.parse takes, and one within what it does not", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", "x", "}", '"', "\\", ",", "\n", "é"),
        (json, at, insert) => {
          const place = at % (json.length + 1);
          const text = json.slice(0, place) + insert + json.slice(place);
          let good = true;
          try {
            JSON.parse(text);
          } catch {
            good = false;
          }
          const fault = jsonFaultAt(text);
          if (good) expect(fault).toBe(text.length);
          expect(fault).toBeLessThanOrEqual(text.length);
          expect(fault).toBeGreaterThanOrEqual(good ? text.length : 0);
        },
      ),
    );
  });
});
