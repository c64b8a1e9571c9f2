import { createHash } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { numberOf } from "../cells.js";
import { isAlive } from "./process-state.js";
import { isDenied } from "./tickets.js";

/*
 * A checkpoint of the engine writes into free blocks and then a new header, so that a kill on the way leaves the old
 * state whole. One thing it writes in place: blocks of its directory that are used in part. Half of one written, by a
 * kill or a power cut, and the file does not open any more. So whoever writes first keeps those blocks beside the file,
 * `<database>.spare-<pid>-<n>`. As long as the header is the same, what it uses of them is the same: a block that is
 * broken then may be put back, and the engine's log has all the rest.
 */

/** Before the blocks of a file: a header of the file and two of its states, of which the engine writes one in turn. */
const HEADERS = 3 * 4096;
let kept = 0;

interface Block {
  readonly id: number;
  readonly bytes: Buffer;
}

/** The blocks that the engine may rewrite in place, kept as long as a session may write. */
export class SpareBlocks {
  private constructor(
    private readonly file: string,
    /** Closed after the engine's: the first close of a file in a process ends the lock of it. */
    private readonly opened: number,
    private path: string | null,
    private headers: Buffer,
  ) {}

  /** To be called by who holds the engine's lock. */
  static async keep(file: string, connection: DuckDBConnection): Promise<SpareBlocks | null> {
    // There nobody reads a file that the engine has open for writing.
    if (process.platform === "win32") return null;
    const opened = openSync(file, "r");
    const spare = new SpareBlocks(file, opened, null, Buffer.alloc(0));
    await spare.renew(connection);
    return spare;
  }

  /** Keeps them anew where the engine has gone on to another state since. */
  async renew(connection: DuckDBConnection): Promise<void> {
    const headers = bytesAt(this.opened, 0, HEADERS);
    if (headers.equals(this.headers)) return;
    const rows = await connection.runAndReadAll(
      "SELECT m.block_id, s.block_size FROM pragma_metadata_info() AS m, pragma_database_size() AS s",
    );
    const blocks = rows.getRowObjectsJS().map(({ block_id, block_size }): Block => {
      const [id, size] = [numberOf(block_id), numberOf(block_size)];
      return { id, bytes: bytesAt(this.opened, placeOf(id, size), size) };
    });
    const before = this.path;
    // A file that is being made has none yet.
    this.path = blocks.length === 0 ? null : write(this.file, this.opened, headers, blocks);
    this.headers = headers;
    if (before !== null) rmSync(before, { force: true });
  }

  /** To be called once the engine has closed the file. What a checkpoint that failed may need is left for the next one. */
  end(): void {
    try {
      if (this.path !== null && this.isOver(this.path)) rmSync(this.path, { force: true });
    } finally {
      closeSync(this.opened);
    }
  }

  private isOver(path: string): boolean {
    if (!bytesAt(this.opened, 0, HEADERS).equals(this.headers)) return true;
    const blocks = read(path)?.blocks ?? [];
    return blocks.every(({ id, bytes }) =>
      bytesAt(this.opened, placeOf(id, bytes.length), bytes.length).equals(bytes),
    );
  }
}

/** What sessions have kept beside the file and not yet given up: of one that works, or of killed ones. */
export function sparesOf(file: string): string[] {
  try {
    return readdirSync(dirname(file))
      .filter((name) => claimOf(file, name) !== null)
      .map((name) => join(dirname(file), name));
  } catch (error) {
    if (isDenied(error)) return [];
    throw error;
  }
}

/** Removes them: they are those of a file that is to go. */
export const dropSpares = (file: string): void => {
  for (const path of sparesOf(file)) rmSync(path, { force: true });
};

/**
 * Puts back what killed processes left broken. To be called while nobody can write the file: under the engine's lock,
 * or while the engine finds it damaged.
 * @returns a process that is about it just now, or those of the paths that are not ours to put back.
 */
