import { type Instant, isoUtc } from "../../domain/calendar.js";
import type { PageName } from "../../domain/page.js";
import { type Row, textOf } from "../cells.js";
import { sendStatistics } from "../page-rows.js";
import type { CaptionFacts, CaptionRequest, ManyPages, PageFacts } from "../port.js";
import { REPORT_ORDER, reportJson } from "../report-json.js";
import { analysisNow, dataTo, neighbours, overlapping, ranked, report, statistics } from "./reading.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";
import { withTalliesOnce } from "./tallies-once.js";

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
  const of = async (open: Session, name: string, order = "page_name"): Promise<Pages> =>
    byPageName(
      await open.query(
        `SELECT * FROM ${DATASET}.${name}(CAST(NULL AS VARCHAR), CAST($1 AS TIMESTAMPTZ)) ORDER BY ${order}`,
        [isoUtc(now)],
      ),
    );
  const [own, lists] = await session.both(
    async (one) => ({
      accounts: await of(one, "account"),
      segments: await of(one, "segment"),
      saturations: await of(one, "saturation"),
      weekdays: await of(one, "weekdays", REPORT_ORDER.weekdays),
      tiers: await of(one, "send_statistics"),
    }),
    async (other) => ({
      windows: await of(other, "time_windows", REPORT_ORDER.time_windows),
      triggers: await of(other, "triggers", REPORT_ORDER.triggers),
      categories: await of(other, "categories", REPORT_ORDER.categories),
      hours: await of(other, "send_hours"),
    }),
  );
  const found = new Map<PageName, PageFacts>();
  for (const page of pages) {
    const [account] = own.accounts.get(page) ?? [];
    if (account === undefined) continue;
    const rows = {
      now: moment,
      account,
      segment: own.segments.get(page)?.[0],
      saturation: own.saturations.get(page)?.[0],
      triggers: lists.triggers.get(page) ?? [],
      categories: lists.categories.get(page) ?? [],
      weekdays: own.weekdays.get(page) ?? [],
      windows: lists.windows.get(page) ?? [],
    };
    found.set(page, {
      report: reportJson(page, rows),
      statistics: sendStatistics(own.tiers.get(page) ?? [], lists.hours.get(page) ?? []),
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

type Pages = ReadonlyMap<PageName, readonly Row[]>;

function byPageName(rows: readonly Row[]): Pages {
  const pages = new Map<PageName, Row[]>();
  for (const row of rows) {
    const page = textOf(row.page_name);
    const own = pages.get(page);
    if (own === undefined) pages.set(page, [row]);
    else own.push(row);
  }
  return pages;
}

/** Captions, neighbours and overlaps of every week, half of them at a time with the other half. */
export async function manyWeeks(
  session: Session,
  requests: readonly CaptionRequest[],
): Promise<CaptionFacts[]> {
  const dataset = await functionsFor(session, requests);
  const half = Math.ceil(requests.length / 2);
  const [first, second] = await session.both(
    (one) => weekByWeek(one, requests.slice(0, half), dataset),
    (other) => weekByWeek(other, requests.slice(half), dataset),
  );
  return [...first, ...second];
}

/** Requests of one clock share what captions did on all pages; a single one is its own. */
async function functionsFor(session: Session, requests: readonly CaptionRequest[]): Promise<string> {
  const [first] = requests;
  const shared = first !== undefined && requests.length > 1 && requests.every(({ now }) => now === first.now);
  return shared ? withTalliesOnce(session, first.now) : DATASET;
}

async function weekByWeek(
  session: Session,
  requests: readonly CaptionRequest[],
  dataset: string,
): Promise<CaptionFacts[]> {
  const facts: CaptionFacts[] = [];
  for (const request of requests)
    facts.push({
      captions: await ranked(session, request, dataset),
      neighbours: await neighbours(session, request),
      overlaps: await overlapping(session, request.page, request.startDate),
    });
  return facts;
}
