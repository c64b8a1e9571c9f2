import fc from "fast-check";
import { addDays, HOUR, type Instant, type IsoDate, MINUTE, startOfDate } from "../../src/domain/calendar.js";
import {
  type Availability,
  CAPTION_TIERS,
  type CaptionTier,
  captionKey,
  type RankedCaption,
  type RankedCaptions,
  REST_GROUPS,
} from "../../src/domain/caption.js";
import type { Overrides } from "../../src/domain/overrides.js";
import type { PreparedWeek, SendStatistics, TierStatistics } from "../../src/domain/prepared-week.js";
import { parseReport, type Report, SEGMENTS } from "../../src/domain/report.js";
import { sha256 } from "../../src/domain/schedule.js";
import { TIERS } from "../../src/domain/tier.js";
import { ZONES } from "../../src/domain/zone.js";

/** Uniform numbers in [0, 1) from a whole number (mulberry32): quick, and the same everywhere. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A caption id as the bank has them: 19 digits, of either sign. */
function idOf(roll: () => number): string {
  const digits = Array.from({ length: 18 }, () => Math.floor(roll() * 10)).join("");
  return `${roll() < 0.5 ? "-" : ""}${1 + Math.floor(roll() * 8)}${digits}`;
}

/** A caption with everything said, of which a test changes what it is about. */
export function caption(changes: Partial<RankedCaption> = {}): RankedCaption {
  const text = changes.text ?? `Check your DMs 💌 ${changes.captionId ?? ""}`;
  return {
    captionId: "-1234567890123456789",
    captionKey: captionKey(text),
    text,
    priceTier: "Mid",
    category: "Tease",
    urgent: false,
    rank: 1,
    restGroup: "rested",
    lastSent: null,
    sends: 0,
    successes: 0,
    weight: 0,
    tested: false,
    alpha: 1,
    beta: 1,
    wilsonLow: 0,
    wilsonHigh: 1,
    draw: 0.5,
    overuse: 0,
    betterInCategory: 0,
    betterUrgent: 0,
    score: 0.5,
    earnings: 0,
    sent: 0,
    ...changes,
  };
}

export interface BankShape {
  readonly seed: number;
  readonly sizes: Readonly<Record<CaptionTier, number>>;
  readonly categories: number;
  readonly urgentShare: number;
  /** Share of captions whose text another caption of the bank has too. */
  readonly twinShare: number;
}

/** A bank of ranked captions, each list in taking order: rest groups one after the other, ranks from 1 in each. */
export function bank(shape: BankShape): RankedCaptions {
  const roll = dice(shape.seed);
  const list = (priceTier: CaptionTier): RankedCaption[] => {
    const size = shape.sizes[priceTier];
    const groups = Array.from({ length: size }, () => Math.floor(roll() ** 2 * 3)).sort();
    return groups.map((group, index) => {
      const sends = Math.floor(roll() * 12);
      const successes = Math.floor(roll() * (sends + 1));
      const twin = roll() < shape.twinShare;
      return caption({
        captionId: idOf(roll),
        text: twin ? `Twin ${Math.floor(roll() * 5)}` : `${priceTier} caption ${index} 💌`,
        priceTier,
        category: `Category ${Math.floor(roll() * shape.categories)}`,
        urgent: roll() < shape.urgentShare,
        rank: 1 + groups.slice(0, index).filter((other) => other === group).length,
        restGroup: REST_GROUPS[group] ?? "rested",
        sends,
        successes,
        alpha: 1 + successes,
        beta: 1 + sends - successes,
        score: roll(),
        earnings: Math.round(roll() * 50_000) / 100,
        sent: Math.floor(roll() * 8000),
      });
    });
  };
  return { Budget: list("Budget"), Mid: list("Mid"), Premium: list("Premium"), Free: list("Free") };
}

/** Mostly enough for a week, sometimes too few. */
const size = (max: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: Math.floor(max / 2), max }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max }) },
  );
export const bankShape = (max = 60): fc.Arbitrary<BankShape> =>
  fc.record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    sizes: fc.record({ Budget: size(max), Mid: size(max), Premium: size(max), Free: size(max) }),
    categories: fc.integer({ min: 1, max: 9 }),
    urgentShare: fc.constantFrom(0, 0.2, 0.6),
    twinShare: fc.constantFrom(0, 0.1),
  });

