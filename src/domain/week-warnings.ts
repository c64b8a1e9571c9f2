import { HOUR } from "./calendar.js";
import { exact } from "./exact.js";
import type { PreparedWeek } from "./prepared-week.js";
import { isStale } from "./stale.js";
import type { Warning } from "./warning.js";

/** Below this the report's own confidence says that its score rests on little. */
const CONFIDENT_FROM = "0.3";

/** What an operator should know before any plan of this week: whose days they are, how old and how thin the data is. */
export function weekWarnings(prepared: PreparedWeek): Warning[] {
  return [...overlap(prepared), ...stale(prepared), ...thin(prepared)];
}

function overlap({ overlaps, page, replaces }: PreparedWeek): Warning[] {
  if (overlaps.length === 0) return [];
  const ids = overlaps.map(({ scheduleId }) => scheduleId).join(", ");
  const place =
    replaces === undefined
      ? ""
      : `; this plan takes the place of ${overlaps.length === 1 ? "it" : replaces.scheduleId}`;
  return [{ code: "OVERLAP", message: `${page} has a committed schedule in these days: ${ids}${place}` }];
}

function stale({ dataTo, now }: PreparedWeek): Warning[] {
  if (dataTo === null || !isStale(dataTo, now)) return [];
  const hours = Math.floor((now - dataTo) / HOUR);
  const age = hours < 96 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
  return [
    {
      code: "STALE_DATA",
      message: `the newest message is ${age} old: later sends and their success are not known`,
    },
  ];
}

function thin({ report: { saturation } }: PreparedWeek): Warning[] {
  const { state, confidence } = saturation;
  if (state === "no history")
    return [{ code: "NO_HISTORY", message: "no history: zone, hours and captions go by the rules alone" }];
  if (state !== "scored") {
    const why = state === "missing" ? "not in the report" : state;
    return [{ code: "LOW_CONFIDENCE", message: `saturation score: ${why}` }];
  }
  if (confidence === null || exact(confidence).compare(exact(CONFIDENT_FROM)) >= 0) return [];
  return [
    {
      code: "LOW_CONFIDENCE",
      message: `the saturation score rests on little data: confidence ${confidence}`,
    },
  ];
}
