import { type Instant, isoUtc, isoWithOffset, localFormat, localTimestamp } from "./calendar.js";
import type { CaptionTier, RankedCaption } from "./caption.js";
import { exact } from "./exact.js";
import type { MessageType, PlannedMessage } from "./message.js";
import { overridesToJson } from "./overrides.js";
import type { PageName } from "./page.js";
import type { WeekPlan } from "./week.js";
import type { Zone } from "./zone.js";

export { previewJson } from "./preview-json.js";
export { canonicalJson, digest, parseSchedule, sha256 } from "./schedule-text.js";

/** A message of the stored form. */
export interface ScheduleMessage {
  readonly scheduled_send_time: string;
  readonly message_type: MessageType;
  readonly caption_id: string;
  readonly caption_text: string;
  readonly price_tier: CaptionTier;
  readonly content_category: string;
  readonly has_urgency: boolean;
  readonly performance_score: number;
  /** ISO, ending in Z. */
  readonly utc: string;
  readonly usual_price: number | null;
  /** True where it stands unchanged as the schedule had it that this one replaced. */
  readonly carried?: boolean;
}

/** The stored form of a plan (§8): the content of `schedule_recommendations.schedule_json`. */
export interface Schedule {
  readonly schedule_id: string;
  readonly page_name: string;
  readonly created_at: string;
  readonly saturation_zone: Zone;
  readonly account_tier: string | null;
  readonly total_messages: number;
  readonly total_ppvs: number;
  readonly total_bumps: number;
  readonly messages: readonly ScheduleMessage[];
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly computed: {
    readonly score: number | null;
    readonly tolerance: number;
    readonly zone: Zone | null;
    readonly ppvCount: number | null;
    readonly bumpCount: number | null;
  };
  readonly seed: string;
  readonly price_mix: { readonly budget: number; readonly mid: number; readonly premium: number };
  readonly app_version: string;
  readonly created_by: string;
  readonly report_digest: string;
  readonly edits: readonly unknown[];
  /** "Now" of the plan, with its offset: the clock, a demo's or `--as-of`. Older schedules lack it. */
  readonly as_of?: string;
  /** The machine on which it was made. */
  readonly host?: string;
  /** The schedule whose place it takes, from the moment that it is stored. */
  readonly replaces?: string;
  /** True for demo data. */
  readonly demo?: boolean;
}

/**
 * `sched_YYYYMMDD_HHMMSS_ffffff_page`, Los Angeles: the real moment of the plan to the millisecond, and three random
 * digits where the clock knows no more.
 * @param random 0 ≤ random < 1
 */
export function scheduleId(page: PageName, moment: Instant, random: number): string {
  const digits = String(Math.floor(random * 1000)).padStart(3, "0");
  return `sched_${localFormat(moment, "yyyyMMdd_HHmmss_SSS")}${digits}_${page}`;
}

/** What a plan does not know of itself when it is stored. */
export interface StoredBy {
  readonly scheduleId: string;
  /** The real moment of the plan, also for demo data and `--as-of`. */
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly host?: string;
  readonly appVersion: string;
  readonly demo: boolean;
}

/** The stored form of a plan (§8). */
export function toSchedule(plan: WeekPlan, by: StoredBy): Schedule {
  const { prepared, targets, computed, messages } = plan;
  const ppvs = messages.filter(({ slot }) => slot.type === "PPV").length;
  return {
    schedule_id: by.scheduleId,
    page_name: prepared.page,
    created_at: isoWithOffset(by.createdAt),
    saturation_zone: targets.zone,
    account_tier: prepared.report.account.tier,
    total_messages: messages.length,
    total_ppvs: ppvs,
    total_bumps: messages.length - ppvs,
    messages: messages.map(scheduleMessage),
    overrides: { ...overridesToJson(plan.overrides) },
    computed: {
      score: prepared.report.saturation.score,
      tolerance: prepared.tolerance,
      zone: computed?.zone ?? null,
      ppvCount: computed?.ppv ?? null,
      bumpCount: computed?.bump ?? null,
    },
    seed: prepared.seed,
    price_mix: { budget: targets.mix.budget, mid: targets.mix.mid, premium: targets.mix.premium },
    app_version: by.appVersion,
    created_by: by.createdBy,
    report_digest: prepared.reportDigest,
    edits: plan.edits ?? [],
    as_of: isoWithOffset(prepared.now),
    ...(by.host === undefined ? {} : { host: by.host }),
    ...(prepared.replaces === undefined ? {} : { replaces: prepared.replaces.scheduleId }),
    ...(by.demo ? { demo: true } : {}),
  };
}

/** The schedule with these of its messages alone, and counted so. */
export function holding(schedule: Schedule, messages: readonly ScheduleMessage[]): Schedule {
  const ppvs = messages.filter(({ message_type }) => message_type === "PPV").length;
  return {
    ...schedule,
    messages,
    total_messages: messages.length,
    total_ppvs: ppvs,
    total_bumps: messages.length - ppvs,
  };
}

const scheduleMessage = (message: PlannedMessage): ScheduleMessage =>
  message.carried === undefined ? newMessage(message) : { ...message.carried, carried: true };

const newMessage = ({ slot, caption, usualPrice }: PlannedMessage): ScheduleMessage => ({
  scheduled_send_time: localTimestamp(slot.instant),
  message_type: slot.type,
  caption_id: caption.captionId,
  caption_text: caption.text,
  price_tier: caption.priceTier,
  content_category: caption.category,
  has_urgency: caption.urgent,
  performance_score: slot.type === "PPV" ? performanceScore(caption) : 0,
  utc: isoUtc(slot.instant),
  usual_price: usualPrice,
});

/** Posterior mean of a caption's success, rounded half up to two decimals, exactly. */
export function performanceScore({ alpha, beta }: Pick<RankedCaption, "alpha" | "beta">): number {
  const mean = exact(alpha).div(exact(alpha).add(exact(beta)));
  return Number(mean.mul(100).add("1/2").floor()) / 100;
}

/** A score as text: at most two decimals, at least one: `0.87`, `0.5`, `0.0`. */
export const scoreText = (score: number): string => score.toFixed(2).replace(/0$/, "");
