// What the doctor says of data and clock, which only the clock can judge; how it runs: test/commands/doctor.test.ts.
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/domain/calendar.js";
import { diagnose } from "../../src/pipeline/doctor.js";
import type { Examination, Finding } from "../../src/warehouse/examination.js";

const NOW = Date.UTC(2025, 10, 3, 17, 12);
const found = (name: Finding["name"], seen: Partial<Examination>): Finding | undefined =>
  diagnose(
    { place: "agency.duckdb", findings: [], dataTo: NOW, demo: false, clockAhead: null, ...seen },
    NOW,
  ).find((finding) => finding.name === name);

describe("the age of the data", () => {
  it("is a warning from the same moment as everywhere: over 48 hours, exactly 48 are well", () => {
    expect(found("data", { dataTo: NOW - 48 * HOUR })).toMatchObject({ state: "ok" });
    expect(found("data", { dataTo: NOW - 48 * HOUR - MINUTE })).toMatchObject({
      state: "warning",
      says: "the last message is of 2025-11-01 17:11 UTC: 48 hours old",
    });
  });

  it("is none of demo data, and not told where nothing could be read", () => {
    expect(found("data", { demo: true, dataTo: 0 })?.state).toBe("ok");
    const failed: Finding = { name: "tables", state: "failed", says: "", remedy: "", kind: "incomplete" };
    expect(found("data", { findings: [failed], dataTo: null })).toBeUndefined();
  });

  it("tells a warehouse without messages", () => {
    expect(found("data", { dataTo: null })).toMatchObject({ state: "warning" });
  });
});

describe("the clock", () => {
  it("may differ from the service's by a minute", () => {
    expect(found("clock", { clockAhead: -60 })?.state).toBe("ok");
    expect(found("clock", { clockAhead: 61 })?.says).toContain("61 s behind");
    expect(found("clock", { clockAhead: -61 })?.says).toContain("61 s ahead of");
  });

  it("is behind where the last message lies more than an hour ahead, unless it is the demo's", () => {
    expect(found("clock", { dataTo: NOW + HOUR })?.state).toBe("ok");
    expect(found("clock", { dataTo: NOW + HOUR + MINUTE })?.state).toBe("warning");
    expect(found("clock", { dataTo: NOW + HOUR + MINUTE, demo: true })?.state).toBe("ok");
  });
});
