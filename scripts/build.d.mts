export function build(options?: { readonly all?: boolean; readonly quiet?: boolean }): void;
