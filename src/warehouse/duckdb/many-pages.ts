import { type Instant, isoUtc } from "../../domain/calendar.js";
import type { PageName } from "../../domain/page.js";
import { type Row, textOf } from "../cells.js";
import { sendStatistics } from "../page-rows.js";
import type { CaptionFacts, CaptionRequest, ManyPages, PageFacts } from "../port.js";
import { REPORT_ORDER, reportJson } from "../report-json.js";
import { analysisNow, dataTo, neighbours, overlapping, ranked, report, statistics } from "./reading.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";

/** Up to here pages are asked one by one: a few of a thousand are no reason to read all of them. */
const FEW = 4;

/** Reports and statistics of many pages. The functions take all pages at once in the time of two or three. */
export async function manyPages(
  session: Session,
  pages: readonly PageName[],
  now: Instant,
): Promise<ManyPages> {
  const moment = await analysisNow(session, now);
  const byPage =
    pages.length <= FEW ? await oneByOne(session, pages, now) : await together(session, pages, now, moment);
  return { byPage, dataTo: dataTo(moment) };
}

async function together(
  session: Session,
  pages: readonly PageName[],
  now: Instant,
  moment: Row,
): Promise<Map<PageName, PageFacts>> {
  const of = async (name: string, order = "page_name"): Promise<ReadonlyMap<PageName, Row[]>> =>
    byPageName(
      await session.rows(
        `SELECT * FROM ${DATASET}.${name}(CAST(NULL AS VARCHAR), CAST($1 AS TIMESTAMPTZ)) ORDER BY ${order}`,
        [isoUtc(now)],
      ),
    );
  const accounts = await of("account");
  const segments = await of("segment");
  const saturations = await of("saturation");
  const triggers = await of("triggers", REPORT_ORDER.triggers);
  const categories = await of("categories", REPORT_ORDER.categories);
  const weekdays = await of("weekdays", REPORT_ORDER.weekdays);
  const windows = await of("time_windows", REPORT_ORDER.time_windows);
  const tiers = await of("send_statistics");
  const hours = await of("send_hours");
  const found = new Map<PageName, PageFacts>();
  for (const page of pages) {
    const [account] = accounts.get(page) ?? [];
    if (account === undefined) continue;
    const rows = {
      now: moment,
      account,
      segment: segments.get(page)?.[0],
      saturation: saturations.get(page)?.[0],
      triggers: triggers.get(page) ?? [],
      categories: categories.get(page) ?? [],
      weekdays: weekdays.get(page) ?? [],
      windows: windows.get(page) ?? [],
    };
    found.set(page, {
      report: reportJson(page, rows),
      statistics: sendStatistics(tiers.get(page) ?? [], hours.get(page) ?? []),
    });
  }
  return found;
}

async function oneByOne(
  session: Session,
  pages: readonly PageName[],
  now: Instant,
): Promise<Map<PageName, PageFacts>> {
  const found = new Map<PageName, PageFacts>();
  for (const page of pages) {
    const text = await report(session, page, now);
    if (text !== null) found.set(page, { report: text, statistics: await statistics(session, page, now) });
  }
  return found;
}

function byPageName(rows: readonly Row[]): ReadonlyMap<PageName, Row[]> {
  const pages = new Map<PageName, Row[]>();
  for (const row of rows) {
    const page = textOf(row.page_name);
    const own = pages.get(page);
    if (own === undefined) pages.set(page, [row]);
    else own.push(row);
  }
  return pages;
}

/** Captions, neighbours and overlaps, week by week. */
export async function manyWeeks(
  session: Session,
  requests: readonly CaptionRequest[],
): Promise<CaptionFacts[]> {
  const facts: CaptionFacts[] = [];
  for (const request of requests)
    facts.push({
      captions: await ranked(session, request),
      neighbours: await neighbours(session, request),
      overlaps: await overlapping(session, request.page, request.startDate),
    });
  return facts;
}
