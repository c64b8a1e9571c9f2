import { type IsoDate, parseDate } from "../../domain/calendar.js";
import { asErosError, badInput } from "../../domain/errors.js";
import { ZONES } from "../../domain/zone.js";
import { unknownPage } from "../../pipeline/prepare.js";
import { pad } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import { weekInFull } from "../../text/times.js";
import { zoneSign } from "../../text/zone-sign.js";
import type { ListedSchedule } from "../../warehouse/history.js";
import type { Work } from "../command.js";
import { type Flag, JSON_FLAG, PAGE_NAME } from "../flag.js";
import type { Input } from "../input.js";
import { inSession } from "../session.js";
import { warehouseName } from "../warehouse-name.js";
import { FROM, LIMIT, TO } from "./command.js";

const USUAL_LIMIT = 50;

export const work: Work = (input, run) => {
  const named = input.argument !== undefined || input.text(PAGE_NAME) !== undefined;
  const page = named ? input.page("history") : null;
  const [from, to] = [dateOf(input, FROM), dateOf(input, TO)];
  if (from !== null && to !== null && to < from)
    throw badInput(
      TO.name,
      `${TO.name} ${to} lies before ${FROM.name} ${from}`,
      "give the earlier date as --from",
    );
  const limit = limitOf(input);
  return inSession(input, run, async ({ warehouse, ctx }) => {
    const found = await warehouse.schedules({ page, from, to, limit }, ctx);
    // A page that is listed no more may have a history; one without may be misspelled.
    const unknown = page === null || found.length > 0 ? null : await unknownPage(warehouse, page, ctx);
    if (unknown !== null) throw unknown;
    if (input.on(JSON_FLAG)) return run.out(JSON.stringify(found.map(listedJson), null, 2));
    const whose = page === null ? "all pages" : page;
    const dates = [from === null ? "" : `from ${from}`, to === null ? "" : `to ${to}`].filter(Boolean);
    const head = [warehouseName(warehouse), whose, ...dates].join(" · ");
    if (found.length === 0) return run.out(`${head}\n\nNo schedule was stored there.`);
    const more = found.length === limit ? [`the newest ${limit}; --limit shows more`] : [];
    run.out([head, "", ...historyLines(found), ...more].join("\n"));
  });
};

/** Schedules as lines, a column a fact. */
export function historyLines(schedules: readonly ListedSchedule[]): string[] {
  const width = Math.max(4, ...schedules.map(({ page }) => page.length));
  const head = `${pad("WEEK", 23)}  ${pad("PAGE", width)}  ${pad("STATE", 9)}  ${pad("ZONE", 8)}  ${pad("PPV", 3)} ${pad("BUMP", 4)}  ${pad("BY", 10)}  SCHEDULE`;
  return [
    head,
    ...schedules.map((one) =>
      [
        pad(weekInFull(one.weekStart), 23),
        pad(one.page, width),
        pad(one.state, 9),
        pad(zoneText(one.zone), 8),
        `${pad(one.ppvs === null ? "–" : String(one.ppvs), 3, "right")} ${pad(one.ppvs === null ? "–" : String(one.messages - one.ppvs), 4, "right")}`,
        pad(printable(one.by ?? "–", 10), 10),
        printable(one.scheduleId, 120),
      ].join("  "),
    ),
  ];
}

function zoneText(zone: string | null): string {
  const known = ZONES.find((one) => one === zone);
  return known === undefined ? printable(zone ?? "–", 8) : zoneSign(known);
}

const listedJson = (one: ListedSchedule) => ({
  schedule_id: one.scheduleId,
  page_name: one.page,
  start_date: one.weekStart,
  state: one.state,
  saturation_zone: one.zone,
  total_messages: one.messages,
  total_ppvs: one.ppvs,
  created_at: one.createdAt,
  committed_by: one.by,
  changed_at: one.changedAt,
  changed_by: one.changedBy,
});

function dateOf(input: Input, flag: Flag): IsoDate | null {
  const text = input.text(flag);
  if (text === undefined) return null;
  try {
    return parseDate(text, flag.name);
  } catch (error) {
    throw badInput(flag.name, asErosError(error).message, "write it as YYYY-MM-DD, for example 2025-11-10");
  }
}

function limitOf(input: Input): number {
  const text = input.text(LIMIT)?.trim();
  if (text === undefined) return USUAL_LIMIT;
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw badInput(
    LIMIT.name,
    `--limit “${printable(text, 40)}” is no count`,
    "give a whole number from 1 to 99999",
  );
}
