import { ZONES } from "../domain/zone.js";
import { printable } from "../text/printable.js";
import { zoneSign } from "../text/zone-sign.js";
import type { WalkContext } from "../walk/context.js";
import { currentDraft } from "../walk/draft.js";
import { type MenuItem, menuOf } from "../walk/menus.js";
import { type Mode, modeOf } from "../walk/modes.js";
import { activityOf, placeOf, type Whereabouts } from "../walk/places.js";
import { analysisView } from "./analysis.view.js";
import { computedTargets } from "./baseline.js";
import { batchConfirm, batchPlanRows, batchView } from "./batch.view.js";
import { type AroundMenu, confirmView, csvRow, wordRows } from "./confirm.view.js";
import { conflictView } from "./conflict.view.js";
import { type CreatorsView, creatorsView } from "./creators.view.js";
import { type DayTable, dayTable } from "./day-table.view.js";
import { healthRows } from "./health.view.js";
import { helpRows } from "./help.view.js";
import { historyShownRows, historyView } from "./history.view.js";
import type { Scroll } from "./keys.js";
import { BLANK, cutRow, type Row, row, span } from "./line.js";
import { overridesView } from "./overrides.view.js";
import { captionsRows, failureRows, warningsRows, whyRows } from "./panels.view.js";
import { previewView } from "./preview.view.js";
import { csvFailedRows, resultView } from "./result.view.js";
import { windowFrom } from "./scroll.js";
import type { Sight } from "./sight.js";
import { undoneView, undoView } from "./undo.view.js";
import { workingRows } from "./working.view.js";
import { worklistView } from "./worklist.view.js";

/** A line of a menu as the screen has it; the zone list chooses zones, all others actions. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What fills the rows between the rule and the status row. */
export type Body =
  | { readonly kind: "rows"; readonly rows: readonly Row[] }
  | { readonly kind: "creators"; readonly list: CreatorsView }
  | { readonly kind: "day"; readonly table: DayTable }
  | {
      readonly kind: "menu";
      readonly before: readonly Row[];
      readonly choices: readonly Choice[];
      readonly after: readonly Row[];
      /** Index of the choice that the mark begins at; the first where absent. */
      readonly startsAt?: number;
    };

export interface BodyView {
  readonly body: Body;
  readonly scroll: Scroll;
}

type Walked = Whereabouts & { readonly context: WalkContext };

/** The body of the place, or of what lies over it; never more rows than the body has. */
export function bodyView(where: Walked, sight: Sight): BodyView {
  const mode = modeOf(where);
  const { context } = where;
  const still: Scroll = { first: 0, last: 0, page: Math.max(1, sight.rows - 2) };
  const panel = panelRows(where, mode, sight);
  if (panel !== null) return scrolled(panel, context.panel?.scroll ?? 0, sight);
  if (mode === "panel day") return { body: { kind: "day", table: dayTable(context, sight) }, scroll: still };
  if (mode === "batch plan") return scrolled(batchPlanRows(context, sight), context.batch.scroll, sight);
  if (mode === "history shown")
    return scrolled(historyShownRows(context, sight), context.history.scroll, sight);
  if (mode === "health") return scrolled(healthRows(context, sight), context.health.scroll, sight);
  if (mode === "analysis") return scrolled([...analysisView(context, sight)], context.analysis.scroll, sight);
  return { body: bounded(placeBody(where, mode, sight), sight), scroll: still };
}

/** The mode beneath an open panel: what the help is about. */
export const modeBeneath = (where: Walked): Mode =>
  modeOf({ ...where, context: { ...where.context, panel: null } });

function panelRows(where: Walked, mode: Mode, sight: Sight): Row[] | null {
  const { context } = where;
  switch (mode) {
    case "panel help":
      return helpRows(modeBeneath(where), context, sight);
    case "panel warnings":
      return warningsRows(context, sight);
    case "panel captions":
      return captionsRows(context, sight);
    case "panel why":
      return whyRows(context, sight);
    default:
      return null;
  }
}

function scrolled(rows: readonly Row[], from: number, sight: Sight): BodyView {
  const fits = rows.length <= sight.rows;
  const height = fits ? sight.rows : Math.max(1, sight.rows - 1);
  const { first, after } = windowFrom(rows.length, height, from);
  const shown = rows.slice(first, first + height).map((each) => cutRow(each, sight.columns));
  const more = fits ? [] : [row(span(after > 0 ? `  ▼ ${after} more` : "  the end", "faint"))];
  return {
    body: { kind: "rows", rows: [...shown, ...more] },
    scroll: { first, last: Math.max(0, rows.length - height), page: height },
  };
}

