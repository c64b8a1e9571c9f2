import { inject } from "vitest";
import { definitions } from "../../src/warehouse/bigquery/definitions.js";
import { Jobs } from "../../src/warehouse/bigquery/jobs.js";
import { openTransport } from "../../src/warehouse/bigquery/transport.js";
import { openBigquery } from "../../src/warehouse/bigquery/warehouse.js";
import type { Row } from "../../src/warehouse/cells.js";
import { type BulkRows, QUIET } from "../../src/warehouse/port.js";
import { inDataset } from "../../src/warehouse/sql-library.js";
import type { Place } from "../warehouse/contract/place.js";
import { deployAll, LOCATION, makeDataset as makeIn, PREPARED, PROJECT } from "./deployed.js";

export { PROJECT };

export interface BigqueryPlace extends Place {
  readonly dataset: string;
  readonly jobs: Jobs;
}

/** The address of this worker's local-bigquery. */
export function address(): string {
  const all = inject("bigquery");
  return all[(Number(process.env.VITEST_POOL_ID) - 1) % all.length] ?? "";
}

/** Jobs in a dataset of local-bigquery, past the warehouse. */
export const jobsIn = (dataset: string): Jobs =>
  new Jobs({
    transport: openTransport({ projectId: PROJECT, location: LOCATION, endpoint: address() }),
    where: { projectId: PROJECT, dataset, location: LOCATION },
    maximumBytesBilled: null,
    timeoutSeconds: 120,
  });

export const makeDataset = (dataset: string): Promise<void> => makeIn(jobsIn(dataset), dataset);

let made = 0;
/** Datasets that no test uses now. Making one takes ten seconds: it is emptied and used again. */
const free: string[] = [...PREPARED];
/** Those that this file has not used yet: another file may have been broken off in them. */
const unseen = new Set<string>(PREPARED);

async function dataset(): Promise<string> {
  const used = free.pop();
  if (used === undefined) {
    const fresh = `eros_${process.pid}_${made++}`;
    await deployAll(jobsIn(fresh), fresh);
    return fresh;
  }
  if (unseen.delete(used)) await empty(used);
  return used;
}

/** Only what holds rows: each statement costs the server as much as a test's own. */
async function empty(name: string): Promise<void> {
  const tables = definitions(name).filter(({ kind }) => kind === "TABLE");
  const counts = tables.map(
    ({ name: table }) => `SELECT '${table}' AS name, COUNT(*) AS n FROM ${name}.${table}`,
  );
  const rows = await jobsIn(name).run({ text: counts.join("\nUNION ALL "), verb: "count" }, QUIET);
  const deletes = rows
    .filter((row) => row.n !== "0" && (row.name !== "commit_guard" || row.n !== "1"))
    .map(
      (row) =>
        `DELETE FROM ${name}.${row.name} WHERE ${row.name === "commit_guard" ? "guard_key <> 'bank'" : "TRUE"};`,
    );
  if (deletes.length > 0) await jobsIn(name).run({ text: deletes.join("\n"), verb: "empty" }, QUIET);
}

/** A warehouse on local-bigquery in a dataset that no other test uses meanwhile. */
export async function bigqueryPlace(rows: BulkRows): Promise<BigqueryPlace> {
  const name = await dataset();
  const options = { kind: "bigquery", projectId: PROJECT, dataset: name, endpoint: address() } as const;
  const jobs = jobsIn(name);
  if (Object.keys(rows).length > 0) await openBigquery(options).load(rows, QUIET);
  const read = (query: string): Promise<Row[]> =>
    jobs.run({ text: inDataset(query, name), verb: "test" }, QUIET);
  return {
    dataset: name,
    jobs,
    options,
    oneJob: true,
    clash: () => new Error("Transaction is aborted due to concurrent update against table commit_guard."),
    open: async ({ witness, ...settings } = {}) =>
      openBigquery({ ...options, ...settings, ...(witness ? { witness: hearing(witness) } : {}) }),
    rows: read,
    reads: async (queries) => {
      const all: Row[][] = [];
      for (const query of queries) all.push(await read(query));
      return all;
    },
    dispose: async () => {
      await empty(name);
      free.push(name);
    },
  };
}

/**
 * A transaction is one job here: to those that count statements, its script is its COMMIT. Questions about jobs are heard only
 * from a first failure on: what broke may stay broken.
 */
function hearing(
  witness: (statement: string, moment: "before" | "after") => void,
): (request: string, moment: "before" | "after") => void {
  let hurt = false;
  return (request, moment) => {
    if (!hurt && /^(?:GET|POST|DELETE) \//.test(request)) return;
    try {
      witness(request.includes("COMMIT TRANSACTION") ? "COMMIT" : request, moment);
    } catch (error) {
      hurt = true;
      throw error;
    }
  };
}
