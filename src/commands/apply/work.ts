import { asErosError, badInput, ErosError } from "../../domain/errors.js";
import { applyPlan } from "../../pipeline/apply.js";
import { csvName, isWritten, writeCsv } from "../../pipeline/export.js";
import { readPlan } from "../../pipeline/saved-plan.js";
import { operatorName } from "../../settings/operator.js";
import { expandHome } from "../../settings/paths.js";
import type { Work } from "../command.js";
import { createdBlock } from "../created.js";
import { csvTarget, refuseTaken } from "../csv-target.js";
import { JSON_FLAG } from "../flag.js";
import { allowProduction } from "../production.js";
import { inSession } from "../session.js";

export const work: Work = async (input, run) => {
  const file = input.argument?.trim() ?? "";
  if (file === "")
    throw badInput(
      "plan",
      "apply needs a saved plan",
      "give the file that `eros-tui preview PAGE --save FILE` wrote",
    );
  const saved = await readPlan(expandHome(file, run));
  const { schedule, startDate } = saved;
  return inSession(
    input,
    run,
    async (session) => {
      const { settings, warehouse, now, ctx } = session;
      const target = csvTarget(input, run, settings);
      // The same line twice finds its own file.
      if (target.named === null || !(await isWritten(schedule, target.named, target.options)))
        refuseTaken(target);
      await allowProduction(session, input, run, schedule.page_name);
      const options = { now, operator: operatorName(run) };
      const receipt = await applyPlan(warehouse, saved, options, ctx);
      const path = target.path(csvName(schedule));
      const failure = await writeCsv(schedule, path, target.options, ctx).then(
        () => null,
        (error: unknown) => asErosError(error),
      );
      const csv = failure === null ? path : null;
      if (input.on(JSON_FLAG)) {
        const { scheduleId, repeated, locks, messages, storedAt, by } = receipt;
        const told = { schedule_id: scheduleId, page_name: schedule.page_name, start_date: startDate };
        run.out(
          JSON.stringify(
            { ...told, repeated, total_messages: messages, locks, stored_at: storedAt, by, csv },
            null,
            2,
          ),
        );
      } else {
        if (receipt.repeated)
          run.err(
            `eros-tui: applied before, on ${receipt.storedAt} by ${receipt.by}: nothing was written to the warehouse`,
          );
        run.out(createdBlock(schedule, startDate, csv));
      }
      if (failure !== null)
        throw new ErosError(
          "partly",
          `schedule ${schedule.schedule_id} is stored, but ${failure.message}`,
          `write it with \`eros-tui export ${schedule.schedule_id} --output FILE\``,
          { cause: failure },
        );
    },
    { logToStderr: true },
  );
};
