/** The book, bare and inside the whole engine, beside native C++ over the same stream (P1, P2, P3). */

import {
  checksumOf,
  describe,
  generate,
  sets,
  type Workload,
  type WorkloadSet,
} from "#breakwater/measure/workload/lobw.js";
import { bookModule } from "./book-module.js";
import { engineBatch, engineRecords } from "./engine-stream.js";
import { type Contender, compete, type Options, type Result } from "./harness.js";
import { nativeBook, referenceBook } from "./native.js";

const SMOKE_OPERATIONS = 20_000;

/** Sets of the standard, or small ones of the same shape. */
function workloads(options: Options, names: readonly string[]): Workload[] {
  const chosen = sets.filter((set) => names.includes(set.name));
  if (!options.smoke) return chosen.map((set) => generate(set));
  return chosen.map((set: WorkloadSet) =>
    generate({ ...set, live: Math.min(set.live, 2_000) }, SMOKE_OPERATIONS),
  );
}

function result(
  bench: string,
  workload: Workload,
  contenders: (Contender | null)[],
  options: Options,
  more = "",
): Result {
  const present = contenders.filter((contender) => contender !== null);
  const isCompared = present.some((contender) => contender.name.startsWith("native"));
  const rounds = Math.min(options.rounds, workload.set.name === "D" ? 3 : options.rounds);
  return {
    bench,
    workload: describe(workload) + more,
    checksum: checksumOf(workload),
    unit: "ns/op",
    rounds,
    rows: compete(present, rounds),
    notes: isCompared ? [] : ["no C++ compiler: not compared with native code"],
  };
}

/** P1 and P3: the bare book on A, B, C and D. */
export function book(options: Options): Result[] {
  return workloads(options, options.smoke ? ["A", "B", "C"] : ["A", "B", "C", "D"]).map((workload) =>
    result("book", workload, [nativeBook(workload), bookModule(workload), referenceBook(workload)], options),
  );
}

/** P2: the whole engine on A and B, for as many accounts as make the cache matter. */
export function engine(options: Options): Result[] {
  const counts = options.smoke ? [100] : [10_000, 100_000, 1_000_000];
  return workloads(options, ["A", "B"]).flatMap((workload) =>
    counts.map((accounts) => {
      const contenders = [
        nativeBook(workload, accounts),
        engineRecords(workload, accounts),
        engineBatch(workload, accounts),
        referenceBook(workload, accounts),
      ];
      return result("engine", workload, contenders, options, `, ${accounts} accounts`);
    }),
  );
}
