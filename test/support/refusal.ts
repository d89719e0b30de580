import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";

const writer = createWriter();

export interface StaticRefusal {
  readonly code: string;
  readonly field: string | null;
}

/** What the product's decoder has against a command, from the command alone (rules: commands 3); null when nothing. */
export function refusalOf(command: unknown): StaticRefusal | null {
  writer.clear();
  const refusal = encodeCommand(command, writer);
  if (refusal === null || refusal === "full") return null;
  const { code, field } = refusal;
  return { code, field };
}
