/**
 * The sidecar and its threads for programs that may not want them: what they need, the optional packages fastify and piscina, is
 * loaded when one is started, and not by who only imports the library.
 */
import type * as pools from "../pool/engine-pool.js";
import type * as services from "./service.js";

/** Not as an import that a bundler follows: it would take the packages in, or miss them. */
async function loaded<Module>(file: string): Promise<Module> {
  try {
    return (await import(new URL(file, import.meta.url).href)) as Module;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" || !/'(?:fastify|piscina)'/.test(message)) throw cause;
    const how = "npm install fastify piscina";
    throw new Error(
      `the server needs fastify and piscina, optional packages that are not installed: ${how}`,
      { cause },
    );
  }
}

/** The sidecar: an engine in its thread, the sequencer before it, and the HTTP server before that. */
export type Service = services.Service;
export const Service = {
  /** Starts it all; resolves when it is listening. Throws where the port is taken, or a package is missing. */
  async start(options?: services.ServiceOptions): Promise<services.Service> {
    return (await loaded<typeof services>("./service.js")).Service.start(options);
  },
};

/** The threads of the engines. */
export type EnginePool = pools.EnginePool;
export const EnginePool = {
  /** Starts a thread with an engine of its own; resolves when that is ready. */
  async start(options?: pools.PoolOptions): Promise<pools.EnginePool> {
    return (await loaded<typeof pools>("../pool/engine-pool.js")).EnginePool.start(options);
  },
};
