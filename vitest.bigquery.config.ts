import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

// The suite of `npm run test:bigquery` (tools/test-bigquery.mjs): it needs Google's analyser and local-bigquery, which `npm test`
// does without.
const config = mergeConfig(
  base,
  defineConfig({
    test: {
      testTimeout: 180_000,
      hookTimeout: 180_000,
      globalSetup: ["test/bigquery/server.ts"],
      // Without it Google's client looks for a cloud machine around it, and says that it has found none.
      env: { METADATA_SERVER_DETECTION: "none" },
    },
  }),
);
config.test.include = ["test/bigquery/**/*.test.ts"];
config.test.exclude = ["test/bigquery/live/**"];
export default config;
