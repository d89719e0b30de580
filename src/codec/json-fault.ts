/**
 * Where a text stops being JSON. `JSON.parse` reports it in words that differ from one version of Node to the
 * next; this reads the text again, only after it has failed, by the grammar of RFC 8259.
 */

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** Characters of a string up to its closing quote or the first that cannot stand there (controls are below U+0020). */
const CHARACTERS = /(?:[ !#-[\]-\uffff]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const WORDS = ["true", "false", "null"] as const;

/** The index of the first character that cannot stand where it stands; the text's length when more should follow. */
export function jsonFaultAt(text: string): number {
  let at = 0;
  /** What is open around the next value: "[" or "{". */
  const open: string[] = [];

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found.length > 0;
  };
  const take = (character: string): boolean => {
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const string = (): boolean => {
    if (!take('"')) return false;
    skip(CHARACTERS);
    return take('"');
  };
  /** The key, colon and space before a member's value. */
  const key = (): boolean => {
    if (!string()) return false;
    skip(SPACE);
    if (!take(":")) return false;
    skip(SPACE);
    return true;
  };
  const scalar = (): boolean => {
    if (text[at] === '"') return string();
    for (const word of WORDS) {
      if (text[at] !== word[0]) continue;
      for (const letter of word) if (!take(letter)) return false;
      return true;
    }
    return skip(NUMBER);
  };
  /** Reads a value, or the beginning of one that is not empty: then another value is due. */
  const value = (): "whole" | "begun" | "bad" => {
    const bracket = text[at];
    if (bracket !== "[" && bracket !== "{") return scalar() ? "whole" : "bad";
    at++;
    skip(SPACE);
    if (take(bracket === "[" ? "]" : "}")) return "whole";
    open.push(bracket);
    return bracket === "{" && !key() ? "bad" : "begun";
  };
  /** After a whole value: closes what ends here. True when another value is due. */
  const next = (): boolean | null => {
    for (;;) {
      skip(SPACE);
      const around = open.at(-1);
      if (around === undefined) return false;
      if (take(",")) {
        skip(SPACE);
        return around === "[" || key() ? true : null;
      }
      if (!take(around === "[" ? "]" : "}")) return null;
      open.pop();
    }
  };

  skip(SPACE);
  for (;;) {
    const read = value();
    if (read === "bad") return at;
    if (read === "begun") continue;
    const more = next();
    if (more !== true) return at;
  }
}
