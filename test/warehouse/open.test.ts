import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openWarehouse } from "../../src/warehouse/open.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("BigQuery is told as coming later, with what to do now", async () => {
  await expect(openWarehouse({ kind: "bigquery", projectId: "p", dataset: "d" })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("later version"),
    remedy: expect.stringMatching(/./),
  });
});

it("no engine is loaded before a warehouse is opened", async () => {
  const script = `
    import { createRequire } from "node:module";
    await import("./src/warehouse/open.ts");
    await import("./src/warehouse/port.ts");
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => /duckdb/.test(path)).length;
    const before = loaded();
    const { engine } = await import("./src/warehouse/duckdb/api.ts");
    const idle = loaded();
    engine();
    console.log(JSON.stringify([before, idle, loaded() > 0]));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--import", "./tools/register.mjs", "--input-type=module", "-e", script],
    { cwd: root },
  );
  expect(JSON.parse(stdout)).toEqual([0, 0, true]);
});
