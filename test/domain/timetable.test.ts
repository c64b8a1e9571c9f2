import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, HOUR, instantOf, localParts, MINUTE, weekDates } from "../../src/domain/calendar.js";
import { dayCap, notBeforeOf, usable, weekGrid } from "../../src/domain/grid.js";
import { type HourValues, hourValues } from "../../src/domain/hours.js";
import type { MessageType } from "../../src/domain/message.js";
import { TIERS, type Tier } from "../../src/domain/tier.js";
import { fits, type Timetable, type TimetableRequest, timetable } from "../../src/domain/timetable.js";
import { volumeInZone } from "../../src/domain/volume.js";
import type { Infeasible } from "../../src/domain/week.js";
import { ZONES, type Zone } from "../../src/domain/zone.js";
import { daysByTheBook } from "./days-oracle.js";
import { planText, worthOf } from "./slots-oracle.js";

const MONDAY = "2025-11-10";
const at = (date: string, hour: number, minute = 0): number => instantOf(date, hour, minute) ?? Number.NaN;

function request(tier: Tier, zone: Zone, changes: Partial<TimetableRequest> = {}): TimetableRequest {
  const { ppv, bump, gapMinutes, coolingDays, maxPerDay } = volumeInZone(tier, zone);
  return {
    startDate: MONDAY,
    zone,
    tier,
    ppv,
    bump,
    gapMinutes,
    coolingDays,
    maxPerDay,
    hours: [7, 23],
    hourValues: hourValues(null),
    seedKey: "jadebri|20251110",
    notBefore: null,
    neighbours: [],
    ...changes,
  };
}
const refused = (result: Timetable | Infeasible): result is Infeasible => "infeasible" in result;
function planned(asked: TimetableRequest): Timetable {
  const result = timetable(asked);
  if (refused(result)) throw result.error;
  return result;
}
function refusal(asked: TimetableRequest): Infeasible {
  const result = timetable(asked);
  if (!refused(result)) throw new Error("it was planned");
  return result;
}

describe("a week's timetable", () => {
  it("plans jadebri's week: MEDIUM, YELLOW, 9 PPVs and 9 bumps", () => {
    const { days, slots } = planned(request("MEDIUM", "YELLOW"));
    expect(days.map(({ ppv, bump }) => `${ppv}P ${bump}b`)).toEqual([
      "1P 2b",
      "1P 1b",
      "1P 1b",
      "1P 1b",
      "2P 1b",
      "2P 1b",
      "1P 2b",
    ]);
    expect(slots).toHaveLength(18);
    expect(slots.filter(({ type }) => type === "PPV").every(({ valueTenths }) => valueTenths >= 7)).toBe(
      true,
    );
  });

  it.each(TIERS.flatMap((tier) => ZONES.map((zone) => [tier, zone] as const)))(
    "plans every documented volume: %s %s",
    (tier, zone) => {
      const { slots, days } = planned(request(tier, zone));
      const { ppv, bump, coolingDays } = volumeInZone(tier, zone);
      expect(slots.filter(({ type }) => type === "PPV")).toHaveLength(ppv);
      expect(slots.filter(({ type }) => type === "Bump")).toHaveLength(bump);
      expect(days.slice(0, coolingDays).every((day) => day.ppv === 0)).toBe(true);
    },
  );

  it("plans what is left of a week that starts today", () => {
    const notBefore = notBeforeOf(at(MONDAY, 18, 10));
    const { slots, days } = planned(request("MEDIUM", "YELLOW", { notBefore }));
    expect(slots).toHaveLength(18);
    expect(slots[0]?.instant).toBeGreaterThanOrEqual(notBefore);
    expect((days[0]?.ppv ?? 0) + (days[0]?.bump ?? 0)).toBe(2);
  });

  it("gives the same plan for the same seed and another for another, both worth the same", () => {
    const plans = Array.from({ length: 40 }, (_, seed) =>
      planned(request("MEDIUM", "YELLOW", { seedKey: `jadebri|${seed}` })),
    );
    expect(new Set(plans.map(({ objective }) => objective)).size).toBe(1);
    expect(new Set(plans.map(({ slots }) => planText(slots))).size).toBeGreaterThan(30);
    expect(planned(request("MEDIUM", "YELLOW"))).toEqual(planned(request("MEDIUM", "YELLOW")));
  });
});

const values = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 24, maxLength: 24 }),
    fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 24, maxLength: 24 }),
  )
  .map(([weekday, weekend]): HourValues => {
    const tenths = (list: number[]): number[] => list.map((value) => value / 10);
    return { weekday: tenths(weekday), weekend: tenths(weekend), source: "report", reliable: true };
  });
