/**
 * The venue's ids of reports, kept so that a repeat changes nothing (rules: venue-reports 11): those of a slice with it, those of
 * fills from elsewhere in the order in which they came. Where there is no room, what has ended longest ago gives way.
 */
import { Name, Pair, Slice, VENUE_REPORT_BYTES } from "../memory/abi";
import { giveRow, meters, reportAt, reportPool, room, shard, sliceAt, takeRow } from "../memory/arena";
import { findElsewhere, forgetReport, indexReport, sameName } from "../memory/names";
import { DEBUGGING, isPlanted } from "../memory/pairs";

export function forgetIds(slice: Slice): void {
  while (slice.lastReport != 0) forgetOldestId(slice);
}

/** Ids hang in a ring, from the oldest on; their slice knows the latest, behind which the oldest stands. */
function forgetOldestId(slice: Slice): void {
  const last = slice.lastReport;
  if (last == 0) return;
  meters.looks++;
  const oldest = reportAt(last).next;
  if (oldest == last) slice.lastReport = 0;
  else reportAt(last).next = reportAt(oldest).next;
  giveReport(oldest);
}

function giveReport(row: u32): void {
  forgetReport(row);
  giveRow(reportPool, row, VENUE_REPORT_BYTES);
}

/** Fills from elsewhere hang in a list, the oldest first. */
function forgetOldestElsewhere(): void {
  meters.looks++;
  const oldest = shard.elsewhereHead;
  shard.elsewhereHead = reportAt(oldest).next;
  if (shard.elsewhereHead == 0) shard.elsewhereTail = 0;
  giveReport(oldest);
}

/** Makes room for an id at the cost of what has ended longest ago: a slice's ids, or a fill from elsewhere. */
function makeRoom(): void {
  while (room(reportPool) == 0 && (shard.endedWithIds | shard.elsewhereHead) != 0) {
    const ended = shard.endedWithIds;
    const elsewhere = shard.elsewhereHead;
    if (ended == 0 || (elsewhere != 0 && reportAt(elsewhere).ending < sliceAt(ended).ending)) {
      forgetOldestElsewhere();
      continue;
    }
    shard.endedWithIds = sliceAt(ended).nextEnded;
    forgetIds(sliceAt(ended));
  }
}

/** Keeps the venue's id of a report on a slice, as its latest. None is refused for room: then the slice's oldest goes. */
export function keepId(row: u32, id: Name): void {
  const slice = sliceAt(row);
  makeRoom();
  if (room(reportPool) == 0) forgetOldestId(slice);
  const kept = takeRow(reportPool);
  // Every id is of another slice that is out.
  if (kept == 0) return;
  const report = reportAt(kept);
  const last = slice.lastReport;
  report.slice = row;
  report.next = last == 0 ? kept : reportAt(last).next;
  if (last != 0) reportAt(last).next = kept;
  slice.lastReport = kept;
  nameReport(kept, id);
}

/** Keeps the venue's id of a fill from elsewhere, like that of a slice that ended at once. */
export function keepElsewhere(account: u32, market: u32, id: Name): void {
  makeRoom();
  const kept = takeRow(reportPool);
  if (kept == 0) return;
  const report = reportAt(kept);
  report.account = account;
  report.market = market;
  report.ending = ++shard.endings;
  if (shard.elsewhereTail == 0) shard.elsewhereHead = kept;
  else reportAt(shard.elsewhereTail).next = kept;
  shard.elsewhereTail = kept;
  nameReport(kept, id);
}

function nameReport(row: u32, id: Name): void {
  memory.copy(changetype<usize>(reportAt(row).id), changetype<usize>(id), 68);
  indexReport(row);
}

/** Whether a fill from elsewhere of the account and market was booked under that id. */
export function isKnownElsewhere(account: u32, market: u32, id: Name): bool {
  const known = findElsewhere(account, market, id) != 0;
  if (DEBUGGING)
    assert(
      (known != isPlanted(Pair.elsewhereIds)) == isAmongElsewhere(account, market, id),
      "an id from elsewhere is known otherwise than by its list",
    );
  return known;
}

/** Debug build: a look at all of them. */
function isAmongElsewhere(account: u32, market: u32, id: Name): bool {
  for (let row = shard.elsewhereHead; row != 0; row = reportAt(row).next) {
    const report = reportAt(row);
    if (report.account == account && report.market == market && sameName(report.id, id)) return true;
  }
  return false;
}
