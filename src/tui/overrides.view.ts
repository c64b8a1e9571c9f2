import { counted } from "../domain/counted.js";
import { difference, expectation } from "../text/money.js";
import { printable } from "../text/printable.js";
import { weekdayName } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import { currentDraft, excludedOf } from "../walk/draft.js";
import { baselineOf } from "./baseline.js";
import { BLANK, column, cutRow, firstFitting, type Row, row, span, wrapped } from "./line.js";
import {
  COMPUTED_COLUMNS,
  fieldRow,
  fieldViews,
  LABEL_COLUMNS,
  YOURS_COLUMNS,
} from "./overrides-fields.view.js";
import { isNarrow, type Sight } from "./sight.js";
import type { Tone } from "./theme.js";

/** Where the table of days begins, under COMPUTED. */
const DAYS_LABEL = 13;
const DAY_COLUMNS = { full: 6, narrow: 5 };

/** The rows of the overrides: fields, days, what the week may bring. */
export function overridesView(context: WalkContext, sight: Sight): readonly Row[] {
  if (context.prepared === null || context.prepared.page !== context.page) return [];
  const narrow = isNarrow(sight);
  const fields = fieldViews(context);
  const focused = fields.find((each) => each.focused);
  const heads = row(
    span(" ".repeat(3 + LABEL_COLUMNS)),
    column("COMPUTED", COMPUTED_COLUMNS, "faint"),
    column("YOURS", YOURS_COLUMNS, "faint"),
    !narrow && span("EFFECT", "faint"),
  );
  const effect = narrow
    ? wrapped(`   ${focused?.effect.text ?? ""}`, sight.columns - 1, focused?.effect.tone, "   ")
    : [];
  const said = refusalRows(context, sight.columns);
  const rows = [
    heads,
    ...fields.map((field) => fieldRow(field, !narrow)),
    ...effect.slice(0, 2),
    ...excludedRow(context),
    ...(narrow ? [] : [BLANK]),
    // Where there is little room the days of the last week that did fit give way to what must be read.
    ...(narrow && said.length > 0 ? [] : dayRows(context, narrow)),
    ...(narrow ? [] : [BLANK]),
    ...(said.length > 0 ? said : expectedRow(context, sight.columns)),
  ];
  return rows.map((each) => cutRow(each, sight.columns));
}

/**
 * A week that does not fit, with the rule that binds and what would fit, or a field that means nothing; wrapped, because
 * it is what one must read. Half a value is spoken of only when its key was refused.
 */
function refusalRows({ infeasible, problems, hint }: WalkContext, columns: number): Row[] {
  const said = (message: string): Row[] =>
    wrapped(` ■ ${printable(message, 1_000)}`, columns - 1, "bad", "   ");
  const problem = problems.find(({ incomplete, message }) => !incomplete || message === hint);
  if (problem !== undefined) return said(problem.message);
  if (infeasible === null) return [];
  const { message, onScreen } = infeasible.error;
  return [...said(message), ...wrapped(`   ${printable(onScreen, 1_000)}`, columns - 1, "plain", "   ")];
}

function excludedRow(context: WalkContext): Row[] {
  const count = excludedOf(currentDraft(context).texts).length;
  return count === 0
    ? []
    : [row(`   ${counted(count, "caption")} excluded by x in the preview (X: all as computed)`)];
}

/** The messages of each day, and how many the week had as computed. */
function dayRows({ plan, infeasible, prepared, settings }: WalkContext, narrow: boolean): Row[] {
  if (plan === null || prepared === null) return [];
  const wide = narrow ? DAY_COLUMNS.narrow : DAY_COLUMNS.full;
  const tone: Tone = infeasible === null ? "plain" : "faint";
  const base = baselineOf(prepared, settings.hours);
  const line = (name: string, kind: "ppv" | "bump"): Row => {
    const total = plan.days.reduce((sum, day) => sum + day[kind], 0);
    const was = base?.targets[kind];
    return row(
      column(`   ${name}`, DAYS_LABEL, tone),
      ...plan.days.map((day) => column(String(day[kind]).padStart(3), wide, tone)),
      column(String(total).padStart(5), narrow ? 6 : 9, tone),
      infeasible !== null
        ? kind === "ppv" && span("last that fit", "faint")
        : was !== undefined && was !== total && span(`was ${was}`, "faint"),
    );
  };
  return [
    row(
      span(" ".repeat(DAYS_LABEL)),
      ...plan.days.map((day) => column(weekdayName(day.date), wide, "faint")),
      span("total", "faint"),
    ),
    line("PPV", "ppv"),
    line("Bump", "bump"),
  ];
}

/** `Expected  $11,740 ($9,300–$14,180)    +$2,100 against computed` */
function expectedRow({ plan, prepared, settings }: WalkContext, columns: number): Row[] {
  if (plan === null || prepared === null) return [];
  const base = baselineOf(prepared, settings.hours)?.expected ?? null;
  const expected = `   Expected  ${expectation(plan.expected)}`;
  if (base === null || plan.expected === null || Math.round(base.mean) === Math.round(plan.expected.mean))
    return [row(expected)];
  const change = difference(plan.expected.mean - base.mean);
  return [
    firstFitting([row(`${expected}    ${change} against computed`), row(`${expected}  ${change}`)], columns),
  ];
}
