/** Streams of the generator that stay the same while the engine changes: the model answers them, not the core. */
import { type Command, Model } from "../model/model.js";
import { PINNED_FEATURES } from "./features.js";
import { Generator } from "./generate.js";

/** The first `commands` commands of a seed's world with the pinned features, whatever the environment says. */
export function streamOf(seed: number, commands: number): Command[] {
  const generator = new Generator(seed, new Set(PINNED_FEATURES));
  const model = new Model();
  return Array.from({ length: commands }, () => {
    const { command, refusal } = generator.next();
    generator.observe(model.apply(command, refusal));
    return command;
  });
}

/** As `breakwater replay` reads them. */
export function linesOf(commands: readonly Command[]): string {
  return commands.map((command) => `${JSON.stringify(command)}\n`).join("");
}
