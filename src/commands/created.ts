import type { IsoDate } from "../domain/calendar.js";
import type { Schedule } from "../domain/schedule.js";

const RULE = "=".repeat(60);

/** What the original printed about a stored schedule, line by line. @param csv the file; null where none was written. */
export const createdBlock = (schedule: Schedule, startDate: IsoDate, csv: string | null): string =>
  [
    RULE,
    `Schedule ${schedule.schedule_id} created successfully!`,
    RULE,
    `Page: ${schedule.page_name}`,
    `Start Date: ${startDate}`,
    `Total Messages: ${schedule.total_messages}`,
    `PPVs: ${schedule.total_ppvs}`,
    `Bumps: ${schedule.total_bumps}`,
    `CSV: ${csv ?? "not written"}`,
    RULE,
  ].join("\n");
