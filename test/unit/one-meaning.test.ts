/** One value has one meaning, whatever codec it comes in, and what could have two is refused. */
import { expect, test } from "vitest";
import { decodeJson } from "#breakwater/codec/json.js";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { smallEngine } from "./examples.js";

test("keys that look like two in one object are none", () => {
  const value = { a: { k: ':"k":', "": 1 }, k: [{ k: 1 }, { k: 1 }], "a:b": "\\", '"k': { k: {} } };
  expect(decodeJson(JSON.stringify(value, null, 1))).toEqual(value);
  expect(decodeMessagePack(encodeMessagePack(value))).toEqual(value);
  const deep = 100_000;
  expect(() => decodeJson("[".repeat(deep) + "]".repeat(deep))).not.toThrow();
});

test("an integer of 64 bits is ruled upon like any other", () => {
  const engine = smallEngine();
  for (const [type, part, field, code] of [
    ["policy", "policy", "interval", "POLICY_INVALID"],
    ["policy", "policy", "slippagePpm", "POLICY_INVALID"],
    ["feedSettings", null, "premiumHalfLife", "SPEC_INVALID"],
    ["feedSettings", null, "volatilityHalfLife", "SPEC_INVALID"],
    ["breakers", "breakers", "bandWindow", "SPEC_INVALID"],
  ] as const) {
    const settings = { [field]: field === "slippagePpm" ? 1_000_000n : 0n };
    const command = { type, market: "BTC-PERP", ...(part === null ? settings : { [part]: settings }) };
    const path = part === null ? field : `${part}.${field}`;
    for (const form of [command, decodeMessagePack(encodeMessagePack(command))]) {
      expect(engine.applyParsed([form])).toMatchObject([{ type: "rejected", code, field: path }]);
    }
  }
});

test.each(["key", "reason"])("half a character in `%s` is refused: it has no UTF-8", (field) => {
  const halt = decodeJson(`{"type":"halt","market":"BTC-PERP","${field}":"\\ud800"}`);
  expect(smallEngine().applyParsed([halt])).toMatchObject([{ type: "rejected", code: "MALFORMED", field }]);
});

test("a key is named alike in both codecs, whatever a decoder makes of it", () => {
  const packed = Buffer.from("82a474797065a468617368a95f5f70726f746f5f5f01", "hex");
  for (const form of [decodeJson('{"type":"hash","__proto__":1}'), decodeMessagePack(packed)]) {
    expect(smallEngine().applyParsed([form])).toMatchObject([{ code: "UNKNOWN_FIELD", field: "__proto__" }]);
  }
});
