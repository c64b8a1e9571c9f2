import { ErosError, type FailureKind } from "../../domain/errors.js";
import type { PageOutcome } from "../../pipeline/batch-request.js";

/** An outcome as far as it is kept until the end: the plan itself is told once and let go. */
export interface Told {
  readonly page: string;
  readonly status: PageOutcome["status"];
  /** What went wrong: the page itself, or only its CSV. */
  readonly failure: ErosError | null;
}

export type Counts = Readonly<Record<PageOutcome["status"], number>>;

export const toldOf = (outcome: PageOutcome): Told => ({
  page: outcome.page.page,
  status: outcome.status,
  failure:
    outcome.status === "failed"
      ? outcome.failure
      : outcome.status === "committed"
        ? outcome.csvFailure
        : null,
});

export function countsOf(all: readonly Told[]): Counts {
  const counts = { committed: 0, planned: 0, set: 0, failed: 0, "not done": 0 };
  for (const { status } of all) counts[status] += 1;
  return counts;
}

/** `25 committed, 1 set already, 2 failed`; what there is none of is not named. */
export function countsText(counts: Counts): string {
  const words = [
    [counts.committed, "committed"],
    [counts.planned, "planned"],
    [counts.set, "set already"],
    [counts.failed, "failed"],
    [counts["not done"], "not done"],
  ] as const;
  const said = words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? "nothing to do" : said.join(", ");
}

/**
 * The failure with which a batch ends, from which its exit code follows: null where all is done; 130 where it was
 * interrupted; 8 where some is done; where nothing is, the code of what failed most.
 */
export function failureOf(all: readonly Told[], interrupted: boolean): ErosError | null {
  const counts = countsOf(all);
  const text = countsText(counts);
  if (interrupted)
    return new ErosError(
      "interrupted",
      `interrupted: ${text}; --resume goes on with what is left`,
      "run it again with --resume",
    );
  const failures = all.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  if (failures.length === 0 && counts["not done"] === 0) return null;
  const done = counts.committed + counts.planned + counts.set;
  const kind: FailureKind = done > 0 ? "partly" : commonest(failures.map((failure) => failure.kind));
  const which = done > 0 ? "not every page is done" : "no page is done";
  const remedy =
    counts.failed + counts["not done"] > 0
      ? "see what each page says; the same line with --resume goes on with them"
      : "write the files again with `eros-tui export SCHEDULE_ID`";
  return new ErosError(kind, `${which}: ${text}${csvText(all)}`, remedy);
}

function csvText(all: readonly Told[]): string {
  const without = all.filter(({ status, failure }) => status === "committed" && failure !== null).length;
  return without === 0 ? "" : `, ${without} without a CSV`;
}

/** The first of those that come most often. */
function commonest(kinds: readonly FailureKind[]): FailureKind {
  const times = (kind: FailureKind): number => kinds.filter((each) => each === kind).length;
  return kinds.reduce<FailureKind>(
    (best, kind) => (times(kind) > times(best) ? kind : best),
    kinds[0] ?? "unexpected",
  );
}
