import { isoUtc, startOfDate } from "../../domain/calendar.js";
import { badInput } from "../../domain/errors.js";
import { earnedBy } from "../../pipeline/earned.js";
import { readPlan, type SavedPlan } from "../../pipeline/saved-plan.js";
import { expandHome } from "../../settings/paths.js";
import { type EarnedMessage, earnedLines } from "../../text/earned-text.js";
import { wrap } from "../../text/fit.js";
import { expectation } from "../../text/money.js";
import { printable } from "../../text/printable.js";
import { scheduleLines } from "../../text/schedule-text.js";
import { moment } from "../../text/times.js";
import { WARNING_SIGN } from "../../text/zone-sign.js";
import type { Stored } from "../../warehouse/port.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { inSession } from "../session.js";
import { stateText } from "../state-text.js";
import { isScheduleId, storedSchedule } from "../stored-schedule.js";
import { warehouseName } from "../warehouse-name.js";

export const work: Work = async (input, run) => {
  const named = input.argument?.trim() ?? "";
  if (named === "")
    throw badInput(
      "schedule",
      "show needs a plan or a schedule",
      "give the file of a saved plan, or a schedule's id",
    );
  if (!isScheduleId(named)) {
    const saved = await readPlan(expandHome(named, run), ", or a schedule's id");
    if (input.on(JSON_FLAG)) return run.out(JSON.stringify(savedJson(saved), null, 2));
    return run.out(savedLines(saved, run.columns).join("\n"));
  }
  return inSession(input, run, async ({ warehouse, now, ctx }) => {
    const stored = await storedSchedule(warehouse, named, ctx);
    const { schedule, receipt } = stored;
    // Before its first day nothing of it can have been sent.
    const begun = startOfDate(receipt.weekStart) <= now;
    const earned = begun ? await earnedBy(warehouse, stored, now, ctx) : [];
    if (input.on(JSON_FLAG)) return run.out(JSON.stringify(storedJson(stored, earned), null, 2));
    const hours = hoursOf(schedule.overrides.hours);
    run.out(
      [
        `${named} · ${stateText(stored)} · ${warehouseName(warehouse)}`,
        ...scheduleLines(schedule, { startDate: receipt.weekStart, ...(hours && { hours }) }, run.columns),
        ...(begun ? ["", ...earnedLines(earned, run.columns)] : []),
      ].join("\n"),
    );
  });
};

function savedLines({ schedule, startDate, week, basis }: SavedPlan, columns: number): string[] {
  const {
    sending_hours: hours,
    hour_values: hourValues,
    targets,
    expected_revenue: expected,
    warnings,
  } = week;
  const data = basis.data_to === null ? "no messages" : `data to ${moment(Date.parse(basis.data_to))}`;
  const { locks } = basis;
  const held = locks.captions.length + locks.schedules.length;
  return [
    `saved plan ${schedule.schedule_id}${schedule.demo === true ? " · DEMO DATA" : ""}`,
    `planned on ${moment(Date.parse(basis.clock))} Los Angeles · ${data} · report ${basis.report.digest.slice(0, 12)}`,
    ...(held === 0
      ? []
      : [
          `${WARNING_SIGN} not free when it was saved: ${[...locks.schedules, ...locks.captions].join(", ")}`,
        ]),
    ...scheduleLines(schedule, { startDate, hours, hourValues, coolingDays: targets.cooling_days }, columns),
    `Expected     ${expectation(expected)}`,
    ...warnings.flatMap(({ message }) => wrap(`${WARNING_SIGN} ${printable(message)}`, columns)),
    "",
    "Nothing of it is stored before `eros-tui apply FILE`.",
  ];
}

const savedJson = ({ schedule, startDate, week, basis }: SavedPlan) => ({
  ...schedule,
  start_date: startDate,
  ...week,
  basis,
});

const storedJson = (
  { schedule, state, receipt, digest, changedAt, changedBy }: Stored,
  earned: readonly EarnedMessage[],
) => ({
  ...schedule,
  start_date: receipt.weekStart,
  state,
  digest,
  locks: receipt.locks,
  stored_at: receipt.storedAt,
  stored_by: receipt.by,
  changed_at: changedAt,
  changed_by: changedBy,
  earned: earned.map(({ message, sent }) => ({
    caption_id: message.caption_id,
    scheduled_send_time: message.scheduled_send_time,
    usual_price: message.usual_price,
    sent_at: sent === null ? null : isoUtc(sent.at),
    price: sent?.price ?? null,
    recipients: sent?.recipients ?? null,
    purchased: sent?.purchased ?? null,
    earnings: sent?.earnings ?? null,
    revenue_per_recipient: sent?.rpr ?? null,
    settled: sent?.settled ?? null,
  })),
});

function hoursOf(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [from, to]: unknown[] = value;
  return typeof from === "number" && typeof to === "number" ? [from, to] : undefined;
}
