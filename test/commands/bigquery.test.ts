// What an operator sets for BigQuery reaches it, from wherever it is set; what BigQuery does on the way is seen at the shell.
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeAll, parts, type Scripted, scripted, status } from "../warehouse/scripted-bigquery.js";
import { World } from "./program.js";

let world: World;
let bigquery: Scripted;
const PAGES = parts([
  ["pageNames", { page_name: "ana" }],
  ["pageNames", { page_name: "bea" }],
]);

beforeEach(async () => {
  world = new World();
  bigquery = await scripted(() => PAGES);
});
afterEach(() => world.remove());
afterAll(closeAll);

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  world.run(args, { env: { BIGQUERY_EMULATOR_HOST: bigquery.endpoint.replace("http://", ""), ...env } });

/** A long job and a short query: the report of a page that is not there, then the names of those that are. */
const ask = ["analyze", "anna"] as const;

/** What the requests that started jobs said of where and how. */
function said() {
  const [long, short] = bigquery.heard.filter(({ method }) => method === "POST") as unknown as readonly [
    {
      body: {
        jobReference: object;
        configuration: {
          jobTimeoutMs: string;
          labels: object;
          query: { query: string; maximumBytesBilled?: string };
        };
      };
    },
    { body: { query: string; location: string; maximumBytesBilled?: string } },
  ];
  return {
    place: long.body.jobReference,
    timeout: long.body.configuration.jobTimeoutMs,
    labels: long.body.configuration.labels,
    limits: [long.body.configuration.query.maximumBytesBilled, short.body.maximumBytesBilled],
    shortLocation: short.body.location,
    texts: [long.body.configuration.query.query, short.body.query],
  };
}

const ALL = {
  place: { projectId: "agency-1", jobId: expect.stringMatching(/^eros_/), location: "europe-west3" },
  shortLocation: "europe-west3",
  timeout: "45000",
  limits: ["20000000", "20000000"],
};

describe("settings reach BigQuery", () => {
  it("none: the usual location, five minutes, no limit of bytes, labels", async () => {
    const { code, stderr } = await run([...ask, "--warehouse", "bigquery", "--project-id", "agency-1"]);
    expect(stderr).toMatch(/there is no page “anna”.*\n.*ana/);
    expect(code).toBe(3);
    expect(said()).toMatchObject({
      place: { projectId: "agency-1", location: "US" },
      shortLocation: "US",
      timeout: "300000",
      limits: [undefined, undefined],
      labels: { tool: "eros-tui", page: "anna" },
    });
    for (const text of said().texts) expect(text).toContain("eros_scheduling_brain.");
  });

  it("from the environment", async () => {
    await run(ask, {
      EROS_PROJECT_ID: "agency-1",
      EROS_DATASET: "brain_2",
      EROS_LOCATION: "europe-west3",
      EROS_MAXIMUM_BYTES_BILLED: "20000000",
      EROS_TIMEOUT_SECONDS: "45",
    });
    expect(said()).toMatchObject(ALL);
    for (const text of said().texts) expect(text).toContain("brain_2.");
  });

  it("from the config file, tables' names among them; a flag goes before it", async () => {
    world.writeConfig(`
profile = "agency"
[profiles.agency]
warehouse = "bigquery"
project = "agency-1"
dataset = "brain_2"
location = "europe-west3"
maximum_bytes_billed = 20_000_000
timeout_seconds = 45
[profiles.agency.tables]
active_creators = "our_pages"
`);
    await run(ask);
    expect(said()).toMatchObject(ALL);
    expect(said().texts[1]).toMatch(/brain_2\.our_pages\b/);
    expect(said().texts[1]).not.toMatch(/\.active_creators\b/);
    bigquery.heard.length = 0;
    await run([...ask, "--dataset", "brain_3"]);
    for (const text of said().texts) expect(text).toContain("brain_3.");
  });

  it("a key file that is not there is told as such, by its setting", async () => {
    world.writeConfig(`
warehouse = "bigquery"
project = "agency-1"
key_file = "~/keys/none.json"
`);
    const { code, stderr } = await world.run(ask);
    expect(stderr).toContain(`${world.home}/keys/none.json`);
    expect(stderr).toContain("key_file in the config file");
    expect(code).toBe(5);
  });
});

describe("on the way", () => {
  const to = ["--warehouse", "bigquery", "--project-id", "agency-1"];

  it("a retry is told", async () => {
    bigquery.fault = (_, index) => (index === 0 ? status(503, "backendError") : undefined);
    const { stderr } = await run([...ask, ...to]);
    expect(stderr).toMatch(/backendError.*1 of 5|1 of 5.*backendError/);
  });

  it("Ctrl-C cancels the job", async () => {
    bigquery = await scripted(() => "never");
    // The job is there, and what it says is heard no more: that is told, and the operator has enough.
    bigquery.fault = (_, index) => (index === 0 ? status(503, "backendError", "busy", "after") : undefined);
    let stopped = false;
    const { code } = await world.run([...ask, ...to], {
      env: { BIGQUERY_EMULATOR_HOST: bigquery.endpoint },
      onStderr: (text, child) => {
        // A second one would leave at once.
        if (stopped || !text.includes("1 of 5")) return;
        stopped = true;
        child.kill("SIGINT");
      },
    });
    expect(bigquery.cancelled).toHaveLength(1);
    expect(code).toBe(130);
  });

  it("what is lacking names the command that makes it", async () => {
    const message = "Table-valued function not found: eros_scheduling_brain.creator_reports at [2:3]";
    bigquery = await scripted(() => ({ reason: "invalidQuery", message }));
    const { code, stderr } = await run([...ask, ...to]);
    expect(code).toBe(6);
    expect(stderr).toContain("eros-tui deploy --project-id agency-1 --dataset eros_scheduling_brain");
  });
});
