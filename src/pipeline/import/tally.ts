import { isLeftOut, type NoteCode } from "../../domain/import-notes.js";
import type { KindOutcome } from "../../warehouse/import-rows.js";
import type { OpenedFile } from "./opened-file.js";
import type { FileReport, Place, Rejected, Remark } from "./report.js";

/** Records listed of those that were rejected, and of each remark: the rest is counted. */
const REJECTS_LISTED = 10_000;
const PLACES_LISTED = 1_000;

/** What is found while a file is read. */
export class Tally {
  records = 0;
  rejected = 0;
  private readonly rejects: Rejected[] = [];
  private readonly remarks = new Map<NoteCode, { count: number; at: Place[] }>();

  reject(rejected: Rejected): void {
    this.rejected++;
    if (this.rejects.length < REJECTS_LISTED) this.rejects.push(rejected);
  }

  remark(code: NoteCode, place: Place): void {
    const known = this.remarks.get(code) ?? { count: 0, at: [] };
    known.count++;
    if (known.at.length < PLACES_LISTED) known.at.push(place);
    this.remarks.set(code, known);
  }

  /** Together with what the warehouse found. */
  report(file: OpenedFile, outcome: KindOutcome): FileReport {
    const refusals = outcome.refused.flatMap(({ field, why, at }) =>
      at.map(({ record, line, value }) => ({
        record,
        line,
        lastLine: line,
        problems: [{ field, value, why }],
      })),
    );
    const remarks: Remark[] = [
      ...[...this.remarks].map(([code, found]) => ({ code, ...found })),
      ...outcome.notes.map(({ code, count, at }) => ({
        code,
        count,
        at: at.map(({ record, line, first, value }) => ({
          record,
          line,
          lastLine: line,
          first: first ?? undefined,
          value: value ?? undefined,
        })),
      })),
    ];
    return {
      kind: file.kind,
      path: file.path,
      format: file.format,
      records: this.records,
      added: outcome.added,
      there: outcome.there,
      leftOut: remarks.filter(({ code }) => isLeftOut(code)).reduce((sum, { count }) => sum + count, 0),
      rejected: this.rejected + outcome.refused.reduce((sum, { count }) => sum + count, 0),
      rejects: [...this.rejects, ...refusals].sort((a, b) => a.record - b.record),
      remarks: remarks.sort((a, b) => (a.at[0]?.record ?? 0) - (b.at[0]?.record ?? 0)),
      columns: file.columns(),
    };
  }
}
