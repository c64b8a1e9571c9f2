import { constants, fstatSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { badInput, ErosError } from "../../domain/errors.js";
import type { ImportKind } from "../../domain/import-columns.js";
import { pathFault } from "../../text/path-fault.js";
import { unlessAborted } from "../../warehouse/abort.js";
import { type FileFormat, formatOf } from "./file-format.js";

const CHUNK = 1 << 18;
/** Names of what is piped into the program. */
const STANDARD_INPUT = ["-", "/dev/stdin"];

/** A file that a person named, open for reading. It is read and nothing else, whatever its name or content says. */
export class SourceFile {
  private spent = false;

  private constructor(
    readonly kind: ImportKind,
    readonly path: string,
    readonly format: FileFormat,
    /** Bytes; null for what is piped in. */
    readonly size: number | null,
    /** Device and number, which tell one file from another. */
    readonly identity: { readonly dev: number; readonly ino: number },
    private readonly beginning: Buffer,
    /** The next bytes from a place on, none at the end. */
    private readonly next: (position: number) => Promise<Buffer>,
    readonly close: () => Promise<void>,
  ) {}

  /** @throws {ErosError} where there is no such file, it may not be read, or it is of a format that is not taken. */
  static async open(kind: ImportKind, path: string, signal: AbortSignal): Promise<SourceFile> {
    return STANDARD_INPUT.includes(path)
      ? SourceFile.standardInput(kind, path, signal)
      : SourceFile.file(kind, path);
  }

  private static async file(kind: ImportKind, path: string): Promise<SourceFile> {
    let handle: FileHandle | undefined;
    try {
      // A pipe would be opened only once somebody writes into it, which may be never.
      handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      const stat = await handle.stat();
      if (stat.isDirectory())
        throw badInput(`--${kind}`, `${path} is a folder`, `name a file: --${kind} FILE`);
      if (!stat.isFile())
        throw badInput(
          `--${kind}`,
          `${path} is a pipe or device, no file`,
          `pipe the rows in: … | eros-tui import --${kind} /dev/stdin`,
        );
      const source = handle;
      const next = (position: number): Promise<Buffer> =>
        read(source, position).catch((error: unknown) => {
          throw asFailure(error, kind, path);
        });
      const beginning = await next(0);
      const format = formatOf(beginning, kind, path);
      return new SourceFile(kind, path, format, stat.size, stat, beginning, next, () => source.close());
    } catch (error) {
      await handle?.close();
      throw asFailure(error, kind, path);
    }
  }

  private static async standardInput(
    kind: ImportKind,
    path: string,
    signal: AbortSignal,
  ): Promise<SourceFile> {
    const input = process.stdin[Symbol.asyncIterator]();
    const next = async (): Promise<Buffer> => {
      const chunks: Buffer[] = [];
      for (let bytes = 0; bytes < CHUNK; ) {
        const { value, done } = await unlessAborted(input.next(), signal);
        if (done) break;
        chunks.push(value);
        bytes += value.length;
      }
      return Buffer.concat(chunks);
    };
    const beginning = await next();
    const format = formatOf(beginning, kind, path);
    if (format === "parquet")
      throw badInput(`--${kind}`, "Parquet cannot be piped in", `name the file itself: --${kind} FILE`);
    return new SourceFile(kind, path, format, null, fstatSync(0), beginning, next, async () => {
      process.stdin.destroy();
    });
  }

  /** The bytes from the beginning; what is piped in comes once. @param told hears how many have been read. */
  async *chunks(told: (bytes: number) => void = () => {}): AsyncGenerator<Buffer> {
    if (this.size === null && this.spent) throw new Error(`${this.path} cannot be read twice`);
    this.spent = true;
    let position = 0;
    for (let chunk = this.beginning; chunk.length > 0; chunk = await this.next(position)) {
      position += chunk.length;
      told(position);
      yield chunk;
    }
  }
}

async function read(handle: FileHandle, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  const { bytesRead } = await handle.read(buffer, 0, CHUNK, position);
  return buffer.subarray(0, bytesRead);
}

function asFailure(error: unknown, kind: ImportKind, path: string): unknown {
  const fault = pathFault(error);
  if (fault !== null) return badInput(`--${kind}`, `${path} cannot be a file: ${fault}`, "correct the path");
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
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
