import { basename } from "node:path";
import { addDays, dateOf, type Instant } from "../../domain/calendar.js";
import { counted } from "../../domain/counted.js";
import { isLeftOut, NOTES } from "../../domain/import-notes.js";
import type { Problem } from "../../domain/import-record.js";
import { isStale } from "../../domain/stale.js";
import type { FileReport, ImportReport, Place, Remark } from "../../pipeline/import/report.js";
import { printable } from "../../text/printable.js";

/** Records told one by one; the rest is counted, and stands in the JSON. */
const TOLD = 40;
const PLACES_TOLD = 6;
const PAGES_TOLD = 6;

export interface ToldFrom {
  /** The file, or project.dataset. */
  readonly place: string;
  /** Flags that mean the same warehouse once more; "" where the program opens it without being told. */
  readonly again: string;
  readonly now: Instant;
}

/** `import` as a person reads it: what came in, what is remarkable, what was rejected, and how to go on. */
export function reportText(from: ToldFrom, report: ImportReport & { readonly created: boolean }): string {
  const head = report.stored
    ? `Imported into ${from.place}${report.created ? " (made just now)" : ""}`
    : `Not imported into ${from.place}: what was read`;
  return [
    head,
    ...report.files.map((file) => `  ${countsLine(file, report.stored)}`),
    ...report.files.flatMap(columnLines),
    ...report.files.flatMap(remarkLines),
    ...report.files.flatMap(rejectLines),
    ...(report.stored ? ["", ...holdingLines(report), "", ...goingOn(from, report)] : []),
  ].join("\n");
}

const count = (value: number): string => value.toLocaleString("en-US");
const some = (value: number, noun: string): string => counted(value, noun, count(value));
const nameOf = ({ path }: FileReport): string => printable(basename(path), 60);

function countsLine(file: FileReport, stored: boolean): string {
  const parts = [
    `${count(file.added)} ${stored ? "added" : "good"}`,
    file.there > 0 ? `${count(file.there)} there already` : "",
    file.leftOut > 0 ? `${count(file.leftOut)} left out` : "",
    file.rejected > 0 ? `${count(file.rejected)} rejected` : "",
  ];
  return `${file.kind.padEnd(10)}${nameOf(file)}: ${some(file.records, "record")}, ${parts.filter((part) => part !== "").join(", ")}`;
}

function columnLines(file: FileReport): string[] {
  const lines = file.columns.missing
    .filter(({ without }) => without !== null)
    .map(({ field, without }) => `  no column ${field}: ${without}`);
  const { unused } = file.columns;
  if (unused.length > 0)
    lines.push(
      `  columns that nothing is read from: ${unused.map((name) => printable(name, 40)).join(", ")}`,
    );
  return lines.length === 0 ? [] : ["", `${nameOf(file)}, columns`, ...lines];
}

function remarkLines(file: FileReport): string[] {
  if (file.remarks.length === 0) return [];
  return ["", `${nameOf(file)}, remarks`, ...file.remarks.flatMap((remark) => remarkText(remark))];
}

function remarkText({ code, count: times, at }: Remark): string[] {
  const shown = at.slice(0, PLACES_TOLD).map((place) => {
    const first = place.first;
    const instead =
      first === undefined
        ? ""
        : ` (${first.line === null ? `record ${first.record}` : `line ${first.line}`} before)`;
    return `${placeText(place)}${instead}`;
  });
  const more = times > shown.length ? ` and ${count(times - shown.length)} more` : "";
  return [
    `  ${count(times)} × ${NOTES[code]}${isLeftOut(code) ? " [left out]" : ""}`,
    `      ${shown.join(", ")}${more}`,
  ];
}

function rejectLines(file: FileReport): string[] {
  if (file.rejected === 0) return [];
  const told = file.rejects.slice(0, TOLD);
  const more = file.rejected - told.length;
  return [
    "",
    `${nameOf(file)}, rejected`,
    ...told.map(
      (reject) =>
        `  ${placeText(reject)} (record ${count(reject.record)}): ${reject.problems.map(problemText).join("; ")}`,
    ),
    ...(more > 0 ? [`  and ${count(more)} more; --json lists them`] : []),
  ];
}

function placeText({ record, line, lastLine }: Place): string {
  if (line === null) return `record ${count(record)}`;
  return lastLine === null || lastLine === line ? `line ${line}` : `lines ${line}–${lastLine}`;
}

function problemText({ field, value, why }: Problem): string {
  const what = field === null ? "" : `${field} `;
  return `${what}${value === null ? "" : `“${printable(value, 60)}” `}${why}`;
}

function holdingLines({ holds }: ImportReport): string[] {
  const { firstMessage, lastMessage, pages, unlisted, unmatched } = holds;
  const span =
    firstMessage === null || lastMessage === null
      ? ""
      : `, ${dateOf(firstMessage)} to ${dateOf(lastMessage)}`;
  const names = (pages: readonly string[]): string =>
    `${pages.slice(0, PAGES_TOLD).join(", ")}${pages.length > PAGES_TOLD ? ` and ${count(pages.length - PAGES_TOLD)} more` : ""}`;
  return [
    `The warehouse holds ${some(holds.captions, "caption")} and ${some(holds.messages, "message")}${span}; pages: ${pages.length === 0 ? "none yet" : names(pages)}`,
    ...(unmatched > 0
      ? [
          unmatched === 1
            ? "1 message matches no caption by id or text: it counts for the page, not for a caption"
            : `${count(unmatched)} messages match no caption by id or text: they count for the page, not for a caption`,
        ]
      : []),
    ...(unlisted.length > 0
      ? [
          `Not among the creators, so not in the list of pages: ${names(unlisted)}; bring them with --creators`,
        ]
      : []),
  ];
}

/** What a person does next: what is lacking first, then the screens and a plan. */
function goingOn({ again: db, now }: ToldFrom, { holds }: ImportReport): string[] {
  if (holds.captions === 0)
    return ["Go on with", `  eros-tui import --captions FILE${db}      a week is planned from captions`];
  const page = holds.pages.find((name) => !holds.unlisted.includes(name)) ?? holds.pages[0];
  if (page === undefined)
    return [
      "Go on with",
      `  eros-tui import --messages FILE${db}      pages come with their messages, or with --creators`,
    ];
  const old = holds.lastMessage !== null && isStale(holds.lastMessage, now);
  const asOf = old && holds.lastMessage !== null ? ` --as-of ${addDays(dateOf(holds.lastMessage), 1)}` : "";
  return [
    "Go on with",
    `  eros-tui${db}${asOf}`,
    `  eros-tui preview ${page}${db}${asOf}`,
    ...(asOf === ""
      ? []
      : ["(the newest message is older than 48 hours: --as-of takes the day after it for today)"]),
  ];
}
