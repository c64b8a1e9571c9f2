import type { Instant } from "../../domain/calendar.js";
import { toCome } from "../../domain/carried.js";
import { OutcomeUnknownError } from "../outcome.js";
import { type Ctx, QUIET, type Withdrawal, type WithdrawRequest } from "../port.js";
import { ended } from "../replace-rules.js";
import { isWithdrawnBy, nothingThere, withdrawalDetails } from "../restore-rules.js";
import { raiseGuards, writeLog } from "./commit.js";
import type { LocalFile } from "./local-file.js";
import { release, setState } from "./replace.js";
import type { Session } from "./session.js";
import { stored } from "./stored.js";

/**
 * All or nothing: the state, the locks of messages to come, the log. As with a commit, an error from COMMIT on is
 * looked into before anything is said.
 */
export async function withdraw(
  file: LocalFile,
  request: WithdrawRequest,
  clock: () => Instant,
  ctx: Ctx,
): Promise<Withdrawal> {
  let sent: Withdrawal | null = null;
  const sending = (withdrawal: Withdrawal): void => {
    sent = withdrawal;
    ctx.progress({ kind: "step", name: "Withdrawing the schedule", sent: true });
  };
  const wasDone = async (session: Session): Promise<boolean> =>
    isWithdrawnBy(await stored(session, request.scheduleId), request);
  try {
    return await file.write(ctx, async (session) => {
      let made: Withdrawal | null = null;
      return session.transaction(
        async () => {
          // A retry of this very call: the first try had done it.
          if (sent !== null && (await wasDone(session))) return sent;
          made = await take(session, request, clock());
          return made;
        },
        { onCommit: () => made !== null && sending(made), keeps: () => made !== null },
      );
    });
  } catch (error) {
    if (sent === null) throw error;
    const done = await file.read({ ...QUIET, progress: ctx.progress }, wasDone).catch((cause: unknown) => {
      throw new OutcomeUnknownError(request.scheduleId, cause, "withdrawn");
    });
    if (!done) throw error;
    return sent;
  }
}

async function take(session: Session, request: WithdrawRequest, at: Instant): Promise<Withdrawal> {
  const { scheduleId, now, log } = request;
  const found = await stored(session, scheduleId);
  if (found === null) throw nothingThere(scheduleId);
  const { schedule, receipt, state } = found;
  await raiseGuards(session, receipt.page);
  if (state !== "committed") throw ended(found, now);
  const open = toCome(schedule, now);
  const ppvs = open.filter(({ message_type }) => message_type === "PPV");
  await setState(session, scheduleId, "withdrawn", { at: now, by: log.user });
  const released = await release(
    session,
    scheduleId,
    ppvs.map(({ caption_id }) => caption_id),
  );
  const entry = {
    ...log,
    scheduleId,
    page: receipt.page,
    messageCount: open.length,
    details: withdrawalDetails(request),
  };
  await writeLog(session, entry, null, at);
  return {
    scheduleId,
    page: receipt.page,
    weekStart: receipt.weekStart,
    sent: schedule.messages.length - open.length,
    toCome: open.length,
    released,
    at: new Date(now).toISOString(),
    by: log.user,
  };
}
