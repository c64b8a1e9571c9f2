import type { Availability } from "../domain/caption.js";
import { asErosError, ErosError } from "../domain/errors.js";
import { explain } from "../domain/explain.js";
import type { PassedOver } from "../domain/prepared-week.js";
import { fitTo } from "../text/fit.js";
import { quoted, warningLines } from "../text/plan-text.js";
import { printable } from "../text/printable.js";
import { begun } from "../text/sentences.js";
import { weekRange } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import { messageIndex, messageUnderCursor } from "../walk/message-cursor.js";
import { BLANK, type Row, row, rowText, span, wrapped } from "./line.js";
import { messageRows } from "./preview.view.js";
import type { Sight } from "./sight.js";

/** Why the message under the cursor stands there, with this caption, and what was passed over for it. */
export function whyRows(context: WalkContext, sight: Sight): Row[] {
  const { plan } = context;
  const message = messageUnderCursor(context);
  if (plan === null || message === null) return [row(" no message in this week")];
  const known = context.passedOver[message.caption.priceTier];
  const listed = known === undefined || known instanceof Error ? [] : known;
  const { sentences, passedOver } = explain(plan, messageIndex(context), listed);
  const head = messageRows(context, sight);
  return [
    ...head,
    BLANK,
    ...sentences.flatMap(({ title, text }) => titled(title, text, sight.columns)),
    ...wholeCaption(message.caption.text, head, sight.columns),
    // An older procedure tells nobody what it passed over.
    ...(message.caption.byProcedure ? [] : passedOverRows(known, passedOver, sight.columns)),
  ];
}

/** The caption in full, where the row above cuts it: nowhere else can it be read to its end. */
function wholeCaption(text: string, above: readonly Row[], columns: number): Row[] {
  const whole = `“${printable(text, LONGEST_CAPTION)}”`;
  return above.some((each) => rowText(each).includes(whole)) ? [] : titled("Caption", whole, columns);
}

const LONGEST_CAPTION = 5_000;
const TITLE = 14;

/** ` Why 21:55?   hours 20 and 21 are the best`, further lines under the first. */
function titled(title: string, text: string, columns: number): Row[] {
  return wrapped(printable(text, LONGEST_CAPTION), columns - TITLE - 1).map((line, index) =>
    row(span(fitTo(index === 0 ? ` ${title}` : "", TITLE), "strong"), ...line),
  );
}

function passedOverRows(
  known: readonly PassedOver[] | ErosError | undefined,
  better: readonly PassedOver[],
  columns: number,
): Row[] {
  if (known === undefined) return [];
  if (known instanceof ErosError)
    return titled("Passed over", `could not be read: ${known.message}`, columns);
  if (better.length === 0) return titled("Passed over", "none that scores higher", columns);
  return better.flatMap(({ caption, score, reason }, index) =>
    titled(
      index === 0 ? "Passed over" : "",
      `${quoted(caption.text, 24)} ${score === null ? "–" : score.toFixed(2)} ${printable(reason)}`,
      columns,
    ),
  );
}

/** All warnings of the plan, whole. */
export function warningsRows({ plan }: WalkContext, { columns }: Sight): Row[] {
  if (plan === null || plan.warnings.length === 0) return [row(" no warnings")];
  return warningLines(plan, columns - 2).map((line) =>
    row(span(` ${line}`, line.startsWith(" ") ? "plain" : "caution")),
  );
}

const TIER_NAMES: Readonly<Record<Availability["priceTier"], string>> = {
  Budget: "Budget",
  Mid: "Mid",
  Premium: "Premium",
  Free: "Free (bumps)",
};

/** Headings and widths; RESTED and the two after it are rest groups: 30 days and more, 20–30, 10–20. */
const LEFT_COLUMNS = [
  ["LEFT", 6],
  ["OF", 6],
  ["LOCKED", 8],
  ["RESTING", 9],
  ["RESTR.", 8],
  ["RESTED", 8],
  ["20–30", 7],
  ["10–20", 7],
  ["URGENT", 8],
] as const;

const LEFT_WORDS = [
  "LOCKED: held for some page within 7 days of the week.",
  "RESTING: sent here less than 10 days before it.",
  "RESTR.: of a category that this page does not offer.",
  "RESTED: not sent here for 30 days; 20–30 and 10–20: for so many days.",
  "URGENT: at most 2 Budget, 2 Mid and 1 Premium of them in a week.",
];

/** What is left of each price tier for this page and week, and why the rest is not. */
export function captionsRows({ prepared }: WalkContext, { columns }: Sight): Row[] {
  if (prepared === null) return [row(" the page is not read yet")];
  const narrow = columns < 80;
  const shown = narrow ? LEFT_COLUMNS.slice(0, 5) : LEFT_COLUMNS;
  const figures = (each: Availability): number[] => [
    each.eligible,
    each.active,
    each.locked,
    each.resting,
    each.restricted,
    each.rested,
    each.recent,
    each.relaxed,
    each.urgent,
  ];
  const cell = (text: string, index: number): string => fitTo(text, shown[index]?.[1] ?? 0, "right");
  return [
    row(
      span(
        ` Captions left for ${printable(prepared.page, 64)} in ${weekRange(prepared.startDate)}`,
        "strong",
      ),
    ),
    BLANK,
    row(
      span(`${fitTo(" PRICE TIER", 13)}${shown.map(([name], index) => cell(name, index)).join("")}`, "faint"),
    ),
    ...prepared.availability.map((each) =>
      row(
        fitTo(` ${TIER_NAMES[each.priceTier]}`, 13),
        ...figures(each)
          .slice(0, shown.length)
          .map((value, index) => span(cell(String(value), index), index === 0 ? "strong" : "plain")),
      ),
    ),
    BLANK,
    ...(narrow ? LEFT_WORDS.slice(0, 3) : LEFT_WORDS).flatMap((words) =>
      wrapped(` ${words}`, columns - 1, "faint", "   "),
    ),
  ];
}

/** A failure in the words of its error: what happened, what to do. @param page that it is about, if any. */
export function failureRows(error: unknown, page: string | null, { columns }: Sight): Row[] {
  const failure = asErosError(error);
  const lines = (text: string, first: string): Row[] =>
    text
      .split("\n")
      .flatMap((part, index) =>
        wrapped(`${index === 0 ? first : "   "}${printable(part, 1_000)}`, columns - 2, "plain", "   "),
      );
  return [
    ...lines(begun(page, failure.message), " ■ ").map((each, index) =>
      index === 0 ? each.map(({ text }) => span(text, "bad")) : each,
    ),
    BLANK,
    ...lines(failure.onScreen, "   "),
  ];
}
