/** What every subcommand tells the shell, and says in its help. */

/** Answered, done. */
export const ANSWERED = 0;
/** The answer is "no". */
export const NO = 1;
/** The input or the options are wrong, or the question cannot be answered: whoever asked has no answer. */
export const CANNOT = 2;

/** Exit code 2; the message is for standard error. */
export class CannotAnswer extends Error {}

/** The end of a subcommand's help; `no`: when it is 1, where it can be. */
export function exitCodes(answered: string, no?: string): string {
  const one = no === undefined ? "1 is not used" : `1 ${no}`;
  return `\nExit codes: 0 ${answered}; ${one}; 2 the input or the options are wrong, or it cannot be answered.`;
}
