import { type FileHandle, open } from "node:fs/promises";
import { badInput, ErosError } from "../../domain/errors.js";
import type { ImportKind } from "../../domain/import-columns.js";

export type FileFormat = "csv" | "json lines" | "parquet";
const CHUNK = 1 << 18;

/** A file that a person named, open for reading. It is read and nothing else, whatever its name or content says. */
export class SourceFile {
  private spent = false;

  private constructor(
    readonly kind: ImportKind,
    readonly path: string,
    private readonly handle: FileHandle,
    readonly format: FileFormat,
    /** Bytes; null for a pipe. */
    readonly size: number | null,
    /** Device and number, which tell one file from another. */
    readonly identity: { readonly dev: number; readonly ino: number },
    private readonly beginning: Buffer,
  ) {}

  /** @throws {ErosError} where there is no such file, it may not be read, or it is of a format that is not taken. */
  static async open(kind: ImportKind, path: string): Promise<SourceFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, "r");
      const stat = await handle.stat();
      if (stat.isDirectory())
        throw badInput(`--${kind}`, `${path} is a folder`, `name a file: --${kind} FILE`);
      const size = stat.isFile() ? stat.size : null;
      const beginning = await read(handle, size === null ? null : 0);
      const format = formatOf(beginning, kind, path);
      if (format === "parquet" && size === null)
        throw badInput(`--${kind}`, `${path} is Parquet through a pipe`, "name the file itself");
      return new SourceFile(kind, path, handle, format, size, { dev: stat.dev, ino: stat.ino }, beginning);
    } catch (error) {
      await handle?.close();
      throw asFailure(error, kind, path);
    }
  }

  /** The file's bytes from its beginning; a pipe gives them once. @param read hears how many have been read. */
  async *chunks(told: (bytes: number) => void = () => {}): AsyncGenerator<Buffer> {
    if (this.size === null && this.spent) throw new Error(`${this.path} cannot be read twice: it is a pipe`);
    this.spent = true;
    let position = this.beginning.length;
    let chunk = this.beginning;
    while (chunk.length > 0) {
      told(position);
      yield chunk;
      chunk = await read(this.handle, this.size === null ? null : position).catch((error: unknown) => {
        throw asFailure(error, this.kind, this.path);
      });
      position += chunk.length;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** A pipe gives what it has: its bytes are gathered until the chunk is full or it ends. */
async function read(handle: FileHandle, position: number | null): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  let filled = 0;
  while (filled < CHUNK) {
    const { bytesRead } = await handle.read(
      buffer,
      filled,
      CHUNK - filled,
      position === null ? null : position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Formats that are not taken, by their first bytes, and what makes one of them that is. */
const FOREIGN: readonly [magic: RegExp, is: string, remedy: string][] = [
  [/^\x1f\x8b/, "is compressed with gzip", "unpack it first: gunzip --keep FILE"],
  [/^PK\x03\x04/, "is a ZIP archive or a spreadsheet's own file", "export it as CSV (UTF-8)"],
  [/^(\xff\xfe|\xfe\xff)/, "is UTF-16", "save it again as CSV UTF-8"],
  [/^.{8}DUCK/s, "is a database, not a file of rows", "export its table as CSV or Parquet"],
  [/^(\xef\xbb\xbf)?\s*\[/, "is one JSON array", "put one object on a line: jq -c '.[]' FILE > rows.jsonl"],
];

function formatOf(beginning: Buffer, kind: ImportKind, path: string): FileFormat {
  const start = beginning.toString("latin1", 0, 4096);
  const foreign = FOREIGN.find(([magic]) => magic.test(start));
  if (foreign !== undefined) throw badInput(`--${kind}`, `${path} ${foreign[1]}`, foreign[2]);
  if (start.startsWith("PAR1")) return "parquet";
  return /^(\xef\xbb\xbf)?\s*\{/.test(start) ? "json lines" : "csv";
}

function asFailure(error: unknown, kind: ImportKind, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return badInput(`--${kind}`, `there is no file ${path}`, "correct the path");
    case "EACCES":
    case "EPERM":
      return new ErosError(
        "notPermitted",
        `${path} may not be read by you`,
        "look at `ls -l` of it; it must be readable for you",
        { cause: error },
      );
    case "EIO":
      return badInput(`--${kind}`, `${path} cannot be read: ${(error as Error).message}`, "copy it anew");
    default:
      return error;
  }
}
