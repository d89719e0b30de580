/** What a page of docs/ shows and cites, taken out of its Markdown; docs.test.ts holds it against the code. */
import { readdirSync, readFileSync } from "node:fs";

export const root = new URL("../../", import.meta.url);
export const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Every file under the folders whose name ends so. */
export function filesUnder(folders: readonly string[], ending: string): string[] {
  return folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(ending))
      .map((name) => `${folder}/${name}`)
      .sort(),
  );
}

/** A fenced block: the words after its fence, the line of the page on which it begins, what stands in it. */
export interface Block {
  readonly info: string;
  readonly line: number;
  readonly body: string;
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { info: string; line: number; body: string[] } | null = null;
  page.split("\n").forEach((line, index) => {
    const fence = /^\s*```(.*)$/.exec(line);
    if (open !== null && fence?.[1]?.trim() === "") {
      blocks.push({ ...open, body: open.body.join("\n") });
      open = null;
    } else if (open !== null) open.body.push(line);
    else if (fence !== null) open = { info: fence[1]!.trim(), line: index + 1, body: [] };
  });
  if (open !== null) throw new Error("a block is not closed");
  return blocks;
}

/** The page without its blocks: what is cited and linked in prose. */
export const proseOf = (page: string): string => page.replace(/^\s*```[\s\S]*?^\s*```\s*$/gm, "");

export type Line = Readonly<Record<string, unknown>>;

/** One JSON object a line. */
export const linesOf = (block: Block): Line[] =>
  block.body
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Line);

/** Commands that run after the page's world, and what comes of them: of each type that is shown, every event. */
export interface Example {
  readonly line: number;
  readonly world: readonly Line[];
  readonly commands: readonly Line[];
  readonly events: readonly Line[];
}

/** The runnable blocks of the page at this path. Throws where one stands alone. */
export function examplesOf(path: string, blocks: readonly Block[]): Example[] {
  const examples: Example[] = [];
  let world: readonly Line[] | null = null;
  let pending: Block | null = null;
  for (const block of blocks) {
    const { info, line } = block;
    if (pending !== null && info !== "jsonl events")
      throw new Error(`${path}:${pending.line}: commands without events`);
    if (info === "jsonl world") {
      if (world !== null || examples.length > 0)
        throw new Error(`${path}:${line}: a world stands once, before every example`);
      world = linesOf(block);
    } else if (info === "jsonl commands") pending = block;
    else if (info === "jsonl events") {
      if (pending === null) throw new Error(`${path}:${line}: events of no commands`);
      const events = linesOf(block);
      if (events.length === 0) throw new Error(`${path}:${line}: an example that shows nothing`);
      examples.push({ line: pending.line, world: world ?? [], commands: linesOf(pending), events });
      pending = null;
    }
  }
  if (pending !== null) throw new Error(`${path}:${pending.line}: commands without events`);
  return examples;
}

/** Files in backquotes, and the names in quotes that follow a colon: (`test/x.test.ts`: "one", "another"). */
export function citedTests(page: string): { readonly path: string; readonly names: readonly string[] }[] {
  const flat = proseOf(page).replace(/\s+/g, " ");
  return [...flat.matchAll(/`(test\/[^`\s]+\.ts)`(?::((?:,? "[^"]+")+))?/g)].map(
    ([, path = "", names = ""]) => ({
      path,
      names: [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name),
    }),
  );
}

/** The headings of a page: `## 3. Name` has the number 3, others none. */
export function headingsOf(page: string): { readonly text: string; readonly number: number | null }[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([whole, text = ""]) => {
    const number = /^## (\d+)\. /.exec(whole)?.[1];
    return { text, number: number === undefined ? null : Number(number) };
  });
}

/** The anchor that a heading has where Markdown is shown: small letters, hyphens for spaces, no punctuation. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

/** The `page N` of every citation in comments: "slicing 3, 4, margin 1" names three rules; null where it has another form. */
export function citedRules(source: string): { readonly text: string; readonly rules: string[] | null }[] {
  return [...source.matchAll(/\(rules:\s+([^)]*)\)/g)].map(([, inside = ""]) => {
    const text = inside.replace(/\n\s*(?:\*|\/\/|#)?\s*/g, " ");
    let page: string | undefined;
    const rules = text.split(/[,;] ?/).map((item) => {
      const found = /^(?:([a-z-]+) )?(\d+)$/.exec(item);
      page = found?.[1] ?? page;
      return found === null || page === undefined ? null : `${page} ${found[2]}`;
    });
    return { text, rules: rules.includes(null) ? null : (rules as string[]) };
  });
}
