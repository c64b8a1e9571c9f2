import { chmodSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ErosError } from "../../domain/errors.js";
import { throwIfAborted } from "../abort.js";
import type { CreateOptions } from "../options.js";
import type { Ctx, Warehouse } from "../port.js";
import { asFailure } from "./failures.js";
import { writeTables } from "./marks.js";
import { Patience } from "./patience.js";
import { isAlive } from "./process-state.js";
import { openSession } from "./session.js";
import { dropSpares } from "./spare-blocks.js";
import { withTicket } from "./tickets.js";
import { inTurn, realFile, unitOfWork } from "./unit.js";
import { openDuckdb } from "./warehouse.js";

/** Another process may be making the same file, with all its rows. */
const CREATION_WAIT_SECONDS = 90;
let made = 0;

/** @see createLocalFile in open.ts */
export async function createDuckdbFile(
  file: string,
  options: CreateOptions,
  fill: (warehouse: Warehouse) => Promise<void>,
  ctx: Ctx,
): Promise<{ created: boolean }> {
  try {
    throwIfAborted(ctx.signal);
    // Drafts, logs and money of pages: nobody else's business.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const path = realFile(file);
    if (options.replace) {
      await build(path, options, fill, ctx, (temporary) => replace(file, path, temporary, ctx));
      return { created: true };
    }
    // The others wait for the turn, then find the file.
    return await withTicket(path, new Patience(file, ctx, CREATION_WAIT_SECONDS), false, async () => {
      if (exists(path)) return { created: false };
      let created = false;
      await build(path, options, fill, ctx, async (temporary) => {
        created = place(path, temporary);
      });
      return { created };
    });
  } catch (error) {
    throw asFailure(error, file, ctx.signal);
  }
}

/** Makes and fills the file under another name, hands it over, and leaves nothing of that name behind. */
async function build(
  path: string,
  options: CreateOptions,
  fill: (warehouse: Warehouse) => Promise<void>,
  ctx: Ctx,
  handOver: (temporary: string) => Promise<void>,
): Promise<void> {
  sweep(path);
  const temporary = `${path}.new-${process.pid}-${made++}`;
  try {
    await unitOfWork(temporary, { mode: "write", create: true }, ctx, async (session) => {
      chmodSync(temporary, 0o600);
      await writeTables(session, options.demo, options.demoNow);
    });
    const warehouse = await openDuckdb({ kind: "local", file: temporary, clock: options.clock }, ctx);
    try {
      await fill(warehouse);
    } finally {
      await warehouse.close();
    }
    throwIfAborted(ctx.signal);
    await handOver(temporary);
  } finally {
    removeAll(temporary);
  }
}

/** Unlike existsSync: a folder that may not be looked into is an error, not an absence. */
const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** The name appears at once with the whole file, and never over one that is there. */
function place(path: string, temporary: string): boolean {
  // A log without its database would be replayed into the new one.
  if (exists(`${path}.wal`)) renameSync(`${path}.wal`, `${path}.wal.orphan-${Date.now()}`);
  dropSpares(path);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // A file system without hard links: the check above the ticket has to do.
    if (exists(path)) return false;
    renameSync(temporary, path);
    return true;
  }
}

/** Puts the new file in the old one's place while nobody has that open. */
async function replace(file: string, path: string, temporary: string, ctx: Ctx): Promise<void> {
  const patience = new Patience(file, ctx);
  await inTurn(path, ctx.signal, () =>
    withTicket(path, patience, false, async () => {
      if (exists(path)) {
        const old = await openSession(path, "write", patience, ctx.signal, () => {}).catch(
          (error: unknown) => {
            // Busy or interrupted: not now. Foreign or damaged: it was asked to go.
            if (error instanceof ErosError || ctx.signal.aborted) throw error;
            return undefined;
          },
        );
        old?.close();
      }
      rmSync(`${path}.wal`, { force: true });
      dropSpares(path);
      renameSync(temporary, path);
    }),
  );
}

/** Removes what creations left that were killed. */
function sweep(path: string): void {
  const prefix = `${basename(path)}.new-`;
  for (const name of readdirSync(dirname(path))) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isInteger(pid) && pid !== process.pid && !isAlive(pid)) removeAll(join(dirname(path), name));
  }
}

function removeAll(temporary: string): void {
  dropSpares(temporary);
  for (const suffix of ["", ".wal", ".q", ".tmp"])
    rmSync(`${temporary}${suffix}`, { force: true, recursive: true });
}
