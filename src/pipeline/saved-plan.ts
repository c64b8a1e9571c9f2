import { readFile } from "node:fs/promises";
import { type IsoDate, isoUtc } from "../domain/calendar.js";
import { badInput, type ErosError } from "../domain/errors.js";
import { previewJson } from "../domain/preview-json.js";
import type { Report } from "../domain/report.js";
import { canonicalJson, parseSchedule, type Schedule, sha256 } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import type { ConflictCheck } from "../warehouse/port.js";
import { writeWhole } from "./export.js";
import { type Basis, type ReportBasis, type SavedWeek, savedFile, savedWeek } from "./saved-plan-schema.js";

/** What is told apart from other JSON, and from plans of another time. */
const FORMAT = "eros-tui plan";
const VERSION = 1;

/** A plan in a file: what a second person looks at, and what is stored when it is applied. */
export interface SavedPlan {
  readonly startDate: IsoDate;
  readonly schedule: Schedule;
  /** What a picture of the week needs beside its messages. */
  readonly week: SavedWeek;
  readonly basis: Basis;
}

/** The plan as it is saved, with what stood against it at that moment. */
export function savedPlan(plan: WeekPlan, schedule: Schedule, check: ConflictCheck): SavedPlan {
  const { prepared } = plan;
  const { days, sending_hours, hour_values, targets, expected_revenue, warnings } = previewJson(
    plan,
    schedule,
  );
  return {
    startDate: prepared.startDate,
    schedule,
    week: savedWeek.parse({ days, sending_hours, hour_values, targets, expected_revenue, warnings }),
    basis: {
      clock: isoUtc(prepared.now),
      data_to: prepared.dataTo === null ? null : isoUtc(prepared.dataTo),
      report: reportBasis(prepared.report, prepared.reportDigest),
      captions: plan.messages.map(({ caption }) => ({
        caption_id: caption.captionId,
        caption_key: caption.captionKey,
      })),
      locks: {
        checked_at: isoUtc(check.at),
        captions: check.captions.map(({ captionId }) => captionId),
        schedules: check.schedules.map(({ scheduleId }) => scheduleId),
      },
    },
  };
}

export const reportBasis = ({ account, segment, saturation }: Report, digest: string): ReportBasis => ({
  digest,
  tier: account.tier,
  segment: segment.label,
  score: saturation.score,
});

/** The file's text: canonical JSON on one line, its digest over all the rest. */
export function savedText({ startDate, schedule, week, basis }: SavedPlan): string {
  const content = { format: FORMAT, version: VERSION, start_date: startDate, schedule, week, basis };
  return `${canonicalJson({ ...content, digest: sha256(canonicalJson(content)) })}\n`;
}

/** Writes a plan; a file that is there is kept unless `force`. @returns the absolute path. */
export const writePlan = (saved: SavedPlan, path: string, force: boolean): Promise<string> =>
  writeWhole(savedText(saved), path, { force, what: "the plan", name: "plan.json" });

/**
 * Reads a saved plan.
 * @param or what may be named as well, for the remedy: `, or a schedule's id`.
 * @throws {ErosError} "badInput" where the file cannot be read, is no plan, or was changed after it was saved.
 */
export async function readPlan(path: string, or = ""): Promise<SavedPlan> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === "ENOENT"
        ? `there is no file ${path}`
        : error.code === "EISDIR"
          ? `${path} is a folder`
          : `${path} cannot be read: ${error.message}`;
    throw badInput("plan", why, `give a file that \`eros-tui preview PAGE --save plan.json\` wrote${or}`);
  });
  return parsePlan(text, path);
}

/** @throws {ErosError} "badInput", as `readPlan`. */
export function parsePlan(text: string, path: string): SavedPlan {
  const json = jsonOf(text);
  if (!isRecord(json) || json.format !== FORMAT) throw unfit(path, "is no saved plan of eros-tui");
  if (json.version !== VERSION)
    throw unfit(
      path,
      `is a plan of version ${String(json.version)}, and this program reads version ${VERSION}`,
    );
  const { digest, ...content } = json;
  if (digest !== sha256(canonicalJson(content)))
    throw unfit(path, "was changed after it was saved: its digest does not fit its content");
  const read = savedFile.safeParse(content);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw unfit(path, `is damaged: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "another shape"}`);
  }
  const { start_date, week, basis } = read.data;
  return { startDate: start_date, schedule: parseSchedule(JSON.stringify(content.schedule)), week, basis };
}

const unfit = (path: string, why: string): ErosError =>
  badInput("plan", `${path} ${why}`, "save the plan again with `eros-tui preview PAGE --save FILE`");

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
