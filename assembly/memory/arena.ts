/**
 * Linear memory, carved once by `init` into tables whose sizes come from the limits; nothing is allocated afterwards.
 *
 *   0        unused, so that row and address 0 can mean "none"
 *   1024     limits, u32 each, written by the host
 *   1536     the key of hashes of names and numbers, written by the host: part of the memory, but no state
 *   2048     memory map: the address of each `Region`, for the host
 *   3072     registers: records that do not outlive a command, each at an address known when compiling
 *   4096     shard · meters · pools · orders
 *            domains · collaterals · markets · tiers · sources · band samples · sends · refills
 *            accounts · account specs · account names
 *            legs · terms of orders, their timers and stops · order names · ladder leaves, their levels · ladder nodes, their children
 *            trigger buckets · cases · works · slices · reports
 *            unwind steps · lots of `@liquidation`
 *            name indexes · deadline heaps · pass lists · `derived` · columns of the sweep · scratch · command buffer · event buffer
 *
 * The globals below are addresses: the same for every instance over the same memory, set by `attach`.
 */
import {
  Account,
  ACCOUNT_BYTES,
  ACCOUNT_SPEC_BYTES,
  AccountSpec,
  ARENA_ADDRESS,
  BAND_SAMPLE_BYTES,
  BAND_SAMPLES_MAX,
  BandSample,
  Case,
  CASE_BYTES,
  Collateral,
  COLLATERAL_BYTES,
  COLLATERALS_MAX,
  COMMAND_BUFFER_BYTES,
  Domain,
  DOMAIN_BYTES,
  LADDER_LEAF_BYTES,
  LADDER_NODE_BYTES,
  LadderLeaf,
  LadderNode,
  Leg,
  LEG_BYTES,
  Level,
  LEVEL_BYTES,
  LIMIT_ACCOUNTS,
  LIMIT_CASES,
  LIMIT_DOMAINS,
  LIMIT_EVENT_BYTES,
  LIMIT_LADDER_LEAVES,
  LIMIT_LADDER_NODES,
  LIMIT_MARKETS,
  LIMIT_NAME_BYTES,
  LIMIT_ORDER_NAMES,
  LIMIT_ORDERS,
  LIMIT_POSITIONS,
  LIMIT_SLICES,
  LIMIT_TRIGGER_BUCKETS,
  LIMIT_UNWIND_STEPS,
  LIMIT_VENUE_REPORTS,
  LIMIT_WORKS,
  Lot,
  LOT_BYTES,
  MAP_ADDRESS,
  Market,
  MARKET_BYTES,
  Meters,
  METERS_BYTES,
  Order,
  ORDER_BYTES,
  ORDER_NAME_BYTES,
  ORDER_STOP_BYTES,
  ORDER_TERMS_BYTES,
  ORDER_TIMER_BYTES,
  OrderName,
  OrderStop,
  OrderTerms,
  OrderTimer,
  Pool,
  POOL_BYTES,
  Refill,
  REFILL_BYTES,
  Region,
  Send,
  SEND_BYTES,
  SENDS_MAX,
  Shard,
  SHARD_BYTES,
  Slice,
  SLICE_BYTES,
  Source,
  SOURCE_BYTES,
  SOURCES_MAX,
  Tier,
  TIER_BYTES,
  TIERS_MAX,
  TRIGGER_BUCKET_BYTES,
  UNWIND_STEP_BYTES,
  UnwindStep,
  VENUE_REPORT_BYTES,
  VenueReport,
  Work,
  WORK_BYTES,
} from "./abi";
import { carveDerived } from "./derived";
import { capacityOf, indexSlots, limit } from "./limits";
import { clear, openPool } from "./pools";

export { limit } from "./limits";
export { clear, giveRow, room, takeRow } from "./pools";

/** Of a leaf of the price ladder, and of a node with its bitmap. */
export const LEAF_LEVELS: usize = 64;
export const NODE_CHILDREN: usize = 1024;
export const LEVELS_BYTES: usize = LEAF_LEVELS * LEVEL_BYTES;
export const CHILDREN_BYTES: usize = NODE_CHILDREN * 4;
const NODE_BYTES: usize = LADDER_NODE_BYTES + NODE_CHILDREN / 8;
/**
 * Scratch memory, for values that do not outlive a step: 0 slices whose time has come, tiers being judged, or marks · 32 Ki the
 * plan and its wide registers · 48 Ki the plan's order · 56 Ki the slice about to go · 60 Ki a long number of `adaptive` · 61 Ki
 * rows that the debug build keeps.
 */
