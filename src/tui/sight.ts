import type { Instant } from "../domain/calendar.js";

/** What a view knows beside the walk: the room it has, and the operator's own surroundings. */
export interface Sight {
  readonly columns: number;
  /** Rows of the body: those of the window without breadcrumb, rule, status row and footer. */
  readonly rows: number;
  /** IANA name of the operator's own zone. */
  readonly zone: string;
  /** The operator's home folder, shown as `~`; null where there is none. */
  readonly home: string | null;
  /** The real time. */
  readonly now: Instant;
}

/** Below this the screens do not work; at this the narrow forms do. */
export const LEAST = { columns: 60, rows: 20 } as const;
/** Rows around the body. */
export const FRAME_ROWS = 4;
/** From here on nothing needs to go. */
export const FULL_COLUMNS = 80;

export const isNarrow = ({ columns }: Pick<Sight, "columns">): boolean => columns < FULL_COLUMNS;

/** A path as people write it: `~/…` below the home folder. */
export const shownPath = (path: string, home: string | null): string =>
  home !== null && home !== "" && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
