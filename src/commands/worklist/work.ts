import { badInput } from "../../domain/errors.js";
import { parsePage } from "../../domain/page.js";
import { doneOf, nextOpen, parseNumbers, type WorkItem } from "../../domain/worklist.js";
import { markQueued, readWorklist, scheduleToQueue, type Worklist } from "../../pipeline/worklist.js";
import { operatorName } from "../../settings/operator.js";
import { worklistLines } from "../../text/worklist-text.js";
import type { Work } from "../command.js";
import { type Flag, JSON_FLAG } from "../flag.js";
import type { Input } from "../input.js";
import type { Run } from "../run.js";
import { inSession, type Session } from "../session.js";
import { isScheduleId, storedSchedule } from "../stored-schedule.js";
import { warehouseName } from "../warehouse-name.js";
import { CAPTION, NOT_QUEUED, QUEUED } from "./command.js";

export const work: Work = (input, run) => {
  const named = input.argument?.trim() ?? "";
  if (named === "")
    throw badInput(
      "schedule",
      "worklist needs a page or a schedule id",
      "name the page: eros-tui worklist jadebri",
    );
  if (input.text(CAPTION) !== undefined && input.on(JSON_FLAG))
    throw badInput(CAPTION.name, "--caption and --json ask for two things", "give one of them");
  return inSession(input, run, async (session) => {
    const { warehouse, now, ctx } = session;
    const id = isScheduleId(named) ? named : await scheduleToQueue(warehouse, parsePage(named), now, ctx);
    const read = await readWorklist(warehouse, await storedSchedule(warehouse, id, ctx), now, ctx);
    const list = await marked(read, session, input, run);
    if (input.text(CAPTION) !== undefined) return run.out(captionOf(list.items, input.text(CAPTION) ?? ""));
    const { receipt } = list.stored;
    if (input.on(JSON_FLAG)) return run.out(JSON.stringify(asJson(list), null, 2));
    const { page, weekStart } = receipt;
    run.out(
      [
        `${id} · ${warehouseName(warehouse)}`,
        ...worklistLines({ page, weekStart, items: list.items }, run.columns),
      ].join("\n"),
    );
  });
};

/** The list after the marks that the line asks for; both kinds are read before either is set. */
async function marked(
  list: Worklist,
  { warehouse, now, ctx }: Session,
  input: Input,
  run: Run,
): Promise<Worklist> {
  const numbers = (flag: Flag): number[] => {
    const text = input.text(flag);
    return text === undefined ? [] : parseNumbers(text, list.items, flag.name);
  };
  const [set, back] = [numbers(QUEUED), numbers(NOT_QUEUED)];
  const both = set.find((number) => back.includes(number));
  if (both !== undefined)
    throw badInput(QUEUED.name, `message ${both} is to be marked and not to be`, "name it once");
  const operator = operatorName(run);
  let after = list;
  if (set.length > 0)
    after = await markQueued(warehouse, after, { numbers: set, queued: true, operator, now }, ctx);
  if (back.length > 0)
    after = await markQueued(warehouse, after, { numbers: back, queued: false, operator, now }, ctx);
  return after;
}

/** Untouched: what goes into the sending platform is what stands in the bank. */
function captionOf(items: readonly WorkItem[], text: string): string {
  const word = text.trim().toLowerCase();
  const next = nextOpen(items);
  if (word === "next" && next === null)
    throw badInput(CAPTION.name, "every message is queued", "name one by its number");
  const item = word === "next" ? next : items.find(({ number }) => String(number) === word);
  if (item) return item.message.caption_text;
  throw badInput(
    CAPTION.name,
    `--caption “${word.slice(0, 40)}” names no message`,
    `give a number from 1 to ${items.length}, or next`,
  );
}

const asJson = ({ stored, items }: Worklist) => ({
  schedule_id: stored.schedule.schedule_id,
  page_name: stored.schedule.page_name,
  week_start: stored.receipt.weekStart,
  total_messages: items.length,
  queued: doneOf(items),
  next: nextOpen(items)?.number ?? null,
  messages: items.map(({ number, message, queued, done, missed }) => ({
    number,
    scheduled_send_time: message.scheduled_send_time,
    utc: message.utc,
    message_type: message.message_type,
    caption_id: message.caption_id,
    caption_text: message.caption_text,
    price_tier: message.price_tier,
    usual_price: message.usual_price,
    carried: message.carried === true,
    done,
    missed,
    queued_at: queued?.at ?? null,
    queued_by: queued?.by ?? null,
  })),
});
