import { randomUUID } from "node:crypto";
import type { ImportKind } from "../../../domain/import-columns.js";
import type { ImportedRows } from "../../../domain/import-rows.js";
import { pause, throwIfAborted } from "../../abort.js";
import type { RowBatches } from "../../import-rows.js";
import { type Ctx, QUIET } from "../../port.js";
import { retrying } from "../../retry.js";
import { isDuplicate, isTransient, JobFailure, type Where } from "../failures.js";
import type { Jobs } from "../jobs.js";
import { throwIfFailed } from "../requests.js";
import { fieldsOf, lineOf } from "./staging.js";

/** Bytes of rows that one load job takes: they stand in the memory while it is sent. */
const PART = 8_000_000;
/** Seconds that a part may be on its way. */
const UPLOAD_SECONDS = 300;
/** Hours after which BigQuery throws a table away that was left behind. */
const LEFT_HOURS = 24;
const WAIT_MS = 500;

/** A table that rows are loaded into, to be compared with what is there. */
export interface Staged {
  readonly table: string;
  /** Rows that came. */
  readonly came: number;
}

/** Makes a table of an import's own and loads rows into it. Load jobs cost nothing. */
export async function stage<Kind extends ImportKind>(
  jobs: Jobs,
  where: Where,
  kind: Kind,
  batches: RowBatches<ImportedRows[Kind]>,
  ctx: Ctx,
): Promise<Staged> {
  const { projectId, dataset: datasetId } = where;
  const table = `eros_import_${randomUUID().replaceAll("-", "").slice(0, 12)}_${kind}`;
  const tableReference = { projectId, datasetId, tableId: table };
  const expirationTime = String(Date.now() + LEFT_HOURS * 3_600_000);
  const body = { tableReference, schema: { fields: fieldsOf(kind) }, expirationTime };
  await jobs.request({ method: "POST", path: `/datasets/${datasetId}/tables`, body }, ctx).catch((error) => {
    // An answer that was lost: the name is nobody else's.
    if (!isDuplicate(error)) throw error;
  });
  try {
    let came = 0;
    let lines: string[] = [];
    let bytes = 0;
    const send = async (): Promise<void> => {
      if (lines.length === 0) return;
      ctx.progress({ kind: "step", name: `Uploading ${kind}: ${came.toLocaleString("en-US")} records` });
      await loadPart(jobs, where, tableReference, Buffer.from(`${lines.join("\n")}\n`), ctx);
      lines = [];
      bytes = 0;
    };
    for await (const batch of batches) {
      throwIfAborted(ctx.signal);
      for (const row of batch) {
        const line = lineOf(kind, row, came++);
        lines.push(line);
        bytes += Buffer.byteLength(line) + 1;
        if (bytes >= PART) await send();
      }
    }
    await send();
    return { table, came };
  } catch (error) {
    await drop(jobs, where, table);
    throw error;
  }
}

/** Takes a table of an import away; one that stays is thrown away by BigQuery. */
export const drop = async (jobs: Jobs, { dataset }: Where, table: string): Promise<void> => {
  await jobs
    .request({ method: "DELETE", path: `/datasets/${dataset}/tables/${table}` }, QUIET)
    .catch(() => {});
};

/** One load job: sent again under its id where the answer was lost, under another one where it failed in a passing way. */
function loadPart(
  jobs: Jobs,
  { projectId, location }: Where,
  destinationTable: object,
  rows: Buffer,
  ctx: Ctx,
): Promise<void> {
  const failedInPassing = (error: unknown): boolean => error instanceof JobFailure && isTransient(error);
  return retrying(ctx, failedInPassing, async () => {
    const jobId = `eros_import_${randomUUID()}`;
    const configuration = {
      labels: { tool: "eros-tui", verb: "import" },
      load: {
        destinationTable,
        sourceFormat: "NEWLINE_DELIMITED_JSON",
        writeDisposition: "WRITE_APPEND",
        createDisposition: "CREATE_NEVER",
        maxBadRecords: 0,
      },
    };
    const job = { jobReference: { projectId, jobId, location }, configuration };
    const request = {
      method: "POST",
      path: "/jobs",
      upload: { job, rows },
      seconds: UPLOAD_SECONDS,
    } as const;
    await jobs.request(request, ctx).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
    for (;;) {
      const query = { location };
      const reply = await jobs.request({ method: "GET", path: `/jobs/${jobId}`, query }, ctx);
      throwIfFailed(reply);
      if ((reply.status as { readonly state?: string } | undefined)?.state === "DONE") return;
      await pause(WAIT_MS, ctx.signal);
    }
  });
}
