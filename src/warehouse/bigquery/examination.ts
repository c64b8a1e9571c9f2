import type { Instant } from "../../domain/calendar.js";
import type { TableNames } from "../../domain/table-names.js";
import { instantOrNull, numberOf, type Row } from "../cells.js";
import type { DeployPlan, DeployStep } from "../deployment.js";
import { doubtful, type Examination, type Finding, failed, failedBy, well } from "../examination.js";
import type { Ctx } from "../port.js";
import { inDataset } from "../sql-library.js";
import { definitions } from "./definitions.js";
import { survey } from "./deploy.js";
import { deployPlan } from "./deploy-plan.js";
import { readRecord } from "./deploy-record.js";
import { asFailure, complaintOf, type Where } from "./failures.js";
import type { Jobs } from "./jobs.js";
import { olderSelection } from "./older/engine.js";
import { DEFAULT_LOCATION, type EngineOptions, openJobs } from "./warehouse.js";

/** Looks at a dataset from the outside in; what cannot be reached keeps what lies behind it from being looked at. */
export async function examineBigquery(
  options: EngineOptions,
  clock: () => Instant,
  ctx: Ctx,
): Promise<Examination> {
  const { projectId, dataset, location = DEFAULT_LOCATION, tables = {} } = options;
  const jobs = openJobs(options);
  try {
    return await examined(jobs, { projectId, dataset, location }, tables, clock, ctx);
  } finally {
    await jobs.close();
  }
}

async function examined(
  jobs: Jobs,
  where: Where,
  tableNames: TableNames,
  clock: () => Instant,
  ctx: Ctx,
): Promise<Examination> {
  const place = `${where.projectId}.${where.dataset}`;
  const findings: Finding[] = [];
  const nothing = { place, findings, dataTo: null, demo: false, clockAhead: null };
  try {
    findings.push(...(await reached(jobs, where, ctx)));
  } catch (error) {
    const failure = failedBy("credentials", asFailure(error, where, ctx.signal));
    // Whoever is told that something is not there was known and let in.
    const known = complaintOf(error).status === 404 || failure.kind === "incomplete";
    if (known) findings.push(KNOWN);
    findings.push({
      ...failure,
      name: known ? "dataset" : failure.kind === "unreachable" ? "connection" : "credentials",
    });
    return nothing;
  }
  if (findings.some(({ state }) => state === "failed")) return nothing;
  try {
    const found = await survey(jobs, where, ctx);
    const plan = deployPlan(
      { ...where, tableNames, definitions: definitions(where.dataset, tableNames) },
      found,
      false,
    );
    const version = readRecord(found.routines)?.version ?? null;
    const through = olderSelection(found.routines) !== null;
    findings.push(tablesFinding(plan, through), routinesFinding(plan, version, through));
    return { ...nothing, ...(await facts(jobs, where, tableNames, plan, clock, ctx)) };
  } catch (error) {
    findings.push(failedBy("tables", asFailure(error, where, ctx.signal)));
    return nothing;
  }
}

const KNOWN = well("credentials", "Google knows who asks");

/** Two steps apart, because they need two rights: seeing the dataset, and starting a job. */
async function reached(jobs: Jobs, where: Where, ctx: Ctx): Promise<Finding[]> {
  const reply = await jobs.request({ method: "GET", path: `/datasets/${where.dataset}` }, ctx);
  const location = String(reply.location ?? where.location);
  if (location.toLowerCase() !== where.location.toLowerCase())
    return [
      KNOWN,
      failed(
        "dataset",
        "incomplete",
        `it lies in ${location}, and ${where.location} is asked`,
        `set location = "${location}" in the config file`,
      ),
    ];
  await jobs.run({ text: "SELECT 1 AS one", verb: "doctor" }, ctx);
  return [KNOWN, well("dataset", `it can be read, and jobs may be started; it lies in ${location}`)];
}

const named = (steps: readonly DeployStep[]): string => steps.map(({ name }) => name).join(", ");

