import type { Instant, IsoDate } from "../domain/calendar.js";
import type { CaptionId } from "../domain/caption.js";
import type { PageName } from "../domain/page.js";
import {
  dateOrNull,
  instantOrNull,
  isoOrNull,
  numberOf,
  numberOrNull,
  type Row,
  textOf,
  textOrNull,
} from "./cells.js";
import type { Ctx } from "./port.js";

/** Which stored schedules are listed; null leaves a side open. */
export interface SchedulesQuery {
  readonly page: PageName | null;
  /** Schedules with a day on or after, and on or before, these dates. */
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  /** The newest weeks, so many at most. */
  readonly limit: number;
}

/** A stored schedule as a list shows it. */
export interface ListedSchedule {
  readonly scheduleId: string;
  readonly page: PageName;
  readonly weekStart: IsoDate;
  readonly state: "committed" | "withdrawn" | "replaced";
  readonly zone: string | null;
  readonly messages: number;
  readonly ppvs: number | null;
  /** ISO UTC of the plan. */
  readonly createdAt: string | null;
  /** Who committed it; null where the log does not tell. */
  readonly by: string | null;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
}

/** What a message of a schedule brought. */
export interface MessageEarnings {
  readonly captionId: CaptionId;
  /** As planned. */
  readonly sendAt: Instant;
  /** Null where the history does not hold it (yet): then nothing below is known either. */
  readonly sent: SentMessage | null;
}
export interface SentMessage {
  readonly at: Instant;
  /** Dollars asked. */
  readonly price: number | null;
  readonly recipients: number | null;
  readonly viewed: number | null;
  readonly purchased: number | null;
  /** Dollars. */
  readonly earnings: number | null;
  /** Dollars a recipient. */
  readonly rpr: number | null;
  /** False for PPVs younger than a day: their unlocks are still coming. */
  readonly settled: boolean;
}

/** What a warehouse tells of what was planned before. */
export interface History {
  /** The newest week first; within a week by page, the newest plan first. */
  schedules(query: SchedulesQuery, ctx: Ctx): Promise<ListedSchedule[]>;
  /** What each message of a stored schedule brought, in sending order; empty where there is no such schedule. */
  earnings(
    schedule: { readonly scheduleId: string; readonly page: PageName; readonly weekStart: IsoDate },
    now: Instant,
    ctx: Ctx,
  ): Promise<MessageEarnings[]>;
}

/** A row of the function stored_schedules. */
export const listedSchedule = (row: Row): ListedSchedule => ({
  scheduleId: textOf(row.schedule_id),
  page: textOf(row.page_name),
  weekStart: dateOrNull(row.week_start) ?? "",
  state: row.state === "withdrawn" || row.state === "replaced" ? row.state : "committed",
  zone: textOrNull(row.saturation_zone),
  messages: numberOf(row.total_messages),
  ppvs: numberOrNull(row.total_ppvs),
  createdAt: isoOrNull(row.created_at),
  by: textOrNull(row.committed_by),
  changedAt: isoOrNull(row.changed_at),
  changedBy: textOrNull(row.changed_by),
});

/** A row of the function schedule_earnings; its id must come as text. */
export function messageEarnings(row: Row): MessageEarnings {
  const at = instantOrNull(row.sent_at);
  return {
    captionId: textOf(row.caption_id),
    sendAt: instantOrNull(row.send_at) ?? 0,
    sent:
      at === null
        ? null
        : {
            at,
            price: numberOrNull(row.price),
            recipients: numberOrNull(row.sent_count),
            viewed: numberOrNull(row.viewed_count),
            purchased: numberOrNull(row.purchased_count),
            earnings: numberOrNull(row.earnings),
            rpr: numberOrNull(row.rpr),
            settled: row.settled === true,
          },
  };
}
