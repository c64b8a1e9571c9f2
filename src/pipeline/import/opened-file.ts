import { badInput, ErosError } from "../../domain/errors.js";
import {
  type ColumnMatch,
  IMPORT_COLUMNS,
  type ImportKind,
  matchColumns,
} from "../../domain/import-columns.js";
import { openParquet, type ParquetFile } from "../../warehouse/open.js";
import { type CsvHeader, csvRecords, readHeader } from "./csv-file.js";
import type { FileFormat } from "./file-format.js";
import type { FileRecord } from "./file-record.js";
import { JsonColumns, jsonRecords } from "./json-lines.js";
import type { FileReport } from "./report.js";
import { SourceFile } from "./source-file.js";

/** A file of rows whose columns are known and fit its kind. */
export interface OpenedFile {
  readonly kind: ImportKind;
  readonly path: string;
  readonly format: FileFormat;
  readonly identity: SourceFile["identity"];
  /** Its records from the beginning, in batches. @param told hears which part has been read: 0 to 1, null if unknown. */
  records(told: Told): AsyncIterable<readonly FileRecord[]>;
  /** As far as they are known: objects of JSON lines may each have others. */
  columns(): FileReport["columns"];
  close(): Promise<void>;
}

type Told = (part: number | null) => void;

/** Opens a file that was named for a kind and looks at its columns, whatever its format. */
export async function openFile(kind: ImportKind, path: string, signal: AbortSignal): Promise<OpenedFile> {
  const source = await SourceFile.open(kind, path, signal);
  try {
    const common = { kind, path, format: source.format, identity: source.identity };
    switch (source.format) {
      case "csv":
        return { ...common, ...(await openCsv(source)) };
      case "json lines":
        return { ...common, ...openJsonLines(source) };
      case "parquet":
        return { ...common, ...(await openParquetRows(source, signal)) };
    }
  } catch (error) {
    await source.close();
    throw error;
  }
}

type Opened = Pick<OpenedFile, "records" | "columns" | "close">;

async function openCsv(source: SourceFile): Promise<Opened> {
  const { header, chunks } = await headerOf(source);
  return {
    records: (told) => csvRecords(chunks(told), header),
    columns: () => reported(header.columns),
    close: () => source.close(),
  };
}

type Chunks = (told: Told) => AsyncIterable<Buffer>;

/** Reads on until the header is whole; what a pipe has given till then is kept. */
async function headerOf(source: SourceFile): Promise<{ header: CsvHeader; chunks: Chunks }> {
  const begun: Buffer[] = [];
  const reading = source.chunks();
  for (;;) {
    const { value, done } = await reading.next();
    if (!done) begun.push(value);
    const header = readHeader(Buffer.concat(begun), source.kind, source.path, done === true);
    if (header === null) continue;
    if (source.size !== null) return { header, chunks: (told) => source.chunks(partOf(source, told)) };
    return {
      header,
      chunks: async function* (told) {
        yield* begun;
        for await (const chunk of reading) {
          told(null);
          yield chunk;
        }
      },
    };
  }
}

function openJsonLines(source: SourceFile): Opened {
  const columns = new JsonColumns(source.kind);
  return {
    records: (told) => jsonRecords(source.chunks(partOf(source, told)), columns),
    columns: () => ({
      used: Object.fromEntries(columns.used),
      unused: [...columns.unused],
      missing: IMPORT_COLUMNS[source.kind]
        .filter(({ field, needed }) => !needed && !columns.used.has(field))
        .map(({ field, without = null }) => ({ field, without })),
    }),
    close: () => source.close(),
  };
}

const partOf =
  ({ size }: SourceFile, told: Told) =>
  (bytes: number): void =>
    told(size === null || size === 0 ? null : bytes / size);

async function openParquetRows(source: SourceFile, signal: AbortSignal): Promise<Opened> {
  const damaged = (error: unknown): unknown =>
    error instanceof ErosError || (error instanceof Error && error.name === "AbortError")
      ? error
      : new ErosError(
          "badInput",
          `${source.path} cannot be read as Parquet: it is damaged or cut off`,
          "export it again",
          { cause: error, field: `--${source.kind}` },
        );
  let parquet: ParquetFile;
  try {
    parquet = await openParquet(source.path, signal);
  } catch (error) {
    throw damaged(error);
  }
  const match = matchColumns(source.kind, parquet.names);
  if (match.problem !== null) {
    parquet.close();
    throw badInput(
      `--${source.kind}`,
      `${source.path} cannot be read as ${source.kind}: ${match.problem}; its columns are ${parquet.names.join(", ")}`,
      "docs/import.md lists the columns and their other names",
    );
  }
  return {
    async *records(told) {
      let record = 0;
      try {
        for await (const rows of parquet.rows()) {
          told(null);
          yield rows.map((row): FileRecord => {
            const cells = match.places.map((place) => (place < 0 ? undefined : (row[place] ?? null)));
            return { record: ++record, line: null, lastLine: null, cells };
          });
        }
      } catch (error) {
        throw damaged(error);
      }
    },
    columns: () => reported(match),
    close: async () => {
      parquet.close();
      await source.close();
    },
  };
}

const reported = (match: ColumnMatch): FileReport["columns"] => ({
  used: Object.fromEntries(match.used.map(({ field, column }) => [field, column])),
  unused: match.unused,
  missing: match.missing.map(({ field, without = null }) => ({ field, without })),
});
