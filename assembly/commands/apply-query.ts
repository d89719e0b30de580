/** Queries: what they name is looked for; the answers change nothing (`assembly/queries.ts`). */
import { Code, CommandType, Detail, Field, NONE, ScopeCommand } from "../memory/abi";
import { accountAt, shard } from "../memory/arena";
import { findAccount, findDomain, findMarket, ownAccount } from "../memory/names";
import { refuse } from "../memory/refusal";
import {
  answerDepth,
  answerDomain,
  answerHash,
  answerLiquidationMap,
  answerOwnReport,
  answerReport,
} from "../queries";

export function applyQuery(query: ScopeCommand): i32 {
  if (query.type == <u16>CommandType.hash) {
    answerHash();
    return Code.OK;
  }
  if (query.type == <u16>CommandType.depth || query.type == <u16>CommandType.liquidationMap) {
    const market = findMarket(query.market);
    if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
    if (query.type == <u16>CommandType.depth) answerDepth(market, query.levels);
    else answerLiquidationMap(market, query.levels);
    return Code.OK;
  }
  if (query.type == <u16>CommandType.report) return applyReport(query);
  const domain = findDomain(query.domain);
  if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  return answerDomain(domain);
}

/** Of an account, or of one of a domain's own, whose domain is named where there are several. */
function applyReport(query: ScopeCommand): i32 {
  let domain = NONE;
  if (query.domain.length != 0) {
    domain = findDomain(query.domain);
    if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  }
  const own = ownAccount(query.account);
  if (own != NONE) {
    if (domain == NONE && shard.domains != 1) {
      return refuse(shard.domains == 0 ? Code.UNKNOWN_DOMAIN : Code.MISSING_FIELD, Field.domain, Detail.none);
    }
    return answerOwnReport(own, domain == NONE ? 0 : domain);
  }
  const account = findAccount(query.account);
  if (account == NONE || (domain != NONE && accountAt(account).domain != domain))
    return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  answerReport(account);
  return Code.OK;
}
