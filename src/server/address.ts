/** Where the server listens. */
export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 7070;

/** Whether only this machine can reach a server on `host`. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
