import { dateFormat } from "../domain/calendar.js";
import { ACTIONS, type ActionName } from "./actions.js";
import { toStore } from "./batch.js";
import type { WalkContext } from "./context.js";
import { nextDue } from "./creator-list.js";
import { activityOf, placeOf, type Whereabouts } from "./places.js";

/** A line of a menu: what it does, in words of this moment. */
export interface MenuItem {
  readonly action: ActionName;
  readonly label: string;
}

/** The menu of the state, the safest useful choice first; empty where there is none. Impossible lines are left out. */
export function menuOf(where: Whereabouts & { readonly context: WalkContext }): readonly MenuItem[] {
  const { context } = where;
  const items = itemsOf(where, context);
  return items.filter(({ action }) => ACTIONS[action].available(context) === true);
}

function itemsOf(where: Whereabouts, context: WalkContext): readonly MenuItem[] {
  const activity = activityOf(where);
  if (activity === "failed") {
    const [again, back] = [item("retry", "Try again"), item("back", "Back")];
    return [...(isForGood(where, context) ? [back, again] : [again, back]), item("quit", "Quit")];
  }
  if (activity !== "menu") return [];
  switch (placeOf(where)) {
    case "confirm":
      return confirmItems(context);
    case "conflict": {
      const taken = context.checked?.check.captions.length ?? 0;
      return [
        item("replaceTaken", `Draw replacements for ${taken === 1 ? "that one" : `those ${taken}`}`),
        item("replaceSchedule", replacementLabel(context)),
        item("planAgain", "Plan again"),
        item("back", "Back to the preview"),
      ];
    }
    case "exportFailed":
      return [
        item("csvPath", "Another path"),
        item("overwrite", "Overwrite the file that is there"),
        item("retry", "Try again"),
        item("withoutCsv", context.receipt === null ? "Back to the confirmation" : "Go on without a CSV"),
      ];
    case "result":
      return [
        item("nextDue", `Next creator due: ${nextDue(context) ?? ""}`),
        item("back", "Back to the creators"),
        item("quit", "Quit"),
      ];
    case "batch":
      return batchItems(context);
    case "undo":
      return undoItems(context);
    default:
      return [];
  }
}

/** What was asked for is wrong, or there is nothing to plan: asking again says it again. Before any list Back leaves. */
const isForGood = (where: Whereabouts, { failure }: WalkContext): boolean =>
  (failure?.kind === "badInput" || failure?.kind === "nothingToPlan") &&
  placeOf(where) !== "opening" &&
  placeOf(where) !== "creators";

function batchItems(context: WalkContext): readonly MenuItem[] {
  const production = context.description?.production === true ? "PRODUCTION: commit" : "Commit";
  const all = toStore(context, "all").length;
  return [
    item(
      "commitGood",
      `${production} the ${toStore(context, "good").length} without warnings and write the CSV files`,
    ),
    item("commitAll", `${production} ${all === 1 ? "the one plan" : `all ${all}`} and write the CSV files`),
    item("back", "Back to the table"),
  ];
}

function undoItems({ undo, description }: WalkContext): readonly MenuItem[] {
  const production = description?.production === true ? "PRODUCTION: " : "";
  const words = (verb: string): string => (production === "" ? capital(verb) : `${production}${verb}`);
  if (undo.kind === "restore")
    return [item("putBack", words("restore it")), item("back", "Back to the history")];
  return [
    item("takeBack", words("withdraw it and write the CSV of what to take out")),
    item("takeBackOnly", words("withdraw it without a CSV")),
    item("back", "Back to the reason"),
  ];
}

/** `Replace the schedule of the week from Nov 10 instead` */
function replacementLabel({ checked }: WalkContext): string {
  const [own] = checked?.check.schedules ?? [];
  return own === undefined
    ? ""
    : `Replace that schedule, in its week from ${dateFormat(own.weekStart, "LLL d")}`;
}

function confirmItems({ description, checked }: WalkContext): readonly MenuItem[] {
  const replaces = checked?.schedule.replaces !== undefined;
  const verb = replaces ? "replace it" : "commit";
  const marked = description?.production === true ? `PRODUCTION: ${verb}` : capital(verb);
  return [
    item("commit", `${marked} and write the CSV`),
    item("commitOnly", `${capital(verb)} without a CSV`),
    item("csvOnly", "Only write the CSV (nothing stored, nothing locked)"),
    item("back", "Back to the preview"),
  ];
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const item = (action: ActionName, label: string): MenuItem => ({ action, label });
