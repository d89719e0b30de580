/** The names and decimals that stand in the core's memory, behind the ids of binary events. */
import { Account, AccountSpec, Collateral, constants, Domain, Market, Shard, Source } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import { ownAccounts } from "../domain/names.js";
import { readInteger } from "../domain/units.js";
import { type SharedMemory, Views } from "./views.js";

export interface DomainEntry {
  readonly id: number;
  readonly domain: string;
  readonly asset: string;
  readonly settleDecimals: number;
}

/** An asset of a domain, other than the one it settles in, that counts as margin. */
export interface CollateralEntry {
  readonly asset: string;
  readonly decimals: number;
}

export interface MarketEntry {
  readonly id: number;
  readonly market: string;
  readonly domain: DomainEntry;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** A lot in units of 10^-`quantityDecimals`; a bigint when it is beyond 2^53. */
  readonly lotUnits: number | bigint;
  /** In price units. */
  readonly tickSize: number;
  /** Money (in 10^-`settleDecimals`) of one lot per price unit. */
  readonly unit: number;
  /** By `sourceId`. */
  readonly sources: readonly string[];
}

const ownNames: ReadonlyMap<number, string> = new Map(
  ownAccounts.map((own, i) => [constants.ACCOUNT_STREET + i, own]),
);

/** Names of accounts that were read lately: a direct-mapped cache, so that it cannot grow. */
const CACHE = 8192;

/**
 * Names and decimals behind the ids of binary events, read on demand. They never change once an event has mentioned the
 * id, so a thread that shares the memory may read them while the core runs. Unknown ids throw `UNKNOWN_…`.
 */
export class Directory {
  readonly #views: Views;
  readonly #shard: number;
  readonly #accounts: number;
  readonly #accountSpecs: number;
  readonly #accountNames: number;
  readonly #domains: DomainEntry[] = [];
  readonly #markets: MarketEntry[] = [];
  readonly #cachedIds = new Float64Array(CACHE).fill(-1);
  readonly #cachedNames: string[] = new Array(CACHE).fill("");

  /** `memory` must have been carved by the core's `init`. */
  constructor(memory: SharedMemory) {
    this.#views = new Views(memory);
    this.#shard = this.#views.address("shard");
    this.#accounts = this.#views.address("accounts");
    this.#accountSpecs = this.#views.address("accountSpecs");
    this.#accountNames = this.#views.address("accountNames");
  }

  /** How many there are; ids run from 0. */
  get domainCount(): number {
    return this.#views.view.getUint32(this.#shard + Shard.domains, true);
  }

  get marketCount(): number {
    return this.#views.view.getUint32(this.#shard + Shard.markets, true);
  }

  get accountCount(): number {
    return this.#views.view.getUint32(this.#shard + Shard.accounts, true);
  }

  domain(id: number): DomainEntry {
    let domain = this.#domains[id];
    if (domain === undefined) {
      domain = this.#readDomain(id);
      this.#domains[id] = domain;
    }
    return domain;
  }

  market(id: number): MarketEntry {
    let market = this.#markets[id];
    if (market === undefined) {
      market = this.#readMarket(id);
      this.#markets[id] = market;
    }
    return market;
  }

  /** The domain's collateral with that index. */
  collateral(domainId: number, index: number): CollateralEntry {
    const views = this.#views;
    const { id } = this.domain(domainId);
    const domain = views.address("domains") + id * Domain.BYTES;
    if (!(index < views.view.getUint32(domain + Domain.collateralCount, true))) {
      throw new BreakwaterError("UNKNOWN_DOMAIN");
    }
    const row = views.address("collaterals") + (id * constants.COLLATERALS_MAX + index) * Collateral.BYTES;
    return {
      asset: views.name(row + Collateral.asset),
      decimals: views.view.getUint32(row + Collateral.decimals, true),
    };
  }

  /** The id behind a name; −1 if there is none. There are few domains and markets: each is looked at. */
  domainId(name: string): number {
    for (let id = 0; id < this.domainCount; id++) if (this.domain(id).domain === name) return id;
    return -1;
  }

  marketId(name: string): number {
    for (let id = 0; id < this.marketCount; id++) if (this.market(id).market === name) return id;
    return -1;
  }

  /** The name of an account, the domain's own ones included. */
  accountName(id: number): string {
    const slot = id % CACHE;
    if (this.#cachedIds[slot] === id) return this.#cachedNames[slot]!;
    const own = ownNames.get(id);
    if (own !== undefined) return own;
    const { view } = this.#views;
    this.#checkAccount(id, view);
    // One name stands behind the other: each begins where the one before it ends.
    const begin = id === 0 ? 0 : this.#nameEnd(id - 1, view);
    const name = this.#views.text(this.#accountNames + begin, this.#nameEnd(id, view) - begin);
    this.#cachedIds[slot] = id;
    this.#cachedNames[slot] = name;
    return name;
  }

  #nameEnd(id: number, view: DataView): number {
    return view.getUint32(this.#accountSpecs + id * AccountSpec.BYTES + AccountSpec.nameEnd, true);
  }

  /** The domain of an account that is not one of a domain's own. */
  accountDomain(id: number): DomainEntry {
    const { view } = this.#views;
    this.#checkAccount(id, view);
    return this.domain(view.getUint16(this.#accounts + id * Account.BYTES + Account.domain, true));
  }

  #checkAccount(id: number, view: DataView): void {
    if (!(id < view.getUint32(this.#shard + Shard.accounts, true)))
      throw new BreakwaterError("UNKNOWN_ACCOUNT");
  }

  #readDomain(id: number): DomainEntry {
    if (!(id < this.domainCount)) throw new BreakwaterError("UNKNOWN_DOMAIN");
    const views = this.#views;
    const row = views.address("domains") + id * Domain.BYTES;
    return {
      id,
      domain: views.name(row + Domain.name),
      asset: views.name(row + Domain.asset),
      settleDecimals: views.view.getUint32(row + Domain.settleDecimals, true),
    };
  }

  #readMarket(id: number): MarketEntry {
    if (!(id < this.marketCount)) throw new BreakwaterError("UNKNOWN_MARKET");
    const views = this.#views;
    const { view } = views;
    const row = views.address("markets") + id * Market.BYTES;
    const quantityDecimals = view.getUint32(row + Market.quantityDecimals, true);
    const sourceAt = views.address("sources") + id * constants.SOURCES_MAX * Source.BYTES;
    const sourceCount = view.getUint32(row + Market.sourceCount, true);
    return {
      id,
      market: views.name(row + Market.name),
      domain: this.domain(view.getUint32(row + Market.domain, true)),
      priceDecimals: view.getUint32(row + Market.priceDecimals, true),
      quantityDecimals,
      lotUnits: lotUnits(view, row, quantityDecimals),
      tickSize: readInteger(view, row + Market.tickSize),
      unit: readInteger(view, row + Market.unit),
      sources: Array.from({ length: sourceCount }, (_, i) =>
        views.name(sourceAt + i * Source.BYTES + Source.name),
      ),
    };
  }
}

/** lotUnits·10^(quantityDecimals − lotScale): a whole number, since `quantityDecimals` suffice for a lot. */
function lotUnits(view: DataView, row: number, quantityDecimals: number): number | bigint {
  const scaled = view.getBigInt64(row + Market.lotUnits, true) * 10n ** BigInt(quantityDecimals);
  const units = scaled / 10n ** BigInt(view.getUint32(row + Market.lotScale, true));
  return units <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(units) : units;
}
