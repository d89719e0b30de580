// The yardstick: an order book as a C++ programmer would write it for speed, over the same stream of operations.
// A dense array of price levels (one serves both sides, which never hold orders at one price), bitmaps of the levels that
// hold orders, first-in-first-out queues threaded through a slab of orders, and a table from id to slot. With accounts, each add and IOC is checked for initial margin
// and each fill settles both sides.
//
//   book FILE [ACCOUNTS]      one timed pass; prints one line of JSON
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
using i32 = int32_t;
using i64 = int64_t;

constexpr u32 NONE = ~0u;

struct Record {
  u32 id;
  i32 price;
  u16 quantity;
  u8 type;
  u8 side;
};
static_assert(sizeof(Record) == 12);

struct Stream {
  u32 header[8];
  std::vector<Record> prefill, timed;

  explicit Stream(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fread(header, 4, 8, file) != 8) fail(path);
    prefill.resize(header[1]);
    timed.resize(header[2]);
    if (fread(prefill.data(), sizeof(Record), prefill.size(), file) != prefill.size()) fail(path);
    if (fread(timed.data(), sizeof(Record), timed.size(), file) != timed.size()) fail(path);
    fclose(file);
  }
  u32 ids() const { return header[3]; }
  u32 maxPrice() const { return header[4]; }
  u32 live() const { return header[5]; }

private:
  [[noreturn]] static void fail(const char *path) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(2);
  }
};

struct Order {
  u32 next, previous, id, price, quantity, owner, side, unused;
};

struct Level {
  u32 head = NONE, tail = NONE;
  u64 quantity = 0;
};

struct Account {
  i64 cash, position, open, unused[5];
};
static_assert(sizeof(Account) == 64);

struct Totals {
  u64 fills = 0, quantity = 0, notional = 0, hash = 1469598103934665603ull;
};

// Which levels of a side hold orders: one bit a price, one bit for 64 of those, one for 64 of these.
class Occupied {
  std::vector<u64> prices, words;
  u64 top = 0;

public:
  explicit Occupied(u32 maxPrice) : prices((maxPrice + 63) / 64), words((prices.size() + 63) / 64) {}

  void set(u32 price) {
    prices[price >> 6] |= 1ull << (price & 63);
    words[price >> 12] |= 1ull << (price >> 6 & 63);
    top |= 1ull << (price >> 12);
  }
  void clear(u32 price) {
    if (prices[price >> 6] &= ~(1ull << (price & 63))) return;
    if (words[price >> 12] &= ~(1ull << (price >> 6 & 63))) return;
    top &= ~(1ull << (price >> 12));
  }
  u32 above(u32 price) const {
    u32 word = price >> 6;
    if (const u64 near = prices[word] & ~1ull << (price & 63)) return word << 6 | std::countr_zero(near);
    u64 some = words[word >> 6] & ~1ull << (word & 63);
    u32 high = word >> 6;
    if (!some) {
      const u64 far = top & ~1ull << high;
      if (!far) return NONE;
      high = std::countr_zero(far);
      some = words[high];
    }
    word = high << 6 | std::countr_zero(some);
    return word << 6 | std::countr_zero(prices[word]);
  }
  u32 below(u32 price) const {
    u32 word = price >> 6;
    if (const u64 near = prices[word] & ((1ull << (price & 63)) - 1)) return word << 6 | highest(near);
    u64 some = words[word >> 6] & ((1ull << (word & 63)) - 1);
    u32 high = word >> 6;
    if (!some) {
      const u64 far = top & ((1ull << high) - 1);
      if (!far) return NONE;
      high = highest(far);
      some = words[high];
    }
    word = high << 6 | highest(some);
    return word << 6 | highest(prices[word]);
  }

private:
  static u32 highest(u64 bits) { return 63 - std::countl_zero(bits); }
};

