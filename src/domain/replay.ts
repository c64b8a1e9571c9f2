import type { CaptionId, RankedCaptions } from "./caption.js";
import type { Schedule, ScheduleMessage } from "./schedule.js";

/** What a plan made again has otherwise than the stored one. */
export type ReplayChange =
  /** What the plan is made from. */
  | { readonly change: "version"; readonly was: string; readonly now: string }
  | { readonly change: "report"; readonly was: string; readonly now: string }
  /** What follows from it. */
  | { readonly change: "volume"; readonly was: VolumeFacts; readonly now: VolumeFacts }
  | { readonly change: "times"; readonly gone: readonly string[]; readonly come: readonly string[] }
  | {
      readonly change: "caption";
      readonly was: ScheduleMessage;
      readonly now: ScheduleMessage;
      readonly why: CaptionChange;
    }
  | { readonly change: "text"; readonly was: ScheduleMessage; readonly now: ScheduleMessage }
  | { readonly change: "figures"; readonly messages: number };

export interface VolumeFacts {
  readonly zone: string;
  readonly ppvs: number;
  readonly bumps: number;
}
/** Why another caption stands there: the old one may not be used any more, or others stand before it. */
export type CaptionChange = "not offered" | "ranked otherwise";

/**
 * What differs between a stored schedule and its plan made again, message by message; empty where nothing does. A
 * version or report that changed without changing the plan is no difference of the plan: see `samePlan`.
 * @param offered the captions that may be used now.
 */
export function replayChanges(was: Schedule, now: Schedule, offered: RankedCaptions): ReplayChange[] {
  const changes: ReplayChange[] = [];
  if (was.app_version !== now.app_version)
    changes.push({ change: "version", was: was.app_version, now: now.app_version });
  if (was.report_digest !== now.report_digest)
    changes.push({ change: "report", was: was.report_digest, now: now.report_digest });
  const [before, after] = [volumeOf(was), volumeOf(now)];
  if (before.zone !== after.zone || before.ppvs !== after.ppvs || before.bumps !== after.bumps)
    changes.push({ change: "volume", was: before, now: after });
  const gone = was.messages
    .map(placeOf)
    .filter((place) => !now.messages.some((one) => placeOf(one) === place));
  const come = now.messages
    .map(placeOf)
    .filter((place) => !was.messages.some((one) => placeOf(one) === place));
  if (gone.length + come.length > 0) changes.push({ change: "times", gone, come });
  return [...changes, ...messageChanges(was, now, idsOf(offered))];
}

/** True where only the program's version or the report's text differ: the plan itself is the same. */
export const samePlan = (changes: readonly ReplayChange[]): boolean =>
  changes.every(({ change }) => change === "version" || change === "report");

const volumeOf = (schedule: Schedule): VolumeFacts => ({
  zone: schedule.saturation_zone,
  ppvs: schedule.total_ppvs,
  bumps: schedule.total_bumps,
});

const placeOf = ({ utc, message_type }: ScheduleMessage): string => `${utc} ${message_type}`;

function messageChanges(was: Schedule, now: Schedule, offered: ReadonlySet<CaptionId>): ReplayChange[] {
  const changes: ReplayChange[] = [];
  let figures = 0;
  for (const message of was.messages) {
    const other = now.messages.find((one) => placeOf(one) === placeOf(message));
    if (other === undefined) continue;
    if (other.caption_id !== message.caption_id)
      changes.push({
        change: "caption",
        was: message,
        now: other,
        why: offered.has(message.caption_id) ? "ranked otherwise" : "not offered",
      });
    else if (other.caption_text !== message.caption_text)
      changes.push({ change: "text", was: message, now: other });
    else if (
      other.performance_score !== message.performance_score ||
      other.usual_price !== message.usual_price ||
      other.price_tier !== message.price_tier ||
      other.content_category !== message.content_category ||
      other.has_urgency !== message.has_urgency
    )
      figures++;
  }
  return figures === 0 ? changes : [...changes, { change: "figures", messages: figures }];
}

const idsOf = (offered: RankedCaptions): ReadonlySet<CaptionId> =>
  new Set(Object.values(offered).flatMap((captions) => captions.map(({ captionId }) => captionId)));
