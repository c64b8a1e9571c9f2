import { IMPORT_KINDS, type ImportKind } from "../../../domain/import-columns.js";
import { NOTES, type NoteCode } from "../../../domain/import-notes.js";
import { throwIfAborted } from "../../abort.js";
import { instantOrNull, numberOf, numberOrNull, type Row, textOf, textOrNull } from "../../cells.js";
import type { Found, ImportOutcome, ImportSource, KindOutcome } from "../../import-rows.js";
import type { Ctx } from "../../port.js";
import type { Where } from "../failures.js";
import { type Engine, partsOf } from "../questions.js";
import { type Value, whole } from "../values.js";
import { drop, type Staged, stage } from "./load-job.js";
import { COUNTS, JUDGES, PLACES, questionsOf, scriptOf } from "./script.js";

type StagedKinds = Partial<Record<ImportKind, Staged>>;

/**
 * Takes rows of files, all or nothing: they are loaded into tables of their own, compared with what is there by the texts that
 * the embedded engine compares with, and added in one transaction.
 */
export async function importRows(
  engine: Engine,
  where: Where,
  source: ImportSource,
  ctx: Ctx,
): Promise<ImportOutcome> {
  const staged: StagedKinds = {};
  try {
    for (const kind of IMPORT_KINDS) {
      const rows = source.rows(kind);
      if (rows !== null) staged[kind] = await stage(engine.jobs, where, kind, rows, ctx);
    }
    throwIfAborted(ctx.signal);
    ctx.progress({ kind: "step", name: "Comparing and adding" });
    // What only the files are refused for is known by now: mostly one job does all of it.
    const before = await taken(engine, where, staged, { mayStore: keeps(source, staged), allowed: 0 }, ctx);
    if (before.stored || !source.keeps(before.outcome)) return before.outcome;
    const allowed = refusedOf(before.outcome);
    const after = await taken(engine, where, staged, { mayStore: true, allowed }, ctx);
    if (after.stored) return after.outcome;
    throw new Error("the dataset was changed by somebody else meanwhile: nothing was imported, run it again");
  } finally {
    for (const { table } of Object.values(staged)) await drop(engine.jobs, where, table);
  }
}

/** Whether the rows are to be stored should the dataset refuse none of them. */
const keeps = (source: ImportSource, staged: StagedKinds): boolean =>
  source.keeps({
    kinds: Object.fromEntries(
      Object.entries(staged).map(([kind, { came }]) => [
        kind,
        { came, added: came, there: 0, notes: [], refused: [] },
      ]),
    ),
    holds: {
      captions: 0,
      messages: 0,
      firstMessage: null,
      lastMessage: null,
      pages: [],
      unlisted: [],
      unmatched: 0,
    },
  });

const refusedOf = ({ kinds }: ImportOutcome): number =>
  Object.values(kinds)
    .flatMap(({ refused }) => refused)
    .reduce((sum, { count }) => sum + count, 0);

async function taken(
  { jobs, inside }: Engine,
  { dataset }: Where,
  staged: StagedKinds,
  { mayStore, allowed }: { readonly mayStore: boolean; readonly allowed: number },
  ctx: Ctx,
): Promise<{ outcome: ImportOutcome; stored: boolean }> {
  const kinds = IMPORT_KINDS.filter((kind) => staged[kind] !== undefined);
  const tables = Object.fromEntries(kinds.map((kind) => [kind, `${dataset}.${staged[kind]?.table}`]));
  const may: Value = { type: "BOOL", value: String(mayStore) };
  const rows = await jobs.write(
    {
      text: inside(scriptOf(kinds, tables)),
      values: { may_store: may, allowed: whole(allowed) },
      verb: "import",
      id: "eros_import",
    },
    ctx,
  );
  const found = partsOf(rows, questionsOf(kinds));
  const outcome: ImportOutcome = {
    kinds: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        kindOutcome(kind, staged[kind]?.came ?? 0, found[COUNTS] ?? [], found[PLACES] ?? []),
      ]),
    ),
    holds: holdsOf(found.holds ?? [], found.pages ?? []),
  };
  return { outcome, stored: found.stored?.[0]?.is_stored === true };
}

function kindOutcome(
  kind: ImportKind,
  came: number,
  counts: readonly Row[],
  places: readonly Row[],
): KindOutcome {
  const notes: (Found & { code: NoteCode })[] = [];
  const refused: (Found & { field: string; why: string })[] = [];
  let there = 0;
  let added = 0;
  for (const row of counts.filter((one) => one.kind === kind)) {
    const name = textOrNull(row.finding);
    const count = numberOf(row.found);
    if (row.is_new === true) added += count;
    if (name === null) continue;
    if (name === "there") {
      there += count;
      continue;
    }
    const at = places.filter((one) => one.kind === kind && one.finding === name).map(placeOf);
    const refusal = JUDGES[kind].refusals[name];
    if (refusal !== undefined) refused.push({ count, at, ...refusal });
    else if (name in NOTES) notes.push({ count, at, code: name as NoteCode });
    else throw new Error(`an import knows no finding ${name}`);
  }
  return { came, added, there, notes, refused };
}

const placeOf = (row: Row): Found["at"][number] => ({
  record: numberOf(row.record),
  line: numberOrNull(row.line),
  first:
    row.other_record === null || row.other_record === undefined
      ? null
      : { record: numberOf(row.other_record), line: numberOrNull(row.other_line) },
  value: textOrNull(row.about),
});

function holdsOf([all = {}]: readonly Row[], pages: readonly Row[]): ImportOutcome["holds"] {
  const names = (rows: readonly Row[]): string[] => rows.map((row) => textOf(row.page_name));
  return {
    captions: numberOf(all.captions),
    messages: numberOf(all.messages),
    firstMessage: instantOrNull(all.first_message),
    lastMessage: instantOrNull(all.last_message),
    pages: names(pages),
    unlisted: names(pages.filter((row) => row.is_shown !== true)),
    unmatched: numberOf(all.unmatched),
  };
}
