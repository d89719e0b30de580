/**
 * Commands that govern margin: collateral, tiers, domainSettings. The accounts concerned are touched, so that
 * they are armed and evaluated anew.
 */
import { watchFloor } from "../ledger/insurance-fund";
import { findLeg } from "../ledger/position";
import { toUnits, toUnitsOr, units } from "../market/decimal";
import {
  Code,
  Collateral,
  COLLATERAL_BYTES,
  CollateralCommand,
  COLLATERALS_MAX,
  CommandType,
  Detail,
  Domain,
  DomainSettings,
  DomainSettingsCommand,
  Field,
  Kind,
  NONE,
  TIERS_COMMAND_BYTES,
  TiersCommand,
} from "../memory/abi";
import { accountAt, clear, collateralAt, domainAt, marketAt, shard } from "../memory/arena";
import { findCollateral, findDomain, findMarket, sameName } from "../memory/names";
import { offerAllOf } from "../memory/offer-heaps";
import { refuse } from "../memory/refusal";
import { touch } from "../memory/worklist";
import { powerOfTen } from "../numbers/fixed";
import { setSeed } from "../slicing/jitter";
import { judgeTiers, storeTiers, tiersSuitCall } from "./define-tiers";
import { accept, finish } from "./frame";

const PER_MONEY_DECIMALS_MAX: i32 = 18;
/** A bound that was not given. */
const NO_BOUND: i64 = -1;

export function applyCollateral(command: CollateralCommand): i32 {
  const row = findDomain(command.domain);
  if (row == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  const domain = domainAt(row);
  if (findCollateral(row, command.asset) != NONE)
    return refuse(Code.ALREADY_EXISTS, Field.asset, Detail.none);
  if (sameName(domain.asset, command.asset)) return refuse(Code.SPEC_INVALID, Field.asset, Detail.none);
  const market = findMarket(command.market);
  if (market == NONE || marketAt(market).domain != row)
    return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  if (marketAt(market).kind == <u8>Kind.inverse) return refuse(Code.SPEC_INVALID, Field.market, Detail.none);
  const decimals = <i32>command.decimals + <i32>marketAt(market).priceDecimals - <i32>domain.settleDecimals;
  if (decimals < 0 || decimals > PER_MONEY_DECIMALS_MAX)
    return refuse(Code.SPEC_INVALID, Field.decimals, Detail.outsideBounds);
  let code = toUnits(command.seizeAt, domain.settleDecimals, Field.seizeAt);
  if (code != Code.OK) return code;
  const seizeAt = units;
  code = toUnitsOr(command.depositMax, command.decimals, NO_BOUND, Field.depositMax);
  if (code != Code.OK) return code;
  const depositMax = units;
  if (domain.collateralCount == COLLATERALS_MAX)
    return refuse(Code.CAPACITY, Field.asset, Detail.collaterals);
  const collateral: Collateral = collateralAt(row, domain.collateralCount++);
  clear(changetype<usize>(collateral), COLLATERAL_BYTES);
  collateral.market = market;
  collateral.haircutPpm = command.haircutPpm;
  collateral.decimals = command.decimals;
  collateral.perMoney = powerOfTen(decimals);
  collateral.seizeAt = seizeAt;
  collateral.depositMax = depositMax;
  memory.copy(changetype<usize>(collateral.asset), changetype<usize>(command.asset), 68);
  accept(CommandType.collateral).domain = row;
  return finish();
}

export function applyTiers(command: TiersCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const domain = domainAt(marketAt(row).domain);
  const inputs = changetype<usize>(command) + TIERS_COMMAND_BYTES;
  const code = judgeTiers(command.tierCount, inputs, domain.settleDecimals, domain.marginCallPpm);
  if (code != Code.OK) return code;
  storeTiers(row, command.tierCount);
  accept(CommandType.tiers);
  for (let account: u32 = 0; account < shard.accounts; account++) {
    if (findLeg(accountAt(account), row) != 0) touch(account);
  }
  return finish();
}

export function applyDomainSettings(command: DomainSettingsCommand): i32 {
  const row = findDomain(command.domain);
  if (row == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  const domain = domainAt(row);
  const code = toUnits(command.settings.fundFloor, domain.settleDecimals, Field.fundFloor);
  if (code != Code.OK) return code;
  const floor = units;
  for (let market: u32 = 0; market < shard.markets; market++) {
    if (marketAt(market).domain == row && !tiersSuitCall(market, command.settings.marginCallPpm))
      return refuse(Code.SPEC_INVALID, Field.marginCallPpm, Detail.callBelowMaintenance);
  }
  storeSettings(domain, command.settings);
  domain.fundFloor = floor;
  accept(CommandType.domainSettings);
  if (domain.crossInside) offerAllOf(row);
  setSeed(row, command.settings.seed);
  watchFloor(row, domain);
  for (let account: u32 = 0; account < shard.accounts; account++) {
    const concerned = accountAt(account).legs != 0 || accountAt(account).caseRow != 0;
    if (concerned && accountAt(account).domain == row) touch(account);
  }
  return finish();
}

/** All but `fundFloor`, which is money and checked before, and `seed`, whose change is an event. */
export function storeSettings(domain: Domain, settings: DomainSettings): void {
  domain.triggerAtEquality = settings.triggerAtEquality;
  domain.marginCallPpm = settings.marginCallPpm;
  domain.targetPpm = settings.targetPpm;
  domain.takeover = settings.takeover;
  domain.takeoverPpm = settings.takeoverPpm;
  domain.caseHorizon = settings.caseHorizon;
  domain.surplus = settings.surplus;
  domain.legOrder = settings.legOrder;
  domain.crossInside = settings.crossInside;
  domain.adl = settings.adl;
  domain.floorAction = settings.floorAction;
  domain.doubtPpm = settings.doubtPpm;
}
