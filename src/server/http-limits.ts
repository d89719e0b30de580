/** How much a server holds for its clients, and how long it waits for them: every one an option of `serve`. */

export interface HttpLimits {
  /** Connections at a time; one more is closed as it comes. */
  readonly connections: number;
  /** The headers of a request have arrived within this time, in milliseconds. */
  readonly headersMillis: number;
  /** A request has arrived whole within this time, in milliseconds. */
  readonly requestMillis: number;
  /** A connection on which nothing moves for so long, in milliseconds, is closed. */
  readonly stallMillis: number;
  /** Bytes of bodies that have begun to arrive or wait for their turn, all connections together; at least 4 MiB. */
  readonly bodyBytes: number;
  /** Bytes of answers that are not read yet, all connections together. */
  readonly answerBytes: number;
  /** What the queries of a request may weigh together: about the bytes of their answers (`query-weight.ts`). */
  readonly queryWeight: number;
  /** A request that waits for the engine longer than this, in milliseconds, is refused: OVERLOADED. */
  readonly queueMillis: number;
}

/** What each is for, and its least and greatest value as an option. */
export const limitBounds: Readonly<
  Record<keyof HttpLimits, readonly [about: string, min: number, max: number]>
> = {
  connections: ["connections at a time", 1, 1_000_000],
  headersMillis: ["milliseconds in which a request's headers arrive", 1, 3_600_000],
  requestMillis: ["milliseconds in which a request arrives", 1, 3_600_000],
  stallMillis: ["milliseconds after which a connection where nothing moves is closed", 1, 3_600_000],
  bodyBytes: ["bytes of bodies that arrive or wait, all together", 4_194_304, 4_294_967_296],
  answerBytes: ["bytes of answers that are not read yet, all together", 1_048_576, 4_294_967_296],
  queryWeight: ["what the queries of a request may weigh together", 1, 4_294_967_296],
  queueMillis: ["milliseconds that a request may wait for the engine", 1, 3_600_000],
};

/** "bodyBytes" → "--body-bytes" */
export const limitFlag = (limit: string): string =>
  `--${limit.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export const httpLimits: HttpLimits = {
  connections: 1024,
  headersMillis: 10_000,
  requestMillis: 30_000,
  stallMillis: 60_000,
  bodyBytes: 16_777_216,
  answerBytes: 16_777_216,
  queryWeight: 4_194_304,
  queueMillis: 1_000,
};
