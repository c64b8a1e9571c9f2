import type { Ctx, WeekFacts, WeekFactsRequest } from "../port.js";
import { ask, type Engine } from "./questions.js";
import * as reading from "./reading.js";
import { QUESTIONS } from "./reading.js";
import { date, moment, text } from "./values.js";

/** Schedules that the facts leave out: those named, or those that overlap the week. */
export const IGNORED = `DECLARE ignored STRING DEFAULT IFNULL(@ignored, (
  SELECT CONCAT('|', IFNULL(STRING_AGG(o.schedule_id, '|'), ''), '|')
  FROM {dataset}.overlapping_schedules(@page, @week, CAST(NULL AS STRING)) AS o
));`;

/** The same questions, with the variable in the place of the value. */
export const declared = <Q extends { readonly select: string; readonly order: string }>(question: Q): Q => ({
  ...question,
  select: question.select.replaceAll("@ignored", "ignored"),
});

/** What is asked whoever chooses the captions. */
export const SURROUNDINGS = {
  availability: declared(QUESTIONS.availability),
  neighbours: declared(QUESTIONS.neighbours),
  overlaps: QUESTIONS.overlaps,
  statistics: QUESTIONS.statistics,
  hours: QUESTIONS.hours,
  now: QUESTIONS.now,
};
const WEEK = { report: QUESTIONS.report, captions: declared(QUESTIONS.captions), ...SURROUNDINGS };

/** Everything one week needs, in one job. */
export async function week(engine: Engine, asked: WeekFactsRequest, ctx: Ctx): Promise<WeekFacts> {
  const { page, startDate, now, seed, ignore } = asked;
  const values = {
    page: text(page),
    week: date(startDate),
    now: moment(now),
    seed: text(seed),
    ignored: text(ignore === undefined ? null : reading.listed(ignore)),
  };
  const job = { values, verb: "week", page, id: `eros_week_${page}` };
  const found = await ask(engine, WEEK, job, ctx, IGNORED);
  return {
    report: reading.report(found.report),
    captions: reading.captions(found.captions),
    availability: reading.available(found.availability),
    neighbours: reading.neighbours(found.neighbours),
    overlaps: reading.overlaps(found.overlaps),
    statistics: reading.statistics(found.statistics, found.hours),
    dataTo: reading.dataTo(found.now),
  };
}
