import { previewJson } from "../../domain/schedule.js";
import { signedSchedule } from "../../pipeline/commit.js";
import { csvName, writeCsv } from "../../pipeline/export.js";
import { planPrepared } from "../../pipeline/plan.js";
import { prepareWeek } from "../../pipeline/prepare.js";
import { savedPlan, writePlan } from "../../pipeline/saved-plan.js";
import { operatorName } from "../../settings/operator.js";
import { toleranceFor } from "../../settings/settings.js";
import { planLines } from "../../text/plan-text.js";
import type { Work } from "../command.js";
import { csvTarget } from "../csv-target.js";
import { FORCE, JSON_FLAG, OUTPUT } from "../flag.js";
import { namedFile } from "../named-file.js";
import { inSession } from "../session.js";
import { warehouseName } from "../warehouse-name.js";
import { askedWeek, replaceableWeekOf } from "../week-of.js";
import { SAVE } from "./command.js";

export const work: Work = (input, run) => {
  const page = input.page("preview");
  const asked = askedWeek(input);
  const saveTo = namedFile(SAVE, input, run);
  return inSession(input, run, async (session) => {
    const { settings, warehouse, now, ctx } = session;
    const { startDate, replace, overrides } = replaceableWeekOf(asked, session);
    const tolerance = toleranceFor(settings, page);
    const prepared = await prepareWeek(
      warehouse,
      { page, startDate, now, seed: overrides.seed, tolerance, replace },
      ctx,
    );
    const plan = planPrepared(prepared, overrides, ctx);
    const schedule = signedSchedule(warehouse, plan, { operator: operatorName(run), at: run.clock() });
    if (input.text(OUTPUT) !== undefined) {
      const target = csvTarget(input, run, settings);
      const csv = await writeCsv(schedule, target.path(csvName(schedule)), target.options, ctx);
      run.err(`eros-tui: CSV written to ${csv}; nothing is stored and nothing locked`);
    }
    if (saveTo !== undefined) {
      const check = await warehouse.conflicts(schedule, prepared.startDate, ctx);
      const path = await writePlan(savedPlan(plan, schedule, check), saveTo, input.on(FORCE));
      run.err(`eros-tui: plan saved to ${path}; \`eros-tui apply ${input.text(SAVE)}\` stores exactly this`);
    }
    if (input.on(JSON_FLAG)) return run.out(JSON.stringify(previewJson(plan, schedule), null, 2));
    const place = prepared.replaces === undefined ? "" : ` --replace ${prepared.replaces.scheduleId}`;
    const goOn = `Nothing is stored. \`eros-tui build ${page}${place}\` with the same flags stores it and writes the CSV.`;
    run.out([warehouseName(warehouse), ...planLines(plan, run.columns), "", goOn].join("\n"));
  });
};
