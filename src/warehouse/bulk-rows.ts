import type { Instant } from "../domain/calendar.js";
import type { CaptionId } from "../domain/caption.js";
import type { MessageType } from "../domain/message.js";
import type { PageName } from "../domain/page.js";

/** Rows to be added to a warehouse in one go: by the demo, by an import. Keys of texts are computed on the way in. */
export interface BulkRows {
  readonly creators?: readonly CreatorInput[];
  readonly inventory?: readonly InventoryInput[];
  readonly captions?: readonly CaptionInput[];
  readonly messages?: readonly MessageInput[];
}

export interface CreatorInput {
  readonly page: PageName;
  readonly displayName?: string | null;
  /** False hides the page. */
  readonly active?: boolean;
}

/** A category that a page offers. */
export interface InventoryInput {
  readonly page: PageName;
  readonly category: string;
}

export interface CaptionInput {
  readonly captionId: CaptionId;
  readonly text: string;
  readonly category: string | null;
  /** Budget, Mid, Premium or Free; other names are stored as they are and mapped when read. */
  readonly priceTier: string | null;
  readonly urgent: boolean;
  /** False takes it out of every plan. */
  readonly active?: boolean;
  readonly createdAt?: Instant | null;
}

/** A message that was sent, with what it brought. */
export interface MessageInput {
  readonly page: PageName;
  readonly text: string | null;
  /** Null in nine of ten old rows: they are matched by the key of their text. */
  readonly captionId?: CaptionId | null;
  readonly sendingTime: Instant;
  readonly type: MessageType;
  /** Dollars asked. */
  readonly price?: number | null;
  /** Recipients, recipients that opened it, recipients that bought it. */
  readonly sent: number | null;
  readonly viewed: number | null;
  readonly purchased: number | null;
  /** Dollars. */
  readonly earnings: number | null;
}

/** How many rows a load added; the rest had been there before. */
export interface LoadCounts {
  readonly creators: number;
  readonly inventory: number;
  readonly captions: number;
  readonly messages: number;
}
