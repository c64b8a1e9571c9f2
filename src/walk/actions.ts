import { isThereAlready } from "../pipeline/export.js";
import { sentences } from "../text/sentences.js";
import { batchOutcome, batchPage, chosenRows, toStore } from "./batch.js";
import type { WalkContext } from "./context.js";
import { nextDue, visibleCreators } from "./creator-list.js";
import { currentDraft } from "./draft.js";
import type { WalkEvent } from "./events.js";
import { listedUnderCursor } from "./history.js";
import { messageUnderCursor } from "./message-cursor.js";
import { OPERATION_ACTIONS } from "./operation-actions.js";
import { planRefusal } from "./planning.js";

/** Something an operator can do: its event, its words for footer and help, and whether it can be done now. */
export interface Action {
  readonly event: WalkEvent;
  /** Short, for the footer: `⏎ analyse`. */
  readonly words: string;
  /** A sentence for the help. */
  readonly help: string;
  /** True, or the reason why not, as a sentence for the status row. */
  available(context: WalkContext): true | string;
}

const always = (): true => true;
function hasPage(context: WalkContext): true | string {
  if (visibleCreators(context).length > 0) return true;
  const { filter, mine, shown } = context.creators;
  if (filter.text !== "") return "no creator is shown: Esc takes the filter away";
  const others = mine && (shown?.overview.rows.length ?? 0) > 0;
  return others ? "none of your pages is here: m shows all" : "there is no creator yet";
}
const hasPrepared = (context: WalkContext): true | string =>
  context.prepared !== null || "the page is not read yet";
const mayDraw = (context: WalkContext): true | string =>
  context.prepared?.older
    ? "older procedures draw by themselves, not by seed: `eros-tui deploy`"
    : hasPrepared(context);
const hasPlan = (context: WalkContext): true | string => context.plan !== null || "there is no plan yet";
const mayExclude = (context: WalkContext): true | string => {
  const message = messageUnderCursor(context);
  if (message === null) return "there is no message";
  return message.carried === undefined || "it is carried over: it has been sent, or is about to be";
};
const hasMessage = (context: WalkContext): true | string =>
  (context.plan?.messages.length ?? 0) > 0 || "there is no message";

/** What stands against going on from Overrides, in a line. */
function overridesRefusal(context: WalkContext): true | string {
  const refusal = planRefusal(context);
  if (refusal === null) return true;
  return context.problems.length > 0
    ? refusal.message
    : sentences(context.page, refusal.message, refusal.onScreen);
}

const hasSchedule = (context: WalkContext): true | string =>
  listedUnderCursor(context) !== null || "no schedule was stored here";

const writable = ({ description }: WalkContext): true | string =>
  description?.readOnly !== true || `${description.label} is read-only: only the CSV can be written`;

const action = (
  event: WalkEvent,
  words: string,
  help: string,
  available: Action["available"] = always,
): Action => ({ event, words, help, available });

