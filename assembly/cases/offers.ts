/**
 * What the legs of open cases want to close, for other cases to cross with (rules: slicing 24): a leg's work
 * keeps it since its latest round, positive for a long leg, negative for a short one. The market counts the
 * legs of both kinds, so that no counterparty is looked for where there is none, and keeps them in order (memory/offer-heaps).
 */
import { Case, Work } from "../memory/abi";
import { marketAt, workAt } from "../memory/arena";
import { offer, rowOfWork, withdraw } from "../memory/offer-heaps";

export function setWanted(work: Work, wanted: i64): void {
  if ((work.wanted | wanted) == 0) return;
  const market = marketAt(work.market);
  market.wantedLongs += u32(wanted > 0) - u32(work.wanted > 0);
  market.wantedShorts += u32(wanted < 0) - u32(work.wanted < 0);
  const turns = (work.wanted ^ wanted) < 0;
  work.wanted = wanted;
  const row = rowOfWork(work);
  if (wanted == 0 || turns) withdraw(row);
  offer(row);
}

/** Lots of the leg have been closed: so much less is wanted. */
export function reduceWanted(work: Work, lots: i64): void {
  if (work.wanted > 0) setWanted(work, max<i64>(0, work.wanted - lots));
  else if (work.wanted < 0) setWanted(work, min<i64>(0, work.wanted + lots));
}

/** Nothing of the case is wanted any more. */
export function withdrawOffers(liquidation: Case): void {
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) setWanted(workAt(w), 0);
}
