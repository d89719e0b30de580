/** Settings that are replaced whole while the market runs (rules: commands 17). */
import { clear } from "./breakers.js";
import { watchFloor } from "./fund.js";
import { reseed } from "./jitter.js";
import { checkOrdersMax } from "./orders-max.js";
import { forgetQuarantined } from "./quarantine.js";
import { refuse } from "./refusal.js";
import {
  checkCallLevel,
  checkMinSources,
  field,
  ppm,
  readDomainSettings,
  readFeedSettings,
  readTiers,
} from "./spec.js";
import type { Command } from "./state.js";
import { feedWarning } from "./warnings.js";
import type { World } from "./world.js";

/** Everyone with a leg in the market is looked at. */
export function applyTiers(world: World, command: Command): void {
  const market = world.market(command.market);
  market.tiers = readTiers(command.tiers as Command[], market.domain);
  world.accept(command);
  for (const account of world.accounts) if (account.legs.has(market)) world.look(account);
}

/** Everyone with a leg or a case in the domain is looked at. A case keeps the horizon that it was opened with. */
export function applyDomainSettings(world: World, command: Command): void {
  const domain = world.domain(command.domain);
  const settings = readDomainSettings(command, domain);
  for (const { tiers } of world.marketsOf(domain)) {
    checkCallLevel(settings.marginCallPpm, tiers, "marginCallPpm");
  }
  Object.assign(domain, settings);
  world.accept(command);
  reseed(world, domain, ppm(command, "seed", 0));
  watchFloor(world, domain);
  for (const account of world.accounts) {
    if (account.domain === domain && (account.legs.size > 0 || account.openCase)) world.look(account);
  }
}

/** No account is evaluated: the next tick or `clock` uses them. Of the sources only the weights may change. */
export function applyFeedSettings(world: World, command: Command): void {
  const market = world.market(command.market);
  const settings = readFeedSettings(command, market.domain);
  if (command.sources !== undefined) {
    const given = command.sources as Command[];
    const names = new Set(given.map(({ source }) => source));
    const complete = names.size === given.length && names.size === market.sources.length;
    if (!complete || !market.sources.every(({ name }) => names.has(name))) refuse("SPEC_INVALID", "sources");
  }
  checkMinSources(settings.minSources, market.sources);
  checkOrdersMax(world, command);
  for (const weight of field<Command[]>(command, "sources", [])) {
    const source = market.sources.find(({ name }) => name === weight.source);
    if (source) source.weight = BigInt(field(weight, "weight", 1));
  }
  Object.assign(market, settings);
  if (settings.jumpPpm === null) forgetQuarantined(market);
  if (settings.markMode === "index") market.premium = null;
  world.accept(command, {}, feedWarning(market));
  if (settings.gapAction === "block") return;
  for (const source of market.sources) source.gapped = false;
  clear(world, market, "FEED_GAP");
}
