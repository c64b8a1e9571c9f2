import type { Instant } from "../../../domain/calendar.js";
import type { RankedCaptions } from "../../../domain/caption.js";
import type { PageName } from "../../../domain/page.js";
import { parseReport } from "../../../domain/report.js";
import type { Row } from "../../cells.js";
import type {
  CaptionFacts,
  CaptionRequest,
  Ctx,
  ManyPages,
  PageFacts,
  WeekFacts,
  WeekFactsRequest,
} from "../../port.js";
import type { Committing } from "../commit.js";
import { byPageName, STATISTICS } from "../many-pages.js";
import { ask, type Questions } from "../questions.js";
import * as reading from "../reading.js";
import { date, moment, text, type Values, whole } from "../values.js";
import { declared, IGNORED, SURROUNDINGS } from "../week.js";
import type { Selection } from "./engine.js";
import { ASKED, type Chosen, chosen, rankedOf, STANDING } from "./selection.js";

/** What planning asks of a dataset of the original. */
export interface Asking {
  readonly engine: Committing;
  readonly selection: Selection;
  /** What a selection asks for beside the page, as its last report said. */
  readonly segments: Map<PageName, string>;
}

/** Only for a page that is there: for another one a procedure may make up a report of nothing, or break. */
const REPORT = `DECLARE report STRING;
IF EXISTS (SELECT 1 FROM {dataset}.pages(@page) AS p) THEN
  CALL {dataset}.analyze_creator_performance(@page, report);
END IF;
SELECT report AS report;`;
const SELECT = "CALL {dataset}.select_captions_for_creator(@page, @segment, @asked, @asked, @asked, @asked);";
const RESULTS = "SELECT * FROM caption_selection_results;";
/** What a page is taken for of which the report says nothing. */
const NO_SEGMENT = "STANDARD";

/** The report by the older procedure: it knows no moment but now. */
export async function report(asking: Asking, page: PageName, ctx: Ctx): Promise<string | null> {
  const { jobs, inside } = asking.engine;
  const job = { values: { page: text(page) }, verb: "report", page, id: `eros_report_${page}` };
  const found = reading.report(await jobs.run({ ...job, text: inside(REPORT) }, ctx));
  if (found !== null) asking.segments.set(page, parseReport(found).segment.label ?? NO_SEGMENT);
  return found;
}

async function select(asking: Asking, page: PageName, ctx: Ctx): Promise<Chosen[]> {
  if (!asking.segments.has(page)) await report(asking, page, ctx);
  const { jobs, inside } = asking.engine;
  const rows = await jobs.run(
    {
      text: inside(asking.selection === "temp table" ? `${SELECT}\n${RESULTS}` : SELECT),
      values: {
        page: text(page),
        segment: text(asking.segments.get(page) ?? NO_SEGMENT),
        asked: whole(ASKED),
      },
      verb: "captions",
      page,
      id: `eros_captions_${page}`,
    },
    ctx,
  );
  return chosen(rows);
}

const weekValues = (request: WeekFactsRequest, picked: readonly Chosen[]): Values => ({
  page: text(request.page),
  week: date(request.startDate),
  now: moment(request.now),
  ignored: text(request.ignore === undefined ? null : reading.listed(request.ignore)),
  ids: text(reading.listed(picked.map(({ captionId }) => captionId))),
});
const job = ({ page }: WeekFactsRequest, values: Values) => ({
  values,
  verb: "week",
  page,
  id: `eros_week_${page}`,
});

/** What a plan needs, from the two procedures and from one script of ours. */
export async function week(asking: Asking, request: WeekFactsRequest, ctx: Ctx): Promise<WeekFacts> {
  const told = await report(asking, request.page, ctx);
  const picked = told === null ? [] : await select(asking, request.page, ctx);
  const questions = { ...SURROUNDINGS, standing: declared(STANDING.standing) };
  const found = await ask(asking.engine, questions, job(request, weekValues(request, picked)), ctx, IGNORED);
  return {
    report: told,
    captions: rankedOf(picked, found.standing),
    availability: reading.available(found.availability),
    neighbours: reading.neighbours(found.neighbours),
    overlaps: reading.overlaps(found.overlaps),
    statistics: reading.statistics(found.statistics, found.hours),
    dataTo: reading.dataTo(found.now),
    older: true,
  };
}

async function weekRows<Q extends Questions>(
  asking: Asking,
  request: CaptionRequest,
  questions: Q,
  ctx: Ctx,
): Promise<{ captions: RankedCaptions; rows: Record<keyof Q, readonly Row[]> }> {
  const picked = await select(asking, request.page, ctx);
  const asked = { ...questions, ...STANDING };
  const found = await ask(asking.engine, asked, job(request, weekValues(request, picked)), ctx);
  return { captions: rankedOf(picked, found.standing), rows: found };
}

export const rankedCaptions = async (
  asking: Asking,
  request: CaptionRequest,
  ctx: Ctx,
): Promise<RankedCaptions> => (await weekRows(asking, request, {}, ctx)).captions;

/** Captions, neighbours and overlaps, a week after the other: a procedure takes one page. */
export async function manyWeeks(
  asking: Asking,
  requests: readonly CaptionRequest[],
  ctx: Ctx,
): Promise<CaptionFacts[]> {
  const { neighbours, overlaps } = reading.QUESTIONS;
  const facts: CaptionFacts[] = [];
  for (const request of requests) {
    const { captions, rows } = await weekRows(asking, request, { neighbours, overlaps }, ctx);
    facts.push({
      captions,
      neighbours: reading.neighbours(rows.neighbours),
      overlaps: reading.overlaps(rows.overlaps),
    });
  }
  return facts;
}

/** Reports page after page; what is counted of all of them at once. */
export async function manyPages(
  asking: Asking,
  pages: readonly PageName[],
  now: Instant,
  ctx: Ctx,
): Promise<ManyPages> {
  const values = { now: moment(now), pages: text(reading.listed(pages)) };
  const found = await ask(asking.engine, STATISTICS, { values, verb: "pages", id: "eros_pages" }, ctx);
  const statistics = byPageName(found.statistics);
  const hours = byPageName(found.hours);
  const byPage = new Map<PageName, PageFacts>();
  for (const [index, page] of pages.entries()) {
    ctx.progress({ kind: "step", name: `Reading ${page}`, index: index + 1, of: pages.length });
    const told = await report(asking, page, ctx);
    if (told === null) continue;
    byPage.set(page, {
      report: told,
      statistics: reading.statistics(statistics.get(page) ?? [], hours.get(page) ?? []),
    });
  }
  return { byPage, dataTo: reading.dataTo(found.now) };
}
