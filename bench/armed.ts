/**
 * An engine that holds a population, every account armed. The commands are written as records: as objects, a million of them
 * take longer than their work.
 */
import {
  AccountCommand,
  CommandType,
  Decimal,
  EventHeader,
  EventType,
  Meters,
  OpenedEvent,
  PositionCommand,
  SliceEvent,
} from "#breakwater/abi/layout.js";
import {
  type Batch,
  type Command,
  type CommandWriter,
  createWriter,
  Engine,
  encodeCommand,
} from "#breakwater/index.js";
import { Views } from "#breakwater/kernel/views.js";
import { MARK, type Population, type Shape, tiers } from "./population.js";

const PRESENT = 1;
const NEGATIVE = 2;
const TWO_32 = 2 ** 32;

/** Long enough for `a` and a number. */
export const NAME_BYTES = 8;
/** Buckets of two ladders up to the highest price that the market's units allow. */
const MARKET_BUCKETS = 440_000;

function limitsFor({ accounts, legs, markets }: Shape, cases: number) {
  return {
    domains: 1,
    markets,
    accounts,
    nameBytes: accounts * NAME_BYTES,
    positions: accounts * legs + 64,
    orders: 64,
    orderNames: 64,
    ladderLeaves: 64,
    ladderNodes: 64,
    cases,
    works: cases * legs + 64,
    slices: cases * legs,
    venueReports: 64,
    unwindSteps: 64,
    triggerBuckets: markets * MARKET_BUCKETS,
    eventBytes: 262_144,
  };
}

/** Refuses to go on after a refusal. */
function accepted(events: Uint8Array): void {
  const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
  for (let at = 0; at < events.length; at += view.getUint32(at + EventHeader.size, true)) {
    if (view.getUint16(at + EventHeader.type, true) === EventType.rejected) {
      throw new Error("the engine refused a command");
    }
  }
}

class Loader {
  private readonly engine: Engine;
  private readonly writer: CommandWriter = createWriter();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  flush(): void {
    this.engine.applyRecords(this.writer.written, accepted);
    this.writer.clear();
  }

  put(command: Command): void {
    while (encodeCommand(command, this.writer) === "full") this.flush();
  }

  private begin(type: number, bytes: number): number {
    if (this.writer.length + bytes > this.writer.bytes.length) this.flush();
    return this.writer.begin(type, bytes);
  }

  private decimal(at: number, value: number, scale: number): void {
    const { view } = this.writer;
    const size = Math.abs(value);
    view.setUint32(at + Decimal.lo, size >>> 0, true);
    view.setUint32(at + Decimal.lo + 4, size / TWO_32, true);
    view.setUint32(at + Decimal.scale, scale, true);
    view.setUint32(at + Decimal.flags, value < 0 ? PRESENT + NEGATIVE : PRESENT, true);
  }

  account(name: string, cash: number): void {
    const at = this.begin(CommandType.account, AccountCommand.BYTES);
    this.writer.name(at + AccountCommand.account, name);
    this.writer.name(at + AccountCommand.domain, "d");
    this.decimal(at + AccountCommand.cash, cash, 6);
  }

  position(name: string, market: string, lots: number): void {
    const at = this.begin(CommandType.position, PositionCommand.BYTES);
    this.writer.name(at + PositionCommand.account, name);
    this.writer.name(at + PositionCommand.market, market);
    this.decimal(at + PositionCommand.quantity, lots, 3);
    this.decimal(at + PositionCommand.entryPrice, MARK / 100, 0);
  }
}

/**
 * The venue is outside and no account is taken over, so that slices are what comes out. At most `cases` are open at
 * a time.
 */
export function arm(population: Population, cases = 1024): Engine {
  const { shape, lots, cash } = population;
  const engine = new Engine(limitsFor(shape, cases), { touch: true });
  const loader = new Loader(engine);
  loader.put({ type: "domain", domain: "d", asset: "USD", settleDecimals: 6, takeover: false });
  const names = Array.from({ length: shape.markets }, (_, k) => `m${k}`);
  for (const market of names) {
    loader.put({
      type: "market",
      market,
      domain: "d",
      kind: "linear",
      priceDecimals: 2,
      tickSize: "0.01",
      lotSize: "0.001",
      execution: "external",
      tiers: tiers.map(({ from, maintenancePpm }) => ({
        from: String(from),
        initialPpm: 2 * maintenancePpm,
        maintenancePpm,
      })),
      sources: [{ source: "s" }],
    });
    loader.put({ type: "tick", market, source: "s", price: String(MARK / 100), sequence: 1 });
  }
  for (let i = 0; i < shape.accounts; i++) {
    const name = `a${i.toString(36)}`;
    loader.account(name, cash[i]!);
    for (let j = 0; j < shape.legs; j++) {
      loader.position(name, names[population.marketOf(i, j)]!, lots[i * shape.legs + j]!);
    }
  }
  loader.flush();
  return engine;
}

/** Ticks go on where the last pass stopped: a feed's sequence must rise. */
export class Feed {
  private sequence = 1;

  write(batch: Batch, price: number, market = 0): void {
    this.sequence += 1;
    batch.tick(market, 0, price, this.sequence);
  }
}

export interface Counts {
  readonly alarms: number;
  readonly falseAlarms: number;
  readonly evaluations: number;
  /** Legs ranked for deleveraging, offers and cases looked at. */
  readonly looks: number;
}

/** What the core has counted since it was made. */
export function metersOf(engine: Engine): Counts {
  const views = new Views(engine.memory);
  const at = views.address("meters");
  const read = (offset: number) => Number(views.view.getBigUint64(at + offset, true));
  return {
    alarms: read(Meters.alarms),
    falseAlarms: read(Meters.falseAlarms),
    evaluations: read(Meters.evaluations),
    looks: read(Meters.looks),
  };
}

/** Bytes of the core's memory, everything included. */
export const memoryOf = (engine: Engine): number => engine.memory.buffer.byteLength;

/** Takes events as they come and looks at them later, so that reading is not timed. */
export class Taken {
  opened = 0;
  slices = 0;
  quantity = 0n;
  /** Rows of the accounts whose cases opened. */
  readonly accounts: number[] = [];
  private bytes = new Uint8Array(1 << 20);
  private length = 0;

  readonly take = (events: Uint8Array): void => {
    while (this.length + events.length > this.bytes.length) {
      const longer = new Uint8Array(2 * this.bytes.length);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes.set(events, this.length);
    this.length += events.length;
  };

  /** Counts what has been taken; how many cases that opened. */
  count(): number {
    const before = this.opened;
    this.look(this.bytes.subarray(0, this.length));
    this.length = 0;
    return this.opened - before;
  }

  private look(events: Uint8Array): void {
    const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
    for (let at = 0; at < events.length; at += view.getUint32(at + EventHeader.size, true)) {
      const type = view.getUint16(at + EventHeader.type, true);
      if (type === EventType.rejected) throw new Error("the engine refused a tick");
      if (type === EventType.liquidationOpened) {
        this.opened += 1;
        this.accounts.push(view.getUint32(at + OpenedEvent.account, true));
      }
      if (type !== EventType.slice) continue;
      this.slices += 1;
      this.quantity += view.getBigInt64(at + SliceEvent.quantity, true);
    }
  }
}
