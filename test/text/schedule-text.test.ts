import { describe, expect, it } from "vitest";
import { scheduleLines } from "../../src/text/schedule-text.js";
import width from "../../src/text/width.js";
import { prepared } from "../domain/generators.js";
import { planned, stored, WEEK } from "../domain/replacing.js";

const schedule = stored(planned(prepared()));

describe("a stored schedule in plain lines", () => {
  it.each([59, 79, 119])("fits %d columns, and every message is known by its caption", (columns) => {
    const lines = scheduleLines(schedule, { startDate: WEEK }, columns);
    expect(lines.filter((line) => width(line) > columns)).toEqual([]);
    const messages = lines.filter((line) => /^[A-Z][a-z]{2} Nov/.test(line));
    expect(messages).toHaveLength(schedule.messages.length);
    for (const line of messages) expect(line).toMatch(/“.{12,}”$/);
    const [head = ""] = lines.join(" ").split("By day");
    expect(head).toContain(`planned by ${schedule.created_by}`);
    expect(head).toContain(`${schedule.saturation_zone}`);
  });

  it("says harmlessly what a foreign warehouse calls its page", () => {
    const evil = { ...schedule, page_name: "evil\u001b]0;x\u0007\u202e\npage" };
    const lines = scheduleLines(evil, { startDate: WEEK });
    expect(lines.join("")).not.toMatch(/\p{C}/u);
    expect(lines[0]).toMatch(/^evil page · Mon Nov 10/);
  });
});
