/** Reads a request's headers and query strictly: media types in and out, the host, parameters. */
import type { FastifyRequest } from "fastify";
import { BreakwaterError } from "../domain/errors.js";
import { HttpError } from "./problems.js";

export const JSON_TYPE = "application/json";
export const MSGPACK_TYPE = "application/msgpack";
export const SBE_TYPE = "application/sbe";
export const EVENT_STREAM_TYPE = "text/event-stream";

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
/** The name of this machine that was seen last: most clients use the same one. */
let ourName = "";

/** Whether a `Host` header names this machine, whatever its port. */
export function isLoopbackName(host: string): boolean {
  if (host === ourName && host !== "") return true;
  if (!LOOPBACK_HOST.test(host)) return false;
  ourName = host;
  return true;
}

/** Whether an `Origin` header names a page of this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const scheme = /^https?:\/\//i.exec(origin)?.[0];
  return scheme !== undefined && LOOPBACK_HOST.test(origin.slice(scheme.length));
}

/** How many `Host` headers there are among names and values in turn: Node keeps the first and drops the others. */
export function hostCount(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count;
}

/** The media type of a header's value, without its parameters. */
const bare = (value: string) => (value.split(";", 1)[0] as string).trim().toLowerCase();

/** The content type of the body, one of `types`. Throws HttpError 415, also when the body is compressed. */
export function contentTypeOf(request: FastifyRequest, types: readonly string[]): string {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && bare(encoding) !== "identity") throw new HttpError("unsupportedEncoding");
  const given = request.headers["content-type"] ?? "";
  if (types.includes(given)) return given;
  const type = bare(given);
  if (!types.includes(type)) throw new HttpError("unsupportedType", `This route takes ${types.join(", ")}.`);
  return type;
}

/**
 * The type to answer in: of `types`, the one that `Accept` weighs highest, the earlier one among equals. Without an
 * `Accept`, the first. Throws HttpError 406.
 */
export function acceptedType(request: FastifyRequest, types: readonly string[]): string {
  const accept = request.headers.accept;
  if (accept === undefined || accept === "*/*") return types[0] as string;
  if (types.includes(accept)) return accept;
  let best: string | null = null;
  let bestWeight = 0;
  for (const type of types) {
    const weight = weightOf(type, accept);
    if (weight > bestWeight) {
      best = type;
      bestWeight = weight;
    }
  }
  if (best === null) throw new HttpError("notAcceptable", `This route answers in ${types.join(", ")}.`);
  return best;
}

/** The weight (q) that `accept` gives to `type`: the most specific range decides (RFC 9110, 12.5.1). */
function weightOf(type: string, accept: string): number {
  let weight = 0;
  let specific = 0;
  for (const range of accept.split(",")) {
    const name = bare(range);
    const precision =
      name === type ? 3 : name === `${type.slice(0, type.indexOf("/"))}/*` ? 2 : name === "*/*" ? 1 : 0;
    if (precision <= specific) continue;
    const q = /;\s*q=([01](?:\.\d{0,3})?)/i.exec(range)?.[1];
    specific = precision;
    weight = q === undefined ? 1 : Number(q);
  }
  return weight;
}

/** The query's parameters, each at most once and in UTF-8. Throws for one that the route has not. */
export function queryOf<Name extends string>(
  request: FastifyRequest,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const query = request.query as Record<string, string | string[]>;
  if (!isEncoded(request.url)) throw new BreakwaterError("MALFORMED", null, "notUnicode");
  for (const name in query) {
    if (!(names as readonly string[]).includes(name))
      throw new BreakwaterError("UNKNOWN_FIELD", name.slice(0, 64));
    if (typeof query[name] !== "string") throw new BreakwaterError("MALFORMED", name);
  }
  return query as Partial<Record<Name, string>>;
}

/** Whether all that is written with % is UTF-8: the parser of queries would pass it on as it came. */
function isEncoded(url: string): boolean {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** A non-negative integer below 2^53 in decimal digits. Throws MALFORMED. */
export function integerOf(name: string, text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new BreakwaterError("MALFORMED", name, "notAnInteger");
  return value;
}
