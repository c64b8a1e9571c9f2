import { mkdirSync } from "node:fs";
import { counted } from "../../domain/counted.js";
import { badInput, type ErosError } from "../../domain/errors.js";
import { runBatch } from "../../pipeline/batch.js";
import { type BatchChoice, batchPages } from "../../pipeline/batch-pages.js";
import type { BatchRequest } from "../../pipeline/batch-request.js";
import { csvName } from "../../pipeline/export.js";
import { operatorName } from "../../settings/operator.js";
import { expandHome } from "../../settings/paths.js";
import { toleranceFor } from "../../settings/settings.js";
import { wrap } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import { weekInFull } from "../../text/times.js";
import width from "../../text/width.js";
import type { Work } from "../command.js";
import { csvTarget } from "../csv-target.js";
import { JSON_FLAG } from "../flag.js";
import type { Input } from "../input.js";
import { allowProduction } from "../production.js";
import type { Run } from "../run.js";
import { inSession, type Session } from "../session.js";
import { warehouseName } from "../warehouse-name.js";
import { askedWeek, weekOf } from "../week-of.js";
import { ALL, CONCURRENCY, DRY_RUN, DUE, OUTPUT_DIR, PAGES, RESUME } from "./command.js";
import { outcomeJson } from "./json.js";
import { shownPage } from "./lines.js";
import { readPages } from "./pages-file.js";
import { countsOf, countsText, failureOf, type Told, toldOf } from "./tally.js";
import { liveTeller, plainTeller } from "./teller.js";

export const work: Work = async (input, run) => {
  const concurrency = concurrencyOf(input);
  const choice = await choiceOf(input, run);
  const asked = askedWeek(input);
  return inSession(input, run, async (session) => {
    const { settings, warehouse, now, ctx } = session;
    const { startDate, overrides } = weekOf(asked, session);
    const dryRun = input.on(DRY_RUN);
    if (!dryRun) await allowProduction(session, input, run);
    const tolerance = (page: string) => toleranceFor(settings, page);
    const listed = await batchPages(warehouse, choice, { week: startDate, now, tolerance }, ctx);
    // A config that names its operator's pages means those where nobody names others.
    const mine = settings.pages.length > 0 && choice === "due";
    const pages = mine ? listed.filter(({ page }) => settings.pages.includes(page)) : listed;
    const csv = dryRun ? null : csvFiles(input, run, session);
    const request: BatchRequest = {
      pages,
      startDate,
      now,
      real: () => run.clock(),
      tolerance,
      overrides,
      operator: operatorName(run),
      dryRun,
      resume: input.on(RESUME),
      concurrency,
      ...csv,
    };
    const began = run.clock();
    const json = input.on(JSON_FLAG);
    const { told, rows } = await tell(request, session, run, json);
    const seconds = (run.clock() - began) / 1000;
    const interrupted = run.signal.aborted && told.some(({ status }) => status === "not done");
    if (json) {
      const summary = Object.fromEntries(
        Object.entries(countsOf(told)).map(([status, count]) => [status.replace(" ", "_"), count]),
      );
      const head = {
        warehouse: warehouseName(warehouse),
        start_date: startDate,
        dry_run: dryRun,
        interrupted,
      };
      run.out(
        JSON.stringify({ ...head, pages: rows, summary, seconds: Number(seconds.toFixed(3)) }, null, 2),
      );
    } else {
      const dry = dryRun ? "; nothing is stored, locked or written" : "";
      const head = `${warehouseName(warehouse)} · ${weekInFull(startDate)}`;
      const counts = `${counted(told.length, "page")}: ${countsText(countsOf(told))}, ${seconds.toFixed(1)} s${dry}`;
      // A line is for whoever reads it: in a terminal it breaks between words, in a pipe it stays whole.
      const lines = [head, counts, ...failureLines(told)];
      const shown = run.interactive ? lines.flatMap((line) => wrap(line, run.columns - 1)) : lines;
      run.out(["", ...shown].join("\n"));
    }
    const failure = failureOf(told, interrupted);
    if (failure !== null) throw failure;
  });
};

/** Runs the batch and tells each page as it ends; plans are let go at once, however many pages there are. */
async function tell(request: BatchRequest, { warehouse, ctx }: Session, run: Run, json: boolean) {
  const columns = Math.max(4, ...request.pages.map(({ page }) => width(shownPage(page))));
  const teller =
    run.interactive && !json
      ? liveTeller(run, request.pages.length, columns)
      : plainTeller((text) => (json ? run.err(text) : run.out(text)), columns);
  const told: Told[] = [];
  const rows: ReturnType<typeof outcomeJson>[] = [];
  try {
    const begins: BatchRequest["begins"] = ({ page }) => teller.begins(page);
    for await (const outcome of runBatch(warehouse, { ...request, begins }, ctx)) {
      told.push(toldOf(outcome));
      if (json) rows.push(outcomeJson(outcome, told.length));
      teller.ended(outcome, countsOf(told));
    }
  } finally {
    teller.close();
  }
  return { told, rows };
}

/** Each failure in full, with what to do. */
const failureLines = (told: readonly Told[]): string[] =>
  told.flatMap(({ page, failure }) =>
    failure === null
      ? []
      : [`✗ ${shownPage(page)}: ${printable(failure.message, 1_000)}`, `    ${remedyFor(page, failure)}`],
  );

/** What a plan asks of its page alone is given to `build`: a batch has no such flags. */
function remedyFor(page: string, { kind, field, remedy }: ErosError): string {
  const alone = (kind === "nothingToPlan" || kind === "badInput") && field !== "page" && field !== "output";
  return `${alone ? `eros-tui build ${page}: ` : ""}${printable(remedy, 1_000)}`;
}

async function choiceOf(input: Input, run: Run): Promise<BatchChoice> {
  const file = input.text(PAGES);
  const given = [
    input.on(ALL) && ALL.name,
    input.on(DUE) && DUE.name,
    file !== undefined && PAGES.name,
  ].filter((name) => name !== false);
  if (given.length > 1)
    throw badInput(given[0] ?? "", `${given.join(" and ")} are two choices of pages`, "give one of them");
  if (file !== undefined) return readPages(expandHome(file, run));
  return input.on(ALL) ? "all" : "due";
}

function concurrencyOf(input: Input): number | undefined {
  const text = input.text(CONCURRENCY)?.trim();
  if (text === undefined) return undefined;
  if (/^([1-9]|[1-5]\d|6[0-4])$/.test(text)) return Number(text);
  throw badInput(
    CONCURRENCY.name,
    `${CONCURRENCY.name} “${printable(text, 40)}” is not allowed: it is a whole number from 1 to 64`,
    "give how many pages are read together, for example 8",
  );
}

/** Where the CSV files go; a named folder is made, before anything is stored. */
function csvFiles(input: Input, run: Run, { settings }: Session): Pick<BatchRequest, "csvPath" | "csv"> {
  const written = input.text(OUTPUT_DIR);
  if (written === undefined) {
    const target = csvTarget(input, run, settings);
    return { csvPath: (schedule) => target.path(csvName(schedule)), csv: target.options };
  }
  const folder = expandHome(written, run);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "a file is in its way" : message;
    throw badInput(
      OUTPUT_DIR.name,
      `${OUTPUT_DIR.name}: the folder ${folder} cannot be made: ${why}`,
      "give another",
    );
  }
  const target = csvTarget(input, run, { ...settings, csvDirectory: folder });
  return { csvPath: (schedule) => target.path(csvName(schedule)), csv: target.options };
}
