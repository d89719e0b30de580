#!/bin/sh
# A liquidation with curl: define a domain, move the price, get the slice, report its fill.
#   examples/curl.sh [URL]
set -eu

URL="${1:-http://127.0.0.1:7070}"
ID="$(date +%s)" # names of this run
MARKET="BTC-$ID"

post() {
  curl --silent --show-error --fail-with-body -H 'content-type: application/json' --data "$2" "$URL$1"
  echo
}

echo "A domain, an external market, and an account: long 0.1 at 10,000 with 100 of cash."
post /v1/commands '[
  {"type": "domain", "domain": "curl-'"$ID"'", "asset": "USDT", "settleDecimals": 6, "takeover": false},
  {"type": "market", "market": "'"$MARKET"'", "domain": "curl-'"$ID"'", "kind": "linear", "execution": "external",
   "priceDecimals": 1, "tickSize": "0.1", "lotSize": "0.001", "maxPrice": "1000000",
   "sources": [{"source": "index"}], "maxAge": 60000000, "jumpPpm": 100000,
   "tiers": [{"from": "0", "initialPpm": 20000, "maintenancePpm": 10000}]},
  {"type": "account", "account": "alice-'"$ID"'", "domain": "curl-'"$ID"'", "cash": "100"},
  {"type": "position", "account": "alice-'"$ID"'", "market": "'"$MARKET"'", "quantity": "0.1", "entryPrice": "10000"}
]' >/dev/null

echo "At 10,000.0 nothing happens:"
post /v1/ticks '{"market": "'"$MARKET"'", "source": "index", "price": "10000", "sequence": 1}'

echo "At 9,050.0 equity is 5.00 and maintenance margin 9.05: a slice goes out."
ANSWER="$(post /v1/ticks '{"market": "'"$MARKET"'", "source": "index", "price": "9050", "sequence": 2}')"
echo "$ANSWER"

# The venue has sold it, at the mark: the account is cured.
ORDER="$(echo "$ANSWER" | sed 's/.*"slices":\[{[^}]*"order":"\([^"]*\)".*/\1/')"
QUANTITY="$(echo "$ANSWER" | sed 's/.*"slices":\[{[^}]*"quantity":"\([^"]*\)".*/\1/')"
echo "The venue reports that $ORDER has sold $QUANTITY:"
post /v1/commands '{"type": "execution", "order": "'"$ORDER"'", "status": "fill", "price": "9050", "quantity": "'"$QUANTITY"'"}'

echo "The account afterwards:"
curl --silent --show-error --fail-with-body "$URL/v1/accounts/alice-$ID"
echo
