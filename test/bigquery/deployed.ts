import { definitions, guardStatement } from "../../src/warehouse/bigquery/definitions.js";
import type { Jobs } from "../../src/warehouse/bigquery/jobs.js";
import { QUIET } from "../../src/warehouse/port.js";

export const PROJECT = "test";
export const LOCATION = "US";
/** Datasets that are there before the first test: some tests want two at once. */
export const PREPARED = ["eros_first", "eros_second"] as const;

export async function makeDataset(jobs: Jobs, dataset: string): Promise<void> {
  const body = { datasetReference: { datasetId: dataset, projectId: PROJECT }, location: LOCATION };
  await jobs.request({ method: "POST", path: "/datasets", body }, QUIET);
}

/** Everything that `eros-tui deploy` makes. */
export async function deployAll(jobs: Jobs, dataset: string): Promise<void> {
  await makeDataset(jobs, dataset);
  const statements = [...definitions(dataset).map(({ statement }) => statement), guardStatement(dataset)];
  await jobs.run(
    { text: statements.map((one) => `${one};`).join("\n"), verb: "deploy", id: "deploy" },
    QUIET,
  );
}
