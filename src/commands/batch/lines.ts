import type { PageOutcome } from "../../pipeline/batch-request.js";
import { pad } from "../../text/fit.js";
import { countsText as messagesText } from "../../text/plan-text.js";
import { printable } from "../../text/printable.js";
import { WARNING_SIGN, zoneSign } from "../../text/zone-sign.js";

const SIGNS: Readonly<Record<PageOutcome["status"], string>> = {
  committed: "✓",
  planned: "✓",
  set: "✓",
  failed: "✗",
  "not done": "–",
};
/** Longest text of a failure on a line of its own. */
const LONGEST = 400;

/** A page's name as the lines show it: a warehouse's own rows may be called anything. */
export const shownPage = (page: string): string => printable(page, 64);

/** What became of a page, on one line. @param width of the longest page's name. */
export function outcomeLine(outcome: PageOutcome, width: number): string {
  const page = pad(shownPage(outcome.page.page), width);
  return `${SIGNS[outcome.status]} ${page}  ${says(outcome)}`.trimEnd();
}

function says(outcome: PageOutcome): string {
  switch (outcome.status) {
    case "set":
      return `set already  ${outcome.scheduleId}`;
    case "failed":
      return printable(outcome.failure.message, LONGEST);
    case "not done":
      return "not done";
    default: {
      const { targets, warnings } = outcome.plan;
      const id = outcome.status === "committed" ? outcome.schedule.schedule_id : "";
      const csv =
        outcome.status === "committed" && outcome.csvFailure !== null
          ? printable(outcome.csvFailure.message, LONGEST)
          : "";
      return [
        pad(zoneSign(targets.zone), 8),
        pad(messagesText(targets), 16),
        pad(warnings.length === 0 ? "" : `${WARNING_SIGN} ${warnings.length}`, 3),
        id,
        csv,
      ].join("  ");
    }
  }
}

/** The columns of those lines. */
export const headLine = (width: number): string =>
  `  ${pad("PAGE", width)}  ${pad("ZONE", 8)}  ${pad("MESSAGES", 16)}  ${WARNING_SIGN}    SCHEDULE`;
