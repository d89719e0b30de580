/** Names: 1-64 of `A-Z a-z 0-9 . _ : / -` (PROTOCOL.md section 1). */
import { constants } from "../abi/layout.js";

const allowed = new Uint8Array(128);
for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-") {
  allowed[letter.charCodeAt(0)] = 1;
}

/** Accounts of a domain itself, in the order of their numbers (`ACCOUNT_…` of the schema). */
export const ownAccounts = ["@street", "@liquidation", "@fund", "@fees", "@rounding"] as const;

/** Whether the byte may stand in a name. */
export const isNameByte = (byte: number): boolean => allowed[byte] === 1;

/** Whether `text` has the grammar of a name. Names that begin with `@` have not: they are the domain's own. */
export function isName(text: string): boolean {
  const length = text.length;
  if (length === 0 || length > constants.NAME_MAX) return false;
  for (let i = 0; i < length; i++) if (allowed[text.charCodeAt(i)] !== 1) return false;
  return true;
}

/** Whether `text` is `O…`, `S…` or `C…` followed by digits alone: what the engine calls its own orders and cases. */
export function isReservedOrderName(text: string): boolean {
  const first = text.charCodeAt(0);
  if ((first !== 0x4f && first !== 0x53 && first !== 0x43) || text.length < 2) return false;
  for (let i = 1; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/** At most 64 characters of ASCII: what a refusal can carry of a field that the client made up. */
export function asciiField(text: string): string {
  let out = "";
  for (let i = 0; i < text.length && i < constants.NAME_MAX; i++) {
    out += text.charCodeAt(i) < 128 ? text.charAt(i) : "?";
  }
  return out;
}
