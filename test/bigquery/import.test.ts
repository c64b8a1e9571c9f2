// The same files into a dataset and into a file: both must say the same of every record and then hold the same rows.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ImportKind } from "../../src/domain/import-columns.js";
import { type ImportReport, NothingImportedError } from "../../src/pipeline/import/report.js";
import { type ImportRequest, importInto, importIntoFile } from "../../src/pipeline/import.js";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { type Ctx, QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { type BigqueryPlace, bigqueryPlace } from "./place.js";

// Tens of jobs each, and a server that shares its machine with whatever else runs there.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const CAPTIONS = `caption_id,caption_text,price_tier,content_category,has_urgency
1,Good morning,Budget,Cooking,false
-9223372036854775808,A story,Mid,Travel,false
9223372036854775807,"The whole
evening 🌿",Premium,Fitness,true
4,Hello there,Bump,Cooking,false
4,Hello there,Bump,Cooking,false
4,Hello there,Bump,Travel,false
1,Another text,Bump,Cooking,false
7,good  MORNING,Bump,cooking,false
x,No id,Bump,Cooking,false
`;
const MESSAGES = `page_name,message,caption_id,sending_time,message_type,price,sent_count,viewed_count,purchased_count,earnings
ana,Good morning,1,2025-10-01T10:00:00Z,PPV,5.00,100,60,6,30.00
ana,Good morning,1,2025-10-01T10:00:00Z,PPV,5.00,100,60,7,30.00
ana,,1,2025-10-01T10:00:00Z,PPV,5.00,100,60,6,30.00
ana,,77,2025-10-01T11:00:00Z,PPV,5.00,100,60,6,30.00
ana,Hello there,4,2025-10-01T12:00:00Z,Bump,,100,60,0,
ana,Hello there,1,2025-10-01T13:00:00Z,Bump,,100,60,0,
bea,Something else,99,2025-10-02T10:00:00Z,PPV,10,50,20,1,10
bea,Good morning!,1,2025-10-03T10:00:00Z,PPV,10,50,20,1,10
bea,Something else,,2025-13-02T10:00:00Z,PPV,10,50,20,1,10
`;
const LATER = `page_name,message,caption_id,sending_time,message_type,price,sent_count,viewed_count,purchased_count,earnings
ana,Good morning,1,2025-10-01T10:00:00Z,PPV,6.00,100,60,6,30.00
ana,,4,2025-10-01T12:00:00Z,Bump,,100,60,0,
ana,Hello there,4,2025-10-04T12:00:00Z,Bump,,100,60,0,
`;

let folder: string;
let place: BigqueryPlace;
let warehouse: Warehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "eros-bigquery-import-"));
  place = await bigqueryPlace({});
  warehouse = await place.open();
});
afterAll(async () => {
  await warehouse.close();
  await place.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const files = (texts: Partial<Record<ImportKind, string>>): ImportRequest["files"] =>
  Object.fromEntries(
    Object.entries(texts).map(([kind, text]) => {
      const path = join(folder, `${kind}.csv`);
      writeFileSync(path, text);
      return [kind, path];
    }),
  );
const reported = (work: Promise<ImportReport>): Promise<ImportReport> =>
  work.catch((error: unknown) => {
    if (error instanceof NothingImportedError) return error.report;
    throw error;
  });
/** What both say of the same files. What is held is of interest where the rows are in it. */
async function both(texts: Partial<Record<ImportKind, string>>, skipBad: boolean) {
  const request = { files: files(texts), skipBad, now: Date.UTC(2026, 0, 1), elsewhere: "" };
  const { created: _, ...local } = (await reported(
    importIntoFile(join(folder, "eros.duckdb"), request, { ...QUIET }),
  )) as ImportReport & { created?: boolean };
  const cloud = await reported(importInto(warehouse, request, { ...QUIET }));
  const told = ({ holds, ...report }: ImportReport) => ({ ...report, holds: report.stored ? holds : null });
  return { local: told(local), cloud: told(cloud) };
}
const rowsOf = async (query: string) => ({
  cloud: (await place.rows(query)).map((row) => Object.values(row).map(String)),
  local: (
    await unitOfWork(join(folder, "eros.duckdb"), { mode: "read" }, QUIET, (session) =>
      session.rows(query.replaceAll("{dataset}", DATASET)),
    )
  ).map((row) => Object.values(row).map(String)),
});
const leftTables = () =>
  place.rows(
    "SELECT table_name FROM {dataset}.INFORMATION_SCHEMA.TABLES WHERE table_name LIKE 'eros_import%'",
  );

describe("the same files into a dataset and into a file", () => {
  const all = {
    captions: CAPTIONS,
    messages: MESSAGES,
    creators: "page_name,display_name\nana,Ana\nana,Anna\nbea,\n",
    inventory: "page_name,content_category\nana,Cooking\nana,cooking \nana,Sailing\n",
  };

  it("are refused for the same records, and nothing is written", async () => {
    const { local, cloud } = await both(all, false);
    expect(cloud).toEqual(local);
    expect(cloud.stored).toBe(false);
    expect(await place.rows("SELECT COUNT(*) AS n FROM {dataset}.caption_bank")).toEqual([{ n: "0" }]);
  });

  it("bring the same rows, each with the same remark; once more they bring nothing", async () => {
    const first = await both(all, true);
    expect(first.cloud).toEqual(first.local);
    expect(first.cloud).toMatchObject({ stored: true, holds: { captions: 5, messages: 5 } });
    const again = await both(all, true);
    expect(again.cloud).toEqual(again.local);
    expect(again.cloud.files.map(({ added }) => added)).toEqual([0, 0, 0, 0]);
    const later = await both({ messages: LATER }, false);
    expect(later.cloud).toEqual(later.local);
    for (const query of [
      "SELECT CAST(caption_id AS STRING) AS id, caption_text, caption_key, content_category, price_tier FROM {dataset}.caption_bank ORDER BY 1",
      "SELECT row_id, page_name, message, CAST(caption_id AS STRING) AS id, caption_key, sent_count, earnings FROM {dataset}.mass_messages ORDER BY row_id",
      "SELECT page_name, content_category FROM {dataset}.creator_content_inventory ORDER BY 1, 2",
    ]) {
      const { local, cloud } = await rowsOf(query);
      expect(cloud).toEqual(local);
    }
  });

  it("leave no table behind, stopped halfway either", async () => {
    const stop = new AbortController();
    const progress: Ctx["progress"] = (step) => {
      if (step.kind === "step" && step.name.startsWith("Uploading messages")) stop.abort();
    };
    const request = { files: files(all), skipBad: true, now: Date.UTC(2026, 0, 1), elsewhere: "" };
    await expect(importInto(warehouse, request, { signal: stop.signal, progress })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(await leftTables()).toEqual([]);
  });
});
