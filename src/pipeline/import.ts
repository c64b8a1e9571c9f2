import { type Stats, statSync } from "node:fs";
import { basename } from "node:path";
import type { Instant } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";
import { IMPORT_KINDS, type ImportKind } from "../domain/import-columns.js";
import { isLeftOut } from "../domain/import-notes.js";
import { type ImportedRows, judgeRecord } from "../domain/import-rows.js";
import { throwIfAborted } from "../warehouse/abort.js";
import type { ImportOutcome, PlacedRow, RowBatches } from "../warehouse/import-rows.js";
import { createLocalFile, openWarehouse } from "../warehouse/open.js";
import type { Warehouse } from "../warehouse/port.js";
import { type OpenedFile, openFile } from "./import/opened-file.js";
import { type ImportReport, NothingImportedError } from "./import/report.js";
import { Tally } from "./import/tally.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface ImportRequest {
  /** A file for each kind that comes. */
  readonly files: Readonly<Partial<Record<ImportKind, string>>>;
  /** Records that cannot be taken are left out; otherwise one of them keeps everything out. */
  readonly skipBad: boolean;
  /** The real time: what was sent cannot lie ahead of it. */
  readonly now: Instant;
  /** The command that works where the warehouse holds demo data. */
  readonly elsewhere: string;
}

/** How often a long reading is told. */
const TOLD_EVERY_MS = 2_000;
const NO_OUTCOME = { came: 0, added: 0, there: 0, notes: [], refused: [] };

/**
 * Imports files into a local warehouse, all or nothing. One that is not there yet is made with them: it appears whole,
 * or not at all.
 * @throws {NothingImportedError} where records cannot be taken, with the whole report.
 */
export async function importIntoFile(
  file: string,
  request: ImportRequest,
  ctx: VerbCtx,
): Promise<ImportReport & { readonly created: boolean }> {
  const files = await openAll(request, ctx.signal);
  try {
    let report: ImportReport | undefined;
    refuseItself(file, files);
    if (found(file) === undefined) {
      const { created } = await createLocalFile(
        file,
        { demo: false },
        async (warehouse) => {
          report = await importFiles(warehouse, files, request, ctx);
        },
        ctx,
      );
      if (created && report !== undefined) return { ...report, created };
    }
    const warehouse = await openWarehouse({ kind: "local", file }, ctx);
    try {
      return { ...(await importFiles(warehouse, files, request, ctx)), created: false };
    } finally {
      await warehouse.close();
    }
  } finally {
    for (const opened of files) await opened.close();
  }
}

/**
 * Imports files into a warehouse that is there, whichever engine it has, all or nothing. It stays open.
 * @throws {NothingImportedError} where records cannot be taken, with the whole report.
 */
export async function importInto(
  warehouse: Warehouse,
  request: ImportRequest,
  ctx: VerbCtx,
): Promise<ImportReport> {
  const files = await openAll(request, ctx.signal);
  try {
    return await importFiles(warehouse, files, request, ctx);
  } finally {
    for (const opened of files) await opened.close();
  }
}

async function openAll({ files }: ImportRequest, signal: AbortSignal): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = [];
  try {
    for (const kind of IMPORT_KINDS) {
      const path = files[kind];
      if (path !== undefined) opened.push(await openFile(kind, path, signal));
    }
    return opened;
  } catch (error) {
    for (const each of opened) await each.close();
    throw error;
  }
}

