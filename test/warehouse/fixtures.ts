import {
  addDays,
  type Instant,
  type IsoDate,
  instantOf,
  isoUtc,
  localTimestamp,
} from "../../src/domain/calendar.js";
import type { CaptionTier } from "../../src/domain/caption.js";
import type { Schedule, ScheduleMessage } from "../../src/domain/schedule.js";
import type { CaptionInput, CommitRequest, Ctx, Step } from "../../src/warehouse/port.js";

/** Monday 2025-11-03, 09:12 in Los Angeles. */
export const NOW: Instant = at("2025-11-03", 9, 12);
export const WEEK: IsoDate = "2025-11-10";

export function at(date: IsoDate, hour: number, minute = 7): Instant {
  const instant = instantOf(date, hour, minute);
  if (instant === null) throw new Error(`${date} has no ${hour}:${minute}`);
  return instant;
}

/** Ids of 19 digits and both signs, the ends of the range among them: none of them survives a JavaScript number. */
const IDS = [
  "9223372036854775807",
  "-9223372036854775808",
  "1234567890123456789",
  "-1234567890123456789",
  "9007199254740993001",
  "-9007199254740993003",
] as const;
export const captionId = (index: number): string => {
  const id = IDS[index];
  return id ?? String(4_000_000_000_000_000_001n + BigInt(index) * 1_000_000_007n);
};

export const caption = (
  index: number,
  over: Partial<CaptionInput> & { priceTier?: CaptionTier } = {},
): CaptionInput => ({
  captionId: captionId(index),
  text: `Morning walk number ${index} 🌿`,
  category: ["Fitness", "Cooking", "Travel"][index % 3] ?? "Fitness",
  priceTier: "Mid",
  urgent: false,
  ...over,
});

/** A message of a schedule. */
export const message = (
  type: "PPV" | "Bump",
  bank: CaptionInput,
  date: IsoDate,
  hour = 10,
): ScheduleMessage => {
  const instant = at(date, hour);
  return {
    scheduled_send_time: localTimestamp(instant),
    message_type: type,
    caption_id: bank.captionId,
    caption_text: bank.text,
    price_tier: type === "PPV" ? "Mid" : "Free",
    content_category: bank.category ?? "",
    has_urgency: bank.urgent,
    performance_score: type === "PPV" ? 0.5 : 0,
    utc: isoUtc(instant),
    usual_price: type === "PPV" ? 12 : null,
  };
};

let made = 0;

export function scheduleOf(
  page: string,
  messages: readonly ScheduleMessage[],
  over: Partial<Schedule> = {},
): Schedule {
  const ppvs = messages.filter((one) => one.message_type === "PPV").length;
  return {
    schedule_id: `sched_20251103_091244_${String(++made).padStart(6, "0")}_${page}`,
    page_name: page,
    created_at: "2025-11-03T09:12:44.512-08:00",
    saturation_zone: "YELLOW",
    account_tier: "MEDIUM",
    total_messages: messages.length,
    total_ppvs: ppvs,
    total_bumps: messages.length - ppvs,
    messages,
    overrides: {},
    computed: { score: 0.45, tolerance: 0.5, zone: "YELLOW", ppvCount: 9, bumpCount: 9 },
    seed: "20251110",
    price_mix: { budget: 0, mid: ppvs, premium: 0 },
    app_version: "0.0.0",
    created_by: "ana",
    report_digest: "",
    edits: [],
    ...over,
  };
}

/** A week with a PPV a day from its second day on, of the given captions, and a bump on its first. */
export const weekOf = (
  page: string,
  weekStart: IsoDate,
  ppvs: readonly CaptionInput[],
  bump?: CaptionInput,
): Schedule =>
  scheduleOf(page, [
    ...(bump ? [message("Bump", bump, weekStart, 9)] : []),
    ...ppvs.map((one, index) =>
      message("PPV", one, addDays(weekStart, 1 + (index % 6)), 10 + Math.floor(index / 6)),
    ),
  ]);

export const commitOf = (
  schedule: Schedule,
  weekStart: IsoDate = WEEK,
  over: Partial<CommitRequest> = {},
): CommitRequest => ({
  schedule,
  weekStart,
  now: NOW,
  allowPast: false,
  log: { seconds: 1.5, command: "build", user: "ana" },
  ...over,
});

/** A context that remembers what it was told, and can be aborted. */
export function watched(): Ctx & { steps: Step[]; abort(): void } {
  const controller = new AbortController();
  const steps: Step[] = [];
  return {
    signal: controller.signal,
    steps,
    progress: (step) => void steps.push(step),
    abort: () => controller.abort(),
  };
}
