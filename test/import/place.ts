import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type FileReport, NothingImportedError } from "../../src/pipeline/import/report.js";
import { type ImportRequest, importIntoFile } from "../../src/pipeline/import.js";
import type { Row } from "../../src/warehouse/cells.js";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { type Ctx, QUIET } from "../../src/warehouse/port.js";

const folders: string[] = [];
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** The real time of these tests. */
export const NOW = Date.UTC(2026, 0, 1);

/** A folder with a warehouse that is not there yet, and files to import into it. */
export class ImportPlace {
  readonly folder: string;
  readonly db: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "eros-import-test-"));
    folders.push(this.folder);
    this.db = join(this.folder, "eros.duckdb");
  }

  /** Writes a file. @returns its path. */
  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  import(files: ImportRequest["files"], options: Partial<ImportRequest> = {}, ctx: Ctx = QUIET) {
    return importIntoFile(
      this.db,
      { files, skipBad: false, now: NOW, elsewhere: "go elsewhere", ...options },
      ctx,
    );
  }

  /** What is left in the folder beside the files that were written, and the warehouse's folder of tickets. */
  others(...written: string[]): string[] {
    return readdirSync(this.folder).filter((name) => ![...written, "eros.duckdb.q"].includes(name));
  }

  /** Rows of the warehouse; `{dataset}` stands before names. */
  rows(query: string): Promise<Row[]> {
    return unitOfWork(this.db, { mode: "read" }, QUIET, (session) =>
      session.rows(query.replaceAll("{dataset}", DATASET)),
    );
  }
}

/** The report of an import that stored nothing because of its records. */
export async function refusedReport(work: Promise<unknown>): Promise<FileReport> {
  const [first] = (await refusal(work)).report.files;
  if (first === undefined) throw new Error("no file was reported");
  return first;
}

export async function refusal(work: Promise<unknown>): Promise<NothingImportedError> {
  const error = await work.then(
    () => new Error("it was imported"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof NothingImportedError) return error;
  throw error;
}

/** Rejected records as `line: field why`. */
export const rejects = ({ rejects: all }: FileReport): string[] =>
  all.map(
    ({ line, record, problems }) =>
      `${line ?? `#${record}`}: ${problems.map(({ field, why }) => `${field ?? "record"} ${why}`).join("; ")}`,
  );

/** Remarks by code, with the lines (or records) that they are about. */
export const remarks = ({ remarks: all }: FileReport): Record<string, (number | null)[]> =>
  Object.fromEntries(all.map(({ code, at }) => [code, at.map(({ line, record }) => line ?? record)]));

export const CAPTIONS = `caption_id,caption_text,price_tier,content_category,has_urgency
1,Good morning,Budget,Cooking,false
-9223372036854775808,A story,Mid,Travel,false
9223372036854775807,The whole evening,Premium,Fitness,true
4,Hello there,Bump,Cooking,false
`;
export const MESSAGES = `page_name,message,caption_id,sending_time,message_type,price,sent_count,viewed_count,purchased_count,earnings
ana,Good morning,1,2025-10-01T10:00:00Z,PPV,5.00,100,60,6,30.00
ana,Hello there,4,2025-10-01T12:00:00Z,Bump,,100,60,0,
bea,Something else,,2025-10-02T10:00:00Z,PPV,10,50,20,1,10
`;
