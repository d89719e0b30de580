// A load generator: what src/measure/load/client.ts does, at a third of its cost. Same arguments, same line of JSON.
//
//   load TEMPLATES PORT RATE REQUESTS START
//
// With a rate it spins, so that requests leave when they are due; without one it waits for answers.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 1024, ANSWER_MAX = 1 << 20 };

typedef struct {
  int socket, busy;
  uint32_t bytes, patches, *patch; // patch: offset, kind
  uint8_t *request;
  uint64_t counter;
  double due;
  char *answer;
  size_t received;
} Connection;

static Connection connections[CONNECTIONS_MAX];
static uint32_t connectionCount;
static double *micros;
static long answered, statuses[600];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static uint32_t word(FILE *file) {
  uint32_t value;
  if (fread(&value, 4, 1, file) != 1) fail("templates");
  return value;
}

static void readTemplates(const char *path, uint64_t start) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path);
  connectionCount = word(file);
  for (uint32_t i = 0; i < connectionCount && i < CONNECTIONS_MAX; i++) {
    Connection *it = &connections[i];
    it->bytes = word(file);
    it->patches = word(file);
    it->patch = malloc(8 * it->patches + 1);
    it->request = malloc(it->bytes);
    it->answer = malloc(ANSWER_MAX);
    it->counter = start;
    for (uint32_t j = 0; j < 2 * it->patches; j++) it->patch[j] = word(file);
    if (fread(it->request, 1, it->bytes, file) != it->bytes) fail("templates");
  }
  fclose(file);
}

static void open_(Connection *it, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  it->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(it->socket, (struct sockaddr *)&address, sizeof address)) fail("connect");
  int on = 1;
  setsockopt(it->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void patch(Connection *it) {
  for (uint32_t j = 0; j < it->patches; j++) {
    uint8_t *at = it->request + it->patch[2 * j];
    uint64_t value;
    switch (it->patch[2 * j + 1]) {
    case 0:
      value = it->counter++;
      for (int i = 9; i >= 0; i--, value /= 10) at[i] = '0' + value % 10;
      break;
    case 1:
      value = it->counter++;
      memcpy(at, &value, 8);
      break;
    default:
      *at = '0' + (it->counter - 1) % 10;
    }
  }
}

static void send_(Connection *it, double due) {
  patch(it);
  it->due = due;
  it->busy = 1;
  it->received = 0;
  for (uint32_t at = 0; at < it->bytes;) {
    ssize_t wrote = send(it->socket, it->request + at, it->bytes - at, MSG_NOSIGNAL);
    if (wrote < 0) fail("send");
    at += wrote;
  }
}

// Takes what has come; true when the answer is whole.
static int receive(Connection *it) {
  ssize_t got = recv(it->socket, it->answer + it->received, ANSWER_MAX - 1 - it->received, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
  if (got <= 0) fail("the server closed a connection");
  it->received += got;
  it->answer[it->received] = 0;
  const char *end = strstr(it->answer, "\r\n\r\n");
  if (!end) return 0;
  const char *length = strcasestr(it->answer, "\r\ncontent-length:");
  if (!length || length > end) fail("an answer without a length");
  if (it->received < (size_t)(end + 4 - it->answer) + strtoul(length + 17, 0, 10)) return 0;
  int status = atoi(it->answer + 9);
  statuses[status > 0 && status < 600 ? status : 0]++;
  micros[answered++] = (now() - it->due) * 1e6;
  it->busy = 0;
  return 1;
}

static void openLoop(double rate, long count) {
  const double began = now();
  uint32_t next = 0;
  for (long sent = 0; answered < count;) {
    for (const double time = now(); sent < count && began + sent / rate <= time;) {
      uint32_t tried = 0;
      while (tried < connectionCount && connections[next].busy) tried++, next = (next + 1) % connectionCount;
      if (tried == connectionCount) break;
      send_(&connections[next], began + sent++ / rate);
      next = (next + 1) % connectionCount;
    }
    for (uint32_t i = 0; i < connectionCount; i++) if (connections[i].busy) receive(&connections[i]);
  }
}

static void closedLoop(long count) {
  struct pollfd polls[CONNECTIONS_MAX];
  long sent = 0;
  for (uint32_t i = 0; i < connectionCount; i++) {
    polls[i] = (struct pollfd){.fd = connections[i].socket, .events = POLLIN};
    if (sent < count) send_(&connections[i], now()), sent++;
  }
  while (answered < count) {
    if (poll(polls, connectionCount, -1) < 0) fail("poll");
    for (uint32_t i = 0; i < connectionCount; i++) {
      if (!polls[i].revents || !receive(&connections[i])) continue;
      if (sent < count) send_(&connections[i], now()), sent++;
    }
  }
}

static int ascending(const void *a, const void *b) {
  const double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

int main(int words, char **word) {
  if (words < 6) {
    fprintf(stderr, "load TEMPLATES PORT RATE REQUESTS START\n");
    return 2;
  }
  const double rate = atof(word[3]);
  const long count = atol(word[4]);
  readTemplates(word[1], strtoull(word[5], 0, 10));
  if (connectionCount > CONNECTIONS_MAX) return 2;
  micros = malloc(count * sizeof *micros);
  for (uint32_t i = 0; i < connectionCount; i++) open_(&connections[i], atoi(word[2]));
  const double began = now();
  if (rate > 0) openLoop(rate, count);
  else closedLoop(count);
  const double seconds = now() - began;
  qsort(micros, count, sizeof *micros, ascending);

  // The quantiles of src/statistics/quantiles.ts.
  const double quantiles[] = {0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 1};
  printf("{\"requests\":%ld,\"seconds\":%.6f,\"statuses\":{", count, seconds);
  const char *comma = "";
  for (int i = 0; i < 600; i++) {
    if (!statuses[i]) continue;
    printf("%s\"%d\":%ld", comma, i, statuses[i]);
    comma = ",";
  }
  printf("},\"micros\":[");
  for (unsigned i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
    const long at = (long)(quantiles[i] * count);
    printf("%s%.1f", i ? "," : "", micros[at < count ? at : count - 1]);
  }
  printf("]}\n");
}
