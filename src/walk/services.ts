import type { Instant } from "../domain/calendar.js";
import type { SendingHours } from "../domain/overrides.js";
import type { PageName } from "../domain/page.js";
import type { Logger } from "../pipeline/log.js";
import type { Ctx, Description, Warehouse } from "../warehouse/port.js";

/** What an operator set before the walk began; the walk reads it, never changes it. */
export interface WalkSettings {
  /** Who commits: stored with the schedule and in the log. */
  readonly operator: string;
  /** The tolerance of a page, or "report": the report's own. */
  tolerance(page: PageName): number | "report";
  /** Sending hours where a week overrides none. */
  readonly hours: SendingHours;
  /** Folder for CSV files, as shown: "." is the current one. */
  readonly csvDir: string;
  /** The operator's own pages, where the config names them: `m` switches mine and all. */
  readonly pages: readonly PageName[] | null;
  /** True: every commit to production asks for the word; false: the first of a run. */
  readonly confirmEvery: boolean;
  readonly spreadsheetSafe: boolean;
  /** Where the log is, for the place of an error; absent where there is none. */
  readonly logPath?: string;
}

/** The world outside the walk, injected: the machine itself touches neither files nor clocks. */
export interface WalkServices {
  readonly settings: WalkSettings;
  /** Opens the warehouse, seeding the demo first where there is none; may take seconds and tells its steps. */
  open(ctx: Ctx): Promise<Warehouse>;
  /** "Now" for analysis, due dates and the past rule: `--as-of`, the demo's own Monday, or the real time. */
  now(warehouse: Description): Instant;
  /** The real time: schedule ids, the time of a check, how long work takes. */
  real(): Instant;
  readonly log: Logger;
  /** Copies a text to where the operator pastes from. @returns the ways that took it; absent where there is none. */
  readonly copy?: (text: string) => Promise<readonly string[]>;
}
