import { counted } from "../domain/counted.js";
import type { PageOutcome } from "../pipeline/batch-request.js";
import { cutMiddle, fitTo } from "../text/fit.js";
import { expectation } from "../text/money.js";
import { countsText, planLines } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { begun } from "../text/sentences.js";
import { weekRange } from "../text/times.js";
import { WARNING_SIGN, zoneSign } from "../text/zone-sign.js";
import { batchOutcome, batchPage, toStore } from "../walk/batch.js";
import type { WalkContext } from "../walk/context.js";
import { type AroundMenu, writesTo } from "./confirm.view.js";
import { BLANK, column, cutRow, type Row, row, span, wrapped } from "./line.js";
import { windowAround } from "./scroll.js";
import { isNarrow, type Sight, shownPath } from "./sight.js";
import { type Tone, ZONE_TONE } from "./theme.js";

const PAGE = 16;
const COUNTS = 17;

/** One table of all plans: how far it is, and a row a page in the order in which they choose. */
export function batchView(context: WalkContext, sight: Sight): Row[] {
  const { batch } = context;
  const height = Math.max(1, sight.rows - 2);
  const { first } = windowAround(batch.pages.length, height, batch.cursor);
  const page = pageColumns(sight);
  const head = `     ${fitTo("PAGE", page)}${fitTo("ZONE", 9)}${fitTo("PPVs, BUMPS", COUNTS)}${isNarrow(sight) ? "" : "EXPECTED, OR WHAT IS TO BE KNOWN"}`;
  return [
    cutRow(summary(context), sight.columns),
    row(span(head, "faint")),
    ...batch.pages
      .slice(first, first + height)
      .map((each, index) => cutRow(pageRow(context, each.page, first + index, page), sight.columns)),
  ];
}

const pageColumns = (sight: Sight): number => (isNarrow(sight) ? PAGE - 2 : PAGE);

/** ` 24 of 26 planned · week Nov 10–16 · 3 with warnings · 2 without a plan` */
function summary({ batch, creators }: WalkContext): Row {
  const outcomes = Object.values(batch.outcomes).filter((outcome) => outcome !== undefined);
  const count = (status: PageOutcome["status"]): number =>
    outcomes.filter((outcome) => outcome.status === status).length;
  const warned = outcomes.filter(
    (outcome) => outcome.status === "planned" && outcome.plan.warnings.length > 0,
  ).length;
  const committed = count("committed");
  const failed = count("failed");
  const parts = [
    `${outcomes.length} of ${batch.pages.length} planned`,
    `week ${weekRange(creators.week)}`,
    committed > 0 ? `✓ ${committed} stored` : null,
    warned > 0 ? `${WARNING_SIGN} ${warned} with warnings` : null,
    failed > 0 ? `✗ ${failed} without` : null,
    batch.leftOut.length > 0 ? `${batch.leftOut.length} left out` : null,
  ];
  return row(` ${parts.filter((part) => part !== null).join(" · ")}`);
}

function pageRow(context: WalkContext, page: string, index: number, columns: number): Row {
  const { batch } = context;
  const outcome = batch.outcomes[page];
  const selected = index === Math.min(batch.cursor, batch.pages.length - 1);
  const out = batch.leftOut.includes(page);
  const [sign, tone] = signOf(outcome, out);
  return row(
    selected ? span(" ❯ ", "chosen") : "   ",
    span(`${sign} `, tone),
    column(cutMiddle(printable(page, 64), columns - 1), columns, selected ? "chosen" : "plain"),
    ...factsOf(outcome),
  );
}

function signOf(outcome: PageOutcome | undefined, leftOut: boolean): readonly [string, Tone] {
  if (outcome === undefined) return ["·", "faint"];
  if (outcome.status === "committed") return ["✓", outcome.csvFailure === null ? "good" : "caution"];
  if (outcome.status === "failed") return ["✗", "bad"];
  if (outcome.status !== "planned" || leftOut) return ["–", "faint"];
  return outcome.plan.warnings.length > 0 ? [WARNING_SIGN, "caution"] : ["●", "good"];
}

function factsOf(outcome: PageOutcome | undefined): Row {
  if (outcome === undefined) return [];
  if (outcome.status === "failed") return row(span(printable(outcome.failure.message, 300), "bad"));
  if (outcome.status === "not done" || outcome.status === "set") return row(span(outcome.status, "faint"));
  const { targets, warnings, expected } = outcome.plan;
  const [first] = warnings;
  const known =
    outcome.status === "committed"
      ? printable(outcome.csvFailure?.message ?? outcome.schedule.schedule_id, 300)
      : first === undefined
        ? expectation(expected)
        : printable(first.message, 300);
  return row(
    column(zoneSign(targets.zone), 9, ZONE_TONE[targets.zone]),
    column(countsText(targets), COUNTS),
    known,
  );
}

/** The plan of the page under the cursor, or why there is none: all its rows. */
export function batchPlanRows(context: WalkContext, { columns }: Sight): Row[] {
  const outcome = batchOutcome(context);
  const page = printable(batchPage(context)?.page ?? "", 64);
  if (outcome === null) return [row(` ${page}: its turn did not come`)];
  if (outcome.status === "planned" || outcome.status === "committed")
    return planLines(outcome.plan, columns - 1).map((line) => row(` ${line}`));
  if (outcome.status !== "failed") return [row(` ${page}: ${outcome.status}`)];
  return [
    row(span(` ■ ${page} has no plan`, "bad")),
    ...wrapped(` ${printable(begun(page, outcome.failure.message), 1_000)}`, columns - 1, "plain", " "),
    BLANK,
    ...wrapped(` ${printable(outcome.failure.remedy, 1_000)}`, columns - 1, "plain", " "),
    ...wrapped(" Plan it by itself from the list of creators.", columns - 1, "faint", " "),
  ];
}

/** What storing the plans means, above the menu that does it. */
export function batchConfirm(context: WalkContext, sight: Sight): AroundMenu {
  const { columns, home } = sight;
  const all = toStore(context, "all");
  const messages = all.reduce((sum, { schedule }) => sum + schedule.total_messages, 0);
  const locks = all.reduce((sum, { schedule }) => sum + schedule.total_ppvs, 0);
  const before = [
    ...(context.description === null ? [] : [writesTo(context.description, sight)]),
    row(
      `   ${counted(all.length, "schedule")}, ${counted(messages, "message")}, week ${weekRange(context.creators.week)}`,
    ),
    ...wrapped(
      `   ${counted(locks, "PPV caption")} locked, kept from every page${all.length > 1 ? ", none in two of them" : ""}`,
      columns - 1,
      "plain",
      "   ",
    ),
    row(`   CSV files in ${printable(shownPath(context.settings.csvDir, home), 300)}`),
    ...(context.batch.leftOut.length === 0 ? [] : [row(`   ${context.batch.leftOut.length} left out`)]),
    BLANK,
  ];
  return {
    before: before.map((each) => cutRow(each, columns)),
    after: [
      BLANK,
      ...wrapped(
        " Each schedule is stored by itself: one that meets a conflict stops nobody.",
        columns - 1,
        "faint",
        " ",
      ),
    ],
  };
}
