import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CSV_COLUMNS, csvRows, spreadsheetSafe } from "../../src/domain/csv-rows.js";
import { toSchedule } from "../../src/domain/schedule.js";
import { isInfeasible, planWeek } from "../../src/domain/week.js";
import { prepared } from "./generators.js";

const plan = planWeek(prepared(), {});
if (isInfeasible(plan)) throw plan.error;
const schedule = toSchedule(plan, {
  scheduleId: "sched_x",
  createdAt: 0,
  createdBy: "mia",
  appVersion: "1",
  demo: false,
});

describe("the rows of the CSV", () => {
  it("have the eleven columns, in order", () => {
    expect(CSV_COLUMNS.join(",")).toBe(
      "schedule_id,page_name,day_of_week,scheduled_send_time,message_type,caption_id,caption_text,price_tier,content_category,has_urgency,performance_score",
    );
    for (const row of csvRows(schedule)) expect(Object.keys(row)).toEqual([...CSV_COLUMNS]);
  });

  it("stand in order of time, one a message, whatever the order in the schedule", () => {
    const turned = { ...schedule, messages: [...schedule.messages].reverse() };
    expect(csvRows(turned)).toEqual(csvRows(schedule));
    expect(csvRows(schedule).map((row) => row.scheduled_send_time)).toEqual(
      schedule.messages.map((message) => message.scheduled_send_time),
    );
  });

  it("name the day of the Los Angeles date, and write truth and scores as the contract has them", () => {
    const [first] = schedule.messages;
    if (first === undefined) throw new Error("no message");
    const row = (changes: object) => csvRows({ ...schedule, messages: [{ ...first, ...changes }] })[0];
    // 22:55 on Sunday in Los Angeles is Monday in UTC.
    expect(
      row({ scheduled_send_time: "2025-11-16 22:55:00", utc: "2025-11-17T06:55:00Z" })?.day_of_week,
    ).toBe("Sunday");
    expect(row({ has_urgency: true })?.has_urgency).toBe("TRUE");
    expect(row({ has_urgency: false })?.has_urgency).toBe("FALSE");
    expect(row({ performance_score: 0.5 })?.performance_score).toBe("0.5");
    expect(row({ performance_score: 0 })?.performance_score).toBe("0.0");
  });

  it("leave ids and captions untouched", () => {
    expect(csvRows(schedule).map((row) => row.caption_id)).toEqual(
      schedule.messages.map((message) => message.caption_id),
    );
    const text = '=1+1 "quoted",\r\n\u202Ebidi\u001b[31m';
    const changed = {
      ...schedule,
      messages: schedule.messages.map((message) => ({ ...message, caption_text: text })),
    };
    expect(csvRows(changed).every((row) => row.caption_text === text)).toBe(true);
  });
});

describe("a cell for a spreadsheet", () => {
  it.each([
    "=HYPERLINK(1)",
    "+1",
    "-1234567890123456789",
    "@SUM",
    "\tx",
    "\r=1",
    "＝1",
    "1234567890123456789",
  ])("%j becomes text", (cell) => {
    expect(spreadsheetSafe(cell)).toBe(`'${cell}`);
  });

  it.each(["2025-11-10 21:55:00", "0.87", "TRUE", "Check your DMs 💌", "123456789012345", "", "Mid", "a=b"])(
    "%j stays",
    (cell) => {
      expect(spreadsheetSafe(cell)).toBe(cell);
    },
  );

  it("loses nothing: without its apostrophe it is the cell", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (cell) => {
        const safe = spreadsheetSafe(cell);
        expect(safe === cell || safe === `'${cell}`).toBe(true);
        expect(/^[=+\-@\t]/.test(safe)).toBe(false);
      }),
    );
  });
});
