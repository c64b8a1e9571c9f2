import { type IsoDate, localFormat } from "../domain/calendar.js";
import { doneOf, nextOpen, type WorkItem } from "../domain/worklist.js";
import { fitTo, pad } from "./fit.js";
import { price } from "./money.js";
import { quoted } from "./plan-text.js";
import { printable } from "./printable.js";
import { moment, weekInFull, zoneLine } from "./times.js";
import { CARRIED_SIGN } from "./week-grid.js";
import { WARNING_SIGN } from "./zone-sign.js";

/** `11 of 18 queued` */
export const progressText = (items: readonly WorkItem[]): string =>
  `${doneOf(items)} of ${items.length} queued`;

/** A sign for what is done, and for what nobody marked in time; it reads without colour. */
export const workSign = ({ done, missed }: WorkItem): string =>
  done ? CARRIED_SIGN : missed ? WARNING_SIGN : " ";

/** `PPV Premium $25`, the usual price beside it, or `bump`. */
export function workKind({ message }: WorkItem): string {
  if (message.message_type === "Bump") return "bump";
  return `PPV ${message.price_tier}${message.usual_price === null ? "" : ` ${price(message.usual_price)}`}`;
}

/** What became of it: who marked it and when, or why it needs a look; empty while its turn is to come. */
export function workState({ queued, message, missed }: WorkItem): string {
  if (queued !== null)
    return `${printable(queued.by, 40)} ${localFormat(Date.parse(queued.at), "LLL d HH:mm")}`;
  if (message.carried === true) return "carried over";
  return missed ? "its time is over" : "";
}

const KIND = 16;
const STATE = 27;
const LEAST_CAPTION = 12;

/** Number, time, kind, caption and state of a message, in as many columns as there are; the sign stands before it. */
export function workLine(item: WorkItem, columns: number): string {
  const facts = `${pad(String(item.number), 3, "right")}  ${moment(Date.parse(item.message.utc))}  ${fitTo(workKind(item), KIND)}`;
  const state = workState(item);
  const room = columns - facts.length - 2;
  if (room < LEAST_CAPTION) return facts;
  if (room < LEAST_CAPTION + STATE + 2)
    return `${facts}  ${state === "" || room < STATE ? quoted(item.message.caption_text, room) : fitTo(state, room)}`;
  const caption = pad(quoted(item.message.caption_text, room - STATE - 2), room - STATE - 2);
  return `${facts}  ${caption}  ${fitTo(state, STATE)}`.trimEnd();
}

/** The whole list as plain lines. */
export function worklistLines(
  { page, weekStart, items }: { page: string; weekStart: IsoDate; items: readonly WorkItem[] },
  columns: number,
): string[] {
  const next = nextOpen(items);
  const [first] = items;
  const facts = [
    page,
    weekInFull(weekStart),
    progressText(items),
    next === null ? null : `next: ${next.number}`,
  ];
  return [
    facts.filter((fact) => fact !== null).join(" · "),
    ...(first === undefined ? [] : [zoneLine(Date.parse(first.message.utc))]),
    "",
    ...items.map((item) => `${workSign(item)} ${workLine(item, columns - 2)}`),
  ];
}