/** What availability says of a bank: as if nothing else were active but a few locked ones. */
export const availabilityOf = (captions: RankedCaptions): Availability[] =>
  CAPTION_TIERS.map((priceTier) => {
    const list = captions[priceTier];
    const inGroup = (group: string): number => list.filter(({ restGroup }) => restGroup === group).length;
    return {
      priceTier,
      active: list.length + 7,
      eligible: list.length,
      locked: 4,
      resting: 2,
      restricted: 1,
      rested: inGroup("rested"),
      recent: inGroup("recent"),
      relaxed: inGroup("relaxed"),
      urgent: list.filter(({ urgent }) => urgent).length,
    };
  });

/** The text of a version 2 report, of which a test changes sections. */
export function reportText(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    report_version: 2,
    creator_name: "jadebri",
    analysis_timestamp: "2025-11-03T17:12:00Z",
    data_freshness: "2025-11-03T16:50:00Z",
    account_classification: {
      size_tier: "MEDIUM",
      avg_audience: 2140,
      total_revenue_period: 41_230.5,
      saturation_tolerance: 0.2,
    },
    behavioral_segment: {
      segment_label: "STANDARD",
      avg_rpr: 0.44,
      avg_conv: 0.031,
      avg_purchase: 14.2,
      sample_size: 88,
    },
    saturation: {
      saturation_score: 0.45,
      risk_level: "MEDIUM",
      unlock_rate_deviation: -0.11,
      emv_deviation: -0.09,
      consecutive_underperform_days: 2,
      recommended_action: "send less",
      volume_adjustment_factor: 0.75,
      confidence_score: 0.8,
      exclusion_reason: null,
      parts: { unlock: 0.19, emv: 0.13, days: 0.13, frequency: 0 },
    },
    frequency_trend: 0.02,
    psychological_trigger_analysis: [],
    content_category_performance: [],
    day_of_week_patterns: [],
    time_window_optimization: [],
    ...changes,
  });
}

/** Windows of both day types with the given values by hour. */
const windows = (weekday: readonly number[], weekend: readonly number[]): Record<string, unknown>[] =>
  (
    [
      ["Weekday", weekday],
      ["Weekend", weekend],
    ] as const
  ).flatMap(([day_type, values]) =>
    values.map((value, hour_24) => ({
      day_type,
      hour_24,
      value,
      reliability: 0.7,
      msg_count: 5,
      avg_rpr: value,
    })),
  );

const none: TierStatistics = { count: 0, rpr: null, sd: null, usualPrice: null };
export const NO_STATISTICS: SendStatistics = {
  audience: null,
  byTier: { Budget: none, Mid: none, Premium: none },
  all: none,
  sendsByHour: { weekday: new Array<number>(24).fill(0), weekend: new Array<number>(24).fill(0) },
};
export const SOME_STATISTICS: SendStatistics = {
  audience: 2000,
  byTier: {
    Budget: { count: 20, rpr: 0.3, sd: 0.1, usualPrice: 8 },
    Mid: { count: 30, rpr: 0.45, sd: 0.15, usualPrice: 14.5 },
    Premium: { count: 10, rpr: 0.7, sd: 0.3, usualPrice: 25 },
  },
  all: { count: 60, rpr: 0.44, sd: 0.2, usualPrice: 14 },
  sendsByHour: {
    weekday: Array.from({ length: 24 }, (_, hour) => (hour >= 9 ? 3 : 0)),
    weekend: Array.from({ length: 24 }, (_, hour) => (hour >= 9 ? 1 : 0)),
  },
};

const PLENTY: BankShape = {
  seed: 7,
  sizes: { Budget: 60, Mid: 60, Premium: 60, Free: 80 },
  categories: 8,
  urgentShare: 0.2,
  twinShare: 0,
};

