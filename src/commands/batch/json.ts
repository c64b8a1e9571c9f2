import type { PageOutcome } from "../../pipeline/batch-request.js";

/** What became of a page, for `--json`: every key is always there. */
export function outcomeJson(outcome: PageOutcome, place: number) {
  const planned = outcome.status === "committed" || outcome.status === "planned" ? outcome : null;
  const committed = outcome.status === "committed" ? outcome : null;
  const failure = outcome.status === "failed" ? outcome.failure : (committed?.csvFailure ?? null);
  return {
    place,
    page_name: outcome.page.page,
    status: outcome.status.replace(" ", "_"),
    zone: planned?.plan.targets.zone ?? outcome.page.zone,
    schedule_id: outcome.status === "set" ? outcome.scheduleId : (committed?.schedule.schedule_id ?? null),
    total_messages: planned?.schedule.total_messages ?? null,
    total_ppvs: planned?.schedule.total_ppvs ?? null,
    total_bumps: planned?.schedule.total_bumps ?? null,
    caption_ids: planned?.schedule.messages.map(({ caption_id }) => caption_id) ?? [],
    csv: committed?.csv ?? null,
    warnings: planned?.plan.warnings.map(({ code, message }) => ({ code, message })) ?? [],
    error: failure === null ? null : { kind: failure.kind, message: failure.message, remedy: failure.remedy },
    seconds: Number(outcome.seconds.toFixed(3)),
  };
}
