import { replacedAt, toCome } from "./carried.js";
import type { Schedule } from "./schedule.js";

/**
 * The messages of a schedule that has ended which have to be taken out of the sending platform by hand: those that were
 * to come when it was withdrawn, and those that the schedule in its place does not carry.
 * @param changedAt ISO, when it ended.
 */
export function removals(schedule: Schedule, state: "withdrawn" | "replaced", changedAt: string): Schedule {
  const ended = Date.parse(changedAt);
  const open =
    state === "withdrawn"
      ? toCome(schedule, ended).map(({ utc }) => Date.parse(utc))
      : replacedAt(schedule, ended).toCome;
  const messages = schedule.messages.filter(({ utc }) => open.includes(Date.parse(utc)));
  const ppvs = messages.filter(({ message_type }) => message_type === "PPV").length;
  return {
    ...schedule,
    messages,
    total_messages: messages.length,
    total_ppvs: ppvs,
    total_bumps: messages.length - ppvs,
  };
}
