import { restoreSchedule } from "../../pipeline/restore.js";
import { operatorName } from "../../settings/operator.js";
import { weekInFull } from "../../text/times.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { allowProduction } from "../production.js";
import { scheduleIdOf } from "../schedule-id.js";
import { inSession } from "../session.js";
import { storedSchedule } from "../stored-schedule.js";

export const work: Work = (input, run) => {
  const id = scheduleIdOf(input, "restore");
  return inSession(input, run, async (session) => {
    const { warehouse, now, ctx } = session;
    const { receipt } = await storedSchedule(warehouse, id, ctx);
    await allowProduction(session, input, run, receipt.page);
    const { schedule, locks, repeated } = await restoreSchedule(
      warehouse,
      id,
      { operator: operatorName(run), now },
      ctx,
    );
    if (input.on(JSON_FLAG))
      return run.out(
        JSON.stringify(
          {
            schedule_id: id,
            page_name: schedule.page_name,
            week_start: receipt.weekStart,
            state: "committed",
            captions_locked: locks,
            repeated,
          },
          null,
          2,
        ),
      );
    run.out(
      [
        repeated ? `Schedule ${id} stands already: nothing was written.` : `Schedule ${id} stands again.`,
        `Page: ${schedule.page_name}`,
        `Week: ${weekInFull(receipt.weekStart)}`,
        `Captions locked: ${locks}`,
        ...(repeated ? [] : ["Next by hand: queue what you took out of the sending platform once more."]),
      ].join("\n"),
    );
  });
};
