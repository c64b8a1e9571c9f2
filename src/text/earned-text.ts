import { localParts } from "../domain/calendar.js";
import type { ScheduleMessage } from "../domain/schedule.js";
import { pad } from "./fit.js";
import { cents, dollars, price } from "./money.js";
import { quoted } from "./plan-text.js";
import { clockTime, dayName } from "./times.js";

/** What a message brought, as the history tells it. */
export interface EarnedMessage {
  readonly message: ScheduleMessage;
  /** Null where the history does not hold it. */
  readonly sent: {
    readonly at: number;
    readonly price: number | null;
    readonly recipients: number | null;
    readonly purchased: number | null;
    readonly earnings: number | null;
    readonly rpr: number | null;
    readonly settled: boolean;
  } | null;
}

const HEAD = `${pad("PLANNED", 16)}  ${pad("SENT", 9)}  ${pad("ASKED", 7, "right")}  ${pad("TO", 6, "right")}  ${pad("BOUGHT", 6, "right")}  ${pad("EARNED", 8, "right")}  ${pad("EACH", 6, "right")}`;
/** What is not known. */
const NONE = "–";

/** A schedule's messages against what they earned, a line each, and the sum of those that the history holds. */
export function earnedLines(all: readonly EarnedMessage[], columns = 80): string[] {
  const known = all.flatMap(({ sent }) => (sent === null ? [] : [sent]));
  if (known.length === 0) return ["The history does not hold any of these messages yet."];
  const sum = known.reduce((total, { earnings }) => total + (earnings ?? 0), 0);
  const young = known.filter(({ settled }) => !settled).length;
  const missing = all.length - known.length;
  const notes = [
    ...(missing > 0 ? [`${missing} ${missing === 1 ? "is" : "are"} not in the history`] : []),
    ...(young > 0 ? [`${young} younger than a day, their unlocks still coming`] : []),
  ];
  return [
    HEAD,
    ...all.map((each) => earnedLine(each, columns)),
    "",
    `Earned ${dollars(sum)} with ${known.length} of ${all.length} messages${notes.length === 0 ? "" : `; ${notes.join("; ")}`}`,
  ];
}

function earnedLine({ message, sent }: EarnedMessage, columns: number): string {
  const planned = localParts(Date.parse(message.utc));
  const facts = [
    pad(`${dayName(planned.date)} ${clockTime(planned.hour, planned.minute)}`, 16),
    pad(sent === null ? "not found" : sentText(sent.at, planned.date), 9),
    pad(sent?.price == null ? NONE : price(sent.price), 7, "right"),
    pad(count(sent?.recipients), 6, "right"),
    pad(message.message_type === "Bump" ? "" : count(sent?.purchased), 6, "right"),
    pad(sent?.earnings == null ? NONE : `${dollars(sent.earnings)}${sent.settled ? "" : "…"}`, 8, "right"),
    pad(sent?.rpr == null ? NONE : cents(sent.rpr), 6, "right"),
  ].join("  ");
  const kind = message.message_type === "Bump" ? "bump" : message.price_tier;
  const room = columns - facts.length - kind.length - 3;
  return room < 12 ? `${facts}  ${kind}` : `${facts}  ${kind} ${quoted(message.caption_text, room)}`;
}

/** The time of day, with the weekday where it is not the planned day. */
function sentText(at: number, planned: string): string {
  const { date, hour, minute } = localParts(at);
  const time = clockTime(hour, minute);
  return date === planned ? time : `${dayName(date).slice(0, 3)} ${time}`;
}

const count = (value: number | null | undefined): string =>
  value == null ? NONE : value.toLocaleString("en-US");
