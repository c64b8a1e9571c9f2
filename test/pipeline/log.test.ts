import { describe, expect, it } from "vitest";
import { bothLoggers, jsonLine, lineLogger, logLine } from "../../src/pipeline/log.js";

const at = new Date(2025, 9, 31, 13, 30, 15, 123);

describe("a log line", () => {
  it("has the original's form", () => {
    expect(
      logLine(
        at,
        "pipeline",
        "INFO",
        "Volume targets: 9 PPVs, 9 Bumps (zone=YELLOW, base=12/8, multiplier=0.75)",
      ),
    ).toBe(
      "2025-10-31 13:30:15,123 - eros_tui.pipeline - INFO - Volume targets: 9 PPVs, 9 Bumps (zone=YELLOW, base=12/8, multiplier=0.75)",
    );
  });

  it("stays one line, whatever a caption or an error brings", () => {
    const line = logLine(at, "walk", "ERROR", "first\nsecond\r\n\u001b[31mthird\u2028fourth");
    expect(line).toBe("2025-10-31 13:30:15,123 - eros_tui.walk - ERROR - first second [31mthird fourth");
  });
});

describe("a line of JSON", () => {
  it("is one object with the moment in UTC, whatever the message brings", () => {
    const line = jsonLine(at, "walk", "ERROR", 'a "word"\nsecond');
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      time: at.toISOString(),
      level: "ERROR",
      logger: "eros_tui.walk",
      message: 'a "word" second',
      pid: process.pid,
    });
  });
});

describe("a logger", () => {
  it("writes what only somebody who looks for a mistake reads where that was asked for", () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    expect(lineLogger(write).debug).toBeUndefined();
    const loud = lineLogger(write, () => at, { debug: true });
    bothLoggers(lineLogger(write), loud).debug?.("warehouse", "SELECT 1");
    expect(lines).toEqual(["2025-10-31 13:30:15,123 - eros_tui.warehouse - DEBUG - SELECT 1"]);
  });

  it("writes each level, and to both of two", () => {
    const lines: string[] = [];
    const one = lineLogger(
      (line) => lines.push(line),
      () => at,
    );
    const two = lineLogger(
      (line) => lines.push(`2 ${line}`),
      () => at,
    );
    const both = bothLoggers(one, two);
    both.info("pipeline", "a");
    both.warning("warehouse", "b");
    both.error("walk", "c");
    expect(lines.map((line) => line.replace(/2025.*? - /, ""))).toEqual([
      "eros_tui.pipeline - INFO - a",
      "2 eros_tui.pipeline - INFO - a",
      "eros_tui.warehouse - WARNING - b",
      "2 eros_tui.warehouse - WARNING - b",
      "eros_tui.walk - ERROR - c",
      "2 eros_tui.walk - ERROR - c",
    ]);
  });

  it("never throws, and a broken sink does not keep the other from writing", () => {
    const lines: string[] = [];
    const broken = lineLogger(() => {
      throw new Error("disk full");
    });
    const both = bothLoggers(
      broken,
      lineLogger((line) => lines.push(line)),
    );
    expect(() => both.error("pipeline", "told")).not.toThrow();
    expect(lines).toHaveLength(1);
  });
});
