import type { Instant } from "../domain/calendar.js";
import type { EarnedMessage } from "../text/earned-text.js";
import type { Stored, Warehouse } from "../warehouse/port.js";
import type { VerbCtx } from "./verb.js";

/** The messages of a stored schedule in sending order, each with what it brought as far as the history holds it. */
export async function earnedBy(
  warehouse: Pick<Warehouse, "earnings">,
  { schedule, receipt }: Pick<Stored, "schedule" | "receipt">,
  now: Instant,
  ctx: VerbCtx,
): Promise<EarnedMessage[]> {
  const { scheduleId, page, weekStart } = receipt;
  const found = await warehouse.earnings({ scheduleId, page, weekStart }, now, ctx);
  const key = (captionId: string, sendAt: Instant): string => `${captionId} ${sendAt}`;
  const sent = new Map(found.map((one) => [key(one.captionId, one.sendAt), one.sent]));
  return schedule.messages.map((message) => ({
    message,
    sent: sent.get(key(message.caption_id, Date.parse(message.utc))) ?? null,
  }));
}
