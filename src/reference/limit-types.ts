/** Writes `src/kernel/limit-sizes.ts`: the limits as a type, with what each bounds and its default. */
import { defaultLimits } from "../abi/layout.js";
import { limitTexts } from "../domain/limit-texts.js";

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function limitTypesSource(): string {
  const members = Object.entries(defaultLimits).map(([name, size]) => {
    const text = `${upper(limitTexts[name as keyof typeof defaultLimits])}. Default: ${size}.`;
    return `  /** ${text} */\n  readonly ${name}: number;`;
  });
  return `/** Sizes of the core's tables. GENERATED from \`limit-texts.ts\` by src/reference/limit-types.ts: npm run generate. */

/** Sizes of the core's tables, fixed when it is made: positive integers. */
export interface Limits {
${members.join("\n")}
}
`;
}

/** The table of PROTOCOL.md: as options, with what each bounds. */
export function tableSizes(): string {
  const rows = Object.entries(defaultLimits).map(([name, size]) => {
    const shown = String(size).replace(/\B(?=(\d{3})+(?!\d))/g, size > 9999 ? " " : "");
    return `| \`${name}\` | ${shown} | ${limitTexts[name as keyof typeof defaultLimits]} |`;
  });
  return ["| NAME | default | |", "|---|---|---|", ...rows].join("\n");
}
