import { weekDates } from "../domain/calendar.js";
import { counted } from "../domain/counted.js";
import type { Schedule } from "../domain/schedule.js";
import { analyzeSchedule, type ScheduleStatistics } from "../domain/statistics.js";
import { between } from "../text/fit.js";
import { mixText } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { percent } from "../text/shares.js";
import { weekdayName, weekInFull, zoneLine } from "../text/times.js";
import { usageText } from "../text/usage-text.js";
import { zoneSign } from "../text/zone-sign.js";
import type { WalkContext } from "../walk/context.js";
import { type AroundMenu, csvRow } from "./confirm.view.js";
import { BLANK, column, cutRow, type Row, row, span, wrapped } from "./line.js";
import { isNarrow, type Sight, shownPath } from "./sight.js";
import { ZONE_TONE } from "./theme.js";

const LABEL = 16;

/** What was stored and written, in figures, and what is left to be done by hand. */
export function resultView(context: WalkContext, sight: Sight): AroundMenu {
  const { checked, plan } = context;
  if (checked === null || plan === null) return { before: [], after: [] };
  const { schedule } = checked;
  const figures = analyzeSchedule(schedule);
  const { prepared, targets } = plan;
  const before = [
    ...headline(context, schedule, sight),
    labelled(
      "Week",
      row(`${weekInFull(prepared.startDate)}   `, span(zoneSign(targets.zone), ZONE_TONE[targets.zone])),
    ),
    labelled(
      "Messages",
      row(
        `${figures.totalMessages}    PPVs ${figures.ppvs} (${mixText(schedule.price_mix)})    Bumps ${figures.bumps}`,
      ),
    ),
    labelled("CSV", csvWords(context, sight)),
    ...scores(figures, sight),
    ...(context.receipt?.usage ? [labelled("Queries", row(usageText(context.receipt.usage)))] : []),
    labelled("By day", byDay(prepared.startDate, figures, isNarrow(sight))),
    BLANK,
  ];
  const next =
    context.csv.written || context.receipt !== null ? ` Next by hand: ${byHand(context, figures)}` : "";
  return {
    before: before.map((each) => cutRow(each, sight.columns)),
    after: [
      ...wrapped(next, sight.columns - 1, "plain", " "),
      row(span(` ${zoneLine(prepared.now)}`, "faint")),
    ],
  };
}

/** What nobody does but the operator: queue what is new, take out what takes no place any more. */
function byHand({ plan, csv, receipt }: WalkContext, { totalMessages }: ScheduleStatistics): string {
  const replaces = plan?.prepared.replaces;
  const of = csv.written ? " of the CSV" : "";
  if (replaces === undefined) return `queue the ${totalMessages} messages${of} in the sending platform.`;
  const carried = replaces.carried.length;
  const out = replaces.toCome.length;
  const first = carried === 0 ? "" : `; the first ${carried}${of} are queued already`;
  const others =
    receipt === null
      ? ""
      : `take the ${counted(out, "message")} to come of ${printable(replaces.scheduleId, 120)} out of the sending platform, `;
  return `${others}queue the ${totalMessages - carried} new ones${first}.`;
}

const labelled = (name: string, words: Row): Row => row(column(`   ${name}`, LABEL, "strong"), ...words);

/** ` ✓ stored, 9 captions locked, 0.2 s       sched_20251103_091244_512034_jadebri` */
function headline({ receipt, commitMillis }: WalkContext, schedule: Schedule, { columns }: Sight): Row[] {
  const id = printable(schedule.schedule_id, 120);
  const words =
    receipt === null ? " CSV written; nothing is stored, nothing locked" : storedWords(receipt, commitMillis);
  const line = ` ✓${words}`;
  if (line.length + id.length + 3 <= columns) return [row(span(between(line, `${id} `, columns), "good"))];
  return [row(span(line, "good")), row(`   ${id}`)];
}

function storedWords(receipt: NonNullable<WalkContext["receipt"]>, millis: number | null): string {
  const locked = `${counted(receipt.locks, "caption")} locked`;
  if (receipt.repeated) return ` was stored already, ${locked}`;
  return ` stored, ${locked}${millis === null ? "" : `, ${(millis / 1_000).toFixed(1)} s`}`;
}

function csvWords({ csv }: WalkContext, { home }: Sight): Row {
  if (csv.written) return row(printable(shownPath(csv.path, home), 400));
  return row(
    csv.wanted
      ? span("not written; the schedule stands: eros-tui export writes it", "caution")
      : "not asked for",
  );
}

function scores(figures: ScheduleStatistics, sight: Sight): Row[] {
  const mean = figures.meanScore === null ? "–" : figures.meanScore.toFixed(2);
  const urgency = figures.urgencyRate === null ? "" : `urgency ${percent(figures.urgencyRate)}`;
  const tiers = Object.entries(figures.tierDistribution)
    .map(([tier, count]) => `${tier} ${count}`)
    .join("  ");
  if (isNarrow(sight))
    return [labelled("Mean score", row(`${mean}    ${urgency}`)), labelled("", row(tiers))];
  return [labelled("Mean score", row(`${mean}    ${urgency}    ${tiers}`))];
}

/** `Mon ███  Tue ██ …`: a block for each message, a figure where there is no room for them. */
function byDay(start: string, { messagesByDay }: ScheduleStatistics, narrow: boolean): Row {
  const most = Math.max(0, ...messagesByDay.map(({ total }) => total));
  const days = weekDates(start).map((date) => {
    const total = messagesByDay.find((day) => day.date === date)?.total ?? 0;
    return `${weekdayName(date)} ${most <= 3 && !narrow ? "█".repeat(total) : String(total)}`;
  });
  return row(days.join(narrow ? " " : "  "));
}

/** A CSV that could not be written: what went wrong, and that a commit stands all the same. */
export function csvFailedRows(
  context: WalkContext,
  failure: readonly Row[],
  typing: boolean,
  sight: Sight,
): AroundMenu {
  const { receipt } = context;
  const stands =
    receipt === null
      ? [row(" Nothing is stored or locked.")]
      : wrapped(
          ` ✓ The schedule is stored all the same, ${counted(receipt.locks, "caption")} locked: ${receipt.scheduleId}`,
          sight.columns - 1,
          "good",
          "   ",
        );
  return { before: [...failure, BLANK, ...stands, BLANK], after: [BLANK, csvRow(context, sight, typing)] };
}
