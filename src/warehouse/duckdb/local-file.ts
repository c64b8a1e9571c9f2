import { ErosError } from "../../domain/errors.js";
import { throwIfAborted } from "../abort.js";
import type { Ctx } from "../port.js";
import { retrying } from "../retry.js";
import { isTransient, stillBusy } from "./failures.js";
import { type Marks, readMarks } from "./marks.js";
import type { Session, Witness } from "./session.js";
import { type UnitOptions, unitOfWork } from "./unit.js";
import { upgrade } from "./upgrade.js";

type Way = Pick<UnitOptions, "mode" | "threads">;

const OUTDATED = Symbol("another version's");

export interface FileOptions {
  readonly readOnly: boolean;
  readonly waitSeconds?: number;
  readonly witness?: Witness;
}

/** A warehouse file between two units of work: closed. Remembers what it said about itself. */
export class LocalFile {
  private known: Marks | undefined;
  private closed = false;
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    readonly path: string,
    private readonly options: FileOptions,
  ) {}

  /** As of the last unit of work. */
  get marks(): Marks {
    if (!this.known) throw new Error("the file has not been read yet");
    return this.known;
  }

  /** Reads what the file says about itself and nothing else: its functions may be another version's. */
  async look(ctx: Ctx): Promise<void> {
    const { waitSeconds, witness } = this.options;
    this.known = await unitOfWork(this.path, { mode: "read", waitSeconds, witness }, ctx, readMarks);
  }

  read<T>(ctx: Ctx, work: (session: Session) => Promise<T>): Promise<T> {
    return this.unit({ mode: "read" }, ctx, work);
  }

  /** For work that reads on two connections at once (`Session.both`): one thread each. */
  readBoth<T>(ctx: Ctx, work: (session: Session) => Promise<T>): Promise<T> {
    return this.unit({ mode: "read", threads: 1 }, ctx, work);
  }

  /** @throws {ErosError} "notPermitted" where the warehouse was opened read-only. */
  async write<T>(ctx: Ctx, work: (session: Session) => Promise<T>): Promise<T> {
    this.refuseReadOnly();
    return this.unit({ mode: "write" }, ctx, work);
  }

  refuseReadOnly(): void {
    if (this.options.readOnly)
      throw new ErosError(
        "notPermitted",
        `${this.path} is opened read-only: nothing is written to it`,
        "use a profile without read_only",
      );
  }

  /** Waits for what is under way and refuses everything after. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled([...this.running]);
  }

  private async unit<T>(way: Way, ctx: Ctx, work: (session: Session) => Promise<T>): Promise<T> {
    if (this.closed) throw new ErosError("unexpected", "the warehouse has been closed", "open it again");
    throwIfAborted(ctx.signal);
    const mine = retrying(ctx, isTransient, () => this.inThisVersion(way, ctx, work));
    this.running.add(mine);
    try {
      return await mine;
    } catch (error) {
      throw isTransient(error) ? stillBusy(error, this.path) : error;
    } finally {
      this.running.delete(mine);
    }
  }

  /** A file that another version of the program made becomes this one's first, then the work. */
  private async inThisVersion<T>(way: Way, ctx: Ctx, work: (session: Session) => Promise<T>): Promise<T> {
    const { waitSeconds, witness } = this.options;
    const options: UnitOptions = { ...way, waitSeconds, witness };
    // An older program may put its own functions back between the two, but not for ever.
    for (let tries = 0; ; tries++) {
      const done = await unitOfWork(this.path, options, ctx, async (session) => {
        this.known = await readMarks(session);
        return this.known.current ? await work(session) : OUTDATED;
      });
      if (done !== OUTDATED) return done;
      if (this.options.readOnly || tries > 2) throw this.outdated();
      await upgrade(this.path, { waitSeconds, witness }, ctx).catch((error: unknown) => {
        throw error instanceof ErosError && error.kind === "notPermitted" ? this.othersToRenew(error) : error;
      });
    }
  }

  private othersToRenew(cause: ErosError): ErosError {
    return new ErosError(
      "notPermitted",
      `${this.path} is of another version of eros-tui and has to be renewed, but ${cause.message}`,
      "somebody who may write it and its folder opens it once, for example with `eros-tui analyze`",
      { cause },
    );
  }

  private outdated(): ErosError {
    return this.options.readOnly
      ? new ErosError(
          "incomplete",
          `${this.path} is of another version of eros-tui, and it is opened read-only`,
          "open it once without read_only, for example with `eros-tui analyze`: that renews it",
        )
      : new ErosError(
          "incomplete",
          `${this.path} is made another version's again and again: programs of two versions use it at once`,
          "update the older one",
        );
  }
}
