import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { onAbort, throwIfAborted } from "../abort.js";
import type { Row } from "../cells.js";
import { engine } from "./api.js";
import { busyHolder, isDamaged, othersToMend } from "./failures.js";
import type { Patience } from "./patience.js";
import { putBack, SpareBlocks, sparesOf } from "./spare-blocks.js";

export type Mode = "read" | "write";
/** Rows go in as one JSON text, moments as ISO text: nothing is ever spliced into a statement. */
export type Value = string | number | boolean | null;

/** Hears every statement just before and just after it runs; what it throws stands for the engine's failure. */
export type Witness = (statement: string, moment: "before" | "after") => void;

/** An open file, for one unit of work. */
export class Session {
  private running = false;
  private deaf = false;
  /** As given to the last query. */
  private readonly given: Value[] = [];
  private insisting: NodeJS.Timeout | undefined;
  private readonly forget: () => void;
  private readonly interrupt = (): void => {
    if (!this.running || this.deaf) return;
    this.connection.interrupt();
    // The engine forgets an interrupt that comes between the phases of a statement.
    this.insisting = setTimeout(this.interrupt, 20);
  };

  constructor(
    private readonly instance: DuckDBInstance,
    /** For bulk rows, which go in by the engine's own appender. */
    readonly connection: DuckDBConnection,
    private readonly signal: AbortSignal,
    private readonly witness: Witness,
    /** Of a session that may write. */
    private readonly spare: SpareBlocks | null = null,
  ) {
    this.forget = onAbort(signal, this.interrupt);
  }

  /** Runs a statement. @returns its rows, with the engine's types (read them through cells.ts). */
  async rows(statement: string, values: readonly Value[] = []): Promise<Row[]> {
    if (!this.deaf) throwIfAborted(this.signal);
    this.witness(statement, "before");
    const rows = await this.answer(statement, values);
    this.witness(statement, "after");
    if (!this.deaf) throwIfAborted(this.signal);
    return rows;
  }

  /**
   * Runs a query whose plan knows its values. A parameter is planned without its value, and once more where its type is
   * not the one that was guessed; as variables of the connection they are constants, so that what they rule out is
   * neither planned nor read.
   */
  async query(statement: string, values: readonly Value[] = []): Promise<Row[]> {
    if (!this.deaf) throwIfAborted(this.signal);
    for (const [index, value] of values.entries())
      if (this.given[index] !== value || index >= this.given.length) {
        await this.connection.run(`SET VARIABLE ${variable(index + 1)} = $1`, [value]);
        this.given[index] = value;
      }
    return this.rows(statement.replace(/\$(\d+)/g, (_, n) => `getvariable('${variable(Number(n))}')`));
  }

  private async answer(statement: string, values: readonly Value[]): Promise<Row[]> {
    this.running = true;
    try {
      const reader = await this.connection.runAndReadAll(statement, [...values]);
      return reader.getRowObjectsJS();
    } finally {
      this.running = false;
      clearTimeout(this.insisting);
    }
  }

  /** The only row of a query that always has one. */
  async row(statement: string, values: readonly Value[] = []): Promise<Row> {
    const [first] = await this.rows(statement, values);
    if (!first) throw new Error(`no row: ${statement}`);
    return first;
  }

