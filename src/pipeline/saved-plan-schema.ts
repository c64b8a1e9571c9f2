import * as z from "zod";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = z.int().nonnegative();
const hours = z.array(z.number()).length(24);

/** What a picture of the week needs beside its messages, as `preview --json` names it. */
export const savedWeek = z.object({
  days: z.array(z.object({ date, ppv: count, bump: count })).length(7),
  sending_hours: z.tuple([z.int(), z.int()]),
  hour_values: z.object({ weekday: hours, weekend: hours }),
  targets: z.object({
    ppv_count: count,
    bump_count: count,
    min_gap_hours: z.number(),
    cooling_days: count,
    max_messages_per_day: count,
  }),
  expected_revenue: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type SavedWeek = z.infer<typeof savedWeek>;

/** The figures of a report by which a person recognises that it has changed, beside its digest. */
const reportBasis = z.object({
  digest: z.string(),
  tier: z.string().nullable(),
  segment: z.string().nullable(),
  score: z.number().nullable(),
});
export type ReportBasis = Readonly<z.infer<typeof reportBasis>>;

/** What a plan was based on when it was saved; moments are ISO UTC. */
const basis = z.object({
  /** "Now" of the plan: the demo's or `--as-of`, else the real time. */
  clock: z.iso.datetime(),
  /** Last message of the warehouse. */
  data_to: z.iso.datetime().nullable(),
  report: reportBasis,
  /** Each caption in sending order, with the key under which its twins are the same. */
  captions: z.array(z.object({ caption_id: z.string(), caption_key: z.string() })),
  /** What stood against the plan already: nothing in a plan that can be applied. */
  locks: z.object({
    checked_at: z.iso.datetime(),
    captions: z.array(z.string()),
    schedules: z.array(z.string()),
  }),
});
export type Basis = Readonly<z.infer<typeof basis>>;

/** The whole file but for its digest; the schedule has a reader of its own. */
export const savedFile = z.object({ start_date: date, week: savedWeek, basis, schedule: z.looseObject({}) });
