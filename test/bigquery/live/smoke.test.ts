// What no emulator proves, on a project of one's own: npm run test:bigquery:live. It makes a dataset of its own name, costs
// a few cents at most, and removes the dataset at the end.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dateOf, HOUR } from "../../../src/domain/calendar.js";
import { definitions, guardStatement } from "../../../src/warehouse/bigquery/definitions.js";
import type { Jobs } from "../../../src/warehouse/bigquery/jobs.js";
import { openTransport } from "../../../src/warehouse/bigquery/transport.js";
import { openBigquery, openJobs } from "../../../src/warehouse/bigquery/warehouse.js";
import { ConflictError, QUIET } from "../../../src/warehouse/port.js";
import { startProcess } from "../../warehouse/commit-process.js";
import { caption, commitOf, weekOf } from "../../warehouse/fixtures.js";
import { closeAll } from "../../warehouse/scripted-bigquery.js";
import { sent, WORK } from "../work.js";

const projectId = process.env.EROS_BIGQUERY_LIVE_PROJECT ?? "";
const location = process.env.EROS_BIGQUERY_LIVE_LOCATION ?? "US";
const dataset = `eros_tui_smoke_${Date.now()}`;
const options = { kind: "bigquery", projectId, dataset, location } as const;
const now = Date.now();
/** The Monday after next: nothing of it is past. */
const start = dateOf(now + (15 - new Date(now).getUTCDay()) * 24 * HOUR);

describe(`on ${projectId}`, () => {
  let jobs: Jobs;
  const request = openTransport({ projectId, location });
  beforeAll(async () => {
    jobs = openJobs(options);
    const datasetReference = { projectId, datasetId: dataset };
    const body = { datasetReference, location, defaultTableExpirationMs: String(24 * HOUR) };
    await request({ method: "POST", path: "/datasets", body });
  });
  afterAll(async () => {
    await closeAll();
    await request({ method: "DELETE", path: `/datasets/${dataset}`, query: { deleteContents: true } });
  });

  it("takes every table and routine", async () => {
    for (const one of definitions(dataset))
      await jobs.run({ text: one.statement, verb: "smoke" }, QUIET).catch((error: unknown) => {
        throw new Error(`${one.kind} ${one.name}: ${String(error)}`, { cause: error });
      });
    await jobs.run({ text: guardStatement(dataset), verb: "smoke" }, QUIET);
  });

  const isWriting = (name: string): boolean =>
    /^(?:commit|withdraw|restore|recordFailure|unlock|mark|load)$/.test(name);

  // A dry run takes no temporary tables, and ends at the first of them: what only reads is done instead.
  it.each(Object.keys(WORK).filter((name) => !isWriting(name)))("plans and answers %s", async (name) => {
    const warehouse = openBigquery(options);
    await WORK[name]?.(warehouse);
    await warehouse.close();
  });

  it("answers an analyst who calls the procedures", async () => {
    const text = `DECLARE report STRING;
CALL ${dataset}.analyze_creator_performance('ana', report);
CALL ${dataset}.select_captions_for_creator('ana', 'STANDARD', 2, 4, 3, 9);
SELECT * FROM caption_selection_results;`;
    expect(await jobs.run({ text, verb: "smoke", id: "eros_smoke" }, QUIET)).toEqual([]);
  });

  it.each(Object.keys(WORK).filter(isWriting))("would run every statement of %s", async (name) => {
    for (const { text, values } of await sent(name, dataset)) {
      if (text.includes("TEMP TABLE")) continue;
      const query = { query: text, useLegacySql: false, parameterMode: "NAMED", queryParameters: values };
      await request({
        method: "POST",
        path: "/jobs",
        body: { jobReference: { projectId, location }, configuration: { dryRun: true, query } },
      });
    }
  });

  it("commits, gives the commit back, and refuses the same caption", async () => {
    const warehouse = openBigquery(options);
    const captions = Array.from({ length: 12 }, (_, index) => caption(index));
    await warehouse.load({ creators: [{ page: "ana" }, { page: "bea" }], captions }, QUIET);
    const week = await warehouse.week({ page: "ana", startDate: start, now, seed: "1", ignore: [] }, QUIET);
    expect(week.captions.Mid.map((one) => one.captionId).sort()).toEqual(
      captions.map((one) => one.captionId).sort(),
    );
    const schedule = weekOf("ana", start, [caption(0), caption(1)]);
    const receipt = await warehouse.commit(commitOf(schedule, start, { now }), QUIET);
    expect(receipt).toMatchObject({ locks: 2, repeated: false });
    expect((await warehouse.lookup(schedule.schedule_id, QUIET))?.schedule).toEqual(schedule);
    const other = commitOf(weekOf("bea", start, [caption(1)]), start, { now });
    await expect(warehouse.commit(other, QUIET)).rejects.toBeInstanceOf(ConflictError);
    expect(warehouse.describe().usage?.bytesProcessed).toBeGreaterThan(0);
    await warehouse.close();
  });

  it("lets exactly one of two processes have a caption, round after round", async () => {
    const children = await Promise.all([startProcess(options), startProcess(options)]);
    try {
      for (let round = 2; round < 5; round++) {
        const outcomes = await Promise.all(
          children.map((child, n) =>
            child.commit(commitOf(weekOf(`round${round}page${n}`, start, [caption(round)]), start, { now })),
          ),
        );
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["committed", "conflict"]);
      }
    } finally {
      await Promise.all(children.map((child) => child.end()));
    }
  });
});