/** What stands at a path; undefined also for what may not be looked at: opening it will say why. */
function found(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The engine's lock on its file is lost once the same process reads the file beside it. */
function refuseItself(file: string, files: readonly OpenedFile[]): void {
  const there = found(file);
  for (const { kind, path, identity } of files)
    if (there !== undefined && there.dev === identity.dev && there.ino === identity.ino)
      throw badInput(`--${kind}`, `${path} is the warehouse itself`, `name a file of ${kind}`);
}

/** Reads the files, judges every record and gives the good ones to the warehouse, whichever engine it has. */
async function importFiles(
  warehouse: Warehouse,
  files: readonly OpenedFile[],
  { skipBad, now, elsewhere }: ImportRequest,
  ctx: VerbCtx,
): Promise<ImportReport> {
  const { demo, place } = warehouse.describe();
  if (demo)
    throw badInput("--db", `${place} holds demo data, and real rows never go among invented ones`, elsewhere);
  const tallies = new Map<ImportKind, Tally>();
  const tallyOf = (kind: ImportKind): Tally => tallies.get(kind) ?? new Tally();
  const bad = (kind: ImportKind, outcome: ImportOutcome): number =>
    (outcome.kinds[kind]?.refused ?? []).reduce((sum, { count }) => sum + count, tallyOf(kind).rejected);
  const keeps = (outcome: ImportOutcome): boolean =>
    files.every(({ kind }) => {
      const { records } = tallyOf(kind);
      const wrong = bad(kind, outcome);
      // A file without a single good record is another one than it was taken for.
      return wrong === 0 || (skipBad && wrong < records);
    });
  const outcome = await warehouse.import(
    {
      rows: (kind) => {
        const file = files.find((each) => each.kind === kind);
        if (file === undefined) return null;
        // Begun anew where the warehouse tries its transaction again.
        const tally = new Tally();
        tallies.set(kind, tally);
        return goodRows(kind, file, tally, now, ctx);
      },
      keeps,
    },
    ctx,
  );
  const report: ImportReport = {
    files: files.map((file) => tallyOf(file.kind).report(file, outcome.kinds[file.kind] ?? NO_OUTCOME)),
    stored: keeps(outcome),
    holds: outcome.holds,
  };
  const counts = report.files.map(
    ({ kind, added, rejected }) => `${kind}: ${added} added, ${rejected} rejected`,
  );
  const log = logOf(ctx);
  if (report.stored) log.info("pipeline", `Imported ${counts.join("; ")}`);
  else log.warning("pipeline", `Not imported: ${counts.join("; ")}`);
  if (!report.stored) throw nothing(report, skipBad);
  return report;
}

/** The rows of a file that pass; what does not is tallied. */
async function* goodRows<Kind extends ImportKind>(
  kind: Kind,
  file: OpenedFile,
  tally: Tally,
  now: Instant,
  ctx: VerbCtx,
): RowBatches<ImportedRows[Kind]> & AsyncGenerator<PlacedRow<ImportedRows[Kind]>[]> {
  const told = telling(file, tally, ctx);
  for await (const batch of file.records(told)) {
    throwIfAborted(ctx.signal);
    const rows: PlacedRow<ImportedRows[Kind]>[] = [];
    for (const record of batch) {
      tally.records++;
      if ("problem" in record) {
        tally.reject({ ...placeOf(record), problems: [record.problem] });
        continue;
      }
      const { notes = [] } = record;
      for (const note of notes) tally.remark(note, placeOf(record));
      if (notes.some(isLeftOut)) continue;
      const verdict = judgeRecord(kind, record.cells, now);
      if ("problems" in verdict) {
        tally.reject({ ...placeOf(record), problems: verdict.problems });
        continue;
      }
      for (const note of verdict.notes) tally.remark(note, placeOf(record));
      rows.push({ row: verdict.row, record: record.record, line: record.line });
    }
    yield rows;
  }
}

const placeOf = ({ record, line, lastLine }: PlaceOf): PlaceOf => ({ record, line, lastLine });
interface PlaceOf {
  readonly record: number;
  readonly line: number | null;
  readonly lastLine: number | null;
}

/** Tells how far a file has been read, now and then: a small one is read before there is anything to tell. */
function telling(file: OpenedFile, tally: Tally, ctx: VerbCtx): (part: number | null) => void {
  let last = performance.now();
  return (part) => {
    if (performance.now() - last < TOLD_EVERY_MS) return;
    last = performance.now();
    const records = tally.records.toLocaleString("en-US");
    ctx.progress({
      kind: "step",
      name: `Reading ${basename(file.path)}: ${part === null ? "" : `${Math.floor(part * 100)} %, `}${records} records`,
    });
  };
}

function nothing(report: ImportReport, skipBad: boolean): NothingImportedError {
  const counts = report.files
    .filter(({ rejected }) => rejected > 0)
    .map(({ path, rejected, records }) => `${rejected} of ${records} records of ${basename(path)}`);
  const hopeless = report.files.find(({ records, rejected }) => records > 0 && rejected === records);
  return new NothingImportedError(
    report,
    `nothing was imported: ${counts.join(" and ")} cannot be taken`,
    skipBad && hopeless !== undefined
      ? `no record of ${basename(hopeless.path)} is any good: see whether it is a file of ${hopeless.kind}`
      : "mend these records, or take the others with --skip-bad",
  );
}
