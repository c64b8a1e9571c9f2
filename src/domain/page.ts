import { badInput } from "./errors.js";

/** A creator's account, trimmed and lower-cased: `[a-z0-9][a-z0-9._-]{0,63}`. */
export type PageName = string;

const PAGE = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** @throws {ErosError} for a name that cannot be a page's. */
export function parsePage(text: string): PageName {
  const name = text.trim().toLowerCase();
  if (PAGE.test(name)) return name;
  throw badInput(
    "page",
    `“${text}” cannot be a page: 1 to 64 letters, digits, dots, underscores or hyphens, a letter or digit first`,
    "run `eros-tui` to see the pages",
  );
}
