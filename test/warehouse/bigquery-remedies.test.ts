// What the service refuses, in the shapes of its interface: each ends in its class, at once, with what to do.
import { afterAll, describe, expect, it } from "vitest";
import { openBigquery } from "../../src/warehouse/bigquery/warehouse.js";
import { QUIET } from "../../src/warehouse/port.js";
import { NOW, watched } from "./fixtures.js";
import { closeAll, parts, type Result, scripted, status } from "./scripted-bigquery.js";

afterAll(closeAll);

const server = (run: () => Result = () => parts([])) => scripted(run);
const open = (endpoint: string) =>
  openBigquery({ kind: "bigquery", projectId: "proj-1", dataset: "brain", endpoint });

describe("a fault that does not pass", () => {
  const procedure = "Procedure not found: proj-1.brain.raise_guards";
  it.each<[string, number, string, string, number, RegExp]>([
    [
      "no login",
      401,
      "authError",
      "Request had invalid authentication credentials",
      5,
      /gcloud auth application-default login/,
    ],
    [
      "no right to run jobs",
      403,
      "accessDenied",
      "Access Denied: Project proj-1: User does not have bigquery.jobs.create permission",
      5,
      /BigQuery Job User on the project proj-1/,
    ],
    [
      "no right to the data",
      403,
      "accessDenied",
      "Access Denied: Table proj-1:brain.caption_bank: User does not have permission to query table",
      5,
      /BigQuery Data Editor on the dataset brain/,
    ],
    [
      "a service that is not switched on",
      403,
      "accessNotConfigured",
      "BigQuery API has not been used",
      5,
      /gcloud services enable/,
    ],
    ["a quota that is used up", 403, "quotaExceeded", "Quota exceeded: bytes scanned a day", 7, /Quotas/],
    [
      "a project without a billing account",
      403,
      "billingNotEnabled",
      "Billing has not been enabled for this project. DML queries are not allowed in the free tier.",
      5,
      /Billing.*--project-id/,
    ],
    [
      "a project of others",
      403,
      "accessDenied",
      "Access Denied: Project proj-1: User does not have bigquery.jobs.create permission in project proj-1.",
      5,
      /correct --project-id/,
    ],
    [
      "a query that is too much for BigQuery",
      400,
      "resourcesExceeded",
      "Resources exceeded during query execution: Not enough resources for query planning",
      7,
      /slots/,
    ],
    [
      "a table that is not there, as 404",
      404,
      "notFound",
      "Not found: Table proj-1:brain.caption_bank was not found in location US",
      6,
      /eros-tui deploy/,
    ],
    ["a procedure that is not there, as 400", 400, "invalidQuery", procedure, 6, /eros-tui deploy/],
    [
      "a procedure that is not there, as 404",
      404,
      "notFound",
      "Not found: Routine proj-1:brain.lock_captions",
      6,
      /eros-tui deploy/,
    ],
    [
      "a table function that is not there",
      400,
      "invalidQuery",
      "Table-valued function not found: brain.creator_reports at [1:15]",
      6,
      /eros-tui deploy/,
    ],
    [
      "a column of another version",
      400,
      "invalidQuery",
      "Unrecognized name: content_digest at [1:8]",
      6,
      /eros-tui deploy/,
    ],
    [
      "a dataset that is not there",
      404,
      "notFound",
      "Not found: Dataset proj-1:brain was not found in location US",
      6,
      /--dataset/,
    ],
    ["a project that is not there", 404, "notFound", "Not found: Project proj-1", 6, /--project-id/],
    [
      "a dataset that lies elsewhere",
      400,
      "invalid",
      "Cannot read and write in different locations: source: EU, destination: US",
      6,
      /location/,
    ],
    [
      "more bytes than are allowed",
      400,
      "bytesBilledLimitExceeded",
      "Query exceeded limit for bytes billed: 1000. 20971520 or higher required.",
      7,
      /maximum_bytes_billed/,
    ],
    [
      "a table that wants a filter",
      400,
      "invalidQuery",
      "Cannot query over table 'proj-1.brain.mass_messages' without a filter over column(s) 'sending_time' that can be used for partition elimination",
      6,
      /ALTER TABLE brain\.mass_messages SET OPTIONS \(require_partition_filter = FALSE\)/,
    ],
    [
      "rows that were streamed just now",
      400,
      "invalidQuery",
      "UPDATE or DELETE statement over table brain.schedule_recommendations would affect rows in the streaming buffer, which is not supported",
      7,
      /some minutes/,
    ],
  ])("%s is told at once, with what to do", async (_, code, reason, message, exit, remedy) => {
    const bigquery = await server();
    bigquery.fault = () => status(code, reason, message);
    const ctx = watched();
    await expect(open(bigquery.endpoint).pageNames(ctx)).rejects.toMatchObject({
      exitCode: exit,
      remedy: expect.stringMatching(remedy),
      // Of a login the library has its own words.
      message: expect.stringContaining(code === 401 ? "Google does not know" : message.slice(0, 60)),
    });
    expect(ctx.steps).toEqual([]);
    // Where something is lacking, older procedures are looked for; that starts no job.
    expect(bigquery.heard.filter(({ path }) => !path.endsWith("/routines"))).toHaveLength(1);
    // The same from a job that was taken and failed.
    const later = await server(() => ({ reason, message }));
    await expect(open(later.endpoint).report("ana", NOW, QUIET)).rejects.toMatchObject({ exitCode: exit });
    expect(later.ran).toHaveLength(1);
  });

  // The handler of a transaction raises what came again: all that is left of its reason are its words.
  it.each([
    [
      "Access Denied: Table proj-1:brain.commit_guard: Permission bigquery.tables.updateData denied on table proj-1:brain.commit_guard (or it may not exist). at [7:3]",
      5,
      /BigQuery Data Editor on the dataset brain/,
    ],
    ["Billing has not been enabled for this project. Enable billing at the console.", 5, /Billing/],
    ["Quota exceeded: Your table exceeded quota for partition modifications", 7, /Quotas/],
    ["Not found: Table proj-1:brain.commit_guard was not found in location US", 6, /eros-tui deploy/],
  ])("raised again by a script: %s", async (message, exit, remedy) => {
    const bigquery = await server(() => ({ reason: "invalidQuery", message }));
    await expect(open(bigquery.endpoint).report("ana", NOW, QUIET)).rejects.toMatchObject({
      exitCode: exit,
      remedy: expect.stringMatching(remedy),
    });
    expect(bigquery.ran).toHaveLength(1);
  });

  it("a fault of ours keeps its own words", async () => {
    const bigquery = await server();
    bigquery.fault = () => status(400, "invalidQuery", 'Syntax error: Unexpected keyword "FORM" at [1:3]');
    await expect(open(bigquery.endpoint).pageNames(QUIET)).rejects.toThrow(/Syntax error/);
  });
});
