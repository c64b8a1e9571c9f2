import { reasonOf, withdrawSchedule } from "../../pipeline/withdraw.js";
import { operatorName } from "../../settings/operator.js";
import { weekInFull } from "../../text/times.js";
import type { Withdrawal } from "../../warehouse/port.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { allowProduction } from "../production.js";
import { scheduleIdOf } from "../schedule-id.js";
import { inSession } from "../session.js";
import { storedSchedule } from "../stored-schedule.js";
import { WHY } from "./command.js";

export const work: Work = (input, run) => {
  const id = scheduleIdOf(input, "withdraw");
  const why = reasonOf(input.text(WHY) ?? "");
  return inSession(input, run, async (session) => {
    const { warehouse, now, ctx } = session;
    // Where the id is not there its warehouse is named, before anybody is asked about production.
    const { receipt } = await storedSchedule(warehouse, id, ctx);
    await allowProduction(session, input, run, receipt.page);
    const withdrawal = await withdrawSchedule(warehouse, id, { why, operator: operatorName(run), now }, ctx);
    run.out(input.on(JSON_FLAG) ? JSON.stringify(asJson(withdrawal, why), null, 2) : asText(withdrawal));
  });
};

function asText({ scheduleId, page, weekStart, sent, toCome, released }: Withdrawal): string {
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
