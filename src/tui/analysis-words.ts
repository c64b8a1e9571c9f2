import { hourConfidence } from "../domain/hours.js";
import type { Report } from "../domain/report.js";
import { column, type Span } from "./line.js";

/** Said of what the report lacks; never 0. */
export const ABSENT = "not in the report";
/** Columns of the labels at the left. */
export const LABEL = 13;

/** The name of a block at the left. */
export const label = (text: string): Span => column(` ${text}`, LABEL, "strong");

/** How far the hours of a day type may be believed, in words. */
export function confidenceWords(
  { windows }: Report,
  dayType: "Weekday" | "Weekend",
  source: "report" | "usual peaks",
): string {
  if (source === "usual peaks")
    return windows === null ? "not in the report: the usual peaks" : "no clear effect: the usual peaks";
  const confidence = hourConfidence(windows, dayType);
  return confidence === null ? "confidence: not in the report" : `confidence: ${confidence}`;
}