/** @param older the older procedures are all there is: what is lacking then keeps nothing from working. */
function tablesFinding({ steps }: DeployPlan, older: boolean): Finding {
  const tables = steps.filter(({ kind }) => kind === "table");
  const of = (action: DeployStep["action"]): readonly DeployStep[] =>
    tables.filter((step) => step.action === action);
  const other = of("refuse");
  if (other.length > 0)
    return failed(
      "tables",
      "incomplete",
      other.map(({ name, differences }) => `${name} has another shape: ${differences.join("; ")}`).join("; "),
      other.map(({ remedy }) => remedy ?? "").join("; "),
    );
  const lacking = of("add columns");
  const absent = of("create");
  const unplannable = absent.some(({ name }) => /caption_bank|mass_messages/.test(name));
  if (older && !unplannable)
    return well(
      "tables",
      lacking.length + absent.length === 0
        ? `all ${tables.length} are there and fit`
        : `those that the older procedures use are there; lacking beside them: ${named([...lacking, ...absent])}`,
    );
  if (lacking.length > 0)
    return failed(
      "tables",
      "incomplete",
      lacking.map(({ name, differences }) => `${name}: ${differences.join("; ")}`).join("; "),
      "`eros-tui deploy --dry-run` shows the columns, `eros-tui deploy --yes` adds them",
    );
  if (absent.length > 0)
    return failed("tables", "incomplete", `they lack ${named(absent)}`, "make them: `eros-tui deploy`");
  return well("tables", `all ${tables.length} are there and fit`);
}

function routinesFinding({ steps }: DeployPlan, version: string | null, older: boolean): Finding {
  const routines = steps.filter(({ kind }) => kind !== "table" && kind !== "dataset" && kind !== "record");
  const of = (action: DeployStep["action"]): readonly DeployStep[] =>
    routines.filter((step) => step.action === action);
  const absent = of("create");
  if (older)
    return doubtful(
      "routines",
      "only the older procedures are there: eros-tui works through them, without redraws by seed, reasons, replacing and withdrawing",
      "`eros-tui deploy --dry-run` shows what would be made beside them; they are replaced with --yes only",
    );
  if (absent.length > 0)
    return failed(
      "routines",
      "incomplete",
      `${absent.length} of ${routines.length} are not there: ${named(absent.slice(0, 5))}${absent.length > 5 ? " …" : ""}`,
      "make them: `eros-tui deploy`",
    );
  const other = of("refuse");
  if (other.length > 0)
    return failed(
      "routines",
      "incomplete",
      `something else stands under the names ${named(other)}`,
      other.map(({ remedy }) => remedy ?? "").join("; "),
    );
  const changed = of("replace");
  if (changed.length > 0)
    return doubtful(
      "routines",
      `${changed.length} are not this version's (deployed: ${version ?? "unknown"}): ${named(changed.slice(0, 5))}${changed.length > 5 ? " …" : ""}`,
      "bring them up to date: `eros-tui deploy --dry-run`, then `eros-tui deploy`",
    );
  const left = of("leave");
  if (left.length > 0)
    return doubtful(
      "routines",
      `${named(left)}: older, beside this version's functions; what locks through them does not see commits that run at the same moment`,
      "once nobody else calls them: `eros-tui deploy --yes`",
    );
  return well("routines", `all ${routines.length} are there, of version ${version ?? "unknown"}`);
}

/** What the data and the service's clock say; asked only where the tables are there. */
async function facts(
  jobs: Jobs,
  where: Where,
  tableNames: TableNames,
  { steps }: DeployPlan,
  clock: () => Instant,
  ctx: Ctx,
): Promise<Pick<Examination, "dataTo" | "clockAhead">> {
  const asked = clock();
  const canRead = steps.some(
    ({ kind, name, action }) =>
      kind === "table" &&
      (action === "keep" || action === "add columns") &&
      name === (tableNames.mass_messages ?? "mass_messages"),
  );
  const last = canRead
    ? "(SELECT MAX(m.sending_time) FROM {dataset}.mass_messages AS m)"
    : "CAST(NULL AS TIMESTAMP)";
  const text = inDataset(
    `SELECT UNIX_MILLIS(CURRENT_TIMESTAMP()) AS now, ${last} AS data_to`,
    where.dataset,
    tableNames,
  );
  const [row = {}]: Row[] = await jobs.run({ text, verb: "doctor" }, ctx);
  // The answer was given between the question and now.
  const between = (asked + clock()) / 2;
  return {
    dataTo: instantOrNull(row.data_to),
    clockAhead: Math.round((numberOf(row.now, between) - between) / 1000),
  };
}
