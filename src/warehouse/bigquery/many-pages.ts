import type { Instant } from "../../domain/calendar.js";
import type { PageName } from "../../domain/page.js";
import { type Row, textOf } from "../cells.js";
import type { CaptionFacts, CaptionRequest, Ctx, ManyPages, PageFacts } from "../port.js";
import { askAll, type Engine, type Question } from "./questions.js";
import * as reading from "./reading.js";
import { QUESTIONS } from "./reading.js";
import { date, moment, text, type Value } from "./values.js";

/** Pages that a statement of the second kind asks at once: each adds the whole of ranked_captions to it. */
const WEEKS_PER_JOB = 20;

/** A function of one page, asked of all at once and kept to those that are listed. */
const ofListed = (name: string, order: string): Question => ({
  select: `SELECT f.* FROM {dataset}.${name}(CAST(NULL AS STRING), @now) AS f
       WHERE {dataset}.is_listed(@pages, f.page_name)`,
  order,
});
const HEAVY = { reports: ofListed("creator_reports", "t.page_name") };
/** What is counted of all of them. */
export const STATISTICS = {
  statistics: ofListed("send_statistics", QUESTIONS.statistics.order),
  hours: ofListed("send_hours", QUESTIONS.hours.order),
  now: QUESTIONS.now,
};

/** Reports and statistics of many pages: the functions take all pages at once. */
export async function manyPages(
  engine: Engine,
  pages: readonly PageName[],
  now: Instant,
  ctx: Ctx,
): Promise<ManyPages> {
  const values = { now: moment(now), pages: text(reading.listed(pages)) };
  const job = { values, verb: "pages", id: "eros_pages" };
  const found = await askAll(engine, { heavy: HEAVY, light: STATISTICS }, job, ctx);
  const statistics = byPageName(found.statistics);
  const hours = byPageName(found.hours);
  const byPage = new Map<PageName, PageFacts>(
    found.reports.map((row) => {
      const page = textOf(row.page_name);
      return [
        page,
        {
          report: reading.report([row]),
          statistics: reading.statistics(statistics.get(page) ?? [], hours.get(page) ?? []),
        },
      ];
    }),
  );
  return { byPage, dataTo: reading.dataTo(found.now) };
}

/** Captions, neighbours and overlaps, week by week, many of them in a job. */
export async function manyWeeks(
  engine: Engine,
  requests: readonly CaptionRequest[],
  ctx: Ctx,
): Promise<CaptionFacts[]> {
  const facts: CaptionFacts[] = [];
  for (let from = 0; from < requests.length; from += WEEKS_PER_JOB)
    facts.push(...(await someWeeks(engine, requests.slice(from, from + WEEKS_PER_JOB), ctx)));
  return facts;
}

async function someWeeks(
  engine: Engine,
  requests: readonly CaptionRequest[],
  ctx: Ctx,
): Promise<CaptionFacts[]> {
  const values: Record<string, Value> = {};
  const heavy: Record<string, Question> = {};
  const light: Record<string, Question> = {};
  for (const [n, { page, startDate, now, seed, ignore }] of requests.entries()) {
    Object.assign(values, {
      [`page_${n}`]: text(page),
      [`week_${n}`]: date(startDate),
      [`now_${n}`]: moment(now),
      [`seed_${n}`]: text(seed),
      [`ignored_${n}`]: text(reading.listed(ignore)),
    });
    const numbered = ({ select, order }: Question): Question => ({
      select: select.replace(/@(\w+)/g, `@$1_${n}`),
      order,
    });
    heavy[`captions_${n}`] = numbered(QUESTIONS.captions);
    light[`neighbours_${n}`] = numbered(QUESTIONS.neighbours);
    light[`overlaps_${n}`] = numbered(QUESTIONS.overlaps);
  }
  const job = { values, verb: "weeks", id: "eros_weeks" };
  const found = await askAll(engine, { heavy, light }, job, ctx);
  const rows = (name: string): readonly Row[] => found[name] ?? [];
  return requests.map((_, n) => ({
    captions: reading.captions(rows(`captions_${n}`)),
    neighbours: reading.neighbours(rows(`neighbours_${n}`)),
    overlaps: reading.overlaps(rows(`overlaps_${n}`)),
  }));
}

export function byPageName(rows: readonly Row[]): ReadonlyMap<PageName, Row[]> {
  const pages = new Map<PageName, Row[]>();
  for (const row of rows) {
    const page = textOf(row.page_name);
    const own = pages.get(page);
    if (own === undefined) pages.set(page, [row]);
    else own.push(row);
  }
  return pages;
}
