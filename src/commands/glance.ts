import { planningWeek } from "../domain/calendar.js";
import { asErosError } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import { DEFAULT_TOLERANCE } from "../domain/zone.js";
import { planPrepared } from "../pipeline/plan.js";
import { prepareWeek } from "../pipeline/prepare.js";
import { toleranceFor } from "../settings/settings.js";
import { fitTo } from "../text/fit.js";
import { type OverviewRow, overviewLines, overviewRow, sortOverview } from "../text/overview.js";
import { planLines } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { dataAge, weekInFull } from "../text/times.js";
import width from "../text/width.js";
import { DB } from "./flag.js";
import type { Input } from "./input.js";
import type { Run } from "./run.js";
import { inSession, type Session } from "./session.js";
import { warehouseName } from "./warehouse-name.js";
import { weekOf } from "./week-of.js";

/** How many pages are tried where the most urgent cannot be planned. */
const TRIED = 5;

/** What the screens begin with, for output that is no terminal: the pages, and the plan of the one most due. */
export const glance = (input: Input, run: Run): Promise<void> =>
  inSession(input, run, async (session) => {
    const { warehouse, now, settings, ctx } = session;
    const week = planningWeek(now);
    const { rows: facts, dataTo } = await warehouse.creators({ week, now }, ctx);
    const tolerance = (page: PageName): number => {
      const own = toleranceFor(settings, page);
      // The list does not carry each report's own tolerance.
      return own === "report" ? DEFAULT_TOLERANCE : own;
    };
    const mine = facts.filter(({ page }) => settings.pages.length === 0 || settings.pages.includes(page));
    const rows = sortOverview(
      mine.map((each) => overviewRow(each, { tolerance, dataTo })),
      "due",
    );
    const due = rows.filter(({ state }) => state !== "set");
    run.out(`${warehouseName(warehouse)} · week ${weekInFull(week)} · ${dataAge(dataTo, now).text}`);
    if (rows.length === 0) return run.out(empty(facts.length > 0));
    run.out(["", ...overviewLines(rows, run.columns), ""].join("\n"));
    run.out(due.length === 0 ? "Every page's week is set." : await mostDue(run, session, due));
    run.out(goOn(input, due[0]?.page ?? rows[0]?.page ?? "PAGE"));
  });

/** The plan of the first page that can be planned, after a word on those that cannot. */
async function mostDue(run: Run, session: Session, due: readonly OverviewRow[]): Promise<string> {
  const { warehouse, settings, now, ctx } = session;
  const { startDate, overrides } = weekOf({ startDate: undefined, overrides: {} }, session);
  const lines: string[] = [];
  for (const { page } of due.slice(0, TRIED)) {
    try {
      const request = { page, startDate, now, tolerance: toleranceFor(settings, page) };
      const plan = planPrepared(await prepareWeek(warehouse, request, ctx), overrides, ctx);
      return [...lines, "Most due:", ...planLines(plan, run.columns)].join("\n");
    } catch (error) {
      const failure = asErosError(error);
      // What concerns one page only is told; the rest would fail for every page.
      if (!["nothingToPlan", "badInput"].includes(failure.kind)) throw error;
      lines.push(printable(`${page}: ${failure.message}`, 1_000), `  ${printable(failure.remedy, 1_000)}`);
    }
  }
  return lines.join("\n");
}

const empty = (others: boolean): string =>
  others
    ? "\nNone of the pages of your config file is in this warehouse."
    : [
        "\nThis warehouse has no pages yet. `eros-tui import` brings your own (`eros-tui doctor` says what is lacking);",
        "`eros-tui demo` makes one with invented pages to try things on.",
      ].join("\n");

function goOn(input: Input, page: string): string {
  const file = input.text(DB);
  const db = file === undefined ? "" : ` --db ${printable(file, 1_000)}`;
  const name = printable(page, 64);
  const ways = [
    [`eros-tui preview ${name}${db}`, "the plan of a page"],
    [`eros-tui build ${name}${db}`, "store it, lock its captions, write the CSV"],
    [`eros-tui${db}`, "the screens, in a terminal"],
  ] as const;
  const columns = Math.max(...ways.map(([line]) => width(line)));
  return [
    "",
    "Nothing was stored. Go on with",
    ...ways.map(([line, says]) => `  ${fitTo(line, columns)}  ${says}`),
  ].join("\n");
}
