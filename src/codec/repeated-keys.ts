/**
 * Whether an object of a message has a key twice. Decoders keep the last one silently, so that two readers of the same bytes may
 * see two commands; and what was dropped shows in the number of keys, without a look at their names.
 */

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** The keys of all objects in a decoded value. */
export function keysIn(value: unknown): number {
  let keys = 0;
  /** What is still to be looked at: messages may be nested deeper than calls. */
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const one = rest.pop();
    if (typeof one !== "object" || one === null) continue;
    if (Array.isArray(one)) {
      for (const inner of one) if (typeof inner === "object") rest.push(inner);
      continue;
    }
    for (const key in one) {
      keys++;
      const inner = (one as Record<string, unknown>)[key];
      if (typeof inner === "object") rest.push(inner);
    }
  }
  return keys;
}

/** The keys that a JSON text writes: its colons outside of strings. */
export function keysOfJson(text: string): number {
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === COLON) keys++;
    if (character !== QUOTE) continue;
    for (at++; text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
  }
  return keys;
}
