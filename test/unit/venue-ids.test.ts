/** Reports are facts: however many of the venue's ids are kept, a fill is booked (rules: venue-reports 11). */
import { describe, expect, test } from "vitest";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";

/** The whole count is 60,000 slices of three fills; BREAKWATER_VENUE_SLICES plays them with the default tables. */
const ALL = Number(process.env["BREAKWATER_VENUE_SLICES"] ?? 0);
const small = { accounts: 64, positions: 256, orders: 64, triggerBuckets: 1_048_576, slices: 16 };

/** Alice sells as long as she is asked: slices of three lots, which a venue fills lot by lot. */
class Venue {
  readonly engine: Engine;
  private time = 1_000_000;
  fills = 0;

  constructor(limits: object, debug = true) {
    this.engine = new Engine(limits, { debug });
    this.given(
      {
        type: "domain",
        domain: "d",
        asset: "USDC",
        settleDecimals: 6,
        insuranceFund: "1000000",
        takeover: false,
      },
      {
        type: "market",
        market: "M",
        domain: "d",
        kind: "linear",
        priceDecimals: 2,
        tickSize: "0.01",
        lotSize: "0.001",
        tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
        sources: [{ source: "s" }],
        execution: "external",
        policy: { sliceNotionalMax: "0.3" },
      },
      { type: "tick", market: "M", source: "s", price: "100", sequence: 1, time: this.time },
      { type: "account", account: "alice", domain: "d", cash: "1000" },
      { type: "position", account: "alice", market: "M", quantity: "1000", entryPrice: "100.9" },
    );
  }

  given(...commands: object[]): Event[] {
    const events = this.engine.applyParsed(commands);
    expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
    return events as Event[];
  }

  private fill(order: number, id: string): object {
    this.fills += 1;
    return {
      type: "execution",
      order: `S${order}`,
      status: "fill",
      price: "100",
      quantity: "0.001",
      execution: id,
      time: this.time,
    };
  }

  /** So many slices, each filled by three reports with ids of their own, then the next one an interval later. */
  play(from: number, slices: number): Event[] {
    const commands: object[] = [];
    for (let order = from; order < from + slices; order += 1) {
      for (const id of ["a", "b", "c"]) commands.push(this.fill(order, `${order}${id}`));
      this.time += 1_000_000;
      commands.push({ type: "clock", time: this.time });
    }
    return this.given(...commands);
  }

  code(order: number, id: string): unknown {
    const [event] = this.engine.applyParsed([this.fill(order, id)]);
    return event?.type === "rejected" ? event.code : event?.type;
  }

  report() {
    const [domain] = this.engine.apply([{ type: "domainReport", domain: "d" }]);
    return domain as unknown as Record<string, string>;
  }
}

function isConserved(venue: Venue): void {
  expect(venue.engine.sweep()).toBe(0);
  const { cashTotal, costTotal, deposits, withdrawals, quantityTotal } = venue.report();
  const units = (amount: string) => BigInt(amount.replace(".", ""));
  expect(units(cashTotal!) - units(costTotal!)).toBe(units(deposits!) - units(withdrawals!));
  expect(quantityTotal).toEqual({ M: "0.000" });
}

describe("venue ids", () => {
  test("with room for twelve, two hundred slices of three fills are booked and money is conserved", () => {
    const venue = new Venue({ ...small, venueReports: 12 });
    const fills = venue.play(1, 200).filter(({ type }) => type === "fill");
    expect(fills).toHaveLength(600);
    isConserved(venue);
    // Ids of the latest are known, those of the oldest slices have gone; the slice is still there for a late fill.
    expect(venue.code(200, "200a")).toBe("DUPLICATE");
    expect(venue.code(198, "198a")).toBe("DUPLICATE");
    expect(venue.code(2, "2a")).toBe("fill");
    isConserved(venue);
  });

  test("where all ids are of the one slice that is out, its own oldest goes", () => {
    const venue = new Venue({ ...small, venueReports: 2 });
    for (const id of ["a", "b"]) expect(venue.code(1, id)).toBe("fill");
    expect(venue.code(1, "a")).toBe("DUPLICATE");
    expect(venue.code(1, "c")).toBe("fill");
    expect(venue.code(1, "b")).toBe("DUPLICATE");
    expect(venue.code(1, "c")).toBe("DUPLICATE");
  });

  test("fills from elsewhere take their turn with slices that have ended: the oldest goes first", () => {
    const venue = new Venue({ ...small, venueReports: 4 });
    const elsewhere = (id: string) => ({
      type: "execution",
      account: "alice",
      market: "M",
      side: "sell",
      status: "fill",
      price: "100",
      quantity: "0.001",
      execution: id,
    });
    const code = (id: string) => {
      const [event] = venue.engine.applyParsed([elsewhere(id)]);
      return event?.type === "rejected" ? event.code : event?.type;
    };
    expect(code("x")).toBe("fill");
    // S1 ends with three ids, and the table is full.
    venue.play(1, 1);
    expect([code("x"), venue.code(1, "1a")]).toEqual(["DUPLICATE", "DUPLICATE"]);
    // For a second one from elsewhere the first gives way, for a third the slice that ended after it.
    expect(code("y")).toBe("fill");
    expect(venue.code(1, "1b")).toBe("DUPLICATE");
    expect(code("z")).toBe("fill");
    expect([code("y"), code("z")]).toEqual(["DUPLICATE", "DUPLICATE"]);
    for (const id of ["v", "w"]) expect(code(id)).toBe("fill");
    // All four are from elsewhere now; the first that came goes.
    expect(code("u")).toBe("fill");
    expect(["z", "v", "w", "u"].map(code)).toEqual(Array(4).fill("DUPLICATE"));
    expect([code("y"), venue.code(1, "1a")]).toEqual(["fill", "fill"]);
    isConserved(venue);
  });

  test.runIf(ALL > 0)("all of them with the default tables", { timeout: 600_000 }, () => {
    const venue = new Venue({}, false);
    let fills = 0;
    for (let from = 1; from <= ALL; from += 1_000)
      fills += venue.play(from, Math.min(1_000, ALL - from + 1)).filter(({ type }) => type === "fill").length;
    expect(fills).toBe(3 * ALL);
    isConserved(venue);
  });
});
