import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { parseOverrides } from "../../src/domain/overrides.js";
import {
  canonicalJson,
  digest,
  parseSchedule,
  performanceScore,
  previewJson,
  type Schedule,
  scheduleId,
  scoreText,
  toSchedule,
} from "../../src/domain/schedule.js";
import { isInfeasible, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { bank, prepared } from "./generators.js";

const MOMENT = Date.parse("2025-11-03T17:12:44.512Z");
const BY = {
  scheduleId: scheduleId("jadebri", MOMENT, 0.0345),
  createdAt: MOMENT,
  createdBy: "mia",
  appVersion: "0.1.0",
  demo: false,
};

let plan: WeekPlan;
let schedule: Schedule;
beforeAll(() => {
  const { overrides } = parseOverrides({ ppv: "10", hours: "08-22", exclude: "-1234567890123456789" });
  const result = planWeek(
    prepared({
      neighbours: [{ scheduleId: "sched_before", instant: Date.parse("2025-11-10T06:55:00Z"), type: "PPV" }],
    }),
    overrides,
  );
  if (isInfeasible(result)) throw result.error;
  plan = result;
  schedule = toSchedule(plan, BY);
});

describe("the id", () => {
  it("is the moment in Los Angeles with three random digits after the milliseconds", () => {
    expect(BY.scheduleId).toBe("sched_20251103_091244_512034_jadebri");
    expect(scheduleId("a.b-c", MOMENT, 0)).toBe("sched_20251103_091244_512000_a.b-c");
    expect(scheduleId("a", MOMENT, 0.99999)).toBe("sched_20251103_091244_512999_a");
  });

  it("has six digits after the second, whatever the moment and the dice", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (moment, random) => {
          expect(scheduleId("p", moment, random)).toMatch(/^sched_\d{8}_\d{6}_\d{6}_p$/);
        },
      ),
    );
  });
});

describe("the stored form", () => {
  it("has the fields of the contract", () => {
    expect(schedule).toMatchObject({
      schedule_id: BY.scheduleId,
      page_name: "jadebri",
      created_at: "2025-11-03T09:12:44.512-08:00",
      saturation_zone: "YELLOW",
      account_tier: "MEDIUM",
      total_messages: 19,
      total_ppvs: 10,
      total_bumps: 9,
      computed: { score: 0.45, tolerance: 0.5, zone: "YELLOW", ppvCount: 9, bumpCount: 9 },
      overrides: { ppvCount: 10, hours: [8, 22], exclude: ["-1234567890123456789"] },
      seed: "20251110",
      price_mix: { budget: 3, mid: 5, premium: 2 },
      app_version: "0.1.0",
      created_by: "mia",
      edits: [],
    });
    expect(schedule.report_digest).toMatch(/^[0-9a-f]{64}$/);
    expect("demo" in schedule).toBe(false);
    expect(toSchedule(plan, { ...BY, demo: true }).demo).toBe(true);
  });

  it("has its messages in sending order, each with local time, UTC and its caption untouched", () => {
    const times = schedule.messages.map(({ utc }) => Date.parse(utc));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    schedule.messages.forEach((message, index) => {
      const { slot, caption } = plan.messages[index] ?? {};
      expect(message.utc).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00Z$/);
      expect(message.scheduled_send_time).toBe(
        `${slot?.date} ${String(slot?.hour).padStart(2, "0")}:${String(slot?.minute).padStart(2, "0")}:00`,
      );
      expect(message.caption_text).toBe(caption?.text);
      expect(message.price_tier).toBe(caption?.priceTier);
      expect(message.has_urgency).toBe(caption?.urgent);
    });
  });

  it("scores bumps 0 and gives them no price", () => {
    const bumps = schedule.messages.filter(({ message_type }) => message_type === "Bump");
    expect(
      bumps.every(({ performance_score, usual_price }) => performance_score === 0 && usual_price === null),
    ).toBe(true);
    const ppvs = schedule.messages.filter(({ message_type }) => message_type === "PPV");
    expect(
      ppvs.every(({ performance_score, usual_price }) => performance_score > 0 && usual_price !== null),
    ).toBe(true);
  });

  it("keeps ids of 19 digits and both signs to the last digit, through JSON and back", () => {
    const ids = plan.messages.map(({ caption }) => caption.captionId);
    expect(ids.some((id) => id.startsWith("-")) && ids.some((id) => !id.startsWith("-"))).toBe(true);
    expect(parseSchedule(JSON.stringify(schedule)).messages.map(({ caption_id }) => caption_id)).toEqual(ids);
  });
});

