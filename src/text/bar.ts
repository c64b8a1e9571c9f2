const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of `share` (0 to 1) of `columns`, to an eighth of a column; at most `columns` wide, not padded. */
export function bar(share: number, columns: number): string {
  const clamped = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const eighths = Math.round(clamped * columns * 8);
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

/** A scale from 0 to 1 with its cut points and a value on it: `━━━━┃━━━━●━━━┃━━━━`. */
export function scale(value: number | null, cuts: readonly number[], columns: number): string {
  const at = (share: number): number => Math.min(columns - 1, Math.max(0, Math.round(share * (columns - 1))));
  const cells = Array.from({ length: columns }, () => "━");
  for (const cutPoint of cuts) cells[at(cutPoint)] = "┃";
  if (value !== null) cells[at(value)] = "●";
  return cells.join("");
}
