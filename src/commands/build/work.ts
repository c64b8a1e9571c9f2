import { ErosError } from "../../domain/errors.js";
import { previewJson } from "../../domain/schedule.js";
import { type Built, buildWeek } from "../../pipeline/build.js";
import { csvName } from "../../pipeline/export.js";
import { operatorName } from "../../settings/operator.js";
import { toleranceFor } from "../../settings/settings.js";
import type { Work } from "../command.js";
import { type CsvTarget, csvTarget, refuseTaken } from "../csv-target.js";
import { ALLOW_PAST, JSON_FLAG } from "../flag.js";
import { allowProduction } from "../production.js";
import { inSession } from "../session.js";
import { askedWeek, weekOf } from "../week-of.js";

const RULE = "=".repeat(60);

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
          ...weekOf(asked, session),
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
      run.out(
        input.on(JSON_FLAG) ? JSON.stringify(previewJson(plan, schedule), null, 2) : block(built, target),
      );
      if (built.csvFailure !== null) throw storedWithoutCsv(built, built.csvFailure);
    },
    { logToStderr: true },
  );
};

/** What the original printed, line by line. */
function block({ plan, schedule, csvFailure }: Built, target: CsvTarget): string {
  return [
    RULE,
    `Schedule ${schedule.schedule_id} created successfully!`,
    RULE,
    `Page: ${schedule.page_name}`,
    `Start Date: ${plan.prepared.startDate}`,
    `Total Messages: ${schedule.total_messages}`,
    `PPVs: ${schedule.total_ppvs}`,
    `Bumps: ${schedule.total_bumps}`,
    `CSV: ${csvFailure === null ? target.path(csvName(schedule)) : "not written"}`,
    RULE,
  ].join("\n");
}

const storedWithoutCsv = ({ schedule }: Built, failure: ErosError): ErosError =>
  new ErosError(
    "partly",
    `schedule ${schedule.schedule_id} is stored, but ${failure.message}`,
    `write it with \`eros-tui export ${schedule.schedule_id} --output FILE\``,
    { cause: failure },
  );
