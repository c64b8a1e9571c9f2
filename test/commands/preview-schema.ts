import * as z from "zod";

const ID = z.string().regex(/^-?\d{1,19}$/);
const LOCAL = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
const UTC = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/);
const DATE = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const ZONE = z.enum(["GREEN", "YELLOW", "RED"]);
const COUNT = z.int().nonnegative();
const MIX = z.strictObject({ budget: COUNT, mid: COUNT, premium: COUNT });
const HOUR_VALUES = z.array(z.number().min(0).max(1)).length(24);

/** A message of schedule_json (§8). */
const MESSAGE = z.strictObject({
  scheduled_send_time: LOCAL,
  message_type: z.enum(["PPV", "Bump"]),
  caption_id: ID,
  caption_text: z.string().min(1),
  price_tier: z.enum(["Budget", "Mid", "Premium", "Free"]),
  content_category: z.string(),
  has_urgency: z.boolean(),
  performance_score: z.number().min(0).max(1),
  utc: UTC,
  usual_price: z.number().nullable(),
  carried: z.literal(true).optional(),
});

/** What `preview --json` and `build --json` print (§14): schedule_json and how it came about. */
export const PREVIEW = z.strictObject({
  schedule_id: z.string().regex(/^sched_\d{8}_\d{6}_\d{6}_[a-z0-9][a-z0-9._-]*$/),
  page_name: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  saturation_zone: ZONE,
  account_tier: z.enum(["MICRO", "SMALL", "MEDIUM", "LARGE", "MEGA"]),
  total_messages: COUNT,
  total_ppvs: COUNT,
  total_bumps: COUNT,
  messages: z.array(MESSAGE),
  overrides: z.strictObject({
    ppvCount: COUNT.optional(),
    bumpCount: COUNT.optional(),
    zone: ZONE.optional(),
    priceMix: MIX.optional(),
    hours: z.tuple([COUNT, COUNT]).optional(),
    seed: z.string().optional(),
    exclude: z.array(ID).optional(),
  }),
  computed: z.strictObject({
    score: z.number().nullable(),
    tolerance: z.number(),
    zone: ZONE.nullable(),
    ppvCount: COUNT.nullable(),
    bumpCount: COUNT.nullable(),
  }),
  seed: z.string(),
  price_mix: MIX,
  app_version: z.string().regex(/^\d+\.\d+\.\d+/),
  created_by: z.string().min(1),
  report_digest: z.string().regex(/^[0-9a-f]{64}$/),
  edits: z.array(z.unknown()),
  replaces: z.string().optional(),
  as_of: z.iso.datetime({ offset: true }),
  host: z.string().min(1),
  demo: z.literal(true),
  start_date: DATE,
  targets: z.strictObject({
    ppv_count: COUNT,
    bump_count: COUNT,
    min_gap_hours: z.number().positive(),
    cooling_days: COUNT,
    max_messages_per_day: COUNT,
  }),
  days: z.array(z.strictObject({ date: DATE, ppv: COUNT, bump: COUNT })).length(7),
  sending_hours: z.tuple([COUNT, COUNT]),
  hour_values: z.strictObject({ weekday: HOUR_VALUES, weekend: HOUR_VALUES }),
  objective: z.int(),
  neighbours: z.array(UTC),
  not_before: UTC.nullable(),
  expected_revenue: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});
export type Preview = z.output<typeof PREVIEW>;
