import type { Ctx } from "../warehouse/port.js";
import { type Logger, SILENT } from "./log.js";

/** What a verb hears and says: the warehouse's context, and where the run is told. */
export interface VerbCtx extends Ctx {
  readonly log?: Logger;
}

export const logOf = (ctx: Pick<VerbCtx, "log">): Logger => ctx.log ?? SILENT;
