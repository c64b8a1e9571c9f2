import { createRequire } from "node:module";

type Api = typeof import("@google-cloud/bigquery");

let api: Api | undefined;

/** Google's client, loaded at first use: 300 ms that nothing else must pay. */
export function client(): Api {
  api ??= createRequire(import.meta.url)("@google-cloud/bigquery") as Api;
  return api;
}
