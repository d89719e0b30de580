/** Defines a market: units, limits that keep every product inside 64 bits (rules: units 5), tiers, sources, policy. */
import { openStops } from "../book/stops";
import { openBook } from "../book/ladder";
import { present, toLots, toUnits, units } from "../market/decimal";
import { NO_FILL } from "../market/last-trade";
import {
  Code,
  Decimal,
  Detail,
  Execution,
  Field,
  Kind,
  LIMIT_MARKETS,
  LIMIT_TRIGGER_BUCKETS,
  Market,
  MARKET_BYTES,
  MARKET_COMMAND_BYTES,
  MarketCommand,
  NONE,
  SOURCE_BYTES,
  SOURCE_INPUT_BYTES,
  SourceInput,
  TIER_INPUT_BYTES,
} from "../memory/abi";
import { domainAt, limit, marketAt, shard, sourceAt } from "../memory/arena";
import { findDomain, findMarket, sameName } from "../memory/names";
import { refuse } from "../memory/refusal";
import { divide, high, multiply } from "../numbers/fixed";
import { bucketsNeeded, placeBuckets } from "../triggers/trigger-ladder";
import { definePolicy } from "./define-policy";
import { defineBreakers, defineFeedSettings, judgeMinSources, judgeOrdersMax } from "./define-settings";
import { judgeTiers, storeTiers } from "./define-tiers";

/** No price of any market is above this. */
export const PRICE_MAX: i64 = 1 << 40;
const MONEY_MAX: i64 = 1 << 53;
const INTEREST_MONEY_MAX: i64 = 1 << 61;
const INVERSE_UNIT_MAX: i64 = 1 << 62;
const LOTS_MAX: i64 = 1 << 62;

/** Checks the command and fills the next market row; the row counts only when `Code.OK` is returned. */
export function defineMarket(command: MarketCommand): i32 {
  const domain = findDomain(command.domain);
  if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  if (findMarket(command.market) != NONE) return refuse(Code.ALREADY_EXISTS, Field.market, Detail.none);
  if (shard.markets == limit(LIMIT_MARKETS)) return refuse(Code.CAPACITY, Field.market, Detail.markets);
  const row = shard.markets;
  const market = marketAt(row);
  memory.fill(changetype<usize>(market), 0, MARKET_BYTES);
  market.domain = domain;
  market.kind = command.kind;
  market.external = u8(command.execution == Execution.external);
  market.bookKnown = u8(command.execution == Execution.internal);
  market.liquidationFillTime = NO_FILL;
  let code = defineUnits(market, command, domainAt(domain).settleDecimals);
  if (code == Code.OK) code = defineLimits(market, command);
  if (code != Code.OK) return code;
  const tierInputs = changetype<usize>(command) + MARKET_COMMAND_BYTES;
  const callPpm = domainAt(domain).marginCallPpm;
  code = judgeTiers(command.tierCount, tierInputs, domainAt(domain).settleDecimals, callPpm);
  if (code != Code.OK) return code;
  storeTiers(row, command.tierCount);
  code = defineSources(row, market, command, tierInputs + <usize>command.tierCount * TIER_INPUT_BYTES);
  if (code != Code.OK) return code;
  code = judgeMinSources(market, command.settings);
  if (code == Code.OK) code = defineFeedSettings(row, market, command.settings);
  if (code == Code.OK) code = definePolicy(market, command.policy);
  if (code == Code.OK) code = defineBreakers(market, command.breakers);
  if (code == Code.OK) code = judgeOrdersMax(command.settings.ordersMax);
  if (code != Code.OK) return code;
  if (limit(LIMIT_TRIGGER_BUCKETS) - shard.triggerBuckets < 2 * bucketsNeeded(market.maxPrice)) {
    return refuse(Code.CAPACITY, Field.market, Detail.triggers);
  }
  placeBuckets(market);
  openStops(market);
  openBook(row, market, market.maxPrice / market.tickSize);
  memory.copy(changetype<usize>(market.name), changetype<usize>(command.market), 68);
  shard.markets = row + 1;
  return Code.OK;
}

function invalid(field: Field, detail: Detail): i32 {
  return refuse(Code.SPEC_INVALID, field, detail);
}

