import { createHash } from "node:crypto";
import * as z from "zod";
import { type Instant, instantOf, isoUtc } from "./calendar.js";
import { CAPTION_TIERS } from "./caption.js";
import { ErosError } from "./errors.js";
import type { Schedule } from "./schedule.js";
import { DEFAULT_TOLERANCE, ZONES } from "./zone.js";

/**
 * JSON with the keys of every object in order and no white space: the same content gives the same text, whoever wrote
 * it. Keys without a value are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isPlainObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** sha-256 of a text in UTF-8, hexadecimal. */
export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** What tells two schedules of the same id apart: sha-256 of the canonical form. */
export const digest = (schedule: Schedule): string => sha256(canonicalJson(schedule));

/**
 * Reads a stored schedule. Keys that we do not know are kept, so that its digest stays the same; what only this
 * program writes may be absent.
 * @throws {ErosError} naming the field where the text is no schedule.
 */
export function parseSchedule(text: string): Schedule {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw unreadable("it is not JSON", cause);
  }
  const read = scheduleSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unreadable(
    issue === undefined ? "it has another shape" : `${issue.path.join(".") || "it"}: ${issue.message}`,
  );
}

const unreadable = (why: string, cause?: unknown): ErosError =>
  new ErosError(
    "unexpected",
    `a stored schedule cannot be read: ${why}`,
    "look at its row in schedule_recommendations: another program may have written or changed it",
    { cause },
  );

const count = z.int().nonnegative();
const messageSchema = z
  .looseObject({
    scheduled_send_time: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
    message_type: z.enum(["PPV", "Bump"]),
    // A number would already have lost digits: 19 of them do not fit into one.
    caption_id: z.string().regex(/^-?\d{1,19}$/),
    caption_text: z.string(),
    price_tier: z.enum(CAPTION_TIERS),
    content_category: z.string(),
    has_urgency: z.boolean(),
    performance_score: z.number(),
    utc: z.iso.datetime().optional(),
    usual_price: z.number().nullable().default(null),
    carried: z.boolean().optional(),
  })
  .transform((message, context) => {
    const utc = message.utc ?? utcOf(message.scheduled_send_time);
    if (utc !== null) return { ...message, utc };
    context.addIssue({
      code: "custom",
      message: "there is no such time in Los Angeles",
      path: ["scheduled_send_time"],
    });
    return z.NEVER;
  });

const scheduleSchema = z.looseObject({
  schedule_id: z.string().min(1),
  page_name: z.string().min(1),
  created_at: z.string(),
  saturation_zone: z.enum(ZONES),
  account_tier: z.string().nullable().default(null),
  total_messages: count,
  total_ppvs: count,
  total_bumps: count,
  messages: z.array(messageSchema),
  overrides: z.record(z.string(), z.unknown()).default({}),
  computed: z
    .looseObject({
      score: z.number().nullable(),
      tolerance: z.number(),
      zone: z.enum(ZONES).nullable(),
      ppvCount: count.nullable(),
      bumpCount: count.nullable(),
    })
    .default({ score: null, tolerance: DEFAULT_TOLERANCE, zone: null, ppvCount: null, bumpCount: null }),
  seed: z.string().default(""),
  price_mix: z
    .looseObject({ budget: count, mid: count, premium: count })
    .default({ budget: 0, mid: 0, premium: 0 }),
  app_version: z.string().default(""),
  created_by: z.string().default(""),
  report_digest: z.string().default(""),
  edits: z.array(z.unknown()).default([]),
  as_of: z.iso.datetime({ offset: true }).optional(),
  host: z.string().optional(),
  replaces: z.string().min(1).optional(),
  demo: z.boolean().optional(),
});

/** The moment of a stored Los Angeles time, for schedules that older programs stored without it. */
function utcOf(local: string): string | null {
  const [date = "", hour = "", minute = "", second = ""] = local.split(/[ :]/);
  const instant: Instant | null = instantOf(date, Number(hour), Number(minute));
  return instant === null ? null : isoUtc(instant + Number(second) * 1000);
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
