/**
 * The line (from 1) on which a config file sets a key, by its path: `["profiles", "prod", "project"]`. A table's own
 * path gives its header. Null where no line can be told: inline tables and arrays give the line of their key.
 *
 * The TOML parser knows no places of values, and a mistake without a line is a search. This reads only what it needs:
 * headers and keys at the start of a line; the parser has already accepted the text.
 */
export function lineOf(text: string, path: readonly (string | number)[]): number | null {
  const wanted = path.map(String);
  let best: { line: number; depth: number } | null = null;
  let table: string[] = [];
  let open: string | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    if (open !== null) {
      if (line.includes(open)) open = null;
      continue;
    }
    const header = /^\s*\[\[?\s*(.+?)\s*\]\]?\s*(#.*)?$/.exec(line);
    const assigned = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+|\s*\.\s*)+?)\s*=(.*)$/.exec(line);
    if (assigned) {
      const depth = reach([...table, ...keysOf(assigned[1] ?? "")], wanted);
      if (depth > (best?.depth ?? 0)) best = { line: index + 1, depth };
      open = opened(assigned[2] ?? "");
    } else if (header) {
      table = keysOf(header[1] ?? "");
      const depth = reach(table, wanted);
      if (depth > (best?.depth ?? 0)) best = { line: index + 1, depth };
    }
  }
  return best?.line ?? null;
}

/** How many keys of the wanted path a line reaches, all where it goes on beyond; 0 where it is about something else. */
function reach(keys: readonly string[], wanted: readonly string[]): number {
  const shared = Math.min(keys.length, wanted.length);
  return keys.slice(0, shared).every((key, index) => key === wanted[index]) ? shared : 0;
}

const keysOf = (dotted: string): string[] =>
  (dotted.match(/"[^"]*"|'[^']*'|[\w-]+/g) ?? []).map((key) => key.replace(/^["']|["']$/g, ""));

/** The mark that ends a text of several lines which begins in this value; null where it ends here. */
function opened(value: string): string | null {
  const mark = /^\s*("""|''')/.exec(value)?.[1];
  return mark !== undefined && !value.trim().slice(3).includes(mark) ? mark : null;
}
