import type { Instant } from "./calendar.js";
import type { CaptionId, CaptionTier } from "./caption.js";
import type { ImportKind } from "./import-columns.js";
import {
  type Amount,
  readAmount,
  readBoolean,
  readCaptionId,
  readCount,
  readMessageType,
  readName,
  readPage,
  readText,
  readTier,
} from "./import-fields.js";
import { type Reading, readMoment } from "./import-moment.js";
import { type Cells, RecordFields, type Verdict } from "./import-record.js";
import type { MessageType } from "./message.js";
import type { PageName } from "./page.js";

/** The rows that an import makes of the records of each kind. */
export interface ImportedRows {
  readonly creators: {
    readonly page: PageName;
    readonly displayName: string | null;
    readonly active: boolean;
  };
  readonly inventory: { readonly page: PageName; readonly category: string };
  readonly captions: {
    readonly captionId: CaptionId;
    readonly text: string;
    readonly category: string | null;
    readonly priceTier: CaptionTier;
    readonly urgent: boolean;
    readonly active: boolean;
    readonly createdAt: Instant | null;
  };
  readonly messages: {
    readonly page: PageName;
    /** Null where only the caption's id is known. */
    readonly text: string | null;
    readonly captionId: CaptionId | null;
    readonly sendingTime: Instant;
    readonly type: MessageType;
    readonly price: number | null;
    readonly sent: number;
    readonly viewed: number | null;
    readonly purchased: number | null;
    readonly earnings: number | null;
  };
}

/** What becomes of a record, whichever format or engine it comes from or goes to. @param now the real time. */
export function judgeRecord<Kind extends ImportKind>(
  kind: Kind,
  cells: Cells,
  now: Instant,
): Verdict<ImportedRows[Kind]> {
  return JUDGES[kind](cells, now);
}

type Judges = {
  readonly [Kind in ImportKind]: (cells: Cells, now: Instant) => Verdict<ImportedRows[Kind]>;
};
const JUDGES: Judges = { creators, inventory, captions, messages };

/** Numbers, ids and times: blanks around them mean nothing. */
const trimmed =
  <T>(read: (text: string) => Reading<T>) =>
  (text: string): Reading<T> =>
    read(text.trim());

const name = trimmed(readName);
const count = trimmed(readCount);
const amount = trimmed(readAmount);
const captionId = trimmed(readCaptionId);
const flag = trimmed(readBoolean);

function creators(cells: Cells): Verdict<ImportedRows["creators"]> {
  const fields = new RecordFields("creators", cells);
  return fields.verdict({
    page: fields.needed("page_name", readPage, ""),
    displayName: fields.optional("display_name", name),
    active: fields.optional("is_active", flag) ?? true,
  });
}

function inventory(cells: Cells): Verdict<ImportedRows["inventory"]> {
  const fields = new RecordFields("inventory", cells);
  return fields.verdict({
    page: fields.needed("page_name", readPage, ""),
    category: fields.needed("content_category", name, ""),
  });
}

function captions(cells: Cells, now: Instant): Verdict<ImportedRows["captions"]> {
  const fields = new RecordFields("captions", cells);
  const text = fields.needed("caption_text", readText, "-");
  if (text === "") fields.refuse("caption_text", null, "is empty");
  const category = fields.optional("content_category", name);
  if (category === null && fields.has("content_category")) fields.note("category-empty");
  const urgent = fields.optional("has_urgency", flag);
  if (urgent === null && fields.has("has_urgency")) fields.note("urgency-empty");
  return fields.verdict({
    captionId: fields.needed("caption_id", captionId, ""),
    text,
    category,
    priceTier: fields.needed<CaptionTier>("price_tier", readTier, "Free"),
    urgent: urgent ?? false,
    active: fields.optional("is_active", flag) ?? true,
    createdAt: fields.optional(
      "created_at",
      trimmed((moment) => readMoment(moment, now, { dateOnly: true })),
    ),
  });
}

function messages(cells: Cells, now: Instant): Verdict<ImportedRows["messages"]> {
  const fields = new RecordFields("messages", cells);
  const id = fields.optional("caption_id", captionId);
  const text = fields.optional("message", readText) || null;
  if (text === null && !fields.isRefused("message") && !fields.isRefused("caption_id")) {
    if (id === null) fields.refuse("message", null, "is empty, and so is caption_id");
    else if (fields.has("message")) fields.note("text-by-id");
  }
  const price = fields.optional("price", amount);
  const sent = fields.needed("sent_count", count, Number.NaN);
  const viewed = fields.optional("viewed_count", count);
  const purchased = fields.optional("purchased_count", count);
  const earnings = fields.optional("earnings", amount);
  if (purchased !== null && purchased > sent)
    fields.refuse("purchased_count", String(purchased), `is above sent_count ${sent}`);
  if (viewed !== null && viewed > sent) fields.note("viewed-above-sent");
  else if (viewed !== null && purchased !== null && purchased > viewed) fields.note("purchased-above-viewed");
  if (sent === 0) fields.note("sent-to-nobody");
  if (disagree(price, purchased, earnings)) fields.note("earnings-other");
  return fields.verdict({
    page: fields.needed("page_name", readPage, ""),
    text,
    captionId: id,
    sendingTime: fields.needed(
      "sending_time",
      trimmed((moment) => readMoment(moment, now)),
      0,
    ),
    type: fields.needed<MessageType>("message_type", readMessageType, "PPV"),
    price: price?.dollars ?? null,
    sent,
    viewed,
    purchased,
    earnings: earnings?.dollars ?? null,
  });
}

/** True where price × purchases is known, in whole cents, not to be the earnings. */
function disagree(price: Amount | null, purchased: number | null, earnings: Amount | null): boolean {
  if (price?.cents == null || earnings?.cents == null || purchased === null) return false;
  return price.cents * purchased !== earnings.cents;
}
