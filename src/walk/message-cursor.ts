import type { PlannedMessage } from "../domain/message.js";
import type { WalkContext } from "./context.js";
import { currentDraft } from "./draft.js";

type Cursor = Pick<WalkContext, "plan" | "page" | "creators" | "drafts">;

/** Index of the message under the preview's cursor, kept inside the plan as it is now. */
export function messageIndex(context: Cursor): number {
  const last = (context.plan?.messages.length ?? 0) - 1;
  return Math.max(0, Math.min(last, currentDraft(context).message));
}

/** The message under the preview's cursor; null where there is no plan or no message. */
export const messageUnderCursor = (context: Cursor): PlannedMessage | null =>
  context.plan?.messages[messageIndex(context)] ?? null;

/** The index that many messages away, held at both ends. */
export function messageBy(context: Cursor, by: number): number {
  const last = (context.plan?.messages.length ?? 0) - 1;
  return Math.max(0, Math.min(last, messageIndex(context) + by));
}

/**
 * The message on the next day that has any (the day before for a negative step), at about the same time of day;
 * the same index where there is no such day.
 */
export function messageOnDay(context: Cursor, by: number): number {
  const messages = context.plan?.messages ?? [];
  const here = messages[messageIndex(context)];
  if (here === undefined || by === 0) return messageIndex(context);
  const dates = [...new Set(messages.map(({ slot }) => slot.date))];
  const at = dates.indexOf(here.slot.date) + by;
  const date = dates[Math.max(0, Math.min(dates.length - 1, at))];
  if (date === here.slot.date) return messageIndex(context);
  const minutes = ({ slot }: PlannedMessage): number => slot.hour * 60 + slot.minute;
  const away = (message: PlannedMessage): number => Math.abs(minutes(message) - minutes(here));
  const nearest = messages
    .filter(({ slot }) => slot.date === date)
    .reduce((a, b) => (away(b) < away(a) ? b : a));
  return messages.indexOf(nearest);
}