/** A week that can be planned, of which a test changes what it is about. */
export function prepared(changes: Partial<PreparedWeek> = {}): PreparedWeek {
  const text = reportText();
  const captions = changes.captions ?? bank(PLENTY);
  const startDate = changes.startDate ?? "2025-11-10";
  const now = changes.now ?? Date.parse("2025-11-03T17:12:00Z");
  return {
    page: "jadebri",
    startDate,
    now,
    seed: startDate.replaceAll("-", ""),
    report: parseReport(text),
    reportDigest: sha256(text),
    tolerance: 0.5,
    captions,
    availability: availabilityOf(captions),
    neighbours: [],
    overlaps: [],
    statistics: SOME_STATISTICS,
    dataTo: now - HOUR,
    ...changes,
  };
}

/** A report of any tier, segment and score, with or without windows. */
const reports: fc.Arbitrary<Report> = fc
  .record({
    size_tier: fc.constantFrom(...TIERS),
    segment_label: fc.constantFrom(...SEGMENTS),
    hundredths: fc.integer({ min: 0, max: 100 }),
    hours: fc.option(fc.array(fc.integer({ min: -2, max: 30 }), { minLength: 48, maxLength: 48 }), {
      nil: null,
    }),
  })
  .map(({ size_tier, segment_label, hundredths, hours }) =>
    parseReport(
      reportText({
        account_classification: { size_tier },
        behavioral_segment: { segment_label },
        saturation: { saturation_score: hundredths / 100, confidence_score: 0.9 },
        time_window_optimization: hours === null ? null : windows(hours.slice(0, 24), hours.slice(24)),
      }),
    ),
  );

/** Start dates over two years, both clock changes among them. */
const startDates: fc.Arbitrary<IsoDate> = fc.oneof(
  fc.integer({ min: 0, max: 730 }).map((days) => addDays("2025-01-01", days)),
  fc.integer({ min: -7, max: 1 }).map((days) => addDays("2025-03-09", days)),
  fc.integer({ min: -7, max: 1 }).map((days) => addDays("2025-11-02", days)),
);

/** Weeks of random pages: banks, clocks before and inside the week, committed messages around it. */
export const preparedWeeks: fc.Arbitrary<PreparedWeek> = fc
  .record({
    startDate: startDates,
    report: reports,
    shape: bankShape(),
    // Mostly ahead of the week; else somewhere inside it.
    ahead: fc.oneof(fc.integer({ min: 1, max: 7 * 24 * 60 }), fc.integer({ min: -6 * 24 * 60, max: 0 })),
    around: fc.array(fc.integer({ min: -600, max: 600 }), { maxLength: 3 }),
    known: fc.boolean(),
    seed: fc.integer({ min: 0, max: 99_999_999 }).map(String),
  })
  .map(({ startDate, report, shape, ahead, around, known, seed }) => {
    const begin = startOfDate(startDate);
    const end = startOfDate(addDays(startDate, 7));
    const neighbours = around.map((minutes, index) => ({
      scheduleId: `sched_${index}`,
      instant: (minutes < 0 ? begin : end) + minutes * MINUTE,
      type: "PPV" as const,
    }));
    const now: Instant = begin - ahead * MINUTE;
    const statistics = known ? SOME_STATISTICS : NO_STATISTICS;
    return prepared({ startDate, report, captions: bank(shape), now, seed, neighbours, statistics });
  });

const part = fc.integer({ min: 0, max: 6 });

/** Overrides of any sort that an operator may try; a price mix comes with its own number of PPVs, or with another. */
export const overridesOf: fc.Arbitrary<Overrides> = fc
  .record(
    {
      ppvCount: fc.integer({ min: 0, max: 24 }),
      bumpCount: fc.integer({ min: 0, max: 30 }),
      zone: fc.constantFrom(...ZONES),
      hours: fc
        .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 4, max: 24 }))
        .map(([from, length]) => [from, Math.min(24, from + length)] as const),
      mix: fc.option(fc.tuple(part, part, part, fc.integer({ min: 0, max: 9 })), { freq: 1, nil: undefined }),
    },
    { requiredKeys: [] },
  )
  .map(({ mix, ...others }) => {
    if (mix === undefined) return others;
    const [budget, mid, premium, other] = mix;
    const priceMix = { budget, mid, premium };
    return { ...others, priceMix, ...(other === 0 ? {} : { ppvCount: budget + mid + premium }) };
  });
