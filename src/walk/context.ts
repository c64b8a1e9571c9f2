import type { Instant, IsoDate } from "../domain/calendar.js";
import type { CaptionTier } from "../domain/caption.js";
import type { ErosError } from "../domain/errors.js";
import type { OverrideField, OverrideTexts, Problem } from "../domain/overrides.js";
import type { PageName } from "../domain/page.js";
import type { PassedOver, PreparedWeek } from "../domain/prepared-week.js";
import type { Schedule } from "../domain/schedule.js";
import type { Infeasible, WeekPlan } from "../domain/week.js";
import type { OverviewOrder } from "../text/overview.js";
import type {
  ConflictCheck,
  CreatorsOverview,
  Description,
  Receipt,
  Step,
  Warehouse,
} from "../warehouse/port.js";
import type { BatchState } from "./batch.js";
import type { HealthState } from "./health.js";
import type { HistoryState } from "./history.js";
import type { Line } from "./line.js";
import type { WalkServices, WalkSettings } from "./services.js";
import type { UndoState } from "./undo.js";
import type { WorklistState } from "./worklist.js";

/**
 * Everything the walk knows. State only: what a screen shows is derived from it (`tui/*.view.ts`); rules that
 * screens and machine share are in `walk/creator-list.ts`, `draft.ts` and `actions.ts`.
 */
export interface WalkContext {
  readonly services: WalkServices;
  /** The services' settings, for the views. */
  readonly settings: WalkSettings;
  /** Null until it is open. */
  readonly warehouse: Warehouse | null;
  readonly description: Description | null;
  readonly creators: Creators;
  readonly batch: BatchState;
  readonly history: HistoryState;
  readonly worklist: WorklistState;
  readonly undo: UndoState;
  readonly health: HealthState;
  /** The page of a batch that is being stored; null where none is. */
  readonly under: PageName | null;
  /** The page being planned; null on the first screen of a run. */
  readonly page: PageName | null;
  /** "plan" where this page was reached by `p`: then the next one opens its preview as well. */
  readonly route: "analysis" | "plan";
  readonly analysis: { readonly panel: AnalysisPanel; readonly scroll: number };
  readonly drafts: Drafts;
  /** What the warehouse said about the page, its start date and seed; null until asked. */
  readonly prepared: PreparedWeek | null;
  /** The last plan that could be made of it; null where none could. */
  readonly plan: WeekPlan | null;
  /** Why the overrides as they stand cannot be placed; `plan` is then the last one that could. */
  readonly infeasible: Infeasible | null;
  /** Fields whose text means nothing (yet); `plan` is then of the last valid texts: show it dimmed. */
  readonly problems: readonly Problem[];
  /** What the pick of each price tier passed over, as far as asked for. */
  readonly passedOver: Readonly<Partial<Record<CaptionTier, readonly PassedOver[] | ErosError>>>;
  /** The schedule as it would be stored and what the check said; null until checked. */
  readonly checked: Checked | null;
  readonly csv: Csv;
  /** Typed in production before the first commit. */
  readonly word: Line;
  /** True once the word was right in this run. */
  readonly wordGiven: boolean;
  /** What the commit left behind; null while nothing is stored. */
  readonly receipt: Receipt | null;
  /** Milliseconds that the last finished work took. */
  readonly tookMillis: number;
  /** Milliseconds of work, without the operator's thinking, that reading and checking this week took. */
  readonly spentMillis: number;
  /** Milliseconds from sending the commit to its receipt. */
  readonly commitMillis: number | null;
  /** True once the transaction of the running commit is sent: from then on it cannot be stopped. */
  readonly sent: boolean;
  /** True after Esc while a commit is under way that could still be stopped. */
  readonly stopping: boolean;
  /** True after the first Ctrl-C while a commit is under way: the walk leaves when the outcome is known. */
  readonly leaving: boolean;
  readonly panel: OpenPanel | null;
  /** What the failed state is about. */
  readonly failure: ErosError | null;
  /** Work under way; null when idle. */
  readonly work: Work | null;
  /** A word for the status row until the next key. */
  readonly hint: string | null;
  /** How the walk ended; null while it goes on. */
  readonly ended: Ended | null;
}

