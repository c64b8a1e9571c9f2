import { isoUtc } from "../../domain/calendar.js";
import { isLeftOut, NOTES } from "../../domain/import-notes.js";
import type { FileReport, ImportReport } from "../../pipeline/import/report.js";

/** `import --json`: what came in, what did not, and why. Arrays are empty, never absent. */
export const reportJson = (file: string, report: ImportReport & { readonly created: boolean }) => ({
  db: file,
  created: report.created,
  stored: report.stored,
  files: report.files.map(fileJson),
  warehouse: {
    captions: report.holds.captions,
    messages: report.holds.messages,
    first_message: report.holds.firstMessage === null ? null : isoUtc(report.holds.firstMessage),
    last_message: report.holds.lastMessage === null ? null : isoUtc(report.holds.lastMessage),
    pages: report.holds.pages,
    unlisted_pages: report.holds.unlisted,
    unmatched_messages: report.holds.unmatched,
  },
});

const fileJson = (file: FileReport) => ({
  kind: file.kind,
  file: file.path,
  format: file.format,
  records: file.records,
  added: file.added,
  already_there: file.there,
  left_out: file.leftOut,
  rejected: file.rejected,
  rejects: file.rejects.map(({ record, line, lastLine, problems }) => ({
    record,
    line,
    last_line: lastLine,
    problems,
  })),
  remarks: file.remarks.map(({ code, count, at }) => ({
    code,
    says: NOTES[code],
    left_out: isLeftOut(code),
    count,
    at: at.map(({ record, line, lastLine, first, value }) => ({
      record,
      line,
      last_line: lastLine,
      first: first ?? null,
      value: value ?? null,
    })),
  })),
  columns: {
    used: file.columns.used,
    unused: file.columns.unused,
    missing: file.columns.missing.map(({ field }) => field),
  },
});
