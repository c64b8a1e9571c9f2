import { addDays, type Instant, type IsoDate, isoUtc, WEEK_DAYS } from "../../domain/calendar.js";
import type { Availability, RankedCaptions } from "../../domain/caption.js";
import type { PageName } from "../../domain/page.js";
import type {
  CommittedMessage,
  OverlappingSchedule,
  PassedOver,
  SendStatistics,
} from "../../domain/prepared-week.js";
import { availability, passedOver, rankedCaptions } from "../caption-rows.js";
import { dateOrNull, instantOrNull, isoOrNull, type Row, textOf, textOrNull } from "../cells.js";
import { creatorRow, sendStatistics } from "../page-rows.js";
import type { CaptionRequest, CreatorsOverview, WeekFacts, WeekFactsRequest, WeekRequest } from "../port.js";
import { REPORT_ORDER, reportJson } from "../report-json.js";
import { DATASET } from "./schema.js";
import type { Session, Value } from "./session.js";

const PAGE_NOW = "CAST($1 AS VARCHAR), CAST($2 AS TIMESTAMPTZ)";
/** Ids leave the engine as text: a JavaScript number would lose digits. */
const WITH_ID = "SELECT * REPLACE (CAST(caption_id AS VARCHAR) AS caption_id)";

/** The pages that the list of creators shows. */
export async function pageNames(session: Session): Promise<PageName[]> {
  const rows = await session.rows(
    `SELECT page_name FROM ${DATASET}.pages(CAST(NULL AS VARCHAR))
     WHERE is_active AND (is_listed OR NOT EXISTS (SELECT 1 FROM ${DATASET}.active_creators))
     ORDER BY page_name`,
  );
  return rows.map((row) => textOf(row.page_name));
}

export async function creators(session: Session, week: IsoDate, now: Instant): Promise<CreatorsOverview> {
  const rows = await session.query(
    `SELECT * FROM ${DATASET}.creators_overview(CAST($1 AS TIMESTAMPTZ), CAST($2 AS DATE)) ORDER BY page_name`,
    [isoUtc(now), week],
  );
  return { rows: rows.map(creatorRow), dataTo: dataTo(await analysisNow(session, now)) };
}

export const analysisNow = (session: Session, now: Instant): Promise<Row> =>
  session.row(`SELECT * FROM ${DATASET}.analysis_now(CAST($1 AS TIMESTAMPTZ))`, [isoUtc(now)]);

/** Last sending_time of the warehouse up to the clock. */
export const dataTo = (row: Row): Instant | null => instantOrNull(row.data_to);

/** The report's JSON text; null for a page that is not there. */
export async function report(session: Session, page: PageName, now: Instant): Promise<string | null> {
  const whole = await pageItself(session, page, now);
  return whole === null ? null : reportJson(page, { ...whole, ...(await pageLists(session, page, now)) });
}

/** The same by two connections at once: an operator waits for it alone. */
export async function reportAlone(session: Session, page: PageName, now: Instant): Promise<string | null> {
  const [whole, lists] = await session.both(
    (one) => pageItself(one, page, now),
    (other) => pageLists(other, page, now),
  );
  return whole === null ? null : reportJson(page, { ...whole, ...lists });
}

const ofPage =
  (session: Session, page: PageName, now: Instant) =>
  (name: string, order: string): Promise<Row[]> =>
    session.query(`SELECT * FROM ${DATASET}.${name}(${PAGE_NOW}) ORDER BY ${order}`, [page, isoUtc(now)]);

async function pageItself(session: Session, page: PageName, now: Instant) {
  const of = ofPage(session, page, now);
  const [account] = await of("account", "page_name");
  if (!account) return null;
  return {
    now: await analysisNow(session, now),
    account,
    segment: (await of("segment", "page_name"))[0],
    saturation: (await of("saturation", "page_name"))[0],
    weekdays: await of("weekdays", REPORT_ORDER.weekdays),
  };
}

async function pageLists(session: Session, page: PageName, now: Instant) {
  const of = ofPage(session, page, now);
  return {
    triggers: await of("triggers", REPORT_ORDER.triggers),
    categories: await of("categories", REPORT_ORDER.categories),
    windows: await of("time_windows", REPORT_ORDER.time_windows),
  };
}

/** Everything that one week needs, in two halves that take about as long. */
export async function weekFacts(session: Session, asked: WeekFactsRequest): Promise<WeekFacts> {
  const { page, startDate, now } = asked;
  const overlaps = await overlapping(session, page, startDate);
  const request = { ...asked, ignore: asked.ignore ?? overlaps.map(({ scheduleId }) => scheduleId) };
  const [known, open] = await session.both(
    async (one) => ({
      report: await report(one, page, now),
      statistics: await statistics(one, page, now),
      availability: await available(one, request),
      dataTo: dataTo(await analysisNow(one, now)),
    }),
    async (other) => ({
      captions: await ranked(other, request),
      neighbours: await neighbours(other, request),
    }),
  );
  return { ...known, ...open, overlaps };
}