export const DUE_SLICES_MAX: u32 = 8192;
export const PLAN_AT: usize = 32768;
export const PLAN_ORDER_AT: usize = 49152;
export const SLICE_ORDER_AT: usize = 57344;
export const ADAPTIVE_AT: usize = 61440;
export const PAIRS_AT: usize = 62464;
/**
 * Registers: what was measured at last marks and with doubt (margin/requirement), the taker (matching/taker), a settled trade
 * (ledger/position), an accrued funding (ledger/funding), gathered orders (margin/open-orders), rows that a ladder lacks
 * (book/ladder).
 */
export const MEASURED_AT: usize = 3072;
export const DOUBTED_AT: usize = 3104;
export const TAKER_AT: usize = 3136;
export const SETTLED_AT: usize = 3328;
export const ACCRUED_AT: usize = 3360;
export const GATHERED_AT: usize = 3376;
export const MISSING_AT: usize = 3392;
/** What sums of the price ladder there are (book/depth-sums): alone among registers it outlives commands. */
export const DEPTH_AT: usize = 3408;
/** Accounts whose triggers may be wrong that are listed (memory/worklist): when there are more, they are looked for. */
export const CHANGED_MAX: u32 = 65536;
/** Markets whose marks a sweep finds as floats. */
export const MARK_FLOATS_MAX: u32 = 16384;
const SCRATCH_BYTES: usize = 67584;
export const PAIRS_BYTES: usize = SCRATCH_BYTES - PAIRS_AT;
/** Accounts of a block of the sweep's columns, as a power of two. */
export const BLOCK_BITS: u32 = 6;

/**
 * What has one size whatever the limits stands first, and then the orders: so every access to them has an address that is
 * known when compiling.
 */
const METERS_ADDRESS: usize = <usize>ARENA_ADDRESS + ((SHARD_BYTES + 63) & ~63);
const POOLS_ADDRESS: usize = METERS_ADDRESS + ((METERS_BYTES + 63) & ~63);
const POOL_STRIDE: usize = 64;
const POOLS: usize = 11;
const ORDERS_ADDRESS: usize = POOLS_ADDRESS + POOLS * POOL_STRIDE;
if (POOL_BYTES > POOL_STRIDE) ERROR("pools overlap");
export const shard = changetype<Shard>(<usize>ARENA_ADDRESS);
export const meters = changetype<Meters>(METERS_ADDRESS);
export const legPool = changetype<Pool>(POOLS_ADDRESS + 0 * POOL_STRIDE);
export const orderPool = changetype<Pool>(POOLS_ADDRESS + 1 * POOL_STRIDE);
export const orderNamePool = changetype<Pool>(POOLS_ADDRESS + 2 * POOL_STRIDE);
export const leafPool = changetype<Pool>(POOLS_ADDRESS + 3 * POOL_STRIDE);
export const nodePool = changetype<Pool>(POOLS_ADDRESS + 4 * POOL_STRIDE);
export const casePool = changetype<Pool>(POOLS_ADDRESS + 5 * POOL_STRIDE);
export const workPool = changetype<Pool>(POOLS_ADDRESS + 6 * POOL_STRIDE);
export const slicePool = changetype<Pool>(POOLS_ADDRESS + 7 * POOL_STRIDE);
export const reportPool = changetype<Pool>(POOLS_ADDRESS + 8 * POOL_STRIDE);
export const unwindPool = changetype<Pool>(POOLS_ADDRESS + 9 * POOL_STRIDE);
export const lotPool = changetype<Pool>(POOLS_ADDRESS + 10 * POOL_STRIDE);

