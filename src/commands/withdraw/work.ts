import { asErosError, ErosError } from "../../domain/errors.js";
import { removalsName, writeCsv } from "../../pipeline/export.js";
import { reasonOf, withdrawSchedule } from "../../pipeline/withdraw.js";
import { operatorName } from "../../settings/operator.js";
import { weekInFull } from "../../text/times.js";
import type { Withdrawal } from "../../warehouse/port.js";
import type { Work } from "../command.js";
import { type CsvTarget, csvTarget, refuseTaken } from "../csv-target.js";
import { JSON_FLAG, OUTPUT, REMOVALS } from "../flag.js";
import { allowProduction } from "../production.js";
import { removalsOf } from "../removals.js";
import { scheduleIdOf } from "../schedule-id.js";
import { inSession, type Session } from "../session.js";
import { storedSchedule } from "../stored-schedule.js";
import { WHY } from "./command.js";

export const work: Work = (input, run) => {
  const id = scheduleIdOf(input, "withdraw");
  const why = reasonOf(input.text(WHY) ?? "");
  return inSession(input, run, async (session) => {
    const { warehouse, settings, now, ctx } = session;
    const wanted = input.on(REMOVALS) || input.text(OUTPUT) !== undefined;
    const target = csvTarget(input, run, settings);
    if (wanted) refuseTaken(target);
    // Where the id is not there its warehouse is named, before anybody is asked about production.
    const { receipt } = await storedSchedule(warehouse, id, ctx);
    await allowProduction(session, input, run, receipt.page);
    const withdrawal = await withdrawSchedule(warehouse, id, { why, operator: operatorName(run), now }, ctx);
    const csv = wanted ? await removalsCsv(session, id, target) : null;
    const written = typeof csv === "string" ? csv : null;
    run.out(
      input.on(JSON_FLAG)
        ? JSON.stringify({ ...asJson(withdrawal, why), ...(wanted ? { csv: written } : {}) }, null, 2)
        : asText(withdrawal, written),
    );
    if (csv instanceof ErosError)
      throw new ErosError(
        "partly",
        `schedule ${id} is withdrawn, but ${csv.message}`,
        `write it with \`eros-tui export ${id} --removals --output FILE\``,
        { cause: csv },
      );
  });
};

/** What is to be taken out by hand; a file that cannot be written does not undo the withdrawal. */
async function removalsCsv(
  { warehouse, ctx }: Session,
  id: string,
  target: CsvTarget,
): Promise<string | ErosError> {
  try {
    const rows = removalsOf(await storedSchedule(warehouse, id, ctx));
    const path = target.path(removalsName(rows));
    await writeCsv(rows, path, target.options, ctx);
    return path;
  } catch (error) {
    return asErosError(error);
  }
}

function asText(
  { scheduleId, page, weekStart, sent, toCome, released }: Withdrawal,
  csv: string | null,
): string {
  return [
    `Schedule ${scheduleId} withdrawn.`,
    `Page: ${page}`,
    `Week: ${weekInFull(weekStart)}`,
    `Sent before, still counted: ${sent}`,
    `To come, taken back: ${toCome}`,
    `Captions free again: ${released}`,
    ...(toCome > 0
      ? [
          `Next by hand: take ${toCome === 1 ? "that message" : `those ${toCome} messages`} out of the sending platform.`,
        ]
      : []),
    ...(csv === null ? [] : [`CSV: ${csv}`]),
    `\`eros-tui build ${page} --start-date DATE\` plans the days again.`,
  ].join("\n");
}

const asJson = (
  { scheduleId, page, weekStart, sent, toCome, released, at, by }: Withdrawal,
  why: string,
) => ({
  schedule_id: scheduleId,
  page_name: page,
  week_start: weekStart,
  state: "withdrawn",
  messages_sent: sent,
  messages_to_come: toCome,
  captions_released: released,
  withdrawn_at: at,
  withdrawn_by: by,
  why,
});
