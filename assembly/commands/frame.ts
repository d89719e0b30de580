/** What every command shares: being accepted, resolving names, and what follows once its own effects are events. */
import { confirmFeeds } from "../feed/silent-feeds";
import { followUp } from "../liquidation/evaluate";
import {
  ACCEPTED_EVENT_BYTES,
  AcceptedEvent,
  ACCOUNT_LIQUIDATION,
  Code,
  CommandType,
  Detail,
  EventType,
  Field,
  Name,
  NONE,
} from "../memory/abi";
import { accountAt, marketAt, shard } from "../memory/arena";
import { emit, Log, now } from "../memory/event-log";
import { findAccount, findMarket, ownAccount } from "../memory/names";
import { DEBUGGING } from "../memory/pairs";
import { Pending } from "../memory/pending";
import { refuse } from "../memory/refusal";

/** The command is accepted: engine time advances, and `accepted` is the first event. */
export function accept(command: CommandType): AcceptedEvent {
  return acceptNaming(command, 0);
}

/** The same for an order, whose client's name takes `trailing` bytes behind the event. */
export function acceptNaming(command: CommandType, trailing: usize): AcceptedEvent {
  shard.now = now;
  const at =
    trailing == 0
      ? Log.full(EventType.accepted, ACCEPTED_EVENT_BYTES)
      : emit(EventType.accepted, ACCEPTED_EVENT_BYTES + trailing);
  const event = changetype<AcceptedEvent>(at);
  event.order = 0;
  event.command = <u16>command;
  event.warning = 0;
  event.domain = NONE;
  event.market = NONE;
  event.account = NONE;
  return event;
}

/** What follows any accepted command. */
export function finish(): i32 {
  if (Pending.waits() || Pending.isDue(shard.now)) followUp();
  else if (DEBUGGING) confirmFeeds();
  return Code.OK;
}

/** Account and market of a command, of one domain; the rows are left in `foundAccount` and `foundMarket`. */
export let foundAccount: u32 = 0;
export let foundMarket: u32 = 0;

export function findBoth(account: Name, market: Name): i32 {
  foundAccount = findAccount(account);
  if (foundAccount == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  foundMarket = findMarket(market);
  if (foundMarket == NONE || marketAt(foundMarket).domain != accountAt(foundAccount).domain) {
    return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  }
  return Code.OK;
}

/** The same at a venue, where the account may be `@liquidation`: then `foundAccount` is `ACCOUNT_LIQUIDATION`. */
export function findAtVenue(account: Name, market: Name): i32 {
  if (ownAccount(account) == ACCOUNT_LIQUIDATION) {
    foundAccount = ACCOUNT_LIQUIDATION;
    foundMarket = findMarket(market);
    if (foundMarket == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  } else {
    const code = findBoth(account, market);
    if (code != Code.OK) return code;
  }
  if (marketAt(foundMarket).external) return Code.OK;
  return refuse(Code.SPEC_INVALID, Field.market, Detail.internalExecution);
}
