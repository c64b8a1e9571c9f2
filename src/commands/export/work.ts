import { badInput } from "../../domain/errors.js";
import { csvName, writeCsv } from "../../pipeline/export.js";
import type { Work } from "../command.js";
import { csvTarget } from "../csv-target.js";
import { JSON_FLAG } from "../flag.js";
import { inSession } from "../session.js";
import { storedSchedule } from "../stored-schedule.js";

export const work: Work = (input, run) => {
  const id = input.argument?.trim() ?? "";
  if (id === "")
    throw badInput("schedule", "export needs a schedule id", "give the one that `eros-tui build` printed");
  return inSession(input, run, async ({ settings, warehouse, ctx }) => {
    const stored = await storedSchedule(warehouse, id, ctx);
    const { schedule, state, changedAt, changedBy } = stored;
    if (state !== "committed")
      run.err(
        `eros-tui: this schedule was ${state}${changedAt === null ? "" : ` on ${changedAt}`}${changedBy === null ? "" : ` by ${changedBy}`}`,
      );
    const target = csvTarget(input, run, settings);
    const path = target.path(csvName(schedule));
    const csv = await writeCsv(schedule, path, target.options);
    if (input.on(JSON_FLAG))
      run.out(
        JSON.stringify(
          {
            schedule_id: id,
            page_name: schedule.page_name,
            state,
            total_messages: schedule.total_messages,
            csv,
          },
          null,
          2,
        ),
      );
    else run.out(`${schedule.total_messages} messages of ${schedule.page_name}\nCSV: ${path}`);
  });
};
