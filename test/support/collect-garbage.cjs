/** Loaded before a server whose memory is measured: collects garbage twice a second, so that what is left is held. */
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  setInterval(collect, 500).unref();
}
