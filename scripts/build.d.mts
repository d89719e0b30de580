export function build(options?: {
  readonly all?: boolean;
  readonly names?: boolean;
  readonly quiet?: boolean;
}): void;
