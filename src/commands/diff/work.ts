import { badInput } from "../../domain/errors.js";
import type { ScheduleMessage } from "../../domain/schedule.js";
import { type DatedSchedule, diffSchedules, type ScheduleDiff } from "../../domain/schedule-diff.js";
import { readPlan } from "../../pipeline/saved-plan.js";
import { expandHome } from "../../settings/paths.js";
import { diffLines } from "../../text/diff-text.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import type { Input } from "../input.js";
import type { Run } from "../run.js";
import { inSession } from "../session.js";
import { isScheduleId, storedSchedule } from "../stored-schedule.js";

export const work: Work = async (input, run) => {
  const [a, b] = [input.argument, input.others[0]].map((word) => word?.trim() ?? "");
  if (!a || !b)
    throw badInput(
      "schedule",
      "diff needs two schedules",
      "give two ids that `eros-tui history` lists, or the files of saved plans",
    );
  const [first, second] = await bothOf([a, b], input, run);
  const diff = diffSchedules(first, second);
  if (input.on(JSON_FLAG)) return run.out(JSON.stringify(diffJson(first, second, diff), null, 2));
  run.out(diffLines(first, second, diff, run.columns).join("\n"));
};

/** Two plans' files need no warehouse. */
async function bothOf(
  words: readonly [string, string] | readonly string[],
  input: Input,
  run: Run,
): Promise<readonly [DatedSchedule, DatedSchedule]> {
  const files = await Promise.all(
    words.map(async (word) =>
      isScheduleId(word) ? null : readPlan(expandHome(word, run), ", or a schedule's id"),
    ),
  );
  const read: (DatedSchedule | null)[] = [...files];
  if (read.includes(null))
    await inSession(input, run, async ({ warehouse, ctx }) => {
      for (const [index, word] of words.entries()) {
        if (read[index] !== null) continue;
        const { schedule, receipt } = await storedSchedule(warehouse, word, ctx);
        read[index] = { schedule, startDate: receipt.weekStart };
      }
    });
  const [first, second] = read;
  if (!first || !second) throw new Error("two schedules are read or refused");
  return [first, second];
}

const messageJson = ({ scheduled_send_time, message_type, caption_id, caption_text }: ScheduleMessage) => ({
  scheduled_send_time,
  message_type,
  caption_id,
  caption_text,
});

const diffJson = (a: DatedSchedule, b: DatedSchedule, diff: ScheduleDiff) => ({
  a: { schedule_id: a.schedule.schedule_id, start_date: a.startDate },
  b: { schedule_id: b.schedule.schedule_id, start_date: b.startDate },
  figures: diff.figures,
  days: diff.days,
  same: diff.same,
  moved: diff.moved.map((each) => ({ a: messageJson(each.a), b: messageJson(each.b) })),
  replaced: diff.replaced.map((each) => ({ a: messageJson(each.a), b: messageJson(each.b) })),
  only_a: diff.onlyA.map(messageJson),
  only_b: diff.onlyB.map(messageJson),
});
