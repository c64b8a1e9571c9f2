import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

// The suite of `npm run test:bigquery` (tools/test-bigquery.mjs): it needs Google's analyser, which `npm test` does without.
const config = mergeConfig(base, defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } }));
config.test.include = ["test/bigquery/**/*.test.ts"];
config.test.exclude = [];
export default config;
