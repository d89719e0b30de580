/** Idempotency keys and what was answered under them; the least recently used one is forgotten first. */
export class KeyTable<Answer> {
  readonly #answers = new Map<string, Answer>();
  readonly #max: number;

  constructor(max = 65_536) {
    this.#max = max;
  }

  get size(): number {
    return this.#answers.size;
  }

  /** The answer that was given under this key; undefined when it is new or forgotten. */
  find(key: string): Answer | undefined {
    const answer = this.#answers.get(key);
    if (answer === undefined) return undefined;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  remember(key: string, answer: Answer): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    if (this.#answers.size <= this.#max) return;
    for (const oldest of this.#answers.keys()) {
      this.#answers.delete(oldest);
      return;
    }
  }
}