describe("the performance score", () => {
  it("is the posterior mean, rounded half up to two decimals, exactly", () => {
    expect(performanceScore({ alpha: 8.7, beta: 1.3 })).toBe(0.87);
    // 0.145 and 0.285 are halves although no double says so.
    expect(performanceScore({ alpha: 1.45, beta: 8.55 })).toBe(0.15);
    expect(performanceScore({ alpha: 2.85, beta: 7.15 })).toBe(0.29);
    expect(performanceScore({ alpha: 1, beta: 1 })).toBe(0.5);
  });

  it.each([
    [0.87, "0.87"],
    [0.5, "0.5"],
    [0, "0.0"],
    [1, "1.0"],
    [0.1, "0.1"],
    [0.05, "0.05"],
  ])("%d is written %s: at most two decimals, at least one", (score, text) => {
    expect(scoreText(score)).toBe(text);
  });
});

describe("the digest", () => {
  it("is the sha-256 of the JSON with its keys in order", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"é","d":null}]}',
    );
    expect(digest(schedule)).toBe(createHash("sha256").update(canonicalJson(schedule)).digest("hex"));
  });

  it("does not depend on the order of keys, and survives storing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(object));
        expect(canonicalJson(JSON.parse(canonicalJson(object)))).toBe(canonicalJson(object));
      }),
    );
    expect(digest(parseSchedule(JSON.stringify(schedule, null, 2)))).toBe(digest(schedule));
  });

  it("changes with any content", () => {
    const [first, ...rest] = schedule.messages;
    if (first === undefined) throw new Error("no message");
    const changed = {
      ...schedule,
      messages: [{ ...first, caption_text: `${first.caption_text} ` }, ...rest],
    };
    expect(digest(changed)).not.toBe(digest(schedule));
  });
});

describe("reading a stored schedule", () => {
  it("keeps what this program does not know", () => {
    const stored = {
      ...schedule,
      later: { than: "this" },
      messages: schedule.messages.map((message) => ({ ...message, carried: true, note: 1 })),
    };
    expect(parseSchedule(JSON.stringify(stored))).toEqual(stored);
  });

  it("fills in what only this program writes: UTC from the Los Angeles time", () => {
    const {
      overrides,
      computed,
      seed,
      price_mix,
      app_version,
      created_by,
      report_digest,
      edits,
      ...original
    } = schedule;
    const messages = original.messages.map(({ utc, usual_price, ...message }) => message);
    const read = parseSchedule(JSON.stringify({ ...original, messages }));
    expect(read.messages.map(({ utc }) => utc)).toEqual(schedule.messages.map(({ utc }) => utc));
    expect(read).toMatchObject({ overrides: {}, edits: [], created_by: "", computed: { zone: null } });
  });

  it.each([
    ["not json", /not JSON/],
    ["[]", /cannot be read/],
    ["{}", /schedule_id/],
  ])("refuses %s by name", (text, message) => {
    expect(() => parseSchedule(text)).toThrow(message);
  });

  it("refuses an id that is a number: it has lost its digits", () => {
    const text = JSON.stringify(schedule).replace(/"caption_id":"(-?\d+)"/, '"caption_id":$1');
    expect(() => parseSchedule(text)).toThrow(/messages\.0\.caption_id/);
  });
});

describe("preview --json", () => {
  it("is the schedule and how it came about", () => {
    const json = previewJson(plan, schedule);
    expect(json).toMatchObject({
      ...schedule,
      start_date: "2025-11-10",
      targets: {
        ppv_count: 10,
        bump_count: 9,
        min_gap_hours: 2.5,
        cooling_days: 0,
        max_messages_per_day: 15,
      },
      sending_hours: [8, 22],
      objective: plan.objective,
      neighbours: ["2025-11-10T06:55:00Z"],
      not_before: null,
    });
    expect(json.days.map(({ date }) => date)).toEqual(
      ["10", "11", "12", "13", "14", "15", "16"].map((day) => `2025-11-${day}`),
    );
    expect([json.hour_values.weekday.length, json.hour_values.weekend.length]).toEqual([24, 24]);
    expect(Object.keys(json.expected_revenue ?? {})).toEqual(["mean", "low", "high"]);
    expect(json.warnings).toEqual([
      { code: "ABOVE_ZONE", message: "10 PPVs in YELLOW: 1 above what the saturation allows" },
    ]);
  });

  it("says from when on where the clock is inside the week, and has empty arrays, not absent ones", () => {
    const inside = planWeek(
      prepared({
        now: Date.parse("2025-11-11T20:00:00Z"),
        captions: bank({
          seed: 3,
          sizes: { Budget: 40, Mid: 40, Premium: 40, Free: 40 },
          categories: 9,
          urgentShare: 0,
          twinShare: 0,
        }),
      }),
      { ppvCount: 5, bumpCount: 5 },
    );
    if (isInfeasible(inside)) throw inside.error;
    const json = previewJson(inside, toSchedule(inside, BY));
    expect(json.not_before).toBe("2025-11-11T20:15:00Z");
    expect([json.neighbours, json.edits]).toEqual([[], []]);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});
