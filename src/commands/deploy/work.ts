import { join } from "node:path";
import { badInput } from "../../domain/errors.js";
import { deploy } from "../../pipeline/deploy.js";
import type { Settings } from "../../settings/settings.js";
import type { DeployPlan } from "../../warehouse/deployment.js";
import { deployScript, openDeployment } from "../../warehouse/open.js";
import type { OpenOptions } from "../../warehouse/options.js";
import type { Work } from "../command.js";
import { DEBUG, JSON_FLAG } from "../flag.js";
import { statementsInto } from "../log-of.js";
import type { Run } from "../run.js";
import { logOf, tellingSteps } from "../session.js";
import { settingsOf } from "../settings-of.js";
import { optionsOf } from "../warehouse-of.js";
import { CONSENT, DRY_RUN, SQL } from "./command.js";
import { planText } from "./text.js";

export const work: Work = async (input, run) => {
  const settings = await settingsOf(input, run);
  const options = optionsOf(settings);
  if (input.on(SQL)) return run.out(await script(options));
  const json = input.on(JSON_FLAG);
  const dryRun = input.on(DRY_RUN);
  const debug = input.on(DEBUG);
  const log = logOf(settings, run, {}, debug);
  const ctx = tellingSteps(run, log);
  const deployment = await openDeployment({ ...options, ...statementsInto(log, debug) }, ctx);
  try {
    const request = { consent: input.on(CONSENT), dryRun, keepIn: keepIn(settings, run) };
    const told = (plan: DeployPlan): void => {
      if (!json) run.out(planText(plan, run.columns));
    };
    const { plan, done, kept } = await deploy(deployment, request, told, ctx);
    if (json) return run.out(JSON.stringify({ ...asJson(plan), dry_run: dryRun, done, kept }, null, 2));
    if (kept !== null) run.out(`The texts of what was replaced and was not ours: ${kept}`);
    run.out(dryRun ? "Nothing was done: a dry run." : done ? "Deployed." : "Nothing was to be done.");
  } finally {
    await deployment.close();
  }
};

async function script(options: OpenOptions): Promise<string> {
  if (options.kind === "bigquery") return deployScript(options);
  throw badInput(
    "--sql",
    `${options.file} is a local warehouse: there is no script for it`,
    "name a project: --project-id ID, or a profile with one",
  );
}

/** Named by the moment, so that no earlier text is written over. */
const keepIn = ({ paths }: Settings, run: Run): string =>
  join(paths.state, `replaced-${new Date(run.clock()).toISOString().replace(/[-:]/g, "").slice(0, 15)}.sql`);

const asJson = ({ place, steps }: DeployPlan) => ({
  place,
  steps: steps.map(({ kind, name, action, needsConsent, differences, remedy }) => ({
    kind,
    name,
    action,
    needs_consent: needsConsent,
    differences,
    remedy: remedy ?? null,
  })),
});
