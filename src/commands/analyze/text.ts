import type { Instant } from "../../domain/calendar.js";
import { exact } from "../../domain/exact.js";
import { hourConfidence, hourValues } from "../../domain/hours.js";
import type { CategoryRow, Report, TriggerRow, WeekdayRow } from "../../domain/report.js";
import { TIER_RULES } from "../../domain/tier.js";
import type { Volume } from "../../domain/volume.js";
import { cutPoints } from "../../domain/zone.js";
import { bar, scale } from "../../text/bar.js";
import { pad, wrap } from "../../text/fit.js";
import { cents, dollars, shortDollars } from "../../text/money.js";
import { countsText } from "../../text/plan-text.js";
import { printable } from "../../text/printable.js";
import { level } from "../../text/sparkline.js";
import { hoursText, zoneLine } from "../../text/times.js";
import { ZONE_WORDS, zoneSign } from "../../text/zone-sign.js";

/** What is said where the report lacks a figure: never 0. */
const LACKING = "not in the report";
const LABEL = 13;
const BAR = 12;
const ROWS = 6;
const DAYS = ["", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export interface AnalysisText {
  readonly page: string;
  readonly report: Report;
  readonly tolerance: number;
  /** Null where the report has no tier or no score. */
  readonly volume: Volume | null;
  readonly now: Instant;
  readonly columns: number;
}

/** A page's analysis as plain lines, in the order of the screen. */
export function analysisLines(text: AnalysisText): string[] {
  const { report, now, columns } = text;
  return [
    ...account(report),
    ...saturation(text),
    ...hours(report, now),
    ...categories(report.categories),
    ...triggers(report.triggers),
    ...weekdays(report.weekdays),
    ...volumeLines(text),
  ].flatMap((line) => wrapped(line, columns));
}

function account({ account: { tier, tierText, revenue, averageAudience }, segment }: Report): string[] {
  const rule = tier === null ? null : TIER_RULES[tier];
  const range = rule === null ? "" : ` (${rangeText(rule.from, rule.below)})`;
  const audience =
    averageAudience === null
      ? ""
      : `  ${Math.round(averageAudience).toLocaleString("en-US")} recipients a message`;
  const money = revenue === null ? `revenue ${LACKING}` : `${dollars(revenue)} in 30 days${range}`;
  const purchase = segment.perPurchase === null ? "" : `  ${cents(segment.perPurchase)} a purchase`;
  return [
    labelled("Account", `${tier ?? printable(tierText ?? `tier ${LACKING}`, 30)}  ${money}${audience}`),
    labelled("Segment", `${segment.label ?? LACKING}${purchase}`),
  ];
}

function saturation({ report, tolerance, volume }: AnalysisText): string[] {
  const s = report.saturation;
  // A score of 0 over no history is not health: it is said as what it is.
  if (s.score === null || s.state !== "scored")
    return [labelled("Saturation", saturationWords(s.state, s.exclusionReason))];
  const cuts = cutPoints(tolerance);
  const line = scale(s.score, [Number(cuts.green), Number(cuts.red)], 24);
  const zone = volume === null ? "" : ` ${zoneSign(volume.zone)} (${ZONE_WORDS[volume.zone]})`;
  return [
    labelled("Saturation", `${s.score.toFixed(2)}${zone}   GREEN ${line} RED`),
    part("unlock rate", against(s.unlockDeviation), s.parts?.unlock),
    part("value a message", against(s.emvDeviation), s.parts?.emv),
    part(
      "weak days in a row",
      s.underperformDays === null ? LACKING : String(s.underperformDays),
      s.parts?.days,
    ),
    part("frequency", frequency(report.frequencyTrend), s.parts?.frequency),
  ].filter((each) => each !== "");
}

function saturationWords(state: Report["saturation"]["state"], reason: string | null): string {
  switch (state) {
    case "no history":
      return "no history: nothing is known of this page yet";
    case "history too short":
      return "history too short to say";
    case "not enough recent data":
      return "not enough recent data: planning asks for a zone (--zone)";
    default:
      return reason === null ? LACKING : printable(reason);
  }
}

const part = (name: string, figure: string, adds: number | undefined): string =>
  adds === undefined && figure === ""
    ? ""
    : `  ${pad(name, 20)}${pad(figure, 30)}${adds === undefined ? "" : `adds ${adds.toFixed(2)}`}`.trimEnd();

/** PPVs a day, two weeks against the sixty days before. */
function frequency(trend: number | null): string {
  if (trend === null) return LACKING;
  const change = percent(exact(trend).mul(100).valueOf());
  return change.startsWith("±") ? "steady" : `${change} PPVs a day`;
}

const against = (share: number | null): string =>
  share === null ? LACKING : `${percent(exact(share).mul(100).valueOf())} against its 60 days`;

function hours({ windows }: Report, now: Instant): string[] {
  const values = hourValues(windows);
  const row = (name: string, day: readonly number[], type: "Weekday" | "Weekend"): string => {
    const confidence = hourConfidence(windows, type);
    return `  ${pad(name, LABEL - 2)}${day.map(level).join("")}${confidence === null ? "" : `  confidence: ${confidence}`}`;
  };
  const head = labelled("Best hours", `00 03 06 09 12 15 18 21   ${zoneLine(now)}`);
  const rows = [row("Mon–Fri", values.weekday, "Weekday"), row("Sat–Sun", values.weekend, "Weekend")];
  if (values.source === "report") return [head, ...rows];
  return [head, ...rows, `  ${pad("", LABEL - 2)}no clear effect, using the usual peaks`];
}

function categories(rows: readonly CategoryRow[] | null): string[] {
  if (rows === null) return [labelled("Categories", LACKING)];
  const known = rows.filter((row) => row.rpr !== null).sort((a, b) => (b.rpr ?? 0) - (a.rpr ?? 0));
  if (known.length === 0) return [labelled("Categories", "none with sends")];
  const top = known[0]?.rpr ?? 0;
  return [
    labelled("Categories", "revenue a recipient, trend of 30 days"),
    ...known.slice(0, ROWS).map(({ category, priceTier, rpr, trendPercent }) => {
      const name = pad(printable(priceTier === null ? category : `${category}, ${priceTier}`, 28), 30);
      const trend = trendPercent === null ? "" : percent(trendPercent);
      return `  ${name}${pad(bar(top > 0 ? (rpr ?? 0) / top : 0, BAR), BAR)}  ${pad(cents(rpr ?? 0), 7, "right")}  ${trend}`.trimEnd();
    }),
  ];
}

function triggers(rows: readonly TriggerRow[] | null): string[] {
  if (rows === null) return [labelled("Triggers", LACKING)];
  const known = rows
    .filter((row) => row.rprLift !== null)
    .sort((a, b) => (b.rprLift ?? 0) - (a.rprLift ?? 0));
  const texts = known
    .slice(0, ROWS)
    .map(({ trigger, rprLift }) => `${printable(trigger, 24)} ${percent(rprLift ?? 0)}`);
  return [labelled("Triggers", texts.length === 0 ? "none with sends" : texts.join(" · "))];
}

function weekdays(rows: readonly WeekdayRow[] | null): string[] {
  if (rows === null) return [labelled("Weekdays", LACKING)];
  const texts = rows
    .filter(({ rpr, weekday }) => rpr !== null && DAYS[weekday] !== undefined)
    .map(({ weekday, rpr }) => `${DAYS[weekday]} ${cents(rpr ?? 0)}`);
  return [labelled("Weekdays", texts.length === 0 ? "none with sends" : texts.join(" · "))];
}

function volumeLines({ page, report, tolerance, volume }: AnalysisText): string[] {
  const theirs = report.account.tolerance;
  const beside = theirs === null ? "" : `, the report's own ${theirs}`;
  if (volume === null)
    return ["", labelled("A week", `needs a tier and a score: eros-tui preview ${page} --zone GREEN`)];
  const cooling = volume.coolingDays === 0 ? "" : `, the first ${volume.coolingDays} days without PPVs`;
  return [
    "",
    labelled(
      "A week",
      `${countsText(volume)}, ${hoursText(volume.gapMinutes)} apart${cooling} (tolerance ${tolerance}${beside})`,
    ),
  ];
}

const labelled = (label: string, text: string): string => pad(label, LABEL) + text;

/** `+18 %`, `−9 %` */
function percent(value: number): string {
  const whole = Math.round(value);
  return `${whole < 0 ? "−" : whole > 0 ? "+" : "±"}${Math.abs(whole)} %`;
}

function rangeText(from: number, below: number): string {
  if (!Number.isFinite(below)) return `${short(from)} and more`;
  return from === 0 ? `below ${short(below)}` : `${short(from)}–${short(below)}`;
}
const short = (amount: number): string => shortDollars(amount).replace(".0k", "k");

/** Long lines go on under their text, not under their label. */
function wrapped(line: string, columns: number): string[] {
  if (line.length <= columns || !/^\S/.test(line)) return [line];
  const [label, text] = [line.slice(0, LABEL), line.slice(LABEL)];
  return wrap(text, columns - LABEL).map((each, index) => (index === 0 ? label : " ".repeat(LABEL)) + each);
}
