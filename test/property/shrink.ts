/** Makes a failing list smaller while it fails in the same way (delta debugging). */

/** Whether a list still fails in the same way. False from when time is up: then nothing is left out any more. */
export type Stays<Item> = (items: readonly Item[]) => boolean;

/** Leaves out halves, quarters, … and single items, until each that is left is needed for itself. */
export function leaveOut<Item>(items: readonly Item[], stays: Stays<Item>): readonly Item[] {
  let kept = items;
  for (let size = half(kept.length); ; size = half(size)) {
    const before = kept.length;
    kept = leaveOutChunks(kept, size, stays);
    if (size <= 1 && kept.length === before) return kept;
  }
}

const half = (size: number) => Math.ceil(size / 2);

/** From the last chunk to the first: what came late is the least likely to be needed by the rest. */
function leaveOutChunks<Item>(items: readonly Item[], size: number, stays: Stays<Item>): readonly Item[] {
  let kept = items;
  for (let end = kept.length; end > 0; end -= size) {
    const rest = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)];
    if (stays(rest)) kept = rest;
  }
  return kept;
}

/** Leaves out fields of each item, but for its type, and elements of its lists, however deep, one at a time. */
export function simplify<Item extends object>(items: readonly Item[], stays: Stays<Item>): readonly Item[] {
  let kept = items;
  for (const at of items.keys()) {
    for (let simplified = true; simplified; ) {
      simplified = false;
      for (const simpler of simplerThan(kept[at])) {
        const changed = kept.with(at, simpler as Item);
        if (!stays(changed)) continue;
        kept = changed;
        simplified = true;
        break;
      }
    }
  }
  return kept;
}

/** The value with one thing less, in all ways. */
function* simplerThan(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const at of value.keys()) yield value.toSpliced(at, 1);
    for (const at of value.keys())
      for (const simpler of simplerThan(value[at])) yield value.with(at, simpler);
  } else if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value);
    for (const [at, [name]] of fields.entries()) {
      if (name !== "type") yield Object.fromEntries(fields.toSpliced(at, 1));
    }
    for (const [name, field] of fields) {
      for (const simpler of simplerThan(field)) yield { ...value, [name]: simpler };
    }
  }
}