let domains: usize = 0;
let collaterals: usize = 0;
let markets: usize = 0;
let tiers: usize = 0;
let sources: usize = 0;
let sends: usize = 0;
let refills: usize = 0;
let bandSamples: usize = 0;
let accounts: usize = 0;
let accountSpecs: usize = 0;
let legs: usize = 0;
let orderNames: usize = 0;
let orderTerms: usize = 0;
let orderTimers: usize = 0;
let orderStops: usize = 0;
let leaves: usize = 0;
let levels: usize = 0;
let nodes: usize = 0;
let children: usize = 0;
let cases: usize = 0;
let works: usize = 0;
let slices: usize = 0;
let reports: usize = 0;
let unwindSteps: usize = 0;
let lots: usize = 0;
export let accountNames: usize = 0;
export let triggerBuckets: usize = 0;
export let accountIndex: usize = 0;
export let accountSlots: u32 = 0;
export let orderNameIndex: usize = 0;
export let orderNameMask: u32 = 0;
export let orderNumberIndex: usize = 0;
export let orderNumberMask: u32 = 0;
export let sliceIndex: usize = 0;
export let sliceMask: u32 = 0;
export let caseHeap: usize = 0;
export let sliceHeap: usize = 0;
/** Per market: Σ open buys and Σ open sells of the account being judged. */
export let openTotals: usize = 0;
export let openMarkets: usize = 0;
export let changedList: usize = 0;
/** Eight bytes an account each: the accounts of a pass (liquidation/pass-order), and lists that are made and read within a step. */
export let passList: usize = 0;
export let passScratch: usize = 0;
/** Columns of the sweep, by account and by block of accounts (margin/columns). */
export let columnBase: usize = 0;
export let columnSlope: usize = 0;
export let columnMarket: usize = 0;
export let blockMarket: usize = 0;
export let blockCurrent: usize = 0;
export let scratch: usize = 0;
export let commandBuffer: usize = 0;
export let eventBuffer: usize = 0;

let cursor: u64 = 0;

function place(bytes: u64): usize {
  const at = (cursor + 63) & ~63;
  cursor = at + bytes;
  return <usize>at;
}

function placePool(which: i32, rowBytes: usize): usize {
  return place((<u64>capacityOf(which) + 1) * rowBytes);
}

/** Room for an index of chains (names.ts): its slots, and what follows each row. */
function placeChains(which: i32): usize {
  return place((<u64>indexSlots(capacityOf(which)) + capacityOf(which) + 1) << 2);
}