export interface Ended {
  /** "interrupt" is exit 130. */
  readonly reason: "quit" | "interrupt";
  /** The id of a schedule that was being committed: how that ended is not known. */
  readonly unknown: string | null;
  /** Why there was nothing to show: the warehouse did not open. */
  readonly failure?: ErosError | null;
  /** True where a batch was on the screen: what it has stored is told. */
  readonly batch?: boolean;
  /** How a withdrawal or a restore ended that was waited for, or not waited for any longer. */
  readonly undo?: "done" | "failed" | "unknown";
}

export interface Creators {
  /** The planning week of all pages. */
  readonly week: IsoDate;
  /** The list and the week that it was read for; null until read. */
  readonly shown: { readonly week: IsoDate; readonly overview: CreatorsOverview } | null;
  readonly filter: Line;
  readonly sort: OverviewOrder;
  /** True: only the pages of `settings.pages`. */
  readonly mine: boolean;
  /** Pages that the next batch takes. */
  readonly marked: readonly PageName[];
  /** The selected page, kept through sort, filter and reload; where it is not visible the first row stands in. */
  readonly cursor: PageName | null;
}

/** "overview" is the whole screen; the others show one panel with all its rows. */
export const ANALYSIS_PANELS = [
  "overview",
  "saturation",
  "hours",
  "weekdays",
  "categories",
  "triggers",
] as const;
export type AnalysisPanel = (typeof ANALYSIS_PANELS)[number];

/** Drafts by page and planning week. */
export type Drafts = Readonly<Record<DraftKey, Draft>>;
export type DraftKey = `${PageName}|${IsoDate}`;
export const draftKey = (page: PageName, week: IsoDate): DraftKey => `${page}|${week}`;

/** What an operator did to one page's week, kept until committed or left. */
export interface Draft {
  /**
   * The fields as typed; absent or empty is "as computed". Excluded captions stand here as well. Start date and draw
   * take effect when the warehouse is asked with them (`isPending` in `walk/planning.ts`).
   */
  readonly texts: OverrideTexts;
  readonly field: Field;
  /** Caret in the focused field, in characters. */
  readonly caret: number;
  /** True until the focused field is edited: the next character replaces its text. */
  readonly fresh: boolean;
  /** True while a run of typing goes on in the field: it is one step for `u`. */
  readonly typing: boolean;
  /** Earlier texts, the latest last. */
  readonly undo: readonly OverrideTexts[];
  /** The message under the preview's cursor, counted from 0 in sending order; the view bounds it. */
  readonly message: number;
}

/** The fields in the order of the screen. */
export const FIELDS = [
  "startDate",
  "zone",
  "ppv",
  "bump",
  "priceMix",
  "hours",
  "seed",
] as const satisfies readonly OverrideField[];
export type Field = (typeof FIELDS)[number];

export interface Checked {
  /** With its schedule_id, made at the moment of the check. */
  readonly schedule: Schedule;
  readonly check: ConflictCheck;
}

export interface Csv {
  /** Where the file will go, or went. */
  readonly path: string;
  /** True once the operator typed a path: a later check keeps it. */
  readonly edited: boolean;
  /** The path while it is being typed. */
  readonly line: Line;
  /** True for the one writing that may replace a file that is there. */
  readonly overwrite: boolean;
  /** True where the commit is to be followed by the CSV. */
  readonly wanted: boolean;
  readonly written: boolean;
}

export const PANELS = ["help", "warnings", "captions", "why", "day"] as const;
export type PanelName = (typeof PANELS)[number];
export interface OpenPanel {
  readonly name: PanelName;
  /** First row shown; the view bounds it. */
  readonly scroll: number;
}

/** What is being done, since when (real time), and the step last told. */
export interface Work {
  readonly name: WorkName;
  readonly since: Instant;
  readonly step: Step | null;
}
export const WORK = {
  open: "Opening the warehouse",
  creators: "Reading the creators",
  prepare: "Reading the page",
  explain: "Looking at what was passed over",
  check: "Checking the captions",
  commit: "Committing",
  lookUp: "Looking the schedule up",
  replace: "Drawing replacements",
  export: "Writing the CSV",
  batch: "Planning the pages",
  storeBatch: "Storing the schedules",
  history: "Reading the history",
  schedule: "Reading the schedule",
  worklist: "Reading the worklist",
  mark: "Keeping the mark",
  undo: "Changing the schedule",
  health: "Reading the log of runs",
} as const;
export type WorkName = keyof typeof WORK;
