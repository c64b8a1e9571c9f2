import { rampPace } from "../domain/days.js";
import { defaultSeed, hoursText as sendingHours } from "../domain/overrides.js";
import { greenSuggestion } from "../domain/targets.js";
import type { WeekPlan } from "../domain/week.js";
import { mixText } from "../text/plan-text.js";
import { hoursText, weekInFull } from "../text/times.js";
import { zoneSign } from "../text/zone-sign.js";
import { FIELDS, type Field, type WalkContext } from "../walk/context.js";
import { currentDraft, fieldLine } from "../walk/draft.js";
import { isPending, wanted } from "../walk/planning.js";
import { baselineOf } from "./baseline.js";
import { column, type Row, row, span } from "./line.js";
import type { Tone } from "./theme.js";
import { typedLine } from "./typed-line.js";

/** A field as a line of the screen. */
export interface FieldView {
  readonly field: Field;
  readonly label: string;
  readonly focused: boolean;
  readonly computed: string;
  readonly yours: Row;
  readonly effect: Effect;
}
export interface Effect {
  readonly text: string;
  readonly tone: Tone;
}

const LABELS: Readonly<Record<Field, string>> = {
  startDate: "Start date",
  zone: "Zone",
  ppv: "PPVs",
  bump: "Bumps",
  priceMix: "Budget/Mid/Premium",
  hours: "Sending hours",
  seed: "Caption draw",
};
export const LABEL_COLUMNS = 20;
export const COMPUTED_COLUMNS = 13;
export const YOURS_COLUMNS = 14;

/** Every field with what is computed, what was typed, and what that does. */
export function fieldViews(context: WalkContext): readonly FieldView[] {
  const draft = currentDraft(context);
  return FIELDS.map((field) => {
    const focused = draft.field === field;
    const text = draft.texts[field] ?? "";
    return {
      field,
      label: LABELS[field],
      focused,
      computed: computedText(context, field),
      yours:
        focused && field !== "zone"
          ? text === ""
            ? row("·", span("▏", "chosen"))
            : typedLine(fieldLine(draft), true, YOURS_COLUMNS - 1)
          : row(text === "" ? "·" : shownValue(field, text)),
      effect: effectOf(context, field, text),
    };
  });
}

const shownValue = (field: Field, text: string): string => {
  const zone =
    field === "zone"
      ? (["GREEN", "YELLOW", "RED"] as const).find((name) => name === text.toUpperCase())
      : undefined;
  return zone === undefined ? text : zoneSign(zone);
};

function computedText(context: WalkContext, field: Field): string {
  const { prepared, creators, settings } = context;
  const volume = context.plan?.computed ?? null;
  switch (field) {
    case "startDate":
      return creators.week;
    case "zone":
      return volume === null ? "–" : zoneSign(volume.zone);
    case "ppv":
      return volume === null ? "–" : String(volume.ppv);
    case "bump":
      return volume === null ? "–" : String(volume.bump);
    case "priceMix": {
      const plan = prepared === null ? null : baselineOf(prepared, settings.hours);
      return plan === null ? "–" : mixText(plan.targets.mix);
    }
    case "hours":
      return sendingHours(settings.hours);
    case "seed":
      return defaultSeed(wanted(context).startDate);
  }
}

const EMPTY: Effect = { text: "", tone: "plain" };

function effectOf(context: WalkContext, field: Field, text: string): Effect {
  const problem = context.problems.find((each) => each.field === field);
  const { plan } = context;
  const lasting = plan === null ? EMPTY : planEffect(context, plan, field, text);
  if (problem !== undefined)
    return problem.incomplete
      ? { text: `${lasting.text === "" ? "" : `${lasting.text} `}…`, tone: "faint" }
      : { text: problem.message, tone: "bad" };
  if ((field === "startDate" || field === "seed") && isPending(context, field))
    return { text: "⏎ to apply", tone: "chosen" };
  if (context.infeasible === null) return lasting;
  // While the week does not fit, what is shown is of the last one that did.
  const focused = currentDraft(context).field === field && text !== "";
  return focused ? { text: "does not fit, see below", tone: "bad" } : { ...lasting, tone: "faint" };
}

function planEffect(context: WalkContext, plan: WeekPlan, field: Field, text: string): Effect {
  const { targets } = plan;
  const outside = (one: string): string | null =>
    plan.warnings
      .find(({ code, message }) => code === "OUTSIDE_TIER" && new RegExp(` ${one}s? `).test(message))
      ?.message.replace(/^\d+ \w+ (?:is|are) /, "") ?? null;
  const caution = (words: string): Effect => ({ text: words, tone: "caution" });
  const plain = (words: string): Effect => ({ text: words, tone: "plain" });
  switch (field) {
    case "startDate":
      return plain(weekInFull(wanted(context).startDate));
    case "zone":
      return plain(`${hoursText(targets.gapMinutes)} apart, ${coolingText(targets.coolingDays)}`);
    case "ppv": {
      const above = plan.warnings.some(({ code }) => code === "ABOVE_ZONE");
      if (above) return caution(`${targets.ppv - targets.volume.ppv} above what ${targets.zone} allows`);
      const range = outside("PPV");
      if (range !== null) return caution(range);
      if (targets.coolingDays > 0) return plain(`pace ${rampPace(targets.ppv).join(", ")}`);
      const more = greenSuggestion(targets);
      return more === null ? EMPTY : plain(`${more} would be a gradual increase`);
    }
    case "bump": {
      const range = outside("bump");
      return range === null ? EMPTY : caution(range);
    }
    case "priceMix":
      return text !== "" || targets.ppv === (plan.computed?.ppv ?? targets.ppv)
        ? EMPTY
        : plain(`${mixText(targets.mix)} for ${targets.ppv} PPV${targets.ppv === 1 ? "" : "s"}`);
    case "hours":
      return text === "" ? EMPTY : plain(`${targets.hours[1] - targets.hours[0]} hours a day`);
    case "seed":
      return plain(plan.prepared.older ? "times only: older procedures" : "n: other captions");
  }
}

function coolingText(days: number): string {
  if (days === 0) return "no cooling days";
  return `${days} cooling days`;
}

/** ` ❯ PPVs                9            12▏           3 above what YELLOW allows` */
export function fieldRow(view: FieldView, withEffect: boolean): Row {
  const tone: Tone = view.focused ? "chosen" : "plain";
  const used = view.yours.reduce((sum, { text }) => sum + [...text].length, 0);
  return row(
    view.focused ? span(" ❯ ", "chosen") : span("   "),
    column(view.label, LABEL_COLUMNS, tone),
    column(view.computed, COMPUTED_COLUMNS),
    ...view.yours,
    withEffect && " ".repeat(Math.max(1, YOURS_COLUMNS - used)),
    withEffect && span(view.effect.text, view.effect.tone),
  );
}
