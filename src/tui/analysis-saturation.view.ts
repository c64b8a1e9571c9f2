import type { PreparedWeek } from "../domain/prepared-week.js";
import type { Report, SaturationState } from "../domain/report.js";
import { cutPoints, zoneOf } from "../domain/zone.js";
import { scale } from "../text/bar.js";
import { signedPercent } from "../text/shares.js";
import { zoneSign } from "../text/zone-sign.js";
import { ABSENT, label } from "./analysis-words.js";
import { column, joined, type Row, row, rowWidth, type Span, span } from "./line.js";
import type { Sight } from "./sight.js";
import { type Tone, ZONE_TONE } from "./theme.js";

const LONGEST_SCALE = 60;
const SHORTEST_SCALE = 12;

/** What is said where there is no score to show. */
const WITHOUT_SCORE: Readonly<Record<Exclude<SaturationState, "scored">, string>> = {
  "no history": "no history: nothing is known of this audience yet",
  "history too short": "history too short to judge",
  "not enough recent data": "not enough recent data: choose a zone under Overrides",
  missing: `${ABSENT}: choose a zone under Overrides`,
};

/** `Saturation  0.45 ▲ YELLOW   GREEN ━━━━━━━━┃━━━━●━━━┃━━━━━━━━━━━ RED` */
export function saturationRow({ report, tolerance }: PreparedWeek, { columns }: Sight): Row {
  const { state, score } = report.saturation;
  if (state !== "scored") return row(label("Saturation"), WITHOUT_SCORE[state]);
  if (score === null || score < 0 || score > 1) return row(label("Saturation"), WITHOUT_SCORE.missing);
  const zone = zoneOf(score, tolerance);
  const head = row(label("Saturation"), `${score.toFixed(2)} `, span(zoneSign(zone), ZONE_TONE[zone]), "   ");
  const room = Math.min(LONGEST_SCALE, columns - rowWidth(head) - "GREEN  RED ".length);
  if (room < SHORTEST_SCALE) return head;
  const { green, red } = cutPoints(tolerance);
  return row(
    ...head,
    span("GREEN ", "good"),
    ...gauge(score, green.valueOf(), red.valueOf(), room),
    span(" RED", "bad"),
  );
}

/** The scale in the tones of its zones; the sign of the score stands out. */
function gauge(score: number, green: number, red: number, columns: number): Span[] {
  const glyphs = [...scale(score, [green, red], columns)];
  const toneAt = (glyph: string, index: number): Tone => {
    if (glyph === "●") return "strong";
    const share = index / (columns - 1);
    return share < green ? "good" : share > red ? "bad" : "caution";
  };
  return joined(glyphs.map((glyph, index) => span(glyph, toneAt(glyph, index))));
}

/** The four parts of the score, each with what it adds. */
export function saturationParts({ saturation, frequencyTrend }: Report, narrow: boolean): Row[] {
  if (["no history", "missing"].includes(saturation.state)) return [];
  const { parts } = saturation;
  const against = narrow ? "" : " against its 60 days";
  const change = (share: number | null): string =>
    share === null ? ABSENT : `${alignedPercent(share)}${against}`;
  const part = (name: string, value: string, adds: number | null | undefined): Row =>
    row(
      column(`   ${name}`, 23),
      column(value, narrow ? 18 : 31),
      adds === null || adds === undefined ? span("") : `adds ${adds.toFixed(2)}`,
    );
  const days = saturation.underperformDays;
  return [
    part("unlock rate", change(saturation.unlockDeviation), parts?.unlock),
    part("value a message", change(saturation.emvDeviation), parts?.emv),
    part("weak days in a row", days === null ? ABSENT : `${days} of 3`, parts?.days),
    part("frequency", frequencyWords(frequencyTrend), parts?.frequency),
  ];
}

/** `−11 %`, `− 9 %`: the units stand under one another. */
function alignedPercent(share: number): string {
  const text = signedPercent(share);
  return text.length === 4 ? `${text[0]} ${text.slice(1)}` : text;
}

function frequencyWords(trend: number | null): string {
  if (trend === null) return ABSENT;
  return Math.abs(trend) < 0.05 ? "steady" : `${signedPercent(trend)} PPVs a day`;
}

/** The report's own tolerance beside the one in force, and what it would say. */
export function toleranceRows({ report, tolerance }: PreparedWeek): Row[] {
  const { score, state } = report.saturation;
  const own = report.account.tolerance;
  const inForce = row(
    `   tolerance ${tolerance} in force: GREEN below ${cut(tolerance, "green")}, RED above ${cut(tolerance, "red")}`,
  );
  if (own === null || own === tolerance || !(own > 0 && own <= 1)) return [inForce];
  const would =
    state === "scored" && score !== null && score >= 0 && score <= 1
      ? `: with it this page is ${zoneOf(score, own)}`
      : "";
  return [inForce, row(`   the report's own is ${own}${would}; --tolerance report uses it`)];
}

const cut = (tolerance: number, end: "green" | "red"): string =>
  cutPoints(tolerance)[end].valueOf().toFixed(2);
