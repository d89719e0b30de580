/** What the venue says of a leg becomes true, at any time (rules: venue-reports 13). */
import { checkRoomFor, readCost, replacePosition } from "./accounts.js";
import { caseNameOf, readVenueLeg } from "./elsewhere.js";
import { abs } from "./fraction.js";
import { moveToFund } from "./fund.js";
import { fundingOwed } from "./funding.js";
import { followLiquidation } from "./liquidation-account.js";
import { refuse } from "./refusal.js";
import { forgetRejections, workedLeg } from "./rejections.js";
import { emitPosition } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { FLAGS, unflag, watchFlags } from "./silence.js";
import { cancelSlice, holderOf } from "./slices.js";
import type { Account, Command, Market, Slice } from "./state.js";
import { toLots, toMoney } from "./units.js";
import type { World } from "./world.js";

const MOST_CASH = 2n ** 60n;

export function applyReconcile(world: World, command: Command): void {
  const { account, market } = readVenueLeg(world, command);
  const { domain } = market;
  const unwinds = account === domain.liquidation;
  const quantity = toLots(market, command.quantity as string, "quantity");
  if (command.cash !== undefined && unwinds) refuse("SPEC_INVALID", "cash");
  const cash = command.cash === undefined ? null : toMoney(domain, command.cash as string, "cash");
  const cost = quantity === 0n ? 0n : readCost(market, quantity, command.entryPrice as string | undefined);
  const open = slicesOf(world, account, market);
  const kept = readKept(open, command.keep as string[] | undefined);
  checkRoomFor(world, account, market, quantity);
  if (cash !== null) checkCash(account, market, cash);

  const caseName = caseNameOf(account, market);
  world.accept(command);
  replacePosition(account, market, quantity, cost);
  if (cash !== null) {
    domain.street.cash += account.cash - cash;
    account.cash = cash;
  }
  world.touch(account);
  emitPosition(world, account, market, 0n);
  if (unwinds) {
    followLiquidation(world, market, { price: null, takenOver: null });
    moveToFund(world, domain, caseName, "unwind");
  }
  for (const slice of open) if (!kept.has(slice)) giveBack(world, slice);
  for (const name of FLAGS) unflag(account, market, name);
  watchFlags(world, market);
  forgetRejections(workedLeg(account, market));
  coverShortfall(world, account, caseName);
}

/** What of the leg has not ended, by number. */
function slicesOf(world: World, account: Account, market: Market): Slice[] {
  return [...world.slices.values()]
    .filter((slice) => slice.market === market && slice.state !== "ended" && holderOf(slice) === account)
    .sort((a, b) => a.number - b.number);
}

function readKept(open: Slice[], names: string[] = []): Set<Slice> {
  const kept = new Set<Slice>();
  for (const name of names) {
    const slice = open.find((other) => other.name === name);
    if (!slice || kept.has(slice)) return refuse("UNKNOWN_ORDER", "keep");
    kept.add(slice);
  }
  return kept;
}

/** Neither the account nor `@street`, whose cash takes the opposite of the change, comes near what an integer holds. */
function checkCash(account: Account, market: Market, cash: bigint): void {
  const { street } = market.domain;
  const settled = ({ cash: held, legs }: Account) => {
    const leg = legs.get(market);
    return leg ? held - fundingOwed(market, leg) : held;
  };
  const after = settled(street) + settled(account) - cash;
  if (abs(cash) > MOST_CASH || abs(after) > MOST_CASH) refuse("CAPACITY", "cash");
}

/** The position has what it filled so far; nothing more of it is expected, and the venue is asked for it. */
function giveBack(world: World, slice: Slice): void {
  slice.quantity = slice.filled;
  if (slice.state === "out") cancelSlice(world, slice, "reconciled");
}
