import type { Instant } from "./calendar.js";
import { badInput } from "./errors.js";
import type { Schedule, ScheduleMessage } from "./schedule.js";

/** Who marked a message as queued, and when. */
export interface Queued {
  /** ISO UTC. */
  readonly at: string;
  /** user@host */
  readonly by: string;
}

/** A message of a committed schedule as somebody queues it by hand in the sending platform. */
export interface WorkItem {
  /** 1 for the first message in sending order: what marks are kept by. */
  readonly number: number;
  readonly message: ScheduleMessage;
  /** Null while nobody has marked it. */
  readonly queued: Queued | null;
  /** True where nothing is left to do: it is marked, or was carried over from the schedule before and stands queued there. */
  readonly done: boolean;
  /** True where its time is over and nobody marked it: it may not have been sent at all. */
  readonly missed: boolean;
}

/** How a message is marked now, by its number. */
export interface NumberedMark extends Queued {
  readonly number: number;
  readonly queued: boolean;
}

/** The messages of a schedule in sending order with what is queued of them. */
export function worklist(schedule: Schedule, marks: readonly NumberedMark[], now: Instant): WorkItem[] {
  const byNumber = new Map(marks.map((mark) => [mark.number, mark]));
  return inSendingOrder(schedule).map((message, index) => {
    const mark = byNumber.get(index + 1);
    const queued = mark?.queued === true ? { at: mark.at, by: mark.by } : null;
    const done = queued !== null || message.carried === true;
    return { number: index + 1, message, queued, done, missed: !done && Date.parse(message.utc) < now };
  });
}

/** `sort` keeps the order of messages at one moment, so that a number means the same message on every machine. */
const inSendingOrder = ({ messages }: Schedule): ScheduleMessage[] =>
  [...messages].sort((a, b) => Date.parse(a.utc) - Date.parse(b.utc));

export const doneOf = (items: readonly WorkItem[]): number => items.filter(({ done }) => done).length;

/** The first message from a number on that is still to be queued, else the first of all; null where all are. */
export const nextOpen = (items: readonly WorkItem[], from = 1): WorkItem | null =>
  items.find(({ done, number }) => !done && number >= from) ?? items.find(({ done }) => !done) ?? null;

/**
 * Messages named by their numbers: `3`, `1,4-7`, `all`.
 * @throws {ErosError} for what is no number, or none of this list.
 */
export function parseNumbers(text: string, items: readonly WorkItem[], field: string): number[] {
  const allowed = items.length === 1 ? "1 or all" : `1 to ${items.length}, as 3 or 1,4-7, or all`;
  if (text.trim().toLowerCase() === "all") return items.filter(isMarkable).map(({ number }) => number);
  const numbers = text.split(",").flatMap((part) => {
    const [, from, to] = /^\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (from === undefined || first < 1 || last > items.length || last < first)
      throw badInput(field, `${field} “${part.trim().slice(0, 40)}” names no message`, `give ${allowed}`);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  const carried = numbers.find((number) => items[number - 1]?.message.carried === true);
  if (carried !== undefined)
    throw badInput(
      field,
      `message ${carried} is carried over: it stands in the sending platform since the schedule before`,
      "leave it out",
    );
  return [...new Set(numbers)];
}

const isMarkable = ({ message }: WorkItem): boolean => message.carried !== true;
