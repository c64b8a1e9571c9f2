/**
 * The states of the walk: a place and what goes on there. A face draws by place (`placeOf`) and activity
 * (`activityOf`); the tree is `walk/machine.ts`.
 */
export const PLACES = {
  opening: ["loading", "failed"],
  creators: ["check", "loading", "failed", "list", "filter"],
  analysis: ["check", "loading", "failed", "ready"],
  overrides: ["check", "loading", "failed", "fields", "zones", "applying", "applied"],
  preview: ["check", "loading", "failed", "week", "explaining"],
  checking: ["loading", "failed"],
  confirm: ["quiet", "menu", "path", "word"],
  committing: ["sending", "stored", "failed"],
  outcomeUnknown: ["loading", "stored", "failed"],
  conflict: ["quiet", "menu"],
  replacing: ["loading", "failed"],
  exporting: ["loading"],
  exportFailed: ["quiet", "menu", "path"],
  result: ["quiet", "menu"],
  batch: ["planning", "failed", "table", "plan", "quiet", "menu", "word", "storing"],
  history: ["loading", "failed", "list", "reading", "shown"],
  worklist: ["loading", "failed", "list", "marking"],
  undo: ["loading", "failed", "why", "quiet", "menu", "word", "doing", "done"],
  health: ["loading", "failed", "shown"],
  left: [],
} as const;
export type Place = keyof typeof PLACES;
export type Activity = (typeof PLACES)[Place][number];

/** What of an XState snapshot is needed to know where the walk is. */
export interface Whereabouts {
  readonly value: string | object;
}

export function placeOf({ value }: Whereabouts): Place {
  const name = typeof value === "string" ? value : Object.keys(value)[0];
  if (name === undefined || !(name in PLACES))
    throw new Error(`no place of the walk: ${JSON.stringify(value)}`);
  return name as Place;
}

/** What goes on in the place; null only in `left`. */
export function activityOf({ value }: Whereabouts): Activity | null {
  return typeof value === "string" ? null : ((Object.values(value)[0] as Activity | undefined) ?? null);
}
