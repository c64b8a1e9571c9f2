import { defineConfig, mergeConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import base from "./vitest.config.js";

// The suite of `npm run test:bigquery` (tools/test-bigquery.mjs): it needs Google's analyser and local-bigquery, which `npm test`
// does without. Or the one of `npm run test:bigquery:live`, on a real project.
const live = process.env.EROS_BIGQUERY_SUITE === "live";
const globalSetup = live ? [] : ["test/bigquery/server.ts"];
/** The contract takes longest, though its files are the smallest: begun last it would run alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isContract = ({ moduleId }: TestSpecification): boolean => /\/contract[\w-]*\.test/.test(moduleId);
    return [...sorted.filter(isContract), ...sorted.filter((file) => !isContract(file))];
  }
}

const config = mergeConfig(
  base,
  defineConfig({
    test: { testTimeout: 180_000, hookTimeout: 180_000, globalSetup, sequence: { sequencer: LongestFirst } },
  }),
);
config.test.include = [live ? "test/bigquery/live/*.test.ts" : "test/bigquery/*.test.ts"];
config.test.exclude = [];
export default config;
