/** All profiles by name. */
import { binance } from "./binance.js";
import { bitmex } from "./bitmex.js";
import { bybit } from "./bybit.js";
import { deribit } from "./deribit.js";
import { drift } from "./drift.js";
import { dydx } from "./dydx.js";
import { hyperliquid } from "./hyperliquid.js";
import { kraken } from "./kraken.js";
import { okx } from "./okx.js";
import type { Profile } from "./profile.js";
import { vega } from "./vega.js";

const all = [binance, bitmex, bybit, deribit, drift, dydx, hyperliquid, kraken, okx, vega];

export const profiles: Readonly<Record<string, Profile>> = Object.fromEntries(
  all.map((profile) => [profile.name, profile]),
);
