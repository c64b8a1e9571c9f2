import { counted } from "../domain/counted.js";
import { ZONES } from "../domain/zone.js";
import { diffLines } from "../text/diff-text.js";
import { earnedLines } from "../text/earned-text.js";
import { printable } from "../text/printable.js";
import { scheduleLines } from "../text/schedule-text.js";
import { moment, weekRange } from "../text/times.js";
import { zoneSign } from "../text/zone-sign.js";
import type { WalkContext } from "../walk/context.js";
import { listedUnderCursor } from "../walk/history.js";
import type { ListedSchedule } from "../warehouse/history.js";
import { BLANK, column, cutRow, type Row, row, span, wrapped } from "./line.js";
import { windowAround } from "./scroll.js";
import { isNarrow, type Sight } from "./sight.js";
import { type Tone, ZONE_TONE } from "./theme.js";

const STATE_TONE: Readonly<Record<ListedSchedule["state"], Tone>> = {
  committed: "good",
  withdrawn: "caution",
  replaced: "faint",
};

/** What was stored of a page, the newest week first. */
export function historyView(context: WalkContext, sight: Sight): Row[] {
  const { history } = context;
  const { rows, marked } = history;
  if (rows.length === 0) return [BLANK, row(" No schedule of this page was stored yet.")];
  const height = Math.max(1, sight.rows - 2);
  const selected = listedUnderCursor(context);
  const { first } = windowAround(rows.length, height, history.cursor);
  const withdrawn = rows.filter(({ state }) => state === "withdrawn").length;
  const facts = [
    counted(rows.length, "schedule"),
    withdrawn > 0 ? `${withdrawn} withdrawn` : null,
    marked === null ? null : "1 marked to compare with",
  ].filter((fact) => fact !== null);
  return [
    row(` ${facts.join(" · ")}`),
    row(
      span(
        `     ${"WEEK".padEnd(15)}${"STATE".padEnd(11)}${"ZONE".padEnd(9)}PPV BUMP  BY${isNarrow(sight) ? "" : "        SCHEDULE"}`,
        "faint",
      ),
    ),
    ...rows
      .slice(first, first + height)
      .map((each) => scheduleRow(each, each === selected, each.scheduleId === marked, sight)),
  ];
}

/** When narrow there is no room for the id: it stands over the schedule that is shown. */
function scheduleRow(one: ListedSchedule, selected: boolean, marked: boolean, sight: Sight): Row {
  const zone = ZONES.find((each) => each === one.zone);
  const counts =
    one.ppvs === null
      ? "  –    –"
      : `${String(one.ppvs).padStart(3)} ${String(one.messages - one.ppvs).padStart(4)}`;
  const facts = row(
    selected ? span(" ❯", "chosen") : "  ",
    span(marked ? " * " : "   ", "chosen"),
    column(one.weekStart === "" ? "–" : weekRange(one.weekStart), 15),
    column(one.state, 11, STATE_TONE[one.state]),
    column(zone === undefined ? "–" : zoneSign(zone), 9, zone === undefined ? "plain" : ZONE_TONE[zone]),
    `${counts}  `,
    column(printable(one.by ?? "–", 10), 10),
    isNarrow(sight) ? null : printable(one.scheduleId, 120),
  );
  return cutRow(facts, sight.columns);
}

/** The schedule, or the difference of two, with all its rows. */
export function historyShownRows({ history: { shown } }: WalkContext, { columns }: Sight): Row[] {
  if (shown === null) return [];
  const rows = (lines: readonly string[]): Row[] => lines.map((line) => row(` ${line}`));
  if (shown.kind === "diff") return rows(diffLines(shown.a, shown.b, shown.diff, columns - 1));
  const { schedule, receipt, state, changedAt, changedBy } = shown.stored;
  const ended =
    state === "committed"
      ? ""
      : ` · ${state}${changedAt === null ? "" : ` ${moment(Date.parse(changedAt))}`} by ${printable(changedBy ?? "somebody", 40)}`;
  return [
    ...wrapped(
      ` ${printable(schedule.schedule_id, 120)} · committed by ${printable(receipt.by, 40)}${ended}`,
      columns - 1,
      "strong",
      " ",
    ),
    ...rows(scheduleLines(schedule, { startDate: receipt.weekStart }, columns - 1)),
    ...(shown.earned === null ? [] : [BLANK, ...rows(earnedLines(shown.earned, columns - 1))]),
  ];
}
