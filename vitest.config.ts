import { defineConfig } from "vitest/config";
import { INK_TABLE, toEsm } from "./tools/ink-table-esm.mjs";
import { readSqlModule, SQL } from "./tools/sql-text.mjs";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic" } },
  plugins: [
    {
      name: "sources-as-modules",
      enforce: "pre",
      transform: (code, id) => (INK_TABLE.test(id.split("?")[0] ?? "") ? toEsm(code) : undefined),
      load: (id) => (SQL.test(id.split("?")[0] ?? "") ? readSqlModule(id.split("?")[0]) : undefined),
    },
  ],
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/bigquery/**"],
    setupFiles: ["test/warnings.ts"],
    server: { deps: { inline: ["ink-table"] } },
    // Far more than any test takes: a machine that is busy with something else must not fail one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A terminal test starts real processes: with two of them on two cores nothing waits for its turn.
    maxWorkers: 2,
    // The machine's zone must never decide anything: the tests run far from Los Angeles.
    env: { TZ: "Asia/Manila" },
  },
});
