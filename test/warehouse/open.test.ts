import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openWarehouse } from "../../src/warehouse/open.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it.each([
  ["a project", { projectId: "no;project", dataset: "d" }],
  ["a dataset", { projectId: "proj-1", dataset: "d`; DROP" }],
  ["a dataset", { projectId: "proj-1", dataset: "1st" }],
  ["a location", { projectId: "proj-1", dataset: "d", location: "U S" }],
])("what cannot be the name of %s in BigQuery is refused before anything is asked: %j", async (_, names) => {
  await expect(openWarehouse({ kind: "bigquery", ...names })).rejects.toMatchObject({
    exitCode: 2,
    remedy: expect.stringMatching(/./),
  });
});

it("a warehouse in BigQuery is opened without a request", async () => {
  const endpoint = "http://127.0.0.1:9";
  const warehouse = await openWarehouse({ kind: "bigquery", projectId: "proj-1", dataset: "d", endpoint });
  expect(warehouse.describe()).toMatchObject({ kind: "bigquery", place: "proj-1.d", demo: false });
  await warehouse.close();
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
