/** The part of WebAssembly's JavaScript interface that the kernel uses; `lib` has it only together with the DOM. */
declare namespace WebAssembly {
  type ImportValue =
    | Memory
    | ((...numbers: number[]) => number | undefined)
    | ((...numbers: number[]) => void);
  type Imports = Readonly<Record<string, Readonly<Record<string, ImportValue>>>>;

  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): { module: string; name: string; kind: string }[];
    static exports(module: Module): { name: string; kind: string }[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
  }
  class RuntimeError extends Error {}
}
