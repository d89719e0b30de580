/** Why a command was refused (PROTOCOL 6). Thrown before anything changes, so nothing has to be undone. */
export class Refusal extends Error {
  readonly code: string;
  readonly field: string | null;
  /** The market whose price is in doubt; absent with every other code. */
  readonly market: string | undefined;

  constructor(code: string, field: string | null, market?: string) {
    super(code);
    this.code = code;
    this.field = field;
    this.market = market;
  }
}

export function refuse(code: string, field: string | null = null, market?: string): never {
  throw new Refusal(code, field, market);
}
