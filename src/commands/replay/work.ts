import { ErosError } from "../../domain/errors.js";
import { type Replay, replaySchedule } from "../../pipeline/replay.js";
import { replayLines } from "../../text/replay-text.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { scheduleIdOf } from "../schedule-id.js";
import { inSession } from "../session.js";
import { storedSchedule } from "../stored-schedule.js";

export const work: Work = (input, run) => {
  const id = scheduleIdOf(input, "replay");
  return inSession(input, run, async ({ warehouse, ctx }) => {
    const replay = await replaySchedule(warehouse, await storedSchedule(warehouse, id, ctx), ctx);
    const { stored, failure, same, changes, changedSince } = replay;
    run.out(
      input.on(JSON_FLAG)
        ? JSON.stringify(asJson(replay), null, 2)
        : replayLines(
            stored.schedule,
            { same, failure: failure?.message ?? null, changes, changedSince },
            run.columns,
          ).join("\n"),
    );
    if (!same)
      throw new ErosError(
        "attention",
        `the plan of ${id} does not come out the same`,
        "what stands above has changed since, or the program has: `eros-tui replay --help`",
      );
  });
};

const asJson = ({ stored, schedule, failure, same, changes, changedSince }: Replay) => ({
  schedule_id: stored.schedule.schedule_id,
  same,
  state: stored.state,
  seed: stored.schedule.seed,
  as_of: stored.schedule.as_of ?? null,
  app_version: { was: stored.schedule.app_version, now: schedule?.app_version ?? null },
  failure: failure === null ? null : { kind: failure.kind, message: failure.message },
  changes,
  changed_since: changedSince.map((one) => ({
    schedule_id: one.scheduleId,
    page_name: one.page,
    state: one.state,
    changed_at: one.changedAt,
  })),
  replayed: schedule,
});
