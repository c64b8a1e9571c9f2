import { badInput } from "../../domain/errors.js";
import { csvName, removalsName, writeCsv } from "../../pipeline/export.js";
import type { Work } from "../command.js";
import { csvTarget } from "../csv-target.js";
import { JSON_FLAG, REMOVALS } from "../flag.js";
import { removalsOf } from "../removals.js";
import { inSession } from "../session.js";
import { endText } from "../state-text.js";
import { storedSchedule } from "../stored-schedule.js";

export const work: Work = (input, run) => {
  const id = input.argument?.trim() ?? "";
  if (id === "")
    throw badInput("schedule", "export needs a schedule id", "give the one that `eros-tui build` printed");
  return inSession(input, run, async ({ settings, warehouse, ctx }) => {
    const stored = await storedSchedule(warehouse, id, ctx);
    const { schedule, state } = stored;
    if (state !== "committed") run.err(`eros-tui: this schedule was ${endText(stored)}`);
    const removing = input.on(REMOVALS);
    const rows = removing ? removalsOf(stored) : schedule;
    const target = csvTarget(input, run, settings);
    const path = target.path(removing ? removalsName(schedule) : csvName(schedule));
    const csv = await writeCsv(rows, path, target.options, ctx);
    if (input.on(JSON_FLAG))
      run.out(
        JSON.stringify(
          {
            schedule_id: id,
            page_name: schedule.page_name,
            state,
            total_messages: rows.total_messages,
            csv,
          },
          null,
          2,
        ),
      );
    else
      run.out(
        `${rows.total_messages} messages of ${schedule.page_name}${removing ? " to be taken out" : ""}\nCSV: ${path}`,
      );
  });
};
