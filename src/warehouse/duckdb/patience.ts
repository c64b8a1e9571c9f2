import { ErosError } from "../../domain/errors.js";
import { pause } from "../abort.js";
import type { Ctx } from "../port.js";
import { isStopped } from "./process-state.js";

/** How long one unit of work waits for a process that uses the file. */
const WAIT_SECONDS = 15;
const TOLD_EVERY_SECONDS = 5;

/** A wait for a busy file: seen while it lasts, stopped by the signal, ended by a deadline that names the holder. */
export class Patience {
  private readonly began = performance.now();
  private told = -1;
  private holder: number | undefined;
  /** When the holder was last seen to change: a queue that moves is no hang. */
  private since = this.began;

  constructor(
    private readonly file: string,
    private readonly ctx: Ctx,
    private readonly seconds: number = WAIT_SECONDS,
  ) {}

  /**
   * Waits a moment.
   * @param holder process that is known to have the file.
   * @throws {ErosError} "unreachable" once the deadline has passed.
   */
  async pause(milliseconds: number, holder: number | undefined): Promise<void> {
    const now = performance.now();
    const waited = (now - this.began) / 1000;
    if (holder !== undefined && holder !== this.holder) {
      this.holder = holder;
      this.since = now;
    }
    if (now - this.since >= this.seconds * 1000)
      throw new ErosError(
        "unreachable",
        `${this.file} is in use by ${nameOf(holder)}; waited ${Math.round(waited)} s for it`,
        remedyFor(holder),
      );
    // Most waits last milliseconds: only one that a person notices is worth a word, and now and then another.
    if (waited >= 0.3 && Math.floor(waited / TOLD_EVERY_SECONDS) > this.told) {
      this.told = Math.floor(waited / TOLD_EVERY_SECONDS);
      this.ctx.progress({ kind: "step", name: `waiting for ${nameOf(holder)}, which uses ${this.file}` });
    }
    await pause(milliseconds, this.ctx.signal);
  }
}

function nameOf(holder: number | undefined): string {
  if (holder === undefined) return "another process";
  return isStopped(holder) ? `process ${holder} (stopped)` : `process ${holder}`;
}

function remedyFor(holder: number | undefined): string {
  if (holder === undefined) return "close the program that has the file open, then run it again";
  if (isStopped(holder))
    return `let it go on with \`kill -CONT ${holder}\` (or \`fg\` where it was started), or end it with \`kill -KILL ${holder}\`, which loses nothing that was committed; then run it again`;
  return `see what it is with \`ps -p ${holder}\`, let it finish or close it, then run it again`;
}
