/**
 * Names that are all alike to 32-bit FNV-1a, which has no key: Joux, "Multicollisions in iterated hash functions" (2004). From one
 * state two pieces are found that lead to the same next one, fifteen times over: any choice of pieces is a name of the same hash.
 */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STAGES = 15;
const LETTERS = 4;
const BASIS = 0x811c_9dc5;
const PRIME = 0x0100_0193;

/** FNV-1a, continued. */
export function fnv(text: string, from: number = BASIS): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash >>> 0;
}

/** A piece of a name, far from those before and behind it: near ones never collide. */
function piece(number: number): string {
  let rest = (number * 1_299_709) % ALPHABET.length ** LETTERS;
  let text = "";
  for (let k = 0; k < LETTERS; k++) {
    text += ALPHABET[rest % ALPHABET.length];
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** Two pieces that lead from a state to the same one. */
function pair(from: number): readonly [string, string] {
  const seen = new Map<number, string>();
  for (let i = 0; ; i++) {
    const text = piece(i);
    const hash = fnv(text, from);
    const other = seen.get(hash);
    if (other !== undefined) return [other, text];
    seen.set(hash, text);
  }
}

/** So many different names of sixty letters, at most 32,768, with one hash. */
export function collidingNames(count: number): string[] {
  const stages: (readonly [string, string])[] = [];
  for (let state = BASIS; stages.length < STAGES; state = fnv(stages.at(-1)![0], state))
    stages.push(pair(state));
  return Array.from({ length: count }, (_, i) => stages.map((stage, k) => stage[(i >> k) & 1]!).join(""));
}
