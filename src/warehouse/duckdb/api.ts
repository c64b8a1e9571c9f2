import { createRequire } from "node:module";

type Api = typeof import("@duckdb/node-api");

let api: Api | undefined;

/**
 * The engine, loaded at first use: 50 ms that `--help` must not pay. By `require`, because importing this CommonJS
 * package as an ES module takes twice as long on Node 20 and 22.
 */
export function engine(): Api {
  api ??= createRequire(import.meta.url)("@duckdb/node-api") as Api;
  return api;
}
