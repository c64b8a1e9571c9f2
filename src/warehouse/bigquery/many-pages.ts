import type { Instant } from "../../domain/calendar.js";
import type { PageName } from "../../domain/page.js";
import { type Row, textOf } from "../cells.js";
import type { CaptionFacts, CaptionRequest, Ctx, ManyPages, PageFacts } from "../port.js";
import { ask, type Engine, type Question } from "./questions.js";
import * as reading from "./reading.js";
import { QUESTIONS } from "./reading.js";
import { date, moment, text, type Value } from "./values.js";

/** Weeks that one job ranks captions for: each takes some statements of its own. */
const WEEKS_PER_JOB = 8;

/** A function of one page, asked of all at once and kept to those that are listed. */
const ofListed = (name: string, order: string): Question => ({
  select: `SELECT f.* FROM {dataset}.${name}(CAST(NULL AS STRING), @now) AS f
       WHERE {dataset}.is_listed(@pages, f.page_name)`,
  order,
});
const REPORTS = { reports: ofListed("creator_reports", "t.page_name") };
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
  const found = await ask(engine, { ...REPORTS, ...STATISTICS }, job, ctx);
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
  const questions: Record<string, Question> = {};
  const names = new Map<string, string>();
  /** One name for a value, however many weeks have it: what depends on nothing else is computed once for all of them. */
  const nameOf = (kind: string, value: Value): string => {
    const key = `${kind} ${value.value}`;
    const name = names.get(key) ?? `${kind}_${names.size}`;
    names.set(key, name);
    values[name] = value;
    return name;
  };
  for (const [n, { page, startDate, now, seed, ignore }] of requests.entries()) {
    const asked: Readonly<Record<string, Value>> = {
      page: text(page),
      week: date(startDate),
      now: moment(now),
      seed: text(seed),
      ignored: text(reading.listed(ignore)),
    };
    const numbered = ({ select, order }: Question): Question => ({
      select: select.replace(/@(\w+)/g, (whole, kind: string) => {
        const value = asked[kind];
        return value === undefined ? whole : `@${nameOf(kind, value)}`;
      }),
      order,
    });
    questions[`captions_${n}`] = numbered(QUESTIONS.captions);
    questions[`neighbours_${n}`] = numbered(QUESTIONS.neighbours);
    questions[`overlaps_${n}`] = numbered(QUESTIONS.overlaps);
  }
  const job = { values, verb: "weeks", id: "eros_weeks" };
  const found = await ask(engine, questions, job, ctx);
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
