/**
 * What a load generator sends: on each connection one request again and again, with numbers in it that rise, because a
 * feed's sequence must. The file that carries it is read by `client.ts` and by the native generator of the benches.
 *
 * ```
 *   u32 connections, then for each:
 *   u32 bytes │ u32 patches │ patches × (u32 offset, u32 kind) │ the request, `bytes` long          little endian
 * ```
 */

/** Where a number of the request stands, and how it is written. Each one written is one more than the last. */
export interface Patch {
  readonly offset: number;
  readonly kind: PatchKind;
}

/** `digits`: ten ASCII digits; `u64`: eight bytes, little endian; `digit`: the last ASCII digit of the one before. */
export const patchKinds = ["digits", "u64", "digit"] as const;
export type PatchKind = (typeof patchKinds)[number];

export interface Template {
  readonly bytes: Uint8Array;
  readonly patches: readonly Patch[];
}

/** Counters have ten digits. */
export const COUNTER_START = 1_000_000_000;

/** A whole POST request. `mark`s in the body are its patches, found by what they are in it. */
export function postRequest(path: string, headers: Record<string, string>, body: Uint8Array): Uint8Array {
  const lines = Object.entries({ host: "127.0.0.1", ...headers, "content-length": String(body.length) });
  const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(new TextEncoder().encode(head));
  bytes.set(body, head.length);
  return bytes;
}

export function encodeTemplates(templates: readonly Template[]): Uint8Array {
  const size = templates.reduce((sum, { bytes, patches }) => sum + 8 + 8 * patches.length + bytes.length, 4);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  const put = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  put(templates.length);
  for (const { bytes, patches } of templates) {
    put(bytes.length);
    put(patches.length);
    for (const { offset, kind } of patches) {
      put(offset);
      put(patchKinds.indexOf(kind));
    }
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

export function decodeTemplates(file: Uint8Array): Template[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  const get = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  return Array.from({ length: get() }, () => {
    const length = get();
    const patches = Array.from({ length: get() }, () => {
      const offset = get();
      return { offset, kind: patchKinds[get()] as PatchKind };
    });
    at += length;
    return { bytes: file.slice(at - length, at), patches };
  });
}

/** Writes the patches of the next request and returns the counter after it. */
export function applyPatches({ bytes, patches }: Template, view: DataView, counter: number): number {
  let next = counter;
  for (const { offset, kind } of patches) {
    if (kind === "u64") {
      view.setUint32(offset, next, true);
      view.setUint32(offset + 4, Math.floor(next / 2 ** 32), true);
      next += 1;
    } else if (kind === "digit") bytes[offset] = 0x30 + ((next - 1) % 10);
    else {
      let rest = next;
      for (let i = 9; i >= 0; i--) {
        bytes[offset + i] = 0x30 + (rest % 10);
        rest = Math.floor(rest / 10);
      }
      next += 1;
    }
  }
  return next;
}
