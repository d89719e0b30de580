#!/usr/bin/env python3
"""Ticks and slices in SBE, read and written by the published schema; nothing but Python's own library.

    examples/sbe_client.py [URL] [SCHEMA]
"""
import json
import struct
import sys
import time
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7070"
SCHEMA = sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent / "../sbe/breakwater.xml"
FORMATS = {"uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q", "int64": "q"}


class Schema:
    """The messages of a schema whose messages have a root block and one group."""

    def __init__(self, path):
        root = ElementTree.parse(path).getroot()
        self.id, self.version = int(root.get("id")), int(root.get("version"))
        self.types, self.words = {}, {}
        for one in root.find("types"):
            if one.tag == "type":
                self.types[one.get("name")] = FORMATS[one.get("primitiveType")]
            elif one.tag == "enum":
                self.types[one.get("name")] = FORMATS[one.get("encodingType")]
                self.words[one.get("name")] = {int(value.text): value.get("name") for value in one}
        self.messages = {one.get("name"): one for one in root if one.tag.endswith("message")}

    def block(self, of):
        """Names and types of a block's fields, those that are written, and their format."""
        fields = [(field.get("name"), field.get("type")) for field in of.findall("field") if field.get("presence") != "constant"]
        return fields, struct.Struct("<" + "".join(self.types[kind] for _, kind in fields))

    def constants(self, of):
        """Fields that have the same value always and stand in no message."""
        constant = [field for field in of.findall("field") if field.get("presence") == "constant"]
        return {field.get("name"): field.get("valueRef").split(".")[1] for field in constant}

    def encode(self, name, root, entries):
        message = self.messages[name]
        group = message.find("group")
        head, body = self.block(message)
        fields, entry = self.block(group)
        parts = [struct.pack("<HHHH", body.size, int(message.get("id")), self.id, self.version)]
        parts.append(body.pack(*(root[field] for field, _ in head)))
        parts.append(struct.pack("<HH", entry.size, len(entries)))
        parts += [entry.pack(*(one[field] for field, _ in fields)) for one in entries]
        return b"".join(parts)

    def decode(self, data):
        """The entries of one message; blocks may be longer than this schema knows, as later versions' are."""
        length, template, schema, _ = struct.unpack_from("<HHHH", data)
        assert schema == self.id
        message = next(one for one in self.messages.values() if int(one.get("id")) == template)
        group = message.find("group")
        fields, entry = self.block(group)
        size, count = struct.unpack_from("<HH", data, 8 + length)
        entries = []
        for i in range(count):
            values = entry.unpack_from(data, 12 + length + i * size)
            named = {}
            for (field, kind), value in zip(fields, values):
                named[field] = self.words[kind][value] if kind in self.words else value
            entries.append(named | self.constants(group))
        return message.get("name"), entries


def post(path, body, kind):
    headers = {"Content-Type": kind, "Accept": kind}
    with urllib.request.urlopen(urllib.request.Request(URL + path, body, headers)) as answer:
        return answer.headers, answer.read()


def commands(messages):
    return json.loads(post("/v1/commands", json.dumps(messages).encode(), "application/json")[1])["events"]


run = time.time_ns() // 1_000_000  # names of this run
domain, market, account = f"sbe-py-{run}", f"ADA-{run}", f"long-{run}"
defined = commands([
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
])
ids = next(event for event in defined if event.get("command") == "market")
account_id = next(event for event in defined if event.get("command") == "account")["accountId"]

schema = Schema(SCHEMA)
tick = {"marketId": ids["marketId"], "sourceId": ids["sourceIds"]["index"], "sourceTime": 0}
batch = schema.encode("TickBatch", {"time": 0}, [
    tick | {"price": 10_000, "sequence": 1},
    tick | {"price": 9_050, "sequence": 2},
    tick | {"price": 9_050, "sequence": 2},
])
headers, body = post("/v1/ticks", batch, "application/sbe")
print(f"accepted {headers['breakwater-accepted']}, rejected {headers['breakwater-rejected']}")
name, slices = schema.decode(body)
for one in slices:
    ours = one["accountId"] == account_id and one["marketId"] == ids["marketId"]
    print(f"{name}: S{one['order']} of C{one['caseId']}, {'ours' if ours else 'of others'}: {one['side']} {one['quantity']} lots")
    print(f"limit {one['limitPrice']}, {one['timeInForce']}, {one['orderType']}, reduceOnly {one['reduceOnly']}, {one['algorithm']}")
    print(f"for {one['expires'] - one['time']} microseconds")
