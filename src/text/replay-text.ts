import { counted } from "../domain/counted.js";
import type { ReplayChange } from "../domain/replay.js";
import type { Schedule, ScheduleMessage } from "../domain/schedule.js";
import { cut } from "./fit.js";
import { printable } from "./printable.js";
import { moment } from "./times.js";

/** What a replay found, as it is told. */
export interface ReplayFacts {
  readonly same: boolean;
  /** Why the week cannot be planned any more; null where it can. */
  readonly failure: string | null;
  readonly changes: readonly ReplayChange[];
  readonly changedSince: readonly {
    readonly scheduleId: string;
    readonly page: string;
    readonly state: string;
    readonly changedAt: string | null;
  }[];
}

/** Times that are listed one by one. */
const LISTED = 6;

/** The same or not, and what is not, in lines. */
export function replayLines(schedule: Schedule, facts: ReplayFacts, columns: number): string[] {
  const { same, failure, changes, changedSince } = facts;
  const head = same
    ? "✓ the same plan"
    : failure === null
      ? "■ not the same plan"
      : "■ cannot be planned any more";
  const replaced = schedule.edits.length;
  return [
    `${head}: ${schedule.schedule_id}`,
    `  seed ${printable(schedule.seed, 120)}, as of ${schedule.as_of ?? schedule.created_at}, ${schedule.total_messages} messages, by ${printable(schedule.created_by, 60)}${schedule.host === undefined ? "" : `@${printable(schedule.host, 60)}`}`,
    ...(failure === null ? [] : [`  ${printable(failure, 400)}`]),
    ...changes.flatMap((change) => changeLines(change, columns)),
    ...(replaced === 0 || same
      ? []
      : [
          `  ${replaced === 1 ? "captions were" : `${replaced} times captions were`} replaced by hand before it was stored: their places can differ`,
        ]),
    ...(same
      ? []
      : changedSince.map(
          ({ scheduleId, page, state, changedAt }) =>
            `  ${printable(scheduleId, 120)} of ${printable(page, 64)} stood then and was ${state}${changedAt === null ? "" : ` on ${changedAt.slice(0, 10)}`}`,
        )),
  ];
}

function changeLines(change: ReplayChange, columns: number): string[] {
  switch (change.change) {
    case "version":
      return [
        `  program    planned by ${printable(change.was, 40) || "another"}, this is ${printable(change.now, 40)}`,
      ];
    case "report":
      return ["  report     the page's analysis of that moment reads otherwise: its history has changed"];
    case "volume":
      return [`  volume     was ${volume(change.was)}, now ${volume(change.now)}`];
    case "times":
      return [...listed("gone", change.gone), ...listed("come", change.come)];
    case "caption":
      return [
        cut(
          `  caption    ${where(change.was)}: “${quoted(change.was)}” now “${quoted(change.now)}”`,
          columns,
        ),
        `             ${change.why === "not offered" ? "the first may not be used any more: locked, resting, restricted or switched off" : "others stand before it: a record or the bank has changed"}`,
      ];
    case "text":
      return [
        cut(
          `  text       ${where(change.was)}: “${quoted(change.was)}” reads “${quoted(change.now)}”`,
          columns,
        ),
      ];
    case "figures":
      return [
        `  figures    ${counted(change.messages, "message")} ${change.messages === 1 ? "has" : "have"} another score, usual price, category or price tier`,
      ];
  }
}

const volume = ({ zone, ppvs, bumps }: { zone: string; ppvs: number; bumps: number }): string =>
  `${ppvs} PPVs and ${bumps} bumps in ${zone}`;

function listed(word: string, places: readonly string[]): string[] {
  const shown = places.slice(0, LISTED).map((place) => {
    const [utc = "", type = ""] = place.split(" ");
    return `${moment(Date.parse(utc))} ${type}`;
  });
  const more = places.length > LISTED ? `, ${places.length - LISTED} more` : "";
  return places.length === 0 ? [] : [`  times ${word} ${shown.join(", ")}${more}`];
}

const where = ({ utc, message_type }: ScheduleMessage): string =>
  `${moment(Date.parse(utc))} ${message_type}`;
const quoted = ({ caption_text }: ScheduleMessage): string => cut(printable(caption_text), 24);
