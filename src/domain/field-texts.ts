/**
 * What each command and each of its fields means, in a sentence or two with its unit: the docstrings of `commands.ts`, the
 * descriptions of OpenAPI and of `/docs` are made of it. Bounds and defaults stand with the fields (`command-fields.ts`).
 */
import type { CommandType } from "./commands.js";
import { ABSENT, type Field } from "./field.js";

export const commandTexts: Readonly<Record<CommandType, string>> = {
  domain: "Defines a domain: accounts that settle in one asset and share an insurance fund.",
  collateral: "Defines an asset of a domain, other than its own, that counts as margin at a haircut.",
  market: "Defines a market of a domain, with its feed, fees, policy and breakers.",
  account: "Defines an account, with its cash and, where it is loaded whole, its positions and collateral.",
  transfer: "Deposits, withdraws, moves between accounts of a domain, or tops the insurance fund up.",
  collateralSale:
    "What `@liquidation` has seized is sold outside: it leaves the domain, and its proceeds are the fund's.",
  position: "Sets a position, against `@street`.",
  tick: "A price of a source.",
  sourceReset:
    "The source's next tick may have any sequence number: its feed handler has begun to count anew.",
  trade: "A trade at an outside venue, as its feed tells it: the last trade of the mark `median3`.",
  book: "Depth of an outside venue's book: changes of levels, or all of them.",
  order: "An order for the market's own book.",
  amend: "Changes an order that rests.",
  cancel: "Takes an order out of the book.",
  cancelAll: "Takes all orders of an account out of the book, or those of a market, or of a side.",
  reconcile: "What the venue says becomes true, at any time.",
  execution: "A venue's report on a slice (`order`), or a fill from elsewhere (`account`, `market`, `side`).",
  funding: "Charges funding: longs pay shorts, or shorts longs.",
  policy: "Replaces a market's policy as a whole: what is left out gets its default.",
  breakers: "Replaces a market's breakers as a whole: what is left out is off, or has its default.",
  tiers: "Replaces a market's margin tiers.",
  domainSettings: "Replaces what of a domain may change, as a whole: what is left out gets its default.",
  feedSettings:
    "Replaces what of a market's feed and fees may change, as a whole: what is left out gets its default.",
  marketState:
    "Opens a market, lets it take cancels only, or begins an auction; leaving the auction uncrosses.",
  halt: "Halts a market, or a domain with all its markets.",
  resume: "Ends a halt; sources must tick again before anybody is liquidated.",
  clock: "Only time passes, so that what falls due is noticed.",
  snapshot: "Marks a place in the stream, and tells the hash of the state there.",
  depth: "Asks for the best levels of a book.",
  report: "Asks for an account's report.",
  domainReport: "Asks for a domain's totals.",
  liquidationMap: "Asks how much would be force-sold, or bought back, from which price on: an estimate.",
  hash: "Asks for the hash of the state.",
};

