/** Why a command was refused (PROTOCOL 6). Thrown before anything changes, so nothing has to be undone. */
export class Refusal extends Error {
  readonly code: string;
  readonly field: string | null;

  constructor(code: string, field: string | null) {
    super(code);
    this.code = code;
    this.field = field;
  }
}

export function refuse(code: string, field: string | null = null): never {
  throw new Refusal(code, field);
}
