export function explainTrap(stack: string): string;
