import { counted } from "../domain/counted.js";
import { EXIT } from "../domain/errors.js";
import { printable } from "../text/printable.js";
import type { Leaving } from "../walk/leaving.js";

/** What the shell says after the screens, a line each; nothing where there is nothing to know. */
export function farewell({ drafts, receipt, unknown, failure, stored, unopened, undo }: Leaving): string[] {
  return [
    ...(unopened === null
      ? []
      : [printable(unopened.message, 1_000), `  ${printable(unopened.remedy, 1_000)}`]),
    ...(stored.length === 0
      ? []
      : [
          `stored: ${counted(stored.length, "schedule")}; their CSV: eros-tui export ID`,
          ...stored.map((id) => `  ${id}`),
        ]),
    ...(receipt === null
      ? []
      : [
          `stored: ${receipt.scheduleId}, ${counted(receipt.locks, "caption")} locked; its CSV: eros-tui export ${receipt.scheduleId}`,
        ]),
    ...(unknown === null
      ? []
      : [
          `left while ${unknown} was being committed: whether it is stored is not known`,
          `  look it up: eros-tui show ${unknown}`,
        ]),
    ...(undo === undefined ? [] : undoLines(undo)),
    ...(failure === null
      ? []
      : [`${notDone(undo)}: ${printable(failure.message, 1_000)}`, `  ${printable(failure.remedy, 1_000)}`]),
    ...(drafts.length === 0 ? [] : [`drafts not committed: ${drafts.join(", ")}`]),
  ];
}

const DONE = { withdraw: "withdrawn", restore: "restored" } as const;

const notDone = (undo: Leaving["undo"]): string =>
  `not ${undo === undefined ? "committed" : DONE[undo.kind]}`;

function undoLines({ kind, scheduleId, how }: NonNullable<Leaving["undo"]>): string[] {
  if (how === "done") return [`${DONE[kind]}: ${scheduleId}`];
  if (how === "failed") return [];
  return [
    `left while ${scheduleId} was being ${DONE[kind]}: whether it is, is not known`,
    `  look it up: eros-tui show ${scheduleId}`,
  ];
}

/** 130 after Ctrl-C, the failure's own code where a commit failed that was waited for or nothing opened, else 0. */
export function exitCode({ reason, failure, unopened }: Leaving): number {
  const why = failure ?? unopened;
  if (why !== null) return why.exitCode;
  return reason === "interrupt" ? EXIT.interrupted : 0;
}
