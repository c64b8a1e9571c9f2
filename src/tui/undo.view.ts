import { toCome } from "../domain/carried.js";
import { counted } from "../domain/counted.js";
import type { Schedule } from "../domain/schedule.js";
import { worklist } from "../domain/worklist.js";
import { printable } from "../text/printable.js";
import { begun } from "../text/sentences.js";
import { moment, weekInFull } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import { nowOf } from "../walk/planning.js";
import type { Undone } from "../walk/undo.js";
import type { Stored } from "../warehouse/port.js";
import type { AroundMenu } from "./confirm.view.js";
import { BLANK, cutRow, type Row, row, span, wrapped } from "./line.js";
import { type Sight, shownPath } from "./sight.js";
import { typedLine } from "./typed-line.js";

const LABEL = 13;
/** A label and what it says, in as many rows as that takes. */
const line = (label: string, words: string, columns: number): Row[] =>
  wrapped(words, columns - LABEL - 4).map((each, index) =>
    row(`   ${(index === 0 ? label : "").padEnd(LABEL)}`, ...each),
  );

/** What it means, before it is done: what goes on counting, what ends, what is to be done by hand. */
export function undoView(context: WalkContext, typing: boolean, sight: Sight): AroundMenu {
  const { undo, description } = context;
  const { columns } = sight;
  if (undo.read === null) return { before: [], after: [] };
  const { stored } = undo.read;
  const before = [
    row(
      span(undo.kind === "withdraw" ? " Takes back  " : " Makes stand again  ", "strong"),
      description?.production ? span("PRODUCTION ", "bad") : null,
      printable(stored.schedule.schedule_id, 120),
    ),
    ...line("week", weekInFull(stored.receipt.weekStart), columns),
    ...(undo.kind === "withdraw" ? takenBack(context, stored, columns) : standing(stored, columns)),
    BLANK,
    ...(undo.kind === "withdraw" ? whyRows(context, typing, sight) : []),
  ];
  return { before: before.map((each) => cutRow(each, sight.columns)), after: [] };
}

function takenBack(context: WalkContext, { schedule }: Stored, columns: number): Row[] {
  const open = toCome(schedule, nowOf(context));
  const ppvs = open.filter(({ message_type }) => message_type === "PPV").length;
  const queued = queuedOf(context, schedule, open.length);
  return [
    ...line(
      "sent before",
      `${schedule.messages.length - open.length}, which go on counting for gap and rest`,
      columns,
    ),
    ...line("to come", `${open.length}, which do not take place`, columns),
    ...line("free again", `${counted(ppvs, "caption")}, for every page`, columns),
    ...(open.length === 0 ? [] : line("by hand", queued, columns)),
  ];
}

/** What is marked in the worklist stands in the sending platform; without any mark nobody knows. */
function queuedOf({ undo }: WalkContext, schedule: Schedule, open: number): string {
  const marked = undo.read?.queued ?? [];
  const later = worklist(schedule, [], 0).slice(schedule.messages.length - open);
  const here = later.filter(({ number }) => marked.includes(number)).length;
  if (marked.length === 0) return `take what is queued of those ${open} out of the sending platform`;
  if (here === 0)
    return `none of those ${open} is marked as queued: take out only what stands there all the same`;
  return `${here} of those ${open} ${here === 1 ? "is" : "are"} marked as queued: take them out of the sending platform`;
}

function standing({ schedule, changedAt, changedBy }: Stored, columns: number): Row[] {
  const since = changedAt === null ? 0 : Date.parse(changedAt);
  const back = toCome(schedule, since);
  const ppvs = back.filter(({ message_type }) => message_type === "PPV").length;
  return [
    ...line(
      "withdrawn",
      `${changedAt === null ? "" : `${moment(since)} `}by ${printable(changedBy ?? "somebody", 40)}`,
      columns,
    ),
    ...line("comes back", counted(back.length, "message"), columns),
    ...line("locks", `${counted(ppvs, "caption")} anew, checked as with a commit`, columns),
    ...line("by hand", "queue again what was taken out of the sending platform", columns),
  ];
}

function whyRows({ undo }: WalkContext, typing: boolean, { columns }: Sight): Row[] {
  if (typing)
    return [
      row(span(" Why  ", "strong"), ...typedLine(undo.why, true, columns - 8)),
      BLANK,
      row(span(" One line, kept in the log with who did it and when.", "faint")),
    ];
  return [row(span(" Why  ", "strong"), printable(undo.why.text.trim(), 500)), BLANK];
}

/** What became of it, and what is left to be done by hand. */
export function undoneView({ undo }: WalkContext, { columns, home }: Sight): Row[] {
  const { done } = undo;
  if (done === null) return [];
  return [
    row(
      span(done.kind === "withdrawn" ? " ✓ withdrawn " : " ✓ stands again ", "good"),
      printable(undo.scheduleId, 120),
    ),
    BLANK,
    ...(done.kind === "withdrawn" ? withdrawnRows(done, columns, home) : restoredRows(done, columns)),
  ].map((each) => cutRow(each, columns));
}

function withdrawnRows(
  { withdrawal, csv, csvFailure }: Extract<Undone, { kind: "withdrawn" }>,
  columns: number,
  home: string | null,
): Row[] {
  const { sent, toCome: open, released, scheduleId } = withdrawal;
  const file =
    csvFailure !== null
      ? wrapped(
          ` ■ ${printable(begun(null, csvFailure.message), 500)}; later: eros-tui export ${printable(scheduleId, 120)} --removals`,
          columns - 1,
          "bad",
          "   ",
        )
      : csv === null
        ? []
        : line("to take out", printable(shownPath(csv, home), 300), columns);
  return [
    ...line("sent before", `${sent}, still counted`, columns),
    ...line("to come", `${open}, taken back`, columns),
    ...line("free again", counted(released, "caption"), columns),
    ...file,
    BLANK,
    ...(open === 0
      ? []
      : wrapped(
          ` Next by hand: take ${open === 1 ? "that message" : `those ${open} messages`} out of the sending platform. u in the history undoes this while nothing of it is due.`,
          columns - 1,
          "plain",
          " ",
        )),
  ];
}

const restoredRows = ({ restored }: Extract<Undone, { kind: "restored" }>, columns: number): Row[] => [
  ...line("locked again", counted(restored.locks, "caption"), columns),
  BLANK,
  ...wrapped(
    " Next by hand: queue again what was taken out of the sending platform: W in the history.",
    columns - 1,
    "plain",
    " ",
  ),
];
