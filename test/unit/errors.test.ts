import { describe, expect, test } from "vitest";
import { CodeWords, DetailWords } from "#breakwater/abi/layout.js";
import { BreakwaterError, codes, details, sentenceOf } from "#breakwater/domain/errors.js";

describe("the table of errors", () => {
  test("every code but OK has its number, a status and a sentence", () => {
    expect(Object.keys(codes)).toEqual(CodeWords.slice(1));
    for (const [code, { number, status, sentence }] of Object.entries(codes)) {
      expect(CodeWords[number]).toBe(code);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(sentence).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  test("every detail has a sentence", () => {
    expect(Object.keys(details).sort()).toEqual([...DetailWords].sort());
    expect(Object.values(details).filter((sentence) => sentence === "")).toEqual([""]);
  });

  test.each([
    ["MALFORMED", 400],
    ["OUT_OF_RANGE", 400],
    ["UNKNOWN_MARKET", 404],
    ["ALREADY_EXISTS", 409],
    ["IN_LIQUIDATION", 409],
    ["SPEC_INVALID", 422],
    ["INSUFFICIENT_MARGIN", 422],
    ["UNAUTHORIZED", 401],
    ["FORBIDDEN", 403],
    ["OVERLOADED", 503],
    ["NOT_DURABLE", 503],
    ["CAPACITY", 507],
    ["POISONED", 500],
  ] as const)("%s is HTTP %d", (code, status) => {
    expect(new BreakwaterError(code).status).toBe(status);
  });

  test("an error says it as RFC 9457 has it", () => {
    const error = new BreakwaterError("MALFORMED", "policy.interval", "notAnInteger");
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toContain("policy.interval");
    expect(error.toProblem()).toEqual({
      type: "urn:breakwater:problem:MALFORMED",
      title: "This does not have the form that it must have.",
      status: 400,
      detail: "policy.interval: This does not have the form that it must have: it is not an integer.",
      code: "MALFORMED",
      field: "policy.interval",
    });
    expect(sentenceOf("DUPLICATE", "none")).toBe("This was received before.");
  });
});
