// Every file of sql/ that runs, one line a file: adding a table or a function means adding its line here, nothing else.
// What a file is (table or function) and what it needs is read from its own text.

export { default as account } from "../../sql/functions/account.sql";
export { default as analysisNow } from "../../sql/functions/analysis_now.sql";
export { default as categories } from "../../sql/functions/categories.sql";
export { default as creatorsOverview } from "../../sql/functions/creators_overview.sql";
export { default as effects } from "../../sql/functions/effects.sql";
export { default as frequency } from "../../sql/functions/frequency.sql";
export { default as pageMessages } from "../../sql/functions/page_messages.sql";
export { default as pages } from "../../sql/functions/pages.sql";
export { default as pastMessages } from "../../sql/functions/past_messages.sql";
export { default as recentPpvs } from "../../sql/functions/recent_ppvs.sql";
export { default as saturation } from "../../sql/functions/saturation.sql";
export { default as saturationParts } from "../../sql/functions/saturation_parts.sql";
export { default as segment } from "../../sql/functions/segment.sql";
export { default as sendHours } from "../../sql/functions/send_hours.sql";
export { default as sendStatistics } from "../../sql/functions/send_statistics.sql";
export { default as timeWindows } from "../../sql/functions/time_windows.sql";
export { default as triggers } from "../../sql/functions/triggers.sql";
export { default as weakDays } from "../../sql/functions/weak_days.sql";
export { default as weekdays } from "../../sql/functions/weekdays.sql";
export { default as activeCaptionAssignments } from "../../sql/tables/active_caption_assignments.sql";
export { default as activeCreators } from "../../sql/tables/active_creators.sql";
export { default as captionBank } from "../../sql/tables/caption_bank.sql";
export { default as commitGuard } from "../../sql/tables/commit_guard.sql";
export { default as creatorContentInventory } from "../../sql/tables/creator_content_inventory.sql";
export { default as massMessages } from "../../sql/tables/mass_messages.sql";
export { default as scheduleExportLog } from "../../sql/tables/schedule_export_log.sql";
export { default as scheduleRecommendations } from "../../sql/tables/schedule_recommendations.sql";
