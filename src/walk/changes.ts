import { join } from "node:path";
import { daysBetween, WEEK_DAYS } from "../domain/calendar.js";
import type { PageName } from "../domain/page.js";
import type { Checked } from "../pipeline/check.js";
import { csvName } from "../pipeline/export.js";
import type { Receipt } from "../warehouse/port.js";
import { type Csv, type Draft, draftKey, type WalkContext } from "./context.js";
import { withCommitted } from "./creator-list.js";
import { currentDraft, lostMix, withTexts } from "./draft.js";
import { EMPTY_LINE } from "./line.js";
import { replanned } from "./planning.js";

/** Larger changes of the context, each a pure function from what was to what is different. */
type Change = Partial<WalkContext>;

export const NO_CSV: Csv = {
  path: "",
  edited: false,
  line: EMPTY_LINE,
  overwrite: false,
  wanted: false,
  written: false,
};

/** Nothing read, planned or checked. */
const UNREAD: Change = {
  prepared: null,
  plan: null,
  infeasible: null,
  problems: [],
  passedOver: {},
  checked: null,
};

/** Another page to plan; what was read for the same page before is kept, unless its week has been stored since. */
export function chosen(
  { creators, prepared, receipt }: WalkContext,
  page: PageName,
  route: WalkContext["route"],
): Change {
  return {
    page,
    route,
    creators: { ...creators, cursor: page },
    analysis: { panel: "overview", scroll: 0 },
    csv: NO_CSV,
    receipt: null,
    commitMillis: null,
    panel: null,
    ...(prepared?.page === page && receipt === null ? {} : UNREAD),
  };
}

/** The draft put in the place of the old one, without planning. */
export const withDraft = ({ page, creators, drafts }: WalkContext, draft: Draft): Change =>
  page === null ? {} : { drafts: { ...drafts, [draftKey(page, creators.week)]: draft } };

/** A changed draft, and the plan that follows from it. */
export function edited(context: WalkContext, draft: Draft): Change {
  const before = currentDraft(context);
  const change = withDraft(context, draft);
  if (before.texts === draft.texts) return change;
  const hint = lostMix(before, draft) ? { hint: "the price mix is as computed again: u undoes" } : {};
  return { ...change, ...replanned({ ...context, ...change }), ...hint };
}

/** The draft as the warehouse was last asked: a new draw or date that was cancelled while being read is taken back. */
export function asPrepared(context: WalkContext): Change {
  const { prepared } = context;
  const draft = currentDraft(context);
  const before = draft.undo.at(-1);
  if (prepared === null || before === undefined) return {};
  return edited(context, { ...draft, texts: before, undo: draft.undo.slice(0, -1) });
}

/** The week of the schedule that stands in the way, to be planned in its place. */
export function insteadOf(context: WalkContext): Change {
  const { checked, prepared, creators } = context;
  const schedules = checked?.check.schedules ?? [];
  const [own] = schedules;
  if (own === undefined || prepared === null) return UNREAD;
  const startDate = own.weekStart === creators.week ? "" : own.weekStart;
  const change = withDraft(context, withTexts(currentDraft(context), { startDate }));
  // The same week was taken meanwhile: it is read again. Another one is, for its date; that it may be planned although
  // it has begun is known from the schedules that overlap.
  return own.weekStart === prepared.startDate
    ? { ...UNREAD, ...change }
    : { ...change, prepared: { ...prepared, overlaps: schedules }, checked: null };
}

/** A week to be read again from the warehouse. */
export const unread = (): Change => UNREAD;

/** What the check said; the path follows the new id unless the operator chose one. */
export function withCheck(
  { csv, settings, spentMillis }: WalkContext,
  checked: Checked,
  took: number,
): Change {
  const path = csv.edited ? csv.path : pathIn(settings.csvDir, csvName(checked.schedule));
  return { checked, csv: { ...csv, path, wanted: false, written: false }, spentMillis: spentMillis + took };
}

/** `./sched_….csv`: a path that is seen to be one. */
export function pathIn(folder: string, name: string): string {
  const path = join(folder, name);
  return folder === "." ? `./${path}` : path;
}

/** The schedule is stored: its draft has done its work, and the list knows. */
export function withReceipt(context: WalkContext, receipt: Receipt, millis: number | null): Change {
  const { page, creators, drafts } = context;
  if (page === null) return { receipt, commitMillis: millis };
  const { [draftKey(page, creators.week)]: _, ...others } = drafts;
  const sameWeek = Math.abs(daysBetween(receipt.weekStart, creators.week)) < WEEK_DAYS;
  return {
    receipt,
    commitMillis: millis,
    drafts: others,
    creators: sameWeek ? withCommitted(creators, page, receipt.scheduleId) : creators,
  };
}