const hours = fc.oneof(
  fc.constant([7, 23] as const),
  fc.constant([0, 24] as const),
  fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    .filter(([from, to]) => from < to),
);
const startDate = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map((days) => addDays("2025-10-25", days)),
  fc.integer({ min: 0, max: 9 }).map((days) => addDays("2026-03-01", days)),
  fc.integer({ min: 0, max: 700 }).map((days) => addDays("2025-01-01", days)),
);
const counts = fc.option(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), {
  freq: 2,
});
/** Minutes since the week's start for the clock and for committed messages around the week. */
const clock = fc.option(fc.integer({ min: -200, max: 10_500 }), { freq: 2 });
const around = fc.array(
  fc.oneof(fc.integer({ min: -600, max: -1 }), fc.integer({ min: 10_080, max: 10_600 })),
  { maxLength: 4 },
);

const anyRequest = fc
  .record({
    tier: fc.constantFrom(...TIERS),
    zone: fc.constantFrom(...ZONES),
    values,
    hours,
    startDate,
    counts,
    clock,
    around,
    seed: fc.nat(),
  })
  .map((any) => {
    const start = at(any.startDate, 0);
    return request(any.tier, any.zone, {
      startDate: any.startDate,
      hours: any.hours,
      hourValues: any.values,
      seedKey: String(any.seed),
      ...(any.counts === null ? {} : { ppv: any.counts[0], bump: any.counts[1] }),
      notBefore: any.clock === null ? null : notBeforeOf(start + any.clock * MINUTE),
      neighbours: any.around.map((minutes) => start + minutes * MINUTE),
    });
  });

