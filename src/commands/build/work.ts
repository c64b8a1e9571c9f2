import { ErosError } from "../../domain/errors.js";
import { previewJson } from "../../domain/schedule.js";
import { type Built, buildWeek } from "../../pipeline/build.js";
import { csvName } from "../../pipeline/export.js";
import { operatorName } from "../../settings/operator.js";
import { toleranceFor } from "../../settings/settings.js";
import type { Work } from "../command.js";
import { createdBlock } from "../created.js";
import { csvTarget, refuseTaken } from "../csv-target.js";
import { ALLOW_PAST, JSON_FLAG } from "../flag.js";
import { allowProduction } from "../production.js";
import { inSession } from "../session.js";
import { askedWeek, replaceableWeekOf } from "../week-of.js";

export const work: Work = (input, run) => {
  const page = input.page("build");
  const asked = askedWeek(input);
  return inSession(
    input,
    run,
    async (session) => {
      const { settings, warehouse, now, ctx } = session;
      const target = csvTarget(input, run, settings);
      refuseTaken(target);
      await allowProduction(session, input, run, page);
      const built = await buildWeek(
        warehouse,
        {
          page,
          ...replaceableWeekOf(asked, session),
          now,
          real: () => run.clock(),
          tolerance: toleranceFor(settings, page),
          allowPast: input.on(ALLOW_PAST),
          operator: operatorName(run),
          csvPath: (schedule) => target.path(csvName(schedule)),
          csv: target.options,
        },
        ctx,
      );
      const { plan, schedule } = built;
      const csv = built.csvFailure === null ? target.path(csvName(schedule)) : null;
      const block = createdBlock(schedule, plan.prepared.startDate, csv);
      const json = { ...previewJson(plan, schedule), ...usageJson(built.receipt) };
      run.out(input.on(JSON_FLAG) ? JSON.stringify(json, null, 2) : block);
      if (built.csvFailure !== null) throw storedWithoutCsv(built, built.csvFailure);
    },
    { logToStderr: true },
  );
};

/** What the run's queries have cost, where reading costs. */
const usageJson = ({ usage }: Built["receipt"]) =>
  usage === undefined
    ? {}
    : {
        usage: {
          jobs: usage.jobs,
          bytes_processed: usage.bytesProcessed,
          estimated_cost_usd: usage.estimatedCost,
        },
      };

const storedWithoutCsv = ({ schedule }: Built, failure: ErosError): ErosError =>
  new ErosError(
    "partly",
    `schedule ${schedule.schedule_id} is stored, but ${failure.message}`,
    `write it with \`eros-tui export ${schedule.schedule_id} --output FILE\``,
    { cause: failure },
  );