template <bool WITH_ACCOUNTS, bool WITH_HASH> class Book {
  std::vector<Level> levels;
  Occupied occupied[2];
  i64 best[2] = {-1, i64(1) << 40};
  std::vector<Order> slab;
  std::vector<u32> slotOf;
  std::vector<Account> accounts;
  u32 freeSlot = NONE, slots = 0, taker = 0;

public:
  Totals totals;
  u64 refused = 0;

  Book(const Stream &stream, u32 accountCount)
      : levels(stream.maxPrice()), occupied{Occupied(stream.maxPrice()), Occupied(stream.maxPrice())}, slab(stream.live() * 2 + 4096),
        slotOf(stream.ids(), NONE), accounts(accountCount, Account{i64(1) << 50, 0, 0, {}}) {}

  void apply(const Record &record) {
    if (record.type == 1) return cancel(record.id);
    if (WITH_ACCOUNTS && !admit(record)) return;
    u32 left = record.quantity;
    if (record.side == 0 ? record.price >= best[1] : record.price <= best[0]) left = match(record);
    if (left && record.type == 0) rest(record, left);
  }

private:
  // Initial margin of 1/16 on the position, the open orders and this order.
  bool admit(const Record &record) {
    u32 mixed = record.id * 0x9e3779b1u;
    taker = u64(mixed ^ mixed >> 15) * accounts.size() >> 32;
    const Account &account = accounts[taker];
    i64 equity = account.cash + account.position * record.price;
    i64 size = account.position < 0 ? -account.position : account.position;
    if (equity >= (size * record.price + account.open + i64(record.quantity) * record.price) / 16) return true;
    refused++;
    return false;
  }

  u32 match(const Record &record) {
    u32 left = record.quantity;
    const u32 other = record.side ^ 1;
    do {
      const i64 price = best[other];
      if (record.side == 0 ? price > record.price : price < record.price) break;
      Level &level = levels[price];
      u32 slot = level.head;
      while (left && slot != NONE) {
        Order &maker = slab[slot];
        const u32 filled = maker.quantity < left ? maker.quantity : left;
        maker.quantity -= filled;
        left -= filled;
        level.quantity -= filled;
        fill(record, maker, filled, price);
        if (maker.quantity) break;
        const u32 next = maker.next;
        slotOf[maker.id] = NONE;
        release(slot);
        slot = next;
      }
      level.head = slot;
      if (slot != NONE) {
        slab[slot].previous = NONE;
        break;
      }
      level.tail = NONE;
      empty(other, price);
    } while (left);
    return left;
  }

  void fill(const Record &record, const Order &maker, u32 quantity, i64 price) {
    const i64 value = i64(quantity) * price;
    totals.fills++;
    totals.quantity += quantity;
    totals.notional += value;
    if (WITH_ACCOUNTS) {
      const i64 sign = record.side == 0 ? 1 : -1;
      Account &buyer = accounts[taker], &seller = accounts[maker.owner];
      buyer.position += sign * quantity;
      buyer.cash -= sign * value;
      seller.position -= sign * quantity;
      seller.cash += sign * value;
      seller.open -= value;
    }
    if (WITH_HASH) {
      hash(maker.id);
      hash(record.id);
      hash(u32(price));
      hash(quantity);
    }
  }

  void hash(u32 word) {
    totals.hash = (totals.hash ^ (word & 0xffff)) * 1099511628211ull;
    totals.hash = (totals.hash ^ (word >> 16)) * 1099511628211ull;
  }

  void rest(const Record &record, u32 left) {
    const u32 slot = take();
    Level &level = levels[record.price];
    slab[slot] = {NONE, level.tail, record.id, u32(record.price), left, taker, record.side, 0};
    slotOf[record.id] = slot;
    level.quantity += left;
    if (WITH_ACCOUNTS) accounts[taker].open += i64(left) * record.price;
    if (level.tail != NONE) {
      slab[level.tail].next = slot;
    } else {
      level.head = slot;
      occupied[record.side].set(record.price);
      if (record.side == 0 ? record.price > best[0] : record.price < best[1]) best[record.side] = record.price;
    }
    level.tail = slot;
  }

  void cancel(u32 id) {
    const u32 slot = slotOf[id];
    if (slot == NONE) return;
    slotOf[id] = NONE;
    const Order &order = slab[slot];
    Level &level = levels[order.price];
    level.quantity -= order.quantity;
    if (WITH_ACCOUNTS) accounts[order.owner].open -= i64(order.quantity) * order.price;
    (order.previous == NONE ? level.head : slab[order.previous].next) = order.next;
    (order.next == NONE ? level.tail : slab[order.next].previous) = order.previous;
    if (level.head == NONE) empty(order.side, order.price);
    release(slot);
  }

  void empty(u32 side, i64 price) {
    occupied[side].clear(u32(price));
    if (price != best[side]) return;
    const u32 found = side == 0 ? occupied[0].below(u32(price)) : occupied[1].above(u32(price));
    best[side] = found != NONE ? i64(found) : side == 0 ? -1 : i64(1) << 40;
  }

  u32 take() {
    if (freeSlot == NONE) return slots++;
    const u32 slot = freeSlot;
    freeSlot = slab[slot].next;
    return slot;
  }

  void release(u32 slot) {
    slab[slot].next = freeSlot;
    freeSlot = slot;
  }
};

template <bool WITH_ACCOUNTS, bool WITH_HASH> Totals pass(const Stream &stream, u32 accounts, double &nanos) {
  Book<WITH_ACCOUNTS, WITH_HASH> book(stream, accounts);
  for (const Record &record : stream.prefill) book.apply(record);
  book.totals = {};
  const auto start = std::chrono::steady_clock::now();
  for (const Record &record : stream.timed) book.apply(record);
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  nanos = took.count() / double(stream.timed.size());
  if (book.refused) book.totals.hash = 0;
  return book.totals;
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "book FILE [ACCOUNTS]\n");
    return 2;
  }
  const Stream stream(arguments[1]);
  const u32 accounts = count > 2 ? u32(atoi(arguments[2])) : 0;
  double nanos, unused;
  // The hash costs about as much as the book: it is taken in a pass of its own.
  const Totals timed = accounts ? pass<true, false>(stream, accounts, nanos) : pass<false, false>(stream, 0, nanos);
  const Totals hashed = accounts ? pass<true, true>(stream, accounts, unused) : pass<false, true>(stream, 0, unused);
  const bool same = timed.fills == hashed.fills && timed.notional == hashed.notional;
  printf("{\"nanos\":%.3f,\"fills\":%llu,\"quantity\":%llu,\"notional\":\"%llu\",\"hash\":\"%016llx\"}\n", nanos,
         (unsigned long long)timed.fills, (unsigned long long)timed.quantity, (unsigned long long)timed.notional,
         (unsigned long long)(same ? hashed.hash : 0));
}