/** Every action by name. Which key does it is the face's affair. */
export const ACTIONS = {
  back: action(
    { type: "BACK" },
    "back",
    "goes back: panel, typed field or filter, running read, previous screen",
  ),
  quit: action({ type: "QUIT" }, "quit", "leaves the program"),
  interrupt: action({ type: "INTERRUPT" }, "leave", "leaves at once and says which pages have drafts"),
  help: action({ type: "OPEN", panel: "help" }, "help", "shows what works here"),
  retry: action({ type: "RETRY" }, "try again", "does the work that failed once more"),
  cancel: action(
    { type: "BACK" },
    "cancels",
    "stops what is running",
    ({ work }) => work?.name !== "export" || "a CSV is written in one go",
  ),

  analyse: action({ type: "NEXT" }, "analyse", "opens the analysis of the page", hasPage),
  planAtOnce: action({ type: "PLAN" }, "plan at once", "opens the preview of the page's week", hasPage),
  filter: action(
    { type: "FILTER" },
    "filter",
    "shows the pages whose name has the typed part, or its letters in this order; ! first: has not the part",
  ),
  keepFilter: action({ type: "TAB", by: 1 }, "keep filter", "keeps the filter and returns to the list"),
  sort: action({ type: "SORT" }, "sort", "sorts by due, page, revenue, score in turn"),
  weekBefore: action({ type: "WEEK", by: -1 }, "week", "the planning week before, for all pages"),
  weekAfter: action({ type: "WEEK", by: 1 }, "week", "the planning week after, for all pages"),
  mine: action(
    { type: "MINE" },
    "mine/all",
    "shows your own pages or all",
    ({ settings }) =>
      settings.pages !== null || "no pages are named as yours: set pages = [...] in the config",
  ),
  reload: action({ type: "RELOAD" }, "reload", "asks the warehouse again"),

  overrides: action({ type: "NEXT" }, "overrides", "opens the overrides", hasPrepared),
  preview: action({ type: "PREVIEW" }, "preview", "opens the preview of the week", hasPrepared),
  panelAfter: action({ type: "TAB", by: 1 }, "panel", "the next panel with all its rows", hasPrepared),
  panelBefore: action({ type: "TAB", by: -1 }, "panel", "the panel before with all its rows", hasPrepared),
  captions: action(
    { type: "OPEN", panel: "captions" },
    "captions left",
    "what is left per price tier, locked, resting, restricted",
    hasPrepared,
  ),

  fieldAfter: action({ type: "TAB", by: 1 }, "field", "the next field"),
  fieldBefore: action({ type: "TAB", by: -1 }, "field", "the field before"),
  computed: action(
    { type: "CLEAR" },
    "computed",
    "the field as computed",
    (context) =>
      (currentDraft(context).texts[currentDraft(context).field] ?? "") !== "" ||
      "the field is as computed already",
  ),
  allComputed: action(
    { type: "CLEAR_ALL" },
    "all computed",
    "every field as computed, no caption excluded",
    (context) =>
      Object.values(currentDraft(context).texts).some((text) => (text ?? "") !== "") ||
      "everything is as computed already",
  ),
  undo: action(
    { type: "UNDO" },
    "undo",
    "takes the last change back",
    (context) => currentDraft(context).undo.length > 0 || "there is nothing to undo",
  ),
  zones: action(
    { type: "ZONES" },
    "zones",
    "chooses the zone from a list",
    (context) => currentDraft(context).field === "zone" || "␣ opens the list of the zone: move to Zone first",
  ),
  previewOverrides: action(
    { type: "NEXT" },
    "preview",
    "applies start date and draw, then opens the preview",
    overridesRefusal,
  ),
  newDraw: action({ type: "NEW_DRAW" }, "new draw", "draws other captions and times", mayDraw),

  confirm: action({ type: "NEXT" }, "confirm", "checks the captions and opens the confirmation", hasMessage),
  day: action({ type: "OPEN", panel: "day" }, "day", "the day as a table", hasPlan),
  why: action({ type: "OPEN", panel: "why" }, "why", "why this time and this caption", hasMessage),
  exclude: action(
    { type: "EXCLUDE" },
    "not this caption",
    "leaves this caption out and fills its place",
    mayExclude,
  ),
  warnings: action(
    { type: "OPEN", panel: "warnings" },
    "warnings",
    "all warnings of the plan",
    ({ plan }) => (plan?.warnings.length ?? 0) > 0 || "there are no warnings",
  ),

  commit: action({ type: "COMMIT", csv: true }, "commit", "stores the schedule and writes the CSV", writable),
  commitOnly: action({ type: "COMMIT", csv: false }, "commit", "stores the schedule without a CSV", writable),
  csvOnly: action({ type: "CSV_ONLY" }, "CSV", "writes the CSV; nothing is stored or locked"),
  csvPath: action({ type: "EDIT_PATH" }, "CSV path", "where the CSV goes"),
  checkAgain: action({ type: "CHECK_AGAIN" }, "check again", "checks the captions once more"),
  accept: action({ type: "NEXT" }, "accept", "takes what is typed"),
  clear: action({ type: "CLEAR" }, "empty", "empties the line"),

  replaceTaken: action(
    { type: "REPLACE_TAKEN" },
    "replace",
    "draws replacements for the taken captions only",
    ({ checked }) => {
      if ((checked?.check.schedules.length ?? 0) > 0)
        return "another schedule covers these days: other captions do not help";
      return (checked?.check.captions.length ?? 0) > 0 || "no caption was taken";
    },
  ),
  replaceSchedule: action(
    { type: "REPLACE_SCHEDULE" },
    "replace schedule",
    "plans the week of the schedule that covers these days anew, in its place",
    ({ checked }) => {
      const schedules = checked?.check.schedules ?? [];
      if (schedules.length > 1) return "two schedules cover these days: only one can be replaced";
      return schedules.length === 1 || "no other schedule covers these days";
    },
  ),
  planAgain: action({ type: "PLAN_AGAIN" }, "plan again", "reads the captions again and plans anew"),
  withoutCsv: action({ type: "WITHOUT_CSV" }, "go on", "goes on without the CSV"),
  overwrite: action(
    { type: "OVERWRITE" },
    "overwrite",
    "replaces the file that is there",
    ({ failure }) => isThereAlready(failure) || "no file stands in the way",
  ),
  nextDue: action(
    { type: "NEXT_DUE" },
    "next creator",
    "opens the next creator that needs a plan",
    (context) => nextDue(context) !== null || "no other creator is due in this week",
  ),

  mark: action({ type: "MARK" }, "mark", "marks the page for a batch, or takes the mark away", hasPage),
  batch: action(
    { type: "BATCH" },
    "batch",
    "plans the marked pages, without marks all that are due, and shows the plans",
    (context) => chosenRows(context).length > 0 || "no page that is shown is due: ␣ marks pages",
  ),
  batchPlan: action(
    { type: "NEXT" },
    "plan",
    "the week of the page, or why there is none",
    (context) => batchOutcome(context) !== null || "this page is not planned: its turn did not come",
  ),
  leaveOut: action(
    { type: "MARK" },
    "leave out",
    "leaves the page out of the commit, or takes it in again",
    (context) => batchOutcome(context)?.status === "planned" || "there is nothing to store of this page",
  ),
  storeBatch: action(
    { type: "CONFIRM_BATCH" },
    "commit",
    "asks whether the plans are to be stored",
    (context) => {
      if (toStore(context, "all").length === 0) return "no plan is left to be stored";
      return writable(context);
    },
  ),
  commitAll: action(
    { type: "COMMIT_BATCH", only: "all" },
    "commit all",
    "stores every plan that is not left out and writes the CSV files",
    (context) => toStore(context, "all").length > 0 || "no plan is left to be stored",
  ),
  commitGood: action(
    { type: "COMMIT_BATCH", only: "good" },
    "commit the good",
    "stores the plans without warnings and writes the CSV files",
    (context) => {
      const good = toStore(context, "good").length;
      return (good > 0 && good < toStore(context, "all").length) || "every plan is as good as the others";
    },
  ),
  stopBatch: action({ type: "BACK" }, "stop after this page", "ends the page under way and begins no other"),
  batchBefore: action(
    { type: "DAY", by: -1 },
    "page",
    "the plan of the page before and after",
    (context) => batchPage(context) !== null || "there is no page",
  ),
  batchAfter: action({ type: "DAY", by: 1 }, "page", "the plan of the page after"),

  history: action({ type: "HISTORY" }, "history", "what was stored of the page, and what it earned", hasPage),
  showSchedule: action({ type: "NEXT" }, "show", "the schedule day by day, and what it earned", hasSchedule),
  markSchedule: action(
    { type: "MARK" },
    "mark",
    "marks the schedule to compare another one with",
    hasSchedule,
  ),
  compare: action({ type: "COMPARE" }, "compare", "compares the schedule with the marked one", (context) => {
    const { marked } = context.history;
    if (marked === null) return "␣ marks the schedule to compare with";
    return listedUnderCursor(context)?.scheduleId !== marked || "this is the marked one: choose another";
  }),
  exportAgain: action({ type: "EXPORT" }, "CSV", "writes the CSV of the schedule again", hasSchedule),

  ...OPERATION_ACTIONS,
} as const satisfies Record<string, Action>;
export type ActionName = keyof typeof ACTIONS;
