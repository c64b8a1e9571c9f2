import type { CategoryRow, Report } from "../domain/report.js";
import { bar } from "../text/bar.js";
import { fitTo } from "../text/fit.js";
import { cents } from "../text/money.js";
import { printable } from "../text/printable.js";
import { signedPercent } from "../text/shares.js";
import { ABSENT, LABEL, label } from "./analysis-words.js";
import { column, type Row, row, span } from "./line.js";

/** The longest usual name. */
const NAME = "Behind the Scenes".length;
const AMOUNT = " $0.61 ".length;
const BAR = { least: 8, most: 40 };

/** A category over all its price tiers. */
interface Category {
  readonly name: string;
  readonly rpr: number;
}

/** The best categories by revenue a recipient, in rows of at most so many columns. */
export function categoryRows({ categories }: Report, count: number, columns: number): Row[] {
  if (categories === null) return [row(label("Categories"), ABSENT)];
  const best = byRevenue(categories).slice(0, count);
  if (best.length === 0) return [row(label("Categories"), "none with a record yet")];
  const top = Math.max(...best.map(({ rpr }) => rpr));
  const barColumns = Math.max(BAR.least, Math.min(BAR.most, columns - LABEL - NAME - 1 - AMOUNT));
  return best.map((category, index) =>
    row(
      index === 0
        ? label("Categories")
        : column(index === 1 ? "   (revenue" : index === 2 ? "   a recip.)" : "", LABEL),
      fitTo(category.name, NAME),
      " ",
      span(fitTo(top > 0 ? bar(category.rpr / top, barColumns) : "", barColumns), "paid"),
      ` ${cents(category.rpr)}`,
    ),
  );
}

/** The words that lift a message most. */
export function triggerRows({ triggers }: Report, count: number): Row[] {
  const head = (index: number) => span(index === 0 ? "Triggers  " : " ".repeat(10), "strong");
  if (triggers === null) return [row(head(0), ABSENT)];
  const known = triggers
    .filter(({ rprLift }) => rprLift !== null)
    .sort((a, b) => (b.rprLift ?? 0) - (a.rprLift ?? 0))
    .slice(0, count);
  if (known.length === 0) return [row(head(0), "none yet")];
  return known.map(({ trigger, rprLift }, index) =>
    row(head(index), column(printable(trigger, 20), 13), signedPercent((rprLift ?? 0) / 100).padStart(6)),
  );
}

/** Categories by what a recipient brings, over their price tiers and weighted by their messages. */
function byRevenue(rows: readonly CategoryRow[]): Category[] {
  const sums = new Map<string, { revenue: number; count: number }>();
  for (const { category, rpr, count } of rows) {
    if (rpr === null || !Number.isFinite(rpr)) continue;
    const sum = sums.get(category) ?? { revenue: 0, count: 0 };
    const weight = count ?? 1;
    sums.set(category, { revenue: sum.revenue + rpr * weight, count: sum.count + weight });
  }
  return [...sums]
    .filter(([, { count }]) => count > 0)
    .map(([category, { revenue, count }]) => ({ name: printable(category, 40), rpr: revenue / count }))
    .sort((a, b) => b.rpr - a.rpr || (a.name < b.name ? -1 : 1));
}
