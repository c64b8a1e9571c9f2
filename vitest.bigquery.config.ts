import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

// The suite of `npm run test:bigquery` (tools/test-bigquery.mjs): it needs Google's analyser and local-bigquery, which `npm test`
// does without. Or the one of `npm run test:bigquery:live`, on a real project.
const live = process.env.EROS_BIGQUERY_SUITE === "live";
const globalSetup = live ? [] : ["test/bigquery/server.ts"];
const config = mergeConfig(
  base,
  defineConfig({ test: { testTimeout: 180_000, hookTimeout: 180_000, globalSetup } }),
);
config.test.include = [live ? "test/bigquery/live/*.test.ts" : "test/bigquery/*.test.ts"];
config.test.exclude = [];
export default config;