const WEEK_PARAMETERS = "CAST($1 AS VARCHAR), CAST($2 AS DATE), CAST($3 AS TIMESTAMPTZ)";
const weekValues = ({ page, startDate, now }: WeekRequest): Value[] => [page, startDate, isoUtc(now)];
/** As the functions read a list of schedule ids. */
export const listed = (ids: readonly string[]): string => `|${ids.join("|")}|`;

/** @param dataset where the functions stand: the file's own, or those of `withTalliesOnce`. */
export async function ranked(
  session: Session,
  request: CaptionRequest,
  dataset = DATASET,
): Promise<RankedCaptions> {
  const rows = await session.query(
    `${WITH_ID} FROM ${dataset}.ranked_captions(${WEEK_PARAMETERS}, CAST($4 AS VARCHAR), CAST($5 AS VARCHAR))
     ORDER BY price_order, taken_order`,
    [...weekValues(request), request.seed, listed(request.ignore)],
  );
  return rankedCaptions(rows);
}

export async function available(session: Session, request: WeekRequest): Promise<Availability[]> {
  const rows = await session.query(
    `SELECT * FROM ${DATASET}.availability(${WEEK_PARAMETERS}, CAST($4 AS VARCHAR)) ORDER BY price_order`,
    [...weekValues(request), listed(request.ignore)],
  );
  return rows.map(availability);
}

export async function passed(
  session: Session,
  request: CaptionRequest & { readonly priceTier: string; readonly limit: number },
): Promise<PassedOver[]> {
  const rows = await session.query(
    `${WITH_ID} FROM ${DATASET}.passed_over(${WEEK_PARAMETERS}, CAST($4 AS VARCHAR), CAST($5 AS VARCHAR),
       CAST($6 AS VARCHAR), CAST($7 AS BIGINT)) ORDER BY worth_order`,
    [...weekValues(request), request.seed, listed(request.ignore), request.priceTier, request.limit],
  );
  return rows.map(passedOver);
}

export async function statistics(session: Session, page: PageName, now: Instant): Promise<SendStatistics> {
  const of = (name: string): Promise<Row[]> =>
    session.query(`SELECT * FROM ${DATASET}.${name}(${PAGE_NOW})`, [page, isoUtc(now)]);
  return sendStatistics(await of("send_statistics"), await of("send_hours"));
}

/** A day on each side: more than any gap. */
const NEIGHBOUR_DAYS = 1;

/**
 * Messages of schedules in the week and a day on each side of it: of committed ones all, of withdrawn and replaced ones
 * those that had been sent by then.
 */
export async function neighbours(session: Session, request: WeekRequest): Promise<CommittedMessage[]> {
  const rows = await session.rows(
    `SELECT m.schedule_id, m.send_at, m.message_type
     FROM ${DATASET}.scheduled_messages(CAST($1 AS VARCHAR), CAST($2 AS DATE)) AS m
     WHERE (m.state = 'committed' OR m.send_at < m.changed_at)
       AND ${DATASET}.la_date(m.send_at) BETWEEN CAST($3 AS DATE) AND CAST($4 AS DATE)
       AND NOT ${DATASET}.is_listed($5, m.schedule_id)
     -- What a replacement carries over, the schedule before it has as well.
     QUALIFY ROW_NUMBER() OVER (PARTITION BY m.send_at, m.message_type ORDER BY m.state, m.schedule_id) = 1
     ORDER BY m.send_at, m.schedule_id`,
    [
      request.page,
      addDays(request.startDate, -WEEK_DAYS - NEIGHBOUR_DAYS),
      addDays(request.startDate, -NEIGHBOUR_DAYS),
      addDays(request.startDate, WEEK_DAYS - 1 + NEIGHBOUR_DAYS),
      listed(request.ignore),
    ],
  );
  return rows.map((row) => ({
    scheduleId: textOf(row.schedule_id),
    instant: instantOrNull(row.send_at) ?? 0,
    type: row.message_type === "PPV" ? "PPV" : "Bump",
  }));
}

/** Committed schedules of the page with a day among the seven, but for those of these ids. */
export async function overlapping(
  session: Session,
  page: PageName,
  startDate: IsoDate,
  except: readonly string[] = [],
): Promise<OverlappingSchedule[]> {
  const rows = await session.rows(
    `SELECT schedule_id, week_start, created_at, schedule_json->>'$.created_by' AS created_by
     FROM ${DATASET}.schedule_recommendations
     WHERE page_name = $1 AND IFNULL(state, 'committed') = 'committed' AND NOT ${DATASET}.is_listed($4, schedule_id)
       AND week_start BETWEEN CAST($2 AS DATE) AND CAST($3 AS DATE)
     ORDER BY week_start, schedule_id`,
    [page, addDays(startDate, 1 - WEEK_DAYS), addDays(startDate, WEEK_DAYS - 1), listed(except)],
  );
  return rows.map((row) => ({
    scheduleId: textOf(row.schedule_id),
    weekStart: dateOrNull(row.week_start) ?? "",
    createdBy: textOrNull(row.created_by),
    createdAt: isoOrNull(row.created_at),
  }));
}
