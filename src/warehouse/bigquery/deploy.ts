import { randomUUID } from "node:crypto";
import { ErosError } from "../../domain/errors.js";
import type { TableNames } from "../../domain/table-names.js";
import { throwIfAborted } from "../abort.js";
import type { Row } from "../cells.js";
import { type Deployment, type DeployPlan, type DeployStep, work } from "../deployment.js";
import type { Ctx } from "../port.js";
import { definitions, guardStatement } from "./definitions.js";
import { deployPlan, type Survey, type Wanted } from "./deploy-plan.js";
import { begun, recordStatement } from "./deploy-record.js";
import { asFailure, complaintOf, type Where } from "./failures.js";
import type { Jobs } from "./jobs.js";
import { presentRoutines } from "./routines.js";
import { columnRows, presentTables } from "./shapes.js";
import { DEFAULT_LOCATION, type EngineOptions, openJobs } from "./warehouse.js";

const VERB = "deploy";
const ROUTINES: readonly DeployStep["kind"][] = ["function", "table function", "procedure"];

/** A dataset about to be given tables and routines. */
export function openBigqueryDeployment(options: EngineOptions): Deployment {
  const { projectId, dataset, location = DEFAULT_LOCATION, tables: tableNames = {} } = options;
  const where: Where = { projectId, dataset, location };
  const jobs = openJobs(options);
  const wanted: Wanted = { ...where, tableNames, definitions: definitions(where.dataset, tableNames) };
  return {
    plan: async (consent, ctx) => deployPlan(wanted, await survey(jobs, where, ctx), consent),
    carryOut: async (plan, ctx) => {
      if (options.readOnly)
        throw new ErosError(
          "notPermitted",
          `${projectId}.${dataset} is opened read-only: nothing was deployed`,
          "use a profile without read_only; --dry-run shows the plan all the same",
        );
      await carryOut(jobs, where, tableNames, plan, ctx);
    },
    close: () => jobs.close(),
  };
}

/** What stands in the dataset: one query that reads no table of ours, and requests that start no job. */
export async function survey(jobs: Jobs, where: Where, ctx: Ctx): Promise<Survey> {
  try {
    const routines = await presentRoutines((request) => jobs.request(request, ctx), where.dataset);
    return { tables: presentTables(await columnRows(jobs, where.dataset, ctx)), routines };
  } catch (error) {
    const { status, message } = complaintOf(error);
    if (status === 404 && /dataset/i.test(message)) return { tables: null, routines: new Map() };
    throw asFailure(error, where, ctx.signal);
  }
}

async function carryOut(
  jobs: Jobs,
  where: Where,
  tableNames: TableNames,
  plan: DeployPlan,
  ctx: Ctx,
): Promise<void> {
  const steps = work(plan);
  const run = `eros_deploy_${randomUUID().slice(0, 8)}`;
  const write = (text: string, part: string): Promise<Row[]> =>
    jobs.write({ text, verb: VERB, id: `${run}_${part}` }, ctx);
  try {
    let isBegun = false;
    for (const [index, { kind, name, action, statement }] of steps.entries()) {
      throwIfAborted(ctx.signal);
      if (!isBegun && ROUTINES.includes(kind)) {
        await write(begun(steps.at(-1)?.statement ?? ""), "begun");
        isBegun = true;
      }
      ctx.progress({ kind: "step", name: `${action} ${kind} ${name}`, index: index + 1, of: steps.length });
      // The record comes last of all: who reads it may rely on everything before it.
      if (kind === "record") await write(guardStatement(where.dataset, tableNames), "guard");
      await write(statement ?? "", String(index));
    }
  } catch (error) {
    throw asFailure(error, where, ctx.signal);
  }
}

/** Everything as one script for `bq query`, without looking at what stands there. */
export function scriptOf(dataset: string, tableNames: TableNames = {}): string {
  const all = definitions(dataset, tableNames);
  const statements = [
    ...all.map(({ statement }) => statement),
    guardStatement(dataset, tableNames),
    recordStatement(
      dataset,
      all.filter(({ kind }) => kind !== "TABLE"),
    ),
  ];
  const head = `-- Tables and routines of eros-tui in ${dataset}. Tables that are there stay as they are; routines of these names are
-- replaced, another program's too: \`eros-tui deploy --dry-run\` shows which. Run it with
--   bq query --use_legacy_sql=false --project_id=PROJECT < FILE`;
  return [head, ...statements.map((statement) => `${statement};`)].join("\n\n");
}