function placeBody(where: Walked, mode: Mode, sight: Sight): Body {
  const { context } = where;
  const place = placeOf(where);
  if (activityOf(where) === "failed") return failed(where, sight);
  const asMenu = ({ before, after }: AroundMenu): Body => ({
    kind: "menu",
    before,
    choices: choicesOf(where),
    after: [...roomForMenu(where), ...after],
  });
  switch (place) {
    case "creators":
      if (context.creators.shown === null) return { kind: "rows", rows: workingRows(context, sight) };
      return { kind: "creators", list: creatorsView(context, mode === "filter", sight) };
    case "analysis":
      return orWorking(analysisView(context, sight), context, sight);
    case "overrides":
      return mode === "zones"
        ? zoneMenu(context, sight)
        : orWorking(overridesView(context, sight), context, sight);
    case "preview":
    case "checking":
    case "replacing":
      return orWorking(previewView(context, sight), context, sight);
    case "confirm":
      return asMenu(confirmBody(context, mode, sight));
    case "committing":
    case "outcomeUnknown":
    case "exporting":
      return asMenu({ before: confirmView(context, sight).before, after: [csvRow(context, sight)] });
    case "conflict":
      return asMenu(conflictView(context, sight));
    case "exportFailed":
      return asMenu(
        csvFailedRows(context, failureRows(context.failure, context.page, sight), mode === "path", sight),
      );
    case "result":
      return asMenu(resultView(context, sight));
    case "batch":
      return batchBody(where, mode, asMenu, sight);
    case "worklist":
      return orWorking(worklistView(context, sight), context, sight);
    case "undo":
      return undoBody(where, mode, asMenu, sight);
    case "history":
      return orWorking(context.work?.name === "history" ? [] : historyView(context, sight), context, sight);
    default:
      return { kind: "rows", rows: workingRows(context, sight) };
  }
}

function batchBody(where: Walked, mode: Mode, asMenu: (around: AroundMenu) => Body, sight: Sight): Body {
  const { context } = where;
  const table = { kind: "rows", rows: batchView(context, sight) } as const;
  if (mode === "word") {
    const { before, after } = batchConfirm(context, sight);
    return asMenu({ before: [...before, ...wordRows(context, sight)], after });
  }
  return ["quiet", "menu"].includes(activityOf(where) ?? "") ? asMenu(batchConfirm(context, sight)) : table;
}

function undoBody(where: Walked, mode: Mode, asMenu: (around: AroundMenu) => Body, sight: Sight): Body {
  const { context } = where;
  if (context.undo.read === null) return { kind: "rows", rows: workingRows(context, sight) };
  if (mode === "undo done") return { kind: "rows", rows: undoneView(context, sight) };
  const { before, after } = undoView(context, mode === "why", sight);
  return mode === "word"
    ? asMenu({ before: [...before, ...wordRows(context, sight, context.undo.page)], after: [] })
    : asMenu({ before, after });
}

function confirmBody(context: WalkContext, mode: Mode, sight: Sight): AroundMenu {
  const view = confirmView(context, sight);
  if (mode === "word")
    return { before: [...view.before, ...wordRows(context, sight, context.page)], after: view.after };
  return mode === "path" ? { ...view, after: [BLANK, csvRow(context, sight, true)] } : view;
}

/** While a page is read for the first time there is nothing to show but that it is read. */
const orWorking = (rows: readonly Row[], context: WalkContext, sight: Sight): Body => ({
  kind: "rows",
  rows: rows.length > 0 ? rows : workingRows(context, sight),
});

function failed(where: Walked, sight: Sight): Body {
  const { failure, page, settings } = where.context;
  const log =
    settings.logPath === undefined
      ? []
      : [BLANK, row(span(`   log: ${printable(settings.logPath, 300)}`, "faint"))];
  return {
    kind: "menu",
    before: [...failureRows(failure, page, sight), ...log, BLANK],
    choices: choicesOf(where),
    after: [],
  };
}

const choicesOf = (where: Walked): Choice[] =>
  menuOf(where).map(({ action, label }: MenuItem) => ({ value: action, label: printable(label, 120) }));

/** Before a menu stands, and while a path is typed, its room is kept, so that nothing moves when it appears. */
const roomForMenu = (where: Walked): Row[] =>
  activityOf(where) === "quiet" || activityOf(where) === "path"
    ? menuOf({ value: { [placeOf(where)]: "menu" }, context: where.context }).map(() => BLANK)
    : [];

const COMPUTED = "";

/** The list of zones under the fields, in the place of the days. */
function zoneMenu(context: WalkContext, sight: Sight): Body {
  const { prepared, settings } = context;
  const targets = prepared === null ? null : computedTargets(prepared, settings.hours);
  const computed = targets === null ? "as computed: none" : `as computed: ${zoneSign(targets.volume.zone)}`;
  const fields = overridesView(context, sight).slice(0, 8);
  const choices = [
    { value: COMPUTED, label: computed },
    ...ZONES.map((zone) => ({ value: zone, label: zoneSign(zone) })),
  ];
  const chosen = currentDraft(context).texts.zone ?? COMPUTED;
  return {
    kind: "menu",
    before: [...fields, BLANK, row(span("   Zone", "strong"))],
    choices,
    after: [],
    startsAt: choices.findIndex(({ value }) => value === chosen),
  };
}

/** Never more rows than there are: what stands above a menu gives way, the menu does not. */
function bounded(body: Body, sight: Sight): Body {
  const cutTo = (rows: readonly Row[], count: number): readonly Row[] =>
    rows.slice(0, Math.max(0, count)).map((each) => cutRow(each, sight.columns));
  if (body.kind === "rows") return { kind: "rows", rows: cutTo(body.rows, sight.rows) };
  if (body.kind !== "menu") return body;
  const before = cutTo(body.before, sight.rows - body.choices.length);
  const after = cutTo(body.after, sight.rows - body.choices.length - before.length);
  return { ...body, before, after };
}
