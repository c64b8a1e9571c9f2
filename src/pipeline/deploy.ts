import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { badInput, ErosError } from "../domain/errors.js";
import { type Deployment, type DeployPlan, type DeployStep, work } from "../warehouse/deployment.js";
import type { Ctx } from "../warehouse/port.js";

export interface DeployRequest {
  /** `--yes`: what somebody else made may be replaced, columns may be added to tables that stand. */
  readonly consent: boolean;
  readonly dryRun: boolean;
  /** Where the texts of routines that are replaced and were not ours are kept. */
  readonly keepIn: string;
}
export interface Deployed {
  readonly plan: DeployPlan;
  /** False for a dry run, and where nothing was to be done. */
  readonly done: boolean;
  /** The file of replaced texts; null where none was needed. */
  readonly kept: string | null;
}

/**
 * Gives a warehouse what it must hold. What is refused, or needs a consent that was not given, keeps everything from
 * being done: a warehouse with half of its functions works for nobody.
 * @param told hears the plan before anything is done.
 * @throws {ErosError} "incomplete" for what stands in the way, "badInput" without the consent that the plan needs.
 */
export async function deploy(
  deployment: Deployment,
  request: DeployRequest,
  told: (plan: DeployPlan) => void,
  ctx: Ctx,
): Promise<Deployed> {
  const { consent, dryRun, keepIn } = request;
  const plan = await deployment.plan(consent, ctx);
  told(plan);
  if (dryRun) return { plan, done: false, kept: null };
  refuse(plan.steps.filter(({ action }) => action === "refuse"));
  if (!consent) askFor(work(plan).filter(({ needsConsent }) => needsConsent));
  if (work(plan).length === 0) return { plan, done: false, kept: null };
  const kept = keep(work(plan), keepIn);
  await deployment.carryOut(plan, ctx);
  return { plan, done: true, kept };
}

function refuse(steps: readonly DeployStep[]): void {
  const [first] = steps;
  if (first === undefined) return;
  throw new ErosError(
    "incomplete",
    `nothing was deployed: ${steps.map((step) => `${step.kind} ${step.name}: ${step.differences.join("; ")}`).join("; ")}`,
    steps.map(({ remedy }) => remedy ?? "").join("; "),
  );
}

function askFor(steps: readonly DeployStep[]): void {
  if (steps.length === 0) return;
  throw badInput(
    "--yes",
    `nothing was deployed: this needs your word: ${steps.map(({ action, kind, name }) => `${action} ${kind} ${name}`).join(", ")}`,
    "others may use what stands there: read the differences, then give --yes",
  );
}

/** BigQuery keeps no earlier texts of routines: what is replaced is written down first. */
function keep(steps: readonly DeployStep[], file: string): string | null {
  const texts = steps.flatMap(({ replaced }) => (replaced === undefined ? [] : [`${replaced};\n`]));
  if (texts.length === 0) return null;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, texts.join("\n"), { mode: 0o600, flag: "wx" });
  return file;
}
