import { replacedAt, toCome } from "./carried.js";
import { holding, type Schedule } from "./schedule.js";

/**
 * The messages of a schedule that has ended which have to be taken out of the sending platform by hand: those that were
 * to come when it was withdrawn, and those that the schedule in its place does not carry.
 * @param changedAt ISO, when it ended.
 */
export function removals(schedule: Schedule, state: "withdrawn" | "replaced", changedAt: string): Schedule {
  const ended = Date.parse(changedAt);
  if (state === "withdrawn") return holding(schedule, toCome(schedule, ended));
  const open = new Set(replacedAt(schedule, ended).toCome);
  return holding(
    schedule,
    schedule.messages.filter(({ utc }) => open.has(Date.parse(utc))),
  );
}
