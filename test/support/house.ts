/**
 * The order of a house of files, as a function of their imports: floors that imports only go down, and no circle of
 * files. Types count as much as code: what names a file cannot be understood without it.
 */

/** Files, each with the files that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** From the ground up: folders, and files that stand in none. Neighbours on one floor do not import each other. */
export type Floors = readonly (readonly string[])[];

/** What a line is made of as far as imports go: strings, and comments, which may have quotes in them. */
const stringOrComment = /"([^"\n]*)"|'([^'\n]*)'|\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/** Resolves "../b.js", as `file` names it, against the folder of `file`. */
function resolve(file: string, path: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** `.js` stands for the `.ts` that it is made of; AssemblyScript leaves the extension out. */
const sourceOf = (target: string): string =>
  (/\.\w+$/.test(target) ? target : `${target}.ts`).replace(/\.js$/, ".ts");

/**
 * The imports among `sources`, file by file: every relative path in quotes outside of comments, so that a type's
 * import and a worker started by its address count as well.
 */
export function importsAmong(sources: ReadonlyMap<string, string>): Imports {
  return new Map(
    [...sources].map(([file, source]) => {
      const strings = [...source.matchAll(stringOrComment)].map(
        ([, double, single]) => double ?? single ?? "",
      );
      const targets = strings
        .filter((path) => /^\.{1,2}\//.test(path))
        .map((path) => sourceOf(resolve(file, path)));
      return [file, [...new Set(targets)].filter((target) => sources.has(target))];
    }),
  );
}

/** Where a file stands: it is named itself, or its folder is, the one right below the half's root. */
function placeOf(file: string): string {
  const [, folder, ...inside] = file.split("/");
  return inside.length === 0 ? `${folder}` : `${folder}/`;
}

function floorsOf(floors: Floors): ReadonlyMap<string, number> {
  return new Map(floors.flatMap((places, floor) => places.map((place) => [place, floor] as const)));
}

/** Files that no floor has a place for. */
export function homeless(imports: Imports, floors: Floors): string[] {
  const heights = floorsOf(floors);
  return [...imports.keys()].filter((file) => !heights.has(placeOf(file)));
}

/** Imports of what stands higher, or beside: "src/codec/json.ts imports src/server/app.ts". */
export function upwardImports(imports: Imports, floors: Floors): string[] {
  const heights = floorsOf(floors);
  const heightOf = (file: string) => heights.get(placeOf(file)) ?? Number.POSITIVE_INFINITY;
  return [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => placeOf(target) !== placeOf(file) && heightOf(target) >= heightOf(file))
      .map((target) => `${file} imports ${target}`),
  );
}

/** One circle for each knot of files that import each other, a shortest one: "a.ts → b.ts → a.ts". */
export function circles(imports: Imports): string[] {
  const found: string[] = [];
  const knotted = new Set<string>();
  for (const file of [...imports.keys()].sort()) {
    if (knotted.has(file)) continue;
    const circle = circleThrough(file, imports);
    if (circle === null) continue;
    found.push(circle.join(" → "));
    for (const one of knotOf(file, imports)) knotted.add(one);
  }
  return found;
}

/** A shortest way from `file` back to it. */
function circleThrough(file: string, imports: Imports): string[] | null {
  const ways = [[file]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const target of imports.get(way.at(-1)!) ?? []) {
      if (target === file) return [...way, file];
      if (!seen.has(target)) ways.push([...way, target]);
      seen.add(target);
    }
  }
  return null;
}

/** The files that `file` reaches and that reach it. */
function knotOf(file: string, imports: Imports): string[] {
  const reached = reachable([file], imports);
  return [...reached].filter((one) => reachable([one], imports).has(file));
}

/** The entries, and all that they import, and what that imports. */
export function reachable(entries: readonly string[], imports: Imports): Set<string> {
  const seen = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const targets = imports.get(file);
    if (seen.has(file) || targets === undefined) continue;
    seen.add(file);
    open.push(...targets);
  }
  return seen;
}

/** Files of the same name, but for the names that have a reason: "a/spec.ts, b/spec.ts". */
export function namesakes(files: readonly string[], reasons: Readonly<Record<string, string>>): string[] {
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return [...byName]
    .filter(([name, same]) => same.length > 1 && !Object.hasOwn(reasons, name))
    .map(([, same]) => same.join(", "));
}