/** Sets every address; returns the bytes needed. Writes nothing. */
function carve(): u64 {
  cursor = ORDERS_ADDRESS;
  placePool(LIMIT_ORDERS, ORDER_BYTES);
  domains = place(<u64>limit(LIMIT_DOMAINS) * DOMAIN_BYTES);
  collaterals = place(<u64>limit(LIMIT_DOMAINS) * COLLATERALS_MAX * COLLATERAL_BYTES);
  markets = place(<u64>limit(LIMIT_MARKETS) * MARKET_BYTES);
  tiers = place(<u64>limit(LIMIT_MARKETS) * TIERS_MAX * TIER_BYTES);
  sources = place(<u64>limit(LIMIT_MARKETS) * SOURCES_MAX * SOURCE_BYTES);
  sends = place(<u64>limit(LIMIT_MARKETS) * SENDS_MAX * SEND_BYTES);
  refills = place(<u64>limit(LIMIT_MARKETS) * 2 * REFILL_BYTES);
  bandSamples = place(<u64>limit(LIMIT_MARKETS) * BAND_SAMPLES_MAX * BAND_SAMPLE_BYTES);
  accounts = place(<u64>limit(LIMIT_ACCOUNTS) * ACCOUNT_BYTES);
  accountSpecs = place(<u64>limit(LIMIT_ACCOUNTS) * ACCOUNT_SPEC_BYTES);
  accountNames = place(limit(LIMIT_NAME_BYTES));
  legs = placePool(LIMIT_POSITIONS, LEG_BYTES);
  orderTerms = placePool(LIMIT_ORDERS, ORDER_TERMS_BYTES);
  orderTimers = placePool(LIMIT_ORDERS, ORDER_TIMER_BYTES);
  orderStops = placePool(LIMIT_ORDERS, ORDER_STOP_BYTES);
  orderNames = placePool(LIMIT_ORDER_NAMES, ORDER_NAME_BYTES);
  leaves = placePool(LIMIT_LADDER_LEAVES, LADDER_LEAF_BYTES);
  levels = placePool(LIMIT_LADDER_LEAVES, LEVELS_BYTES);
  nodes = placePool(LIMIT_LADDER_NODES, NODE_BYTES);
  children = placePool(LIMIT_LADDER_NODES, CHILDREN_BYTES);
  cases = placePool(LIMIT_CASES, CASE_BYTES);
  works = placePool(LIMIT_WORKS, WORK_BYTES);
  slices = placePool(LIMIT_SLICES, SLICE_BYTES);
  reports = placePool(LIMIT_VENUE_REPORTS, VENUE_REPORT_BYTES);
  unwindSteps = placePool(LIMIT_UNWIND_STEPS, UNWIND_STEP_BYTES);
  lots = placePool(LIMIT_POSITIONS, LOT_BYTES);
  triggerBuckets = place(<u64>limit(LIMIT_TRIGGER_BUCKETS) * TRIGGER_BUCKET_BYTES);
  accountSlots = limit(LIMIT_ACCOUNTS) + limit(LIMIT_ACCOUNTS) / 3 + 8;
  accountIndex = place((<u64>accountSlots) << 2);
  orderNameIndex = placeChains(LIMIT_ORDER_NAMES);
  orderNameMask = indexSlots(limit(LIMIT_ORDER_NAMES)) - 1;
  orderNumberIndex = placeChains(LIMIT_ORDERS);
  orderNumberMask = indexSlots(limit(LIMIT_ORDERS)) - 1;
  sliceIndex = placeChains(LIMIT_SLICES);
  sliceMask = indexSlots(capacityOf(LIMIT_SLICES)) - 1;
  caseHeap = place((<u64>limit(LIMIT_CASES) + 1) << 2);
  sliceHeap = place((<u64>capacityOf(LIMIT_SLICES) + 1) << 2);
  openTotals = place((<u64>limit(LIMIT_MARKETS)) << 4);
  openMarkets = place((<u64>limit(LIMIT_MARKETS)) << 2);
  changedList = place((<u64>min(limit(LIMIT_ACCOUNTS), CHANGED_MAX)) << 2);
  passList = place((<u64>limit(LIMIT_ACCOUNTS)) << 3);
  passScratch = place((<u64>limit(LIMIT_ACCOUNTS)) << 3);
  cursor = carveDerived(cursor);
  const blocks = (<u64>limit(LIMIT_ACCOUNTS) + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
  columnBase = place(blocks << (BLOCK_BITS + 2));
  columnSlope = place(blocks << (BLOCK_BITS + 2));
  columnMarket = place(blocks << (BLOCK_BITS + 1));
  blockMarket = place(blocks << 1);
  blockCurrent = place(blocks);
  scratch = place(SCRATCH_BYTES);
  commandBuffer = place(COMMAND_BUFFER_BYTES);
  eventBuffer = place(limit(LIMIT_EVENT_BYTES));
  return cursor;
}

/** Pages of 64 KiB that the limits need, 0 when they do not fit in 4 GiB. */
export function measureArena(): i32 {
  const pages = (carve() + 65535) >> 16;
  return pages > 65536 ? 0 : <i32>pages;
}

export function attachArena(): void {
  carve();
  clear(openTotals, (<usize>limit(LIMIT_MARKETS)) << 4);
}

/** Carves zeroed memory and writes what is not zero at the beginning. */
export function initialise(): void {
  carve();
  openPool(legPool, legs, LEG_BYTES, LIMIT_POSITIONS);
  openPool(orderPool, ORDERS_ADDRESS, ORDER_BYTES, LIMIT_ORDERS);
  openPool(orderNamePool, orderNames, ORDER_NAME_BYTES, LIMIT_ORDER_NAMES);
  openPool(leafPool, leaves, LADDER_LEAF_BYTES, LIMIT_LADDER_LEAVES);
  openPool(nodePool, nodes, NODE_BYTES, LIMIT_LADDER_NODES);
  openPool(casePool, cases, CASE_BYTES, LIMIT_CASES);
  openPool(workPool, works, WORK_BYTES, LIMIT_WORKS);
  openPool(slicePool, slices, SLICE_BYTES, LIMIT_SLICES);
  openPool(reportPool, reports, VENUE_REPORT_BYTES, LIMIT_VENUE_REPORTS);
  openPool(unwindPool, unwindSteps, UNWIND_STEP_BYTES, LIMIT_UNWIND_STEPS);
  openPool(lotPool, lots, LOT_BYTES, LIMIT_POSITIONS);
  // Later than any time: nothing expires (book/expiries).
  shard.nextExpiry = i64.MAX_VALUE;
  map(Region.pages, <usize>((cursor + 65535) >> 16));
  map(Region.commandBuffer, commandBuffer);
  map(Region.eventBuffer, eventBuffer);
  map(Region.meters, changetype<usize>(meters));
  map(Region.shard, changetype<usize>(shard));
  map(Region.domains, domains);
  map(Region.markets, markets);
  map(Region.tiers, tiers);
  map(Region.sources, sources);
  map(Region.accounts, accounts);
  map(Region.accountSpecs, accountSpecs);
  map(Region.accountNames, accountNames);
  map(Region.collaterals, collaterals);
  map(Region.leafPool, changetype<usize>(leafPool));
}

function map(region: i32, address: usize): void {
  store<u32>(<usize>MAP_ADDRESS + ((<usize>region) << 2), <u32>address);
}

export function domainAt(row: u32): Domain {
  return changetype<Domain>(domains + <usize>row * DOMAIN_BYTES);
}
export function collateralAt(domain: u32, k: u32): Collateral {
  return changetype<Collateral>(collaterals + <usize>(domain * COLLATERALS_MAX + k) * COLLATERAL_BYTES);
}
export function marketAt(row: u32): Market {
  return changetype<Market>(markets + <usize>row * MARKET_BYTES);
}
export function tierAt(market: u32, k: u32): Tier {
  return changetype<Tier>(tiers + <usize>(market * TIERS_MAX + k) * TIER_BYTES);
}
export function sourceAt(market: u32, k: u32): Source {
  return changetype<Source>(sources + <usize>(market * SOURCES_MAX + k) * SOURCE_BYTES);
}
export function sendAt(market: u32, k: u32): Send {
  return changetype<Send>(sends + <usize>(market * SENDS_MAX + k) * SEND_BYTES);
}
export function refillAt(market: u32, side: u32): Refill {
  return changetype<Refill>(refills + <usize>(market * 2 + side) * REFILL_BYTES);
}
export function bandSampleAt(market: u32, k: u32): BandSample {
  return changetype<BandSample>(bandSamples + <usize>(market * BAND_SAMPLES_MAX + k) * BAND_SAMPLE_BYTES);
}
export function accountAt(row: u32): Account {
  return changetype<Account>(accounts + <usize>row * ACCOUNT_BYTES);
}
export function accountSpecAt(row: u32): AccountSpec {
  return changetype<AccountSpec>(accountSpecs + <usize>row * ACCOUNT_SPEC_BYTES);
}
export function legAt(row: u32): Leg {
  return changetype<Leg>(legs + <usize>row * LEG_BYTES);
}
export function orderAt(row: u32): Order {
  return changetype<Order>(ORDERS_ADDRESS + <usize>row * ORDER_BYTES);
}
export function termsAt(row: u32): OrderTerms {
  return changetype<OrderTerms>(orderTerms + <usize>row * ORDER_TERMS_BYTES);
}
export function timerAt(row: u32): OrderTimer {
  return changetype<OrderTimer>(orderTimers + <usize>row * ORDER_TIMER_BYTES);
}
export function stopAt(row: u32): OrderStop {
  return changetype<OrderStop>(orderStops + <usize>row * ORDER_STOP_BYTES);
}
export function orderNameAt(row: u32): OrderName {
  return changetype<OrderName>(orderNames + <usize>row * ORDER_NAME_BYTES);
}
export function leafAt(row: u32): LadderLeaf {
  return changetype<LadderLeaf>(leaves + <usize>row * LADDER_LEAF_BYTES);
}
/** A level is named by leaf·64 + slot. */
export function levelAt(level: u32): Level {
  return changetype<Level>(levels + <usize>level * LEVEL_BYTES);
}
export function nodeAt(row: u32): LadderNode {
  return changetype<LadderNode>(nodes + <usize>row * NODE_BYTES);
}
/** Bits of a key that a leaf and a node of the price ladder resolve. */
export const LEAF_BITS: u32 = 6;
export const NODE_BITS: u32 = 10;
export const NODE_MASK: u32 = 1023;
/** The address of a child's row number; a child is named by node·1024 + slot. */
export function childAt(child: u32): usize {
  return children + ((<usize>child) << 2);
}
export function caseAt(row: u32): Case {
  return changetype<Case>(cases + <usize>row * CASE_BYTES);
}
export function workAt(row: u32): Work {
  return changetype<Work>(works + <usize>row * WORK_BYTES);
}
export function sliceAt(row: u32): Slice {
  return changetype<Slice>(slices + <usize>row * SLICE_BYTES);
}
export function reportAt(row: u32): VenueReport {
  return changetype<VenueReport>(reports + <usize>row * VENUE_REPORT_BYTES);
}
export function unwindStepAt(row: u32): UnwindStep {
  return changetype<UnwindStep>(unwindSteps + <usize>row * UNWIND_STEP_BYTES);
}
export function lotAt(row: u32): Lot {
  return changetype<Lot>(lots + <usize>row * LOT_BYTES);
}