/** By field, or `owner.field` where it means something else there: a command, or the field that the object is the value of. */
export const fieldTexts: Readonly<Record<string, string>> = {
  time: "Microseconds since the Unix epoch; absent: engine time, or the clock's where there is one.",
  "clock.time": "Microseconds since the Unix epoch.",
  key: "Idempotency key, 1 to 64 characters: the same command under it changes nothing again and answers the same; another one is refused.",
  domain: "Name of the domain.",
  "report.domain": "Name of the domain: an `@` account needs it where there are several.",
  asset: "Name of the asset.",
  "domain.asset": "Name of the asset that the domain settles in: all money of the domain is of it.",
  "transfer.asset": "Name of the asset; absent: the domain's own, cash.",
  settleDecimals: "Decimals of the domain's money.",
  insuranceFund: "What the insurance fund begins with, in money.",
  fundFloor: "Money below which the insurance fund pays for nothing.",
  triggerAtEquality: "Whether an account is liquidatable already where equity equals maintenance margin.",
  marginCallPpm:
    "A margin call goes out where equity falls below this part of initial margin, in parts per million; 0: none do.",
  targetPpm: "Liquidation brings equity to this multiple of maintenance margin, in parts per million.",
  takeover: "Whether an account that cannot be cured is taken over by `@liquidation`.",
  takeoverPpm:
    "An account is taken over where equity is below this part of maintenance margin, in parts per million; 0: below nothing.",
  caseHorizon: "Microseconds after which a case that is still liquidatable is taken over.",
  surplus: "To whom what is left of a taken-over account's equity goes.",
  legOrder: "Which leg of an account is sold first.",
  crossInside: "Whether opposite cases trade with each other at the mark before either goes to a book.",
  adl: "Whether counterparties are deleveraged for what the fund does not pay.",
  floorAction: "What happens to an account that still has equity while the fund is at its floor.",
  doubtPpm: "By how much a mark in doubt is moved in the account's favour, in parts per million.",
  seed: "Seed of the jitter, committed to by its hash; 0: none is told.",
  market: "Name of the market.",
  "collateral.market": "Name of the market whose mark prices the asset.",
  "cancelAll.market": "Name of the market; absent: in all.",
  "halt.market": "Name of the market that is halted, instead of a domain.",
  "halt.domain": "Name of the domain that is halted, with all its markets, instead of a market.",
  "resume.market": "Name of the market that is resumed, instead of a domain.",
  "resume.domain": "Name of the domain that is resumed, instead of a market.",
  haircutPpm: "What part of the asset's value does not count as margin, in parts per million.",
  decimals: "Decimals of the asset.",
  seizeAt: "Money: of an account that owes no more than this, nothing of the asset is seized.",
  depositMax: "Of the asset: the most that a deposit may bring what is in the domain to; absent: no bound.",
  kind: "`linear`: a contract is worth its price; `inverse`: coin-margined, worth a sum of the quote currency.",
  priceDecimals: "Decimals of a price: a price unit is 10^-priceDecimals.",
  tickSize: "The step of prices of orders, as a price.",
  lotSize: "The step of quantities.",
  contractSize: "What one contract is of: a factor of its value.",
  minPrice: "The least price; absent: one price unit, or what keeps an inverse market's values in bounds.",
  maxPrice: "The greatest price; absent: derived from the market's other bounds.",
  maxPosition: "The largest position of an account, as a quantity; absent: what keeps values in bounds.",
  maxOpenInterest:
    "The most that all longs may be together, as a quantity; absent: what keeps values in bounds.",
  minOrder: "The smallest order, as a quantity, but for one that closes the whole position; absent: a lot.",
  maxOrder: "The largest order, as a quantity; absent: `maxPosition`.",
  minNotional: "The least that an order may be worth, in money; absent: no bound.",
  tiers: "Margin tiers by notional, the first from 0.",
  from: "Money: the notional at which the tier begins.",
  initialPpm: "Initial margin, in parts per million of the notional.",
  maintenancePpm: "Maintenance margin, in parts per million of the notional.",
  sources: "Price sources, in the order of their ids.",
  "feedSettings.sources": "The market's sources with new weights; absent: the weights stay.",
  source: "Name of the price source.",
  weight: "The source's weight in the median, a number without a unit.",
  maxAge: "Microseconds after which a source's price no longer counts; absent: it never grows old.",
  minSources: "How many sources must count, or the feed is stale.",
  skew: "Microseconds by which a tick's source time may be ahead of engine time; absent: no bound.",
  jumpPpm:
    "A tick that differs from the index by more than this, in parts per million, waits in quarantine; absent: none does.",
  confirmations: "How many ticks near a quarantined price accept it: a number without a unit.",
  confirmGap: "Microseconds by source time between two ticks of one source that both confirm a jump.",
  outlierPpm:
    "A source that differs from the median by more than this, in parts per million, is left out of the index; absent: none is.",
  gapAction: "What happens when a source skips a sequence number.",
  graded: "Whether slices are smaller while few sources count, or their prices are old.",
  mark: "What the mark is made of: the index, the index and the book's premium, or a median of three.",
  premiumCapPpm: "The most that the premium is, in parts per million of the index.",
  premiumHalfLife: "Microseconds in which an older premium loses half of its weight.",
  premiumHold: "Microseconds after a liquidation fill in which the premium is not sampled.",
  volatilityHalfLife:
    "Microseconds in which older moves lose half of their weight in the measured volatility.",
  volatilityPpm:
    "The move that is expected of the market, in parts per million: weighs its legs where an account's riskiest is looked for.",
  fundingInterval: "Microseconds between two fundings, for the mark `median3`; absent: it does without.",
  confirmAfter: "Microseconds after a large move of the mark at which a second tick confirms it.",
  execution: "Whether orders and slices are matched here or sent to a venue.",
  "execution.execution": "The venue's id of the report: one that comes again changes nothing.",
  makerFeePpm: "Fee of the order that rested, in parts per million of the notional.",
  takerFeePpm: "Fee of the order that came, in parts per million of the notional.",
  liquidationFeePpm: "Fee of a liquidation, for the insurance fund, in parts per million of the notional.",
  marketBandPpm: "How far from the mark an order may trade, in parts per million.",
  takeoverNotionalMax:
    "The most that `@liquidation` may hold in the market, in money at the mark; absent: no bound.",
  policy: "How a leg is sold.",
  algorithm: "How much of a leg goes at a time.",
  slippagePpm: "How far from the mark a slice may trade, in parts per million.",
  expectedSlippagePpm:
    "What slippage the size of a close allows for, in parts per million; at most `slippagePpm`.",
  closeFactorPpm: "The most of a leg that a round closes, in parts per million of the position.",
  fullCloseNotional: "Money: a leg worth no more than this is closed whole.",
  interval: "Microseconds between two slices of a leg.",
  horizon: "Microseconds in which `twap` and `ladder` sell.",
  sliceLifetime: "Microseconds after which a slice at a venue has expired.",
  silentMax:
    "How many legs that a venue does not answer, or answers wrongly, block the market: a number without a unit.",
  rejectMax: "After how many rejections in a row the leg is blocked: a number without a unit.",
  depthSharePpm: "What part of the book inside the limit `pov` takes, in parts per million.",
  disposalFractionPpm: "The most of a round that one slice is, in parts per million.",
  fullDisposalQuantity: "A round of no more than this, as a quantity, goes in one slice.",
  sliceNotionalMax: "The most that one slice is worth at the mark, in money; absent: no bound.",
  rungs: "How many resting orders a `ladder` has: a number without a unit.",
  riskAversionPpm: "How much `adaptive` weighs risk against impact, in parts per million.",
  jitterPpm: "By how much, at random, slices are smaller and later, in parts per million.",
  branchingMaxPpm: "The most that a slice may set off, in parts per million of itself; absent: no bound.",
  rateNotional:
    "The most that liquidations sell in the market within `rateWindow`, in money; absent: no bound.",
  rateWindow: "Microseconds of the window of `rateNotional`.",
  breakers: "What makes a market wait.",
  bandPpm:
    "PRICE_BAND trips where the mark moves by more than this within `bandWindow`, in parts per million; absent: off.",
  bandWindow: "Microseconds of the window of `bandPpm`.",
  divergencePpm:
    "DIVERGENCE trips where the book's middle is farther than this from the index, in parts per million; absent: off.",
  divergenceMax: "Microseconds after which DIVERGENCE ends and the index is followed.",
  depthMin: "DEPTH_LOW trips where less than this, as a quantity, is inside the slippage bound; absent: off.",
  resumeAfter: "Microseconds that a breaker's condition must be over before it clears.",
  account: "Name of the account.",
  "amend.account": "Name of the account whose order it must be.",
  "cancel.account": "Name of the account whose order it must be.",
  "report.account":
    "Name of the account, or of one of the domain itself: `@liquidation`, `@fund`, `@fees`, `@street`, `@rounding`.",
  "reconcile.account": "Name of the account, or `@liquidation`.",
  "execution.account": "Name of the account, or `@liquidation`, of a fill from elsewhere.",
  "execution.market": "Name of the market of a fill from elsewhere.",
  "execution.side": "Side of a fill from elsewhere.",
  cash: "Money that the account begins with.",
  "reconcile.cash": "The account's cash, in money, signed; absent: it stays. Not of `@liquidation`.",
  mode: "`cross`: all positions share the margin; `isolated`: one position with its own.",
  parent: "Name of the cross account that an isolated one belongs to.",
  unwindOrder: "Names of markets, at most 16: the order in which legs are sold where `legOrder` is `user`.",
  positions: "Positions that are set with the account, at most 16; it is looked at once all are there.",
  collateral: "Collateral that is deposited with the account, at most 8 assets.",
  quantity: "Quantity, with at most the decimals of `lotSize`.",
  "positions.quantity": "Signed quantity, not 0: negative is short.",
  "position.quantity": "Signed quantity: negative is short, 0 removes the position.",
  "reconcile.quantity": "Signed quantity that the venue says the position has; 0: none.",
  "collateralSale.quantity": "Of the asset, what `@liquidation` has sold.",
  "amend.quantity": "The order's new total, as a quantity, with what has traded of it.",
  entryPrice:
    "The price at which the position is taken on, up to 18 decimals; not needed where it is removed.",
  amount: "Amount of the asset.",
  "transfer.amount": "Signed amount of the asset, or money: negative withdraws.",
  to: "Name of another account of the domain, or `@fund`: where a positive `amount` goes.",
  proceeds: "Money that came in for it.",
  price: "Price, with at most the decimals of the market.",
  "order.price": "Price at which it trades at the worst; absent: a market order.",
  "amend.price": "New price; absent: it stays.",
  "execution.price": "Price of a fill, up to 18 decimals.",
  "execution.quantity": "Quantity of a fill.",
  sequence: "The source's own number of the tick, below 2^53: each is greater than the one before.",
  sourceTime: "When the source made the price, in microseconds since the Unix epoch; absent: `time`.",
  bids: "Levels of who buys, as price and quantity, at most 10,000; quantity 0 removes one.",
  asks: "Levels of who sells, as price and quantity, at most 10,000; quantity 0 removes one.",
  snapshot: "Whether the levels are all that there are.",
  side: "Whether it buys or sells.",
  "cancelAll.side": "Of which side; absent: of both.",
  timeInForce:
    "`GTC`: the rest stays in the book; `GTT`: till `expires`; `IOC`: it is cancelled; `FOK`: all of it trades, or nothing.",
  expires: "When a `GTT` order is over, in microseconds since the Unix epoch.",
  stop: "Price for which the order waits: a buy until the reference is as high, a sell until it is as low.",
  "amend.stop": "New price for which the order waits; absent: it stays.",
  stopBy: "Which price a `stop` watches: the `mark`, or the `last` trade. Default: `mark`.",
  ordersMax:
    "How many live orders an account may have in the market: a number without a unit. Default: 1000.",
  "account.ordersMax": "How many live orders it may have in each market; absent: as many as the market says.",
  postOnly: "Whether it is refused where it would trade at once.",
  reduceOnly: "Whether it may only make a position smaller.",
  selfTrade: "What happens where it meets an order of its own account.",
  order: "Name of the order.",
  "order.order": "The client's own name of the order; absent: the engine names it `O1`, `O2` …",
  "execution.order": "Name of the slice that is reported on.",
  open: "The order's new open quantity, instead of the total.",
  keep: "Names of slices that are still out, at most 16; all others of the leg have nothing left.",
  status: "What became of the slice.",
  fee: "Fee in money, signed: a rebate is negative; absent: by `takerFeePpm`.",
  ratePpb: "Signed, in 10^-9 of notional at the mark; positive: longs pay shorts.",
  state: "The market's new state.",
  reason: "For the record, at most 256 characters.",
  levels: "How many levels a side: a number without a unit.",
};

/** Of the field in that object: of a command first, and of the fields that lead there behind it. */
export function textOf(owners: readonly string[], field: string): string {
  const text = fieldTexts[`${owners.at(-1)}.${field}`] ?? fieldTexts[field];
  if (text === undefined)
    throw new Error(`src/domain/field-texts.ts says nothing of ${owners.join(".")}.${field}`);
  return text;
}

/** What stands for a field that is left out; undefined: nothing does. */
export function shownDefault(field: Field): string | number | boolean | undefined {
  return "default" in field && field.default !== ABSENT ? field.default : undefined;
}

/** The text, and what the field's default is. */
export function withDefault(text: string, field: Field): string {
  const value = shownDefault(field);
  return value === undefined ? text : `${text} Default: ${JSON.stringify(value)}.`;
}
