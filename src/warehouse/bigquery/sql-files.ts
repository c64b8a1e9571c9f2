// What sql/ holds for BigQuery alone, one line a file. Order is of no matter here: definitions.ts finds out what needs what.
export { default as analyzeCreatorPerformance } from "../../../sql/procedures/analyze_creator_performance.sql";
export { default as creatorReports } from "../../../sql/procedures/creator_reports.sql";
export { default as heldCaptions } from "../../../sql/procedures/held_captions.sql";
export { default as iso } from "../../../sql/procedures/iso.sql";
export { default as lockCaptionAssignments } from "../../../sql/procedures/lock_caption_assignments.sql";
export { default as lockCaptions } from "../../../sql/procedures/lock_captions.sql";
export { default as overlappingSchedules } from "../../../sql/procedures/overlapping_schedules.sql";
export { default as raiseGuards } from "../../../sql/procedures/raise_guards.sql";
export { default as selectCaptionsForCreator } from "../../../sql/procedures/select_captions_for_creator.sql";
export { default as storedSchedule } from "../../../sql/procedures/stored_schedule.sql";
