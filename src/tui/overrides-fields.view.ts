import { counted } from "../domain/counted.js";
import { rampPace } from "../domain/days.js";
import { defaultSeed, hoursText as sendingHours } from "../domain/overrides.js";
import { greenSuggestion } from "../domain/targets.js";
import type { WeekPlan } from "../domain/week.js";
import { mixText } from "../text/plan-text.js";
import { hoursText, weekInFull } from "../text/times.js";
import { zoneSign } from "../text/zone-sign.js";
import { FIELDS, type Field, type WalkContext } from "../walk/context.js";
import { currentDraft, fieldLine } from "../walk/draft.js";
import { isPending, needsZone, wanted } from "../walk/planning.js";
import { computedTargets } from "./baseline.js";
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
  const targets = prepared === null ? null : computedTargets(prepared, settings.hours);
  switch (field) {
    case "startDate":
      return creators.week;
    case "zone":
      return targets === null ? "–" : zoneSign(targets.volume.zone);
    case "ppv":
      return targets === null ? "–" : String(targets.volume.ppv);
    case "bump":
      return targets === null ? "–" : String(targets.volume.bump);
    case "priceMix":
      return targets === null ? "–" : mixText(targets.mix);
    case "hours":
      return sendingHours(settings.hours);
    case "seed":
      return defaultSeed(wanted(context).startDate);
  }
}

const EMPTY: Effect = { text: "", tone: "plain" };

function effectOf(context: WalkContext, field: Field, text: string): Effect {
  const problem = context.problems.find((each) => each.field === field);
  const { plan, infeasible } = context;
  if (field === "startDate" || field === "seed") {
    const own: Effect = { text: askedEffect(context, field), tone: "plain" };
    if (problem !== undefined) return problem.incomplete ? outlived(own) : { text: SEE_BELOW, tone: "bad" };
    return isPending(context, field) ? { text: "⏎ to apply", tone: "chosen" } : own;
  }
  if (field === "zone" && text === "" && needsZone(context))
    return { text: "yours is needed: ␣ lists them", tone: "chosen" };
  const lasting = plan === null ? EMPTY : planEffect(plan, field, text);
  if (problem !== undefined) return problem.incomplete ? outlived(lasting) : { text: SEE_BELOW, tone: "bad" };
  if (infeasible === null) return lasting;
  if (field === fieldAtFault(context)) return { text: "does not fit, see below", tone: "bad" };
  return lasting.text === "" ? EMPTY : outlived(lasting);
}

const SEE_BELOW = "means nothing, see below";

/** What is shown of the last value, or week, that meant something: dimmed and marked. */
const outlived = ({ text }: Effect): Effect => ({ text: text === "" ? "…" : `${text} …`, tone: "faint" });

const FIELD_OF_RULE: Readonly<Record<string, Field>> = {
  ppvCount: "ppv",
  bumpCount: "bump",
  priceMix: "priceMix",
};

/** The field that the refusal speaks of, where the operator has set it; else the one in which the cursor stands. */
function fieldAtFault(context: WalkContext): Field | null {
  const { texts, field } = currentDraft(context);
  const set = (each: Field): boolean => (texts[each] ?? "") !== "";
  const named = FIELD_OF_RULE[context.infeasible?.error.field ?? ""];
  if (named !== undefined && set(named)) return named;
  return set(field) ? field : null;
}

/** What start date and draw mean: they are the warehouse's to answer, not the plan's. */
function askedEffect(context: WalkContext, field: "startDate" | "seed"): string {
  if (field === "startDate") return weekInFull(wanted(context).startDate);
  return context.prepared?.older ? "times only: older procedures" : "n: other captions";
}

function planEffect(plan: WeekPlan, field: Exclude<Field, "startDate" | "seed">, text: string): Effect {
  const { targets } = plan;
  // What another zone asks for in the place of what is computed.
  const zoned = (kind: "ppv" | "bump"): string | null =>
    text === "" && plan.overrides.zone !== undefined && plan.computed?.[kind] !== targets[kind]
      ? `${targets[kind]} in ${targets.zone}`
      : null;
  const outside = (one: string): string | null =>
    plan.warnings
      .find(({ code, message }) => code === "OUTSIDE_TIER" && new RegExp(` ${one}s? `).test(message))
      ?.message.replace(/^\d+ \w+ (?:is|are) /, "") ?? null;
  const caution = (words: string): Effect => ({ text: words, tone: "caution" });
  const plain = (words: string): Effect => ({ text: words, tone: "plain" });
  switch (field) {
    case "zone":
      return plain(`${hoursText(targets.gapMinutes)} apart, ${coolingText(targets.coolingDays)}`);
    case "ppv": {
      const above = plan.warnings.some(({ code }) => code === "ABOVE_ZONE");
      if (above) return caution(`${targets.ppv - targets.volume.ppv} above what ${targets.zone} allows`);
      const range = outside("PPV");
      if (range !== null) return caution(range);
      const count = zoned("ppv");
      if (targets.coolingDays > 0) {
        const [, ...later] = rampPace(targets.ppv);
        return plain(
          count === null
            ? `pace ${[targets.ppv, ...later].join(", ")}`
            : `${count}, then ${later.join(", ")}`,
        );
      }
      const more = greenSuggestion(targets);
      if (count !== null) return plain(more === null ? count : `${count}, ${more} to increase`);
      return more === null ? EMPTY : plain(`${more} would be a gradual increase`);
    }
    case "bump": {
      const range = outside("bump");
      return range === null ? plain(zoned("bump") ?? "") : caution(range);
    }
    case "priceMix":
      return text !== "" || targets.ppv === plan.computed?.ppv
        ? EMPTY
        : plain(`${mixText(targets.mix)} for ${counted(targets.ppv, "PPV")}`);
    case "hours":
      return text === "" ? EMPTY : plain(`${targets.hours[1] - targets.hours[0]} hours a day`);
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
