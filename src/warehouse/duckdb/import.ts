import { IMPORT_KINDS, type ImportKind } from "../../domain/import-columns.js";
import { NOTES, type NoteCode } from "../../domain/import-notes.js";
import type { ImportedRows } from "../../domain/import-rows.js";
import { instantOrNull, numberOf, type Row, textOf } from "../cells.js";
import {
  type Found,
  type ImportOutcome,
  type ImportSource,
  type KindOutcome,
  LISTED,
  type PlacedRow,
  type RowBatches,
} from "../import-rows.js";
import { inDataset } from "../sql-library.js";
import { IMPORTED_CAPTIONS } from "./import-captions.js";
import type { ImportedKind } from "./import-kind.js";
import { importedMessages } from "./import-messages.js";
import { IMPORTED_CREATORS, IMPORTED_INVENTORY } from "./import-pages.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";
import { type StagedColumn, stageBatches } from "./staging.js";

/** Takes rows of files in one transaction; what the source does not keep is rolled back. */
export function importRows(session: Session, source: ImportSource): Promise<ImportOutcome> {
  return session.transaction(
    async () => {
      const kinds: Partial<Record<ImportKind, KindOutcome>> = {};
      // One after the other: messages are compared with the captions that come with them.
      for (const kind of IMPORT_KINDS) {
        const outcome = await taken(session, source, kind);
        if (outcome !== null) kinds[kind] = outcome;
      }
      return { kinds, holds: await holdings(session) };
    },
    { keeps: (outcome) => source.keeps(outcome) },
  );
}

function taken(session: Session, source: ImportSource, kind: ImportKind): Promise<KindOutcome | null> {
  switch (kind) {
    case "captions":
      return take(session, source.rows(kind), IMPORTED_CAPTIONS);
    case "messages":
      return take(session, source.rows(kind), importedMessages());
    case "creators":
      return take(session, source.rows(kind), IMPORTED_CREATORS);
    case "inventory":
      return take(session, source.rows(kind), IMPORTED_INVENTORY);
  }
}

async function take<Kind extends ImportKind>(
  session: Session,
  batches: RowBatches<ImportedRows[Kind]> | null,
  { columns, judge, add, refusals }: ImportedKind<Kind>,
): Promise<KindOutcome | null> {
  if (batches === null) return null;
  const came = await stageBatches(session, batches, placed(columns));
  await session.rows(`CREATE TEMP TABLE judged AS ${inDataset(judge, DATASET)}`);
  const counts = await session.rows(
    "SELECT j.finding, COUNT(*) AS found FROM judged AS j WHERE j.finding IS NOT NULL GROUP BY j.finding ORDER BY j.finding",
  );
  const notes: (Found & { code: NoteCode })[] = [];
  const refused: (Found & { field: string; why: string })[] = [];
  let there = 0;
  for (const { finding, found } of counts) {
    const name = textOf(finding);
    if (name === "there") {
      there = numberOf(found);
      continue;
    }
    const at = await placesOf(session, name);
    const refusal = refusals[name];
    if (refusal !== undefined) refused.push({ count: numberOf(found), at, ...refusal });
    else if (name in NOTES) notes.push({ count: numberOf(found), at, code: name as NoteCode });
    else throw new Error(`an import knows no finding ${name}`);
  }
  const [added] = await session.rows(add);
  await session.rows("DROP TABLE judged");
  await session.rows("DROP TABLE staged");
  return { came, added: numberOf(added?.Count), there, notes, refused };
}

/** The columns of a kind, and the place of each row. */
const placed = <R>(columns: readonly StagedColumn<R>[]): StagedColumn<PlacedRow<R>>[] => [
  ...columns.map(([name, type, read]): StagedColumn<PlacedRow<R>> => [name, type, ({ row }) => read(row)]),
  ["record", "BIGINT", ({ record }) => BigInt(record)],
  ["line", "BIGINT", ({ line }) => (line === null ? null : BigInt(line))],
];

async function placesOf(session: Session, finding: string): Promise<Found["at"]> {
  const rows = await session.rows(
    `SELECT j.record, j.line, j.about, j.other_record, j.other_line
     FROM judged AS j WHERE j.finding = $1 ORDER BY j.n LIMIT ${LISTED}`,
    [finding],
  );
  const place = (record: unknown, line: unknown) => ({
    record: numberOf(record),
    line: line === null ? null : numberOf(line),
  });
  return rows.map((row) => ({
    ...place(row.record, row.line),
    first: row.other_record === null ? null : place(row.other_record, row.other_line),
    value: row.about === null ? null : textOf(row.about),
  }));
}

/** What the warehouse holds now. */
async function holdings(session: Session): Promise<ImportOutcome["holds"]> {
  const all = await session.row(`
    SELECT
      (SELECT COUNT(*) FROM ${DATASET}.caption_bank) AS captions,
      COUNT(*) AS messages, MIN(m.sending_time) AS first_message, MAX(m.sending_time) AS last_message,
      COUNT(*) FILTER (
        WHERE NOT EXISTS (SELECT 1 FROM ${DATASET}.caption_bank AS c WHERE c.caption_id = m.caption_id)
          AND NOT EXISTS (SELECT 1 FROM ${DATASET}.caption_bank AS c WHERE c.caption_key = m.caption_key)
      ) AS unmatched
    FROM ${DATASET}.mass_messages AS m`);
  const pages = await session.rows(`
    SELECT p.page_name, p.is_listed OR (SELECT COUNT(*) FROM ${DATASET}.active_creators) = 0 AS is_shown
    FROM ${DATASET}.pages(CAST(NULL AS VARCHAR)) AS p
    ORDER BY p.page_name`);
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