/**
 * tickSize in price units; lotSize as units and scale; M = lotSize·contractSize·10^(settleDecimals − priceDecimals), inverse
 * C = lotSize·contractSize·10^(settleDecimals + priceDecimals).
 */
function defineUnits(market: Market, command: MarketCommand, settleDecimals: u32): i32 {
  market.priceDecimals = command.priceDecimals;
  if (
    toUnits(command.tickSize, command.priceDecimals, Field.tickSize) != Code.OK ||
    units < 1 ||
    units > PRICE_MAX
  ) {
    return invalid(Field.tickSize, Detail.unitNotInteger);
  }
  market.tickSize = units;
  if (!trim(command.lotSize)) return invalid(Field.lotSize, Detail.unitNotInteger);
  market.lotUnits = trimmed;
  market.lotScale = trimmedScale;
  market.quantityDecimals = trimmedScale;
  if (!trim(command.contractSize)) return invalid(Field.contractSize, Detail.unitNotInteger);
  let product = multiply(market.lotUnits, trimmed);
  if (high != 0) return invalid(Field.lotSize, Detail.unitNotInteger);
  const inverse = market.kind == <u8>Kind.inverse;
  const priceDecimals = inverse ? <i32>command.priceDecimals : -(<i32>command.priceDecimals);
  let exponent = <i32>settleDecimals + priceDecimals - <i32>(market.lotScale + trimmedScale);
  for (; exponent < 0; exponent++) {
    if (product % 10 != 0) return invalid(Field.lotSize, Detail.unitNotInteger);
    product /= 10;
  }
  for (; exponent > 0; exponent--) {
    product = multiply(product, 10);
    if (high != 0) return invalid(Field.lotSize, Detail.limitsDoNotFit);
  }
  if (product == 0 || product > <u64>(inverse ? INVERSE_UNIT_MAX : MONEY_MAX))
    return invalid(Field.lotSize, Detail.limitsDoNotFit);
  market.unit = product;
  return Code.OK;
}

let trimmed: i64 = 0;
let trimmedScale: u32 = 0;

/** A positive decimal without trailing zeros, of less than 2^60 units. */
function trim(decimal: Decimal): bool {
  let value = decimal.lo;
  let scale = decimal.scale;
  if (decimal.hi != 0 || value == 0) return false;
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    scale--;
  }
  trimmed = value;
  trimmedScale = scale;
  return value < 1 << 60;
}

/**
 * maxPosition·maxPrice·M ≤ 2^53 and maxOpenInterest·maxPrice·M ≤ 2^61; inverse maxPosition·C ≤ 2^53·minPrice and
 * maxOpenInterest·C ≤ 2^61·minPrice. What is absent is the largest that fits.
 */
