import {
  type Availability,
  CAPTION_TIERS,
  type CaptionTier,
  type RankedCaption,
  type RankedCaptions,
} from "../../domain/caption.js";
import { badInput } from "../../domain/errors.js";
import { defaultSeed } from "../../domain/overrides.js";
import { withoutReport } from "../../pipeline/prepare.js";
import { pad } from "../../text/fit.js";
import { quoted } from "../../text/plan-text.js";
import { printable } from "../../text/printable.js";
import { weekInFull } from "../../text/times.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import type { Input } from "../input.js";
import { inSession } from "../session.js";
import { warehouseName } from "../warehouse-name.js";
import { askedWeek, weekOf } from "../week-of.js";
import { LIMIT } from "./command.js";

const SHOWN = 5;

export const work: Work = (input, run) => {
  const page = input.page("captions");
  const limit = limitOf(input);
  const asked = askedWeek(input);
  return inSession(input, run, async (session) => {
    const { warehouse, now, ctx } = session;
    const { startDate, overrides } = weekOf(asked, session);
    const seed = overrides.seed ?? defaultSeed(startDate);
    if (!(await warehouse.pageNames(ctx)).includes(page)) throw await withoutReport(warehouse, page, ctx);
    const overlaps = await warehouse.overlaps(page, startDate, ctx);
    // As a preview would see them: a committed week of the page does not stand in the way of its replacement.
    const ignore = overlaps.map(({ scheduleId }) => scheduleId);
    const request = { page, startDate, now, ignore, seed };
    const availability = await warehouse.availability(request, ctx);
    const ranked = await warehouse.rankedCaptions(request, ctx);
    if (input.on(JSON_FLAG))
      return run.out(
        JSON.stringify(
          {
            page_name: page,
            start_date: startDate,
            seed,
            availability: availability.map(availabilityJson),
            captions: captionsJson(ranked, limit),
          },
          null,
          2,
        ),
      );
    run.out(
      [
        `${page} · captions for ${weekInFull(startDate)} · draw ${seed} · ${warehouseName(warehouse)}`,
        "",
        ...leftLines(availability),
        ...CAPTION_TIERS.flatMap((tier) =>
          rankLines(tier, ranked[tier].slice(0, limit ?? SHOWN), run.columns),
        ),
      ].join("\n"),
    );
  });
};

function limitOf(input: Input): number | null {
  const text = input.text(LIMIT)?.trim();
  if (text === undefined) return null;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw badInput(LIMIT.name, `--limit “${text}” is no whole number`, "give a whole number from 0 to 9999");
}

const availabilityJson = (row: Availability) => ({
  price_tier: row.priceTier,
  active: row.active,
  eligible: row.eligible,
  locked: row.locked,
  resting: row.resting,
  restricted: row.restricted,
  rested: row.rested,
  recent: row.recent,
  relaxed: row.relaxed,
  urgent: row.urgent,
});

const captionsJson = (ranked: RankedCaptions, limit: number | null) =>
  Object.fromEntries(
    CAPTION_TIERS.map((tier) => [tier, ranked[tier].slice(0, limit ?? undefined).map(captionJson)]),
  );

const captionJson = (caption: RankedCaption) => ({
  caption_id: caption.captionId,
  caption_text: caption.text,
  content_category: caption.category,
  has_urgency: caption.urgent,
  rank: caption.rank,
  rest_group: caption.restGroup,
  last_sent: caption.lastSent,
  tested: caption.tested,
  sends: caption.sends,
  successes: caption.successes,
  weight: caption.weight,
  alpha: caption.alpha,
  beta: caption.beta,
  wilson_low: caption.wilsonLow,
  wilson_high: caption.wilsonHigh,
  draw: caption.draw,
  overuse: caption.overuse,
  better_in_category: caption.betterInCategory,
  better_urgent: caption.betterUrgent,
  score: caption.score,
  earnings: caption.earnings,
  sent: caption.sent,
});

const COLUMNS = [
  ["PRICE TIER", (row: Availability) => row.priceTier],
  ["ACTIVE", (row: Availability) => row.active],
  ["LEFT", (row: Availability) => row.eligible],
  ["LOCKED", (row: Availability) => row.locked],
  ["RESTING", (row: Availability) => row.resting],
  ["RESTRICTED", (row: Availability) => row.restricted],
  ["RESTED 30+", (row: Availability) => row.rested],
  ["20–30", (row: Availability) => row.recent],
  ["10–20", (row: Availability) => row.relaxed],
  ["URGENT", (row: Availability) => row.urgent],
] as const;

function leftLines(rows: readonly Availability[]): string[] {
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, index) =>
        pad(String(cell), COLUMNS[index]?.[0].length ?? 0, index === 0 ? "left" : "right"),
      )
      .join("  ");
  return [
    line(COLUMNS.map(([label]) => label)),
    ...rows.map((row) => line(COLUMNS.map(([, of]) => of(row)))),
  ];
}

function rankLines(tier: CaptionTier, captions: readonly RankedCaption[], columns: number): string[] {
  if (captions.length === 0) return ["", `${tier}: none left`];
  return [
    "",
    `${tier}, the first ${captions.length}`,
    ...captions.map((caption) => captionLine(caption, columns)),
  ];
}

function captionLine(caption: RankedCaption, columns: number): string {
  const record = caption.sends === 0 ? "no sends" : `${caption.successes} of ${caption.sends}`;
  const facts = [
    pad(String(caption.rank), 3, "right"),
    `drawn ${caption.draw.toFixed(2)}`,
    pad(record, 8),
    pad(caption.tested ? "" : "untested", 8),
    pad(printable(caption.category, 18), 18),
  ].join("  ");
  return `${facts}  ${quoted(caption.text, Math.max(20, columns - facts.length - 2))}${caption.urgent ? " urgent" : ""}`;
}