/** The rules of §3–§5 that a finished timetable breaks, told from its slots alone. */
function brokenRules(asked: TimetableRequest, { days, slots, objective }: Timetable): string[] {
  const broken: string[] = [];
  const rule = (kept: boolean, name: string): void => {
    if (!kept) broken.push(name);
  };
  const dates = weekDates(asked.startDate);
  const caps = usable(weekGrid(asked.startDate, asked.hours), asked).map((day) =>
    dayCap(day, asked.gapMinutes, asked.maxPerDay),
  );
  const book = daysByTheBook({ ...asked, dates, caps });
  const count = (type: MessageType, date?: string): number =>
    slots.filter((slot) => slot.type === type && (date === undefined || slot.date === date)).length;
  rule(count("PPV") === asked.ppv && count("Bump") === asked.bump, "totals equal the targets");
  rule(days.length === 7, "seven days");
  days.forEach(({ date, ppv, bump }, day) => {
    rule(date === dates[day], "days from the start date");
    rule(ppv === book?.ppv[day] && bump === book.bump[day], `day counts of §4 on ${date}`);
    rule(ppv === count("PPV", date) && bump === count("Bump", date), `slots as counted on ${date}`);
    rule(ppv + bump <= (caps[day] ?? 0) && ppv + bump <= asked.maxPerDay, `cap of ${date}`);
    rule(ppv === 0 || day >= asked.coolingDays, `no PPV on the cooling day ${date}`);
  });
  slots.forEach(({ instant, date, hour, minute, valueTenths }, index) => {
    const parts = localParts(instant);
    rule(
      parts.date === date && parts.hour === hour && parts.minute === minute && parts.second === 0,
      "Los Angeles time",
    );
    rule(instantOf(date, hour, minute) === instant, "an hour that exists, its first pass");
    rule(hour >= asked.hours[0] && hour < asked.hours[1], "sending hours");
    rule(minute % 5 === 0 && minute % 15 !== 0, "no round minutes");
    rule(instant >= (asked.notBefore ?? instant), "after the clock");
    const weekend = [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
    rule(
      valueTenths / 10 === (weekend ? asked.hourValues.weekend : asked.hourValues.weekday)[hour],
      "value of the hour",
    );
    const others = [slots[index - 1]?.instant, ...asked.neighbours].filter((other) => other !== undefined);
    rule(
      others.every((other) => Math.abs(instant - other) >= asked.gapMinutes * MINUTE),
      "gap",
    );
    rule(instant >= (slots[index - 1]?.instant ?? 0), "sending order");
  });
  rule(worthOf(slots) === objective, "worth as stated");
  return broken;
}

/** A refusal names its rule in words and numbers, and what it offers instead can really be planned. */
function expectGoodRefusal(asked: TimetableRequest, { rule, error, nearest }: Infeasible): void {
  expect(error).toMatchObject({ kind: "badInput", exitCode: 2 });
  expect(error.field).toMatch(/^(ppv|bump)Count$/);
  expect(error.remedy === "" && asked.hours[1] - asked.hours[0] < 24).toBe(false);
  const words = {
    counts: /at least one message/,
    gap: /apart in \d\d–\d\d is/,
    "daily maximum": /the daily maximum is/,
    "cooling days": /free of PPVs/,
    clock: /the clock plus 15 minutes/,
  };
  expect(error.message).toMatch(words[rule as keyof typeof words]);
  if (nearest === null) {
    expect([fits({ ...asked, ppv: 1, bump: 0 }), fits({ ...asked, ppv: 0, bump: 1 })]).toEqual([
      false,
      false,
    ]);
    return;
  }
  expect(brokenRules({ ...asked, ...nearest }, planned({ ...asked, ...nearest }))).toEqual([]);
  if (rule === "counts") return;
  expect(nearest.ppv <= asked.ppv && nearest.bump <= asked.bump).toBe(true);
  // No count between what was asked for and what is offered would have fitted as well.
  const between = Array.from(
    { length: asked.ppv + asked.bump - nearest.ppv - nearest.bump },
    (_, more) => more,
  );
  if (nearest.bump === asked.bump)
    expect(between.some((more) => fits({ ...asked, ppv: asked.ppv - more }))).toBe(false);
  if (nearest.ppv === asked.ppv)
    expect(between.some((more) => fits({ ...asked, bump: asked.bump - more }))).toBe(false);
}

describe("any week: tiers, zones, counts, hours, clocks, neighbours, both clock changes", () => {
  it("is planned by every rule, or refused with the rule that binds and the nearest count that fits", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyRequest, (asked) => {
        const result = timetable(asked);
        const kind = refused(result) ? result.rule : "planned";
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        expect(fits(asked)).toBe(!refused(result));
        if (refused(result)) expectGoodRefusal(asked, result);
        else expect(brokenRules(asked, result)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["planned", "gap", "clock", "cooling days"]));
    expect(seen.get("planned")).toBeGreaterThan(300);
  }, 300_000);

  it("is the same for the same seed, and worth the same for another", () => {
    fc.assert(
      fc.property(anyRequest, fc.nat(), (asked, seed) => {
        const one = timetable(asked);
        expect(timetable({ ...asked })).toEqual(one);
        const other = timetable({ ...asked, seedKey: `other ${seed}` });
        expect(refused(other)).toBe(refused(one));
        if (refused(one) || refused(other)) return;
        expect(other.objective).toBe(one.objective);
        expect(other.days).toEqual(one.days);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a refusal", () => {
  const medium = (changes: Partial<TimetableRequest>): Infeasible =>
    refusal(request("MEDIUM", "YELLOW", changes));

  it("says the gap in the words of the screens", () => {
    const { rule, error, nearest } = medium({ ppv: 45 });
    expect(error.message).toBe(
      "45 PPVs do not fit: 2.5 h apart in 07–23 is 7 messages a day, 49 a week; beside 9 bumps 40 PPVs fit.",
    );
    expect(error.remedy).toBe("ask for 40 PPVs and 9 bumps, or widen the sending hours");
    expect({ rule, field: error.field, nearest }).toEqual({
      rule: "gap",
      field: "ppvCount",
      nearest: { ppv: 40, bump: 9 },
    });
  });

  it("names the bumps where they are too many", () => {
    const { error, nearest } = medium({ bump: 200 });
    expect(error.message).toBe(
      "200 bumps do not fit: 2.5 h apart in 07–23 is 7 messages a day, 49 a week; beside 9 PPVs 40 bumps fit.",
    );
    expect(error.field).toBe("bumpCount");
    expect(nearest).toEqual({ ppv: 9, bump: 40 });
  });

  it("offers fewer of the type that has the shorter way, of equal ones the one with more messages", () => {
    const hours = [13, 19] as const;
    const asked = (ppv: number, bump: number) =>
      refusal(request("LARGE", "RED", { startDate: "2025-10-31", hours, ppv, bump }));
    expect(asked(15, 19).nearest).toEqual({ ppv: 2, bump: 19 });
    expect(asked(8, 14).nearest).toEqual({ ppv: 8, bump: 13 });
    expect(asked(12, 10).nearest).toEqual({ ppv: 11, bump: 10 });
  });

  it("names both where neither alone is enough", () => {
    const { error, nearest } = medium({ hours: [7, 9] });
    expect(error.message).toBe(
      "9 PPVs and 9 bumps do not fit: 2.5 h apart in 07–09 is 1 message a day, 7 a week; 7 PPVs fit.",
    );
    expect(nearest).toEqual({ ppv: 7, bump: 0 });
    // Asking for 7 PPVs alone would leave the computed bumps beside them.
    expect(error.remedy).toBe("ask for 7 PPVs and 0 bumps, or widen the sending hours");
  });

  it("says that cooling days take no PPVs, and that only the zone lifts them", () => {
    const { rule, error, nearest } = refusal(request("MEDIUM", "RED", { bump: 0, hours: [7, 10] }));
    expect(error.message).toBe(
      "6 PPVs do not fit: the first 2 days of RED stay free of PPVs and the others hold 5 messages; 5 PPVs fit.",
    );
    expect(error.remedy).toBe("ask for 5 PPVs, or override the zone: only that lifts the cooling days");
    expect({ rule, nearest }).toEqual({ rule: "cooling days", nearest: { ppv: 5, bump: 0 } });
  });

  it("says both where the gap and the cooling days stand in the way", () => {
    const { rule, error } = refusal(request("MEDIUM", "RED", { ppv: 40 }));
    expect(rule).toBe("gap");
    expect(error.message).toBe(
      "40 PPVs do not fit: 3 h apart in 07–23 is 6 messages a day, 42 a week, and the first 2 days of RED stay free of PPVs and the others hold 30 messages; beside 16 bumps 26 PPVs fit.",
    );
  });

  it("says that PPVs find no day where all days are cooling", () => {
    const { rule, error, nearest } = refusal(request("MICRO", "RED", { coolingDays: 7 }));
    expect(rule).toBe("cooling days");
    expect(error.message).toBe(
      "3 PPVs do not fit: the first 7 days of RED stay free of PPVs and the others hold 0 messages; beside 8 bumps no PPV fits.",
    );
    expect(nearest).toEqual({ ppv: 0, bump: 8 });
  });

  it("says the clock where the rest of the week is too short", () => {
    const late = medium({ notBefore: at("2025-11-16", 12) });
    expect(late.rule).toBe("clock");
    expect(late.error.message).toBe(
      "9 PPVs and 9 bumps do not fit: from Sun Nov 16 12:00 on (the clock plus 15 minutes) the week holds 5 messages; 5 PPVs fit.",
    );
    const over = medium({ notBefore: at("2025-11-19", 12), ppv: 45 });
    expect(over).toMatchObject({ rule: "clock", nearest: null });
    expect(over.error.message).toMatch(/the week holds 0 messages; nothing fits\.$/);
    expect(over.error.remedy).toBe("start the week on a later date");
  });

  it("says by the week's number what the clock takes from it, where the gap binds anyway", () => {
    const { rule, error } = medium({ notBefore: at("2025-11-12", 7), ppv: 45 });
    expect(rule).toBe("gap");
    expect(error.message).toBe(
      "45 PPVs do not fit: 2.5 h apart in 07–23 is 7 messages a day, 35 a week from Wed Nov 12 07:00 on; beside 9 bumps 26 PPVs fit.",
    );
  });

  it("says the daily maximum where more would stand the gap apart", () => {
    const { rule, error, nearest } = medium({ maxPerDay: 2 });
    expect(rule).toBe("daily maximum");
    expect(error.message).toBe(
      "9 PPVs do not fit: the daily maximum is 2 messages a day, 14 a week; beside 9 bumps 5 PPVs fit.",
    );
    expect(nearest).toEqual({ ppv: 5, bump: 9 });
  });

  it("asks for at least one message in all, and for whole numbers", () => {
    const none = medium({ ppv: 0, bump: 0 });
    expect(none).toMatchObject({ rule: "counts", nearest: { ppv: 1, bump: 0 } });
    expect(none.error.message).toBe("0 PPVs and 0 bumps: a week has at least one message in all");
    expect(medium({ ppv: 0, bump: 0, coolingDays: 7 }).nearest).toEqual({ ppv: 0, bump: 1 });
    expect(medium({ ppv: -1 })).toMatchObject({ rule: "counts", nearest: null });
    expect(medium({ bump: 2.5 }).error.message).toBe("2.5 bumps: a count is a whole number, 0 or more");
  });

  it("does not contradict itself where full nights would hold more than whole days", () => {
    const { error, nearest } = medium({ hours: [0, 24], ppv: 67, bump: 0 });
    expect(error.message).toBe(
      "67 PPVs do not fit: 2.5 h apart in 00–24 is 10 messages a day, 68 a week, fewer as the days share them; 66 PPVs fit.",
    );
    expect(error.remedy).toBe("ask for 66 PPVs");
    expect(nearest).toEqual({ ppv: 66, bump: 0 });
  });

  it("answers counts beyond any week at once", () => {
    expect(medium({ ppv: Number.MAX_SAFE_INTEGER }).nearest).toEqual({ ppv: 40, bump: 9 });
  });

  it("keeps away from committed messages, and counts what they take", () => {
    const neighbours = [at("2025-11-09", 22, 50), at("2025-11-17", 0, 5)];
    const { slots } = planned(request("MEDIUM", "YELLOW", { hours: [0, 24], neighbours }));
    expect((slots[0]?.instant ?? 0) - (neighbours[0] ?? 0)).toBeGreaterThanOrEqual(2.5 * HOUR);
    expect((neighbours[1] ?? 0) - (slots.at(-1)?.instant ?? 0)).toBeGreaterThanOrEqual(2.5 * HOUR);
  });
});