function defineLimits(market: Market, command: MarketCommand): i32 {
  const decimals = market.priceDecimals;
  market.minPrice = 1;
  if (present(command.minPrice)) {
    if (toUnits(command.minPrice, decimals, Field.minPrice) != Code.OK || units < 1) {
      return invalid(Field.minPrice, Detail.outsideBounds);
    }
    market.minPrice = units;
  } else if (market.kind == <u8>Kind.inverse) {
    return refuse(Code.MISSING_FIELD, Field.minPrice, Detail.inverseNeedsMinPrice);
  }
  if (present(command.maxPrice)) {
    if (toUnits(command.maxPrice, decimals, Field.maxPrice) != Code.OK || units < 1 || units > PRICE_MAX) {
      return invalid(Field.maxPrice, Detail.outsideBounds);
    }
    market.maxPrice = units;
  }
  if (present(command.maxPosition)) {
    if (toLots(command.maxPosition, market, Field.maxPosition) != Code.OK || units < 1 || units > PRICE_MAX) {
      return invalid(Field.maxPosition, Detail.outsideBounds);
    }
    market.maxPosition = units;
  }
  if (market.kind == <u8>Kind.inverse) {
    if (market.maxPrice == 0) market.maxPrice = PRICE_MAX;
    if (market.maxPosition == 0) market.maxPosition = min(PRICE_MAX, lotsWorth(market, MONEY_MAX));
  }
  const room = MONEY_MAX / market.unit;
  if (market.maxPrice == 0 && market.maxPosition == 0) {
    market.maxPrice = min(PRICE_MAX, rootOf(room));
    market.maxPosition = market.maxPrice;
  } else if (market.maxPrice == 0) market.maxPrice = min(PRICE_MAX, room / market.maxPosition);
  else if (market.maxPosition == 0) market.maxPosition = min(PRICE_MAX, room / market.maxPrice);
  if (market.maxPrice < 1 || market.minPrice > market.maxPrice)
    return invalid(Field.maxPrice, Detail.limitsDoNotFit);
  if (market.maxPosition < 1 || market.maxPosition > lotsWorth(market, MONEY_MAX)) {
    return invalid(Field.maxPosition, Detail.limitsDoNotFit);
  }
  const interestRoom = lotsWorth(market, INTEREST_MONEY_MAX);
  market.maxOpenInterest = min(MONEY_MAX, interestRoom);
  if (present(command.maxOpenInterest)) {
    if (toLots(command.maxOpenInterest, market, Field.maxOpenInterest) != Code.OK || units > interestRoom) {
      return invalid(Field.maxOpenInterest, Detail.limitsDoNotFit);
    }
    market.maxOpenInterest = units;
  }
  if (market.maxOpenInterest < market.maxPosition)
    return invalid(Field.maxOpenInterest, Detail.limitsDoNotFit);
  return defineOrderSizes(market, command, domainAt(market.domain).settleDecimals);
}

/** The greatest number of lots whose value stays within `money` at every price of the market. */
function lotsWorth(market: Market, money: i64): i64 {
  if (market.kind == <u8>Kind.linear) return money / market.unit / market.maxPrice;
  const low = multiply(money, market.minPrice);
  return high >= <u64>market.unit ? LOTS_MAX : <i64>min<u64>(divide(high, low, market.unit), LOTS_MAX);
}

function defineOrderSizes(market: Market, command: MarketCommand, settleDecimals: u32): i32 {
  market.minOrder = 1;
  market.maxOrder = market.maxPosition;
  if (present(command.minOrder)) {
    if (toLots(command.minOrder, market, Field.minOrder) != Code.OK || units < 1) {
      return invalid(Field.minOrder, Detail.outsideBounds);
    }
    market.minOrder = units;
  }
  if (present(command.maxOrder)) {
    if (toLots(command.maxOrder, market, Field.maxOrder) != Code.OK || units < 1 || units > PRICE_MAX) {
      return invalid(Field.maxOrder, Detail.outsideBounds);
    }
    market.maxOrder = units;
  }
  if (present(command.minNotional)) {
    if (toUnits(command.minNotional, settleDecimals, Field.minNotional) != Code.OK)
      return invalid(Field.minNotional, Detail.outsideBounds);
    market.minNotional = units;
  }
  market.plainOrder = market.minNotional == 0 ? market.minOrder : LOTS_MAX;
  return market.minOrder > market.maxOrder ? invalid(Field.maxOrder, Detail.limitsDoNotFit) : Code.OK;
}

/** floor(√n): the floating-point root, corrected by exact squares. */
function rootOf(n: i64): i64 {
  let root = <i64>Math.sqrt(<f64>n);
  while (root * root > n) root--;
  while ((root + 1) * (root + 1) <= n) root++;
  return root;
}

function defineSources(row: u32, market: Market, command: MarketCommand, inputs: usize): i32 {
  if (command.sourceCount == 0) return invalid(Field.sources, Detail.tooShort);
  for (let k: u32 = 0; k < command.sourceCount; k++) {
    const input = changetype<SourceInput>(inputs + <usize>k * SOURCE_INPUT_BYTES);
    const source = sourceAt(row, k);
    memory.fill(changetype<usize>(source), 0, SOURCE_BYTES);
    source.weight = input.weight;
    memory.copy(changetype<usize>(source.name), changetype<usize>(input.source), 68);
    for (let other: u32 = 0; other < k; other++) {
      if (sameName(sourceAt(row, other).name, source.name))
        return invalid(Field.sources, Detail.repeatedSource);
    }
  }
  market.sourceCount = command.sourceCount;
  return Code.OK;
}
