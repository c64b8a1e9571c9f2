const LEVELS = "▁▂▃▄▅▆▇█";

/** One glyph for a value from 0 to 1; what is not known is a blank. */
export function level(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return " ";
  const step = Math.min(LEVELS.length - 1, Math.max(0, Math.round(value * (LEVELS.length - 1))));
  return LEVELS[step] ?? " ";
}

/** Values as a row of glyphs, the highest one full; negative ones and zero at the floor. */
export function sparkline(values: readonly (number | null)[]): string {
  const top = Math.max(0, ...values.map((value) => (value !== null && Number.isFinite(value) ? value : 0)));
  return values
    .map((value) => level(value === null || top === 0 ? (value === null ? null : 0) : value / top))
    .join("");
}
