/** The product's static checks refuse what the generator spoiled, as the rules say (rules: commands 3), and nothing else. */
import { expect, test } from "vitest";
import { Model } from "../model/model.js";
import { refusalOf } from "../support/refusal.js";
import { Generator } from "./generate.js";

test("a malformed command is refused by its first fault, a well-formed one is not", () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const generator = new Generator(seed);
    const model = new Model();
    for (let number = 0; number < 1_000; number += 1) {
      const { command, refusal = null } = generator.next();
      const decoded = refusalOf(command);
      expect({ command, refusal: decoded && { code: decoded.code, field: decoded.field } }).toEqual({
        command,
        refusal,
      });
      generator.observe(model.apply(command, refusal));
    }
  }
});
