import type { CaptionTier } from "./caption.js";
import type { MessageType } from "./message.js";
import type { Zone } from "./zone.js";

/** A message of the stored form. */
export interface ScheduleMessage {
  readonly scheduled_send_time: string;
  readonly message_type: MessageType;
  readonly caption_id: string;
  readonly caption_text: string;
  readonly price_tier: CaptionTier;
  readonly content_category: string;
  readonly has_urgency: boolean;
  readonly performance_score: number;
  /** ISO, ending in Z. */
  readonly utc: string;
  readonly usual_price: number | null;
  readonly carried?: boolean;
}

/** The stored form of a plan (§8): the content of `schedule_recommendations.schedule_json`. */
export interface Schedule {
  readonly schedule_id: string;
  readonly page_name: string;
  readonly created_at: string;
  readonly saturation_zone: Zone;
  readonly account_tier: string | null;
  readonly total_messages: number;
  readonly total_ppvs: number;
  readonly total_bumps: number;
  readonly messages: readonly ScheduleMessage[];
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly computed: {
    readonly score: number | null;
    readonly tolerance: number;
    readonly zone: Zone | null;
    readonly ppvCount: number | null;
    readonly bumpCount: number | null;
  };
  readonly seed: string;
  readonly price_mix: { readonly budget: number; readonly mid: number; readonly premium: number };
  readonly app_version: string;
  readonly created_by: string;
  readonly report_digest: string;
  readonly edits: readonly unknown[];
  /** True for demo data. */
  readonly demo?: boolean;
}
