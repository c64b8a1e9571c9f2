import { printable } from "../text/printable.js";
import { moment } from "../text/times.js";
import type { Stored } from "../warehouse/port.js";

const when = (iso: string | null): string =>
  iso === null || iso === "" ? "" : ` ${moment(Date.parse(iso))}`;

/** What became of a stored schedule: `withdrawn Tue Nov 4 10:00 by ana, committed Mon Nov 3 09:12 by ben` */
export function stateText(stored: Stored): string {
  const { state, receipt } = stored;
  const committed = `committed${when(receipt.storedAt)} by ${printable(receipt.by, 40)}`;
  return state === "committed" ? committed : `${endText(stored)}, ${committed}`;
}

/** How it ended: `withdrawn Tue Nov 4 10:00 by ana`. */
export const endText = ({ state, changedAt, changedBy }: Stored): string =>
  `${state}${when(changedAt)}${changedBy === null ? "" : ` by ${printable(changedBy, 40)}`}`;
