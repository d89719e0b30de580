/** Clients that do what no library lets them: bytes over one connection, sent and read as a test says. */
import { connect } from "node:net";
import type { Service } from "#breakwater/server/service.js";

/** Bytes over one connection: what is sent, and all that has come back, unless it does not read. */
export function rawConnection(service: Service, reads = true) {
  const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
  let text = "";
  let open = true;
  const ended = new Promise<void>((resolve) =>
    socket.on("close", () => {
      open = false;
      resolve();
    }),
  );
  if (reads) {
    socket.on("data", (chunk) => {
      text += chunk;
    });
  } else socket.pause();
  socket.on("error", () => {});
  return {
    send: (bytes: string | Uint8Array) =>
      new Promise<void>((resolve) => {
        socket.write(bytes, () => resolve());
      }),
    ended,
    open: () => open,
    text: () => text,
    /** When `pattern` has come back, or the connection is closed. */
    says: async (pattern: RegExp) => {
      while (!pattern.test(text) && open) await new Promise((resolve) => setTimeout(resolve, 5));
      return pattern.test(text);
    },
    destroy: () => socket.destroy(),
  };
}

export const head = (method: string, path: string, ...headers: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, "host: localhost", ...headers].join("\r\n")}\r\n\r\n`;
export const jsonHead = (path: string, length: number) =>
  head("POST", path, "content-type: application/json", `content-length: ${length}`);
