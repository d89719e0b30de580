/** Commands that define and govern: domain, market, policy, halt, resume, marketState, snapshot. */
import { hastenLegs } from "../cases/works";
import { reviewVenue } from "../cases/venue-legs";
import { watchFloor } from "../ledger/insurance-fund";
import { beginWarmup } from "../market/breakers";
import { present, toUnits, units } from "../market/decimal";
import {
  Cause,
  Code,
  CommandType,
  Detail,
  DOMAIN_BYTES,
  DomainCommand,
  Field,
  LIMIT_DOMAINS,
  Market,
  MarketCommand,
  NONE,
  PolicyCommand,
  Warning,
} from "../memory/abi";
import { domainAt, limit, marketAt, shard } from "../memory/arena";
import { findDomain, findMarket } from "../memory/names";
import { refuse } from "../memory/refusal";
import { emitHash } from "../queries";
import { countCascades } from "../slicing/cascade";
import { setSeed } from "../slicing/jitter";
import { reviewPace } from "../slicing/pace";
import { defineMarket, PRICE_MAX } from "./define-market";
import { definePolicy, onlyFullCloseCures } from "./define-policy";
import { feedWarnings } from "./feed-warnings";
import { accept, finish } from "./frame";
import { storeSettings } from "./margin-settings";
import { DEPOSITS_MAX } from "./transfers";

export function applyDomain(command: DomainCommand): i32 {
  if (findDomain(command.domain) != NONE) return refuse(Code.ALREADY_EXISTS, Field.domain, Detail.none);
  let code = toUnits(command.insuranceFund, command.settleDecimals, Field.insuranceFund);
  if (code != Code.OK) return code;
  const fund = units;
  code = toUnits(command.settings.fundFloor, command.settleDecimals, Field.fundFloor);
  if (code != Code.OK) return code;
  const floor = units;
  if (shard.domains == limit(LIMIT_DOMAINS)) return refuse(Code.CAPACITY, Field.domain, Detail.domains);
  if (fund > DEPOSITS_MAX) return refuse(Code.CAPACITY, Field.insuranceFund, Detail.deposits);
  const row = shard.domains++;
  const domain = domainAt(row);
  memory.fill(changetype<usize>(domain), 0, DOMAIN_BYTES);
  domain.fund = fund;
  domain.deposits = fund;
  domain.fundFloor = floor;
  domain.settleDecimals = command.settleDecimals;
  storeSettings(domain, command.settings);
  memory.copy(changetype<usize>(domain.name), changetype<usize>(command.domain), 68);
  memory.copy(changetype<usize>(domain.asset), changetype<usize>(command.asset), 68);
  accept(CommandType.domain).domain = row;
  setSeed(row, command.settings.seed);
  watchFloor(row, domain);
  return finish();
}

export function applyMarket(command: MarketCommand): i32 {
  const code = defineMarket(command);
  if (code != Code.OK) return code;
  const row = shard.markets - 1;
  const event = accept(CommandType.market);
  event.market = row;
  event.warning = <u16>(
    (feedWarnings(row, marketAt(row)) | maxPriceWarning(command, marketAt(row)) | policyWarning(row))
  );
  countCascades();
  beginWarmup(row, Cause.noFirstMark);
  return finish();
}

function policyWarning(row: u32): u32 {
  return u32(onlyFullCloseCures(row, marketAt(row))) << Warning.onlyFullCloseCures;
}

/** Higher prices than the one that follows from the position's limits are refused, which is easily overlooked. */
function maxPriceWarning(command: MarketCommand, market: Market): u32 {
  return u32(!present(command.maxPrice) && market.maxPrice < PRICE_MAX) << Warning.derivedMaxPrice;
}

export function applyPolicy(command: PolicyCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const before = marketAt(row).interval;
  const code = definePolicy(marketAt(row), command.policy);
  if (code != Code.OK) return code;
  accept(CommandType.policy).warning = <u16>policyWarning(row);
  countCascades();
  reviewVenue(row, Cause.settingChanged);
  reviewPace(row);
  if (marketAt(row).interval < before) hastenLegs(row);
  return finish();
}

/** Marks a place in the stream: the hash of the state as this command leaves it is its last event. */
export function applySnapshot(): i32 {
  accept(CommandType.snapshot);
  finish();
  emitHash();
  return Code.OK;
}
