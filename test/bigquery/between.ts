import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Bytes that every job is said to have read: the stand-in itself reads none. */
export const BYTES = 2_000_000_000;

/** Stands between the program and its server, counts what starts a job, and disturbs where it is told to. */
export interface Between {
  /** host:port, as people write it. */
  readonly address: string;
  /** Paths of requests that started a job. */
  readonly started: string[];
  /** Ids of jobs that were to be cancelled. */
  readonly cancelled: string[];
  /** Every job is said to be running still. */
  held: boolean;
  /** The next request is answered with 503. */
  busyOnce: boolean;
  close(): Promise<void>;
}

/** @param server http://127.0.0.1:PORT */
export async function between(server: string): Promise<Between> {
  const proxy = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const state = { held: false, busyOnce: false };
  const started: string[] = [];
  const cancelled: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const path = new URL(request.url ?? "", server).pathname.replace(/^.*\/projects\/[^/]+/, "");
    const reply = (status: number, text: string): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    };
    if (state.busyOnce) {
      state.busyOnce = false;
      const errors = [{ reason: "backendError", message: "the service is busy" }];
      return reply(503, JSON.stringify({ error: { code: 503, message: "the service is busy", errors } }));
    }
    if (request.method === "POST" && /^\/(jobs|queries)$/.test(path)) started.push(path);
    const [, id] = /^\/jobs\/([^/]+)\/cancel$/.exec(path) ?? [];
    if (id !== undefined) cancelled.push(id);
    if (state.held && request.method === "GET" && path.startsWith("/queries/"))
      return reply(200, JSON.stringify({ jobComplete: false }));
    const answered = await fetch(`${server}${request.url}`, {
      method: request.method ?? "GET",
      headers: { "content-type": "application/json" },
      ...(body === "" ? {} : { body }),
    });
    reply(
      answered.status,
      (await answered.text()).replace(/("totalBytes(?:Processed|Billed)":\s*)"0"/g, `$1"${BYTES}"`),
    );
  }

  return {
    address: `127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    started,
    cancelled,
    get held() {
      return state.held;
    },
    set held(value) {
      state.held = value;
    },
    get busyOnce() {
      return state.busyOnce;
    },
    set busyOnce(value) {
      state.busyOnce = value;
    },
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
