#!/usr/bin/env python3
"""Ticks and answers in MessagePack, with Python's msgpack (Debian: python3-msgpack).

    examples/msgpack_client.py [URL]
"""
import json
import sys
import time
import urllib.request

import msgpack

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7070"
TYPE = "application/msgpack"
RUN = time.time_ns() // 1_000_000  # names of this run


def post(path, message):
    headers = {"Content-Type": TYPE, "Accept": TYPE}
    request = urllib.request.Request(URL + path, msgpack.packb(message), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return msgpack.unpackb(answer.read())
    except urllib.error.HTTPError as error:
        # Errors are application/problem+json, whatever was asked for.
        raise SystemExit(json.load(error)["detail"])


domain, market, account = f"python-{RUN}", f"XRP-{RUN}", f"long-{RUN}"
defined = post("/v1/commands", [
    {"type": "domain", "domain": domain, "asset": "USDT", "settleDecimals": 6, "takeover": False},
    {
        "type": "market",
        "market": market,
        "domain": domain,
        "kind": "linear",
        "execution": "external",
        "priceDecimals": 2,
        "tickSize": "0.01",
        "lotSize": "0.1",
        "maxPrice": "100000",
        "sources": [{"source": "index"}],
        "maxAge": 60_000_000,
        "jumpPpm": 250_000,
        "tiers": [{"from": "0", "initialPpm": 20_000, "maintenancePpm": 10_000}],
    },
    {"type": "account", "account": account, "domain": domain, "cash": "100"},
    {"type": "position", "account": account, "market": market, "quantity": "10", "entryPrice": "100"},
])["events"]
ids = next(event for event in defined if event.get("command") == "market")

# [marketId, sourceId, price, sequence, sourceTime]: integers, times as large as they are.
now = time.time_ns() // 1_000
answer = post("/v1/ticks", [
    [ids["marketId"], ids["sourceIds"]["index"], 10_000, 1, now],
    [ids["marketId"], ids["sourceIds"]["index"], 9_050, 2, now],
    [ids["marketId"], ids["sourceIds"]["index"], 9_050, 2, now],
])


def floats(value, path=""):
    """Where there is a float: nowhere, as amounts are strings and everything else is an integer."""
    if isinstance(value, float):
        return [path]
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, one in inside for found in floats(one, f"{path}.{key}")]


print(f"{answer['accepted']} accepted, refused: {[(r['index'], r['code']) for r in answer['rejected']]}")
for slice in answer["slices"]:
    print(f"{slice['order']}: {slice['side']} {slice['quantity']}, for {slice['expires'] - slice['time']} microseconds")
print(f"floats: {floats(defined) + floats(answer)}")