export function putBack(
  file: string,
  paths: readonly string[],
): { readonly holder: number } | { readonly denied: readonly string[] } {
  const denied: string[] = [];
  for (const path of paths) {
    const claim = claimOf(file, basename(path));
    if (claim === null) continue;
    if (claim.by !== undefined && claim.by !== process.pid && isAlive(claim.by)) return { holder: claim.by };
    try {
      accessSync(file, constants.W_OK);
      // One process only: whoever comes later finds nothing to take, and the file whole.
      const mine = `${join(dirname(file), claim.name)}.${process.pid}`;
      renameSync(path, mine);
      mend(file, mine);
      rmSync(mine, { force: true });
    } catch (error) {
      if (isDenied(error)) denied.push(path);
      else if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return { denied };
}

/** What a name says, `<database>.spare-<pid>-<n>` and behind it the process that has taken it on; null for other files. */
function claimOf(
  file: string,
  name: string,
): { readonly name: string; readonly by: number | undefined } | null {
  const prefix = `${basename(file)}.spare-`;
  if (!name.startsWith(prefix)) return null;
  const [, own, by] = /^(\d+-\d+)(?:\.(\d+))?$/.exec(name.slice(prefix.length)) ?? [];
  return own === undefined ? null : { name: prefix + own, by: by === undefined ? undefined : Number(by) };
}

function mend(file: string, path: string): void {
  const spare = read(path);
  // Killed before it was whole: the engine had not begun.
  if (spare === null) return;
  const opened = openSync(file, "r+");
  try {
    if (!bytesAt(opened, 0, HEADERS).equals(spare.headers)) return;
    const broken = spare.blocks.filter(
      ({ id, bytes }) => isSound(bytes) && !isSound(bytesAt(opened, placeOf(id, bytes.length), bytes.length)),
    );
    for (const { id, bytes } of broken) writeSync(opened, bytes, 0, bytes.length, placeOf(id, bytes.length));
    if (broken.length > 0) fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

const placeOf = (id: number, size: number): number => HEADERS + id * size;

/** Zeros where the file ends before. */
function bytesAt(opened: number, place: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let got = 0; got < length; ) {
    const more = readSync(opened, bytes, got, length - got, place + got);
    if (more === 0) break;
    got += more;
  }
  return bytes;
}

/** A line of JSON, then the headers and the blocks. On the disk before the engine begins, readable by who may read the file. */
function write(file: string, opened: number, headers: Buffer, blocks: readonly Block[]): string {
  const path = `${file}.spare-${process.pid}-${kept++}`;
  const body = Buffer.concat([headers, ...blocks.map(({ bytes }) => bytes)]);
  const ids = blocks.map(({ id }) => id);
  const line = JSON.stringify({ ids, size: blocks[0]?.bytes.length, sha256: sha256(body) });
  const target = openSync(path, "wx", 0o600);
  try {
    fchmodSync(target, fstatSync(opened).mode & 0o666);
    writeSync(target, Buffer.concat([Buffer.from(`${line}\n`), body]));
    fsyncSync(target);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(target);
  }
  syncFolder(dirname(path));
  return path;
}

/** So that the name outlives a power cut; not every system can. */
function syncFolder(folder: string): void {
  try {
    const opened = openSync(folder, "r");
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // said above
  }
}

/** Null where it is not whole. */
function read(path: string): { readonly headers: Buffer; readonly blocks: readonly Block[] } | null {
  const all = readFileSync(path);
  const end = all.indexOf("\n");
  if (end < 0) return null;
  try {
    const {
      ids,
      size,
      sha256: sum,
    } = JSON.parse(all.toString("utf8", 0, end)) as {
      ids: number[];
      size: number;
      sha256: string;
    };
    const body = all.subarray(end + 1);
    if (sha256(body) !== sum) return null;
    const blocks = ids.map((id, n) => ({
      id,
      bytes: body.subarray(HEADERS + n * size, HEADERS + (n + 1) * size),
    }));
    return { headers: body.subarray(0, HEADERS), blocks };
  } catch {
    return null;
  }
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Whether a block is as the engine wrote it: it begins with the checksum of the rest. */
function isSound(block: Buffer): boolean {
  let sum = 5381n;
  for (let at = 8; at < block.length; at += 8)
    sum ^= BigInt.asUintN(64, block.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  return block.readBigUInt64LE(0) === sum;
}