  /**
   * All or nothing. Once COMMIT is sent (`onCommit`) the signal is not heard until it is answered: its outcome must be
   * known. What `keeps` denies is rolled back, its result returned all the same.
   */
  async transaction<T>(
    work: () => Promise<T>,
    {
      onCommit = () => {},
      keeps = () => true,
    }: { onCommit?: () => void; keeps?: (result: T) => boolean } = {},
  ): Promise<T> {
    await this.spare?.renew(this.connection);
    await this.rows("BEGIN TRANSACTION");
    try {
      const result = await work();
      throwIfAborted(this.signal);
      if (!keeps(result)) await this.rollback();
      else await this.unheard(onCommit, () => this.rows("COMMIT"));
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  private async unheard(begin: () => void, work: () => Promise<unknown>): Promise<void> {
    this.deaf = true;
    try {
      begin();
      await work();
    } finally {
      this.deaf = false;
    }
  }

  private async rollback(): Promise<void> {
    // An error of the engine has often ended the transaction already: then this says so, and that is fine.
    await this.connection.run("ROLLBACK").catch(() => {});
  }

  /**
   * Two pieces of reading at once, each on a connection of its own: a connection answers one query at a time, and most
   * of a small query is planning, which uses one processor. Both have ended when this returns or throws.
   */
  async both<A, B>(
    one: (session: Session) => Promise<A>,
    other: (session: Session) => Promise<B>,
  ): Promise<[A, B]> {
    const beside = new Session(this.instance, await this.instance.connect(), this.signal, this.witness);
    try {
      const [first, second] = await Promise.allSettled([one(this), other(beside)]);
      if (first.status === "rejected") throw first.reason;
      if (second.status === "rejected") throw second.reason;
      return [first.value, second.value];
    } finally {
      beside.disconnect();
    }
  }

  /** Every query must have been awaited: a close under a running one never returns. */
  close(): void {
    this.disconnect();
    try {
      this.instance.closeSync();
    } finally {
      this.spare?.end();
    }
  }

  private disconnect(): void {
    this.forget();
    this.connection.closeSync();
  }
}

const variable = (n: number): string => `value_${n}`;

const SETTINGS = {
  memory_limit: "1GB",
  // Nothing is fetched, and no SQL reaches another file than the database itself.
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  enable_external_access: "false",
  // As BigQuery has it, should an ORDER BY ever leave it open.
  default_null_order: "nulls_first_on_asc_last_on_desc",
};

/**
 * Opens the file, waiting while another process has it.
 * @param threads that answer one query together. Where `both` reads on two connections one is enough: of small queries
 * the second thread only costs a third more processor time, spent on waiting for the first.
 */
export async function openSession(
  file: string,
  mode: Mode,
  patience: Patience,
  signal: AbortSignal,
  witness: Witness,
  threads: 1 | 2 = 2,
): Promise<Session> {
  const denied = new Set<string>();
  for (let attempt = 0; ; attempt++) {
    throwIfAborted(signal);
    const left = sparesOf(file).filter((path) => !denied.has(path));
    // Whoever has it open for reading keeps writers out, and writes nothing on closing.
    const opened = await opening(file, left.length > 0 ? "read" : mode, threads);
    if ("busy" in opened) {
      await patience.pause(Math.min(100, 8 * 2 ** attempt) * (0.25 + 0.75 * Math.random()), opened.busy);
      continue;
    }
    if (left.length > 0) {
      const outcome = puttingBack(file, left, opened);
      if ("denied" in outcome) for (const path of outcome.denied) denied.add(path);
      else await patience.pause(3 + 4 * Math.random(), outcome.holder);
      continue;
    }
    if ("damaged" in opened) throw denied.size > 0 ? othersToMend(file, opened.damaged) : opened.damaged;
    return await begun(file, mode, opened.instance, signal, witness);
  }
}

type Opened =
  | { readonly instance: DuckDBInstance }
  | { readonly busy: number | undefined }
  | { readonly damaged: unknown };

async function opening(file: string, mode: Mode, threads: number): Promise<Opened> {
  const { DuckDBInstance } = engine();
  try {
    const instance = await DuckDBInstance.create(file, {
      ...SETTINGS,
      threads: String(threads),
      access_mode: mode === "read" ? "READ_ONLY" : "READ_WRITE",
    });
    return { instance };
  } catch (error) {
    const busy = busyHolder(error);
    if (busy) return { busy: busy.pid };
    if (isDamaged(error)) return { damaged: error };
    throw error;
  }
}

function puttingBack(file: string, left: readonly string[], opened: Opened): ReturnType<typeof putBack> {
  try {
    return putBack(file, left);
  } finally {
    if ("instance" in opened) opened.instance.closeSync();
  }
}

async function begun(
  file: string,
  mode: Mode,
  instance: DuckDBInstance,
  signal: AbortSignal,
  witness: Witness,
): Promise<Session> {
  let spare: SpareBlocks | null = null;
  try {
    const connection = await instance.connect();
    // Not accepted among the settings above; the default is the machine's zone.
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run("SET lock_configuration = true");
    if (mode === "write") spare = await SpareBlocks.keep(file, connection);
    return new Session(instance, connection, signal, witness, spare);
  } catch (error) {
    instance.closeSync();
    spare?.end();
    throw error;
  }
}
