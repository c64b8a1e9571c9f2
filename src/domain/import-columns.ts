/** What an import brings, each from a file of its own, in the order in which they build on each other. */
export const IMPORT_KINDS = ["captions", "creators", "inventory", "messages"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A field of a row and the names under which files carry it, the product's own name first. */
export interface ImportColumn {
  readonly field: string;
  readonly aliases: readonly string[];
  readonly needed?: boolean;
  /** What follows where a file has no such column. */
  readonly without?: string;
}

const PAGE_COLUMN: ImportColumn = {
  field: "page_name",
  aliases: [
    "page",
    "creator",
    "creator_name",
    "creator_username",
    "username",
    "user_name",
    "account",
    "account_name",
    "model",
    "model_name",
    "handle",
  ],
  needed: true,
};
const TEXT_ALIASES = ["caption", "text", "message_text", "caption_body", "content", "body"];
const ACTIVE_COLUMN: ImportColumn = { field: "is_active", aliases: ["active", "enabled"] };
const CATEGORY_ALIASES = ["category", "content_type", "content_tag", "category_name"];

/** The columns of each kind of file. Names are compared without regard to case, blanks, hyphens and underscores. */
export const IMPORT_COLUMNS: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  creators: [
    PAGE_COLUMN,
    { field: "display_name", aliases: ["name", "full_name", "title", "stage_name"] },
    ACTIVE_COLUMN,
  ],
  inventory: [PAGE_COLUMN, { field: "content_category", aliases: CATEGORY_ALIASES, needed: true }],
  captions: [
    { field: "caption_id", aliases: ["id", "caption_hash"], needed: true },
    { field: "caption_text", aliases: ["message", ...TEXT_ALIASES], needed: true },
    { field: "price_tier", aliases: ["tier", "caption_tier", "price_category"], needed: true },
    {
      field: "content_category",
      aliases: CATEGORY_ALIASES,
      without: "captions have no category: a page with an inventory gets none of them as PPV",
    },
    {
      field: "has_urgency",
      aliases: ["urgency", "urgent", "is_urgent"],
      without: "no caption counts as urgent",
    },
    ACTIVE_COLUMN,
    { field: "created_at", aliases: ["created", "date_created", "created_on", "creation_time"] },
  ],
  messages: [
    PAGE_COLUMN,
    { field: "message", aliases: ["caption_text", ...TEXT_ALIASES] },
    {
      field: "caption_id",
      aliases: ["caption_hash"],
      without: "messages are matched to captions by their text",
    },
    {
      field: "sending_time",
      aliases: [
        "sent_at",
        "sent_time",
        "send_time",
        "sending_at",
        "time_sent",
        "sent_on",
        "sent_date",
        "date_sent",
        "sending_date",
        "sent_datetime",
        "timestamp",
        "datetime",
        "date",
        "time",
      ],
      needed: true,
    },
    { field: "message_type", aliases: ["type", "kind", "msg_type"], needed: true },
    {
      field: "price",
      aliases: ["message_price", "ppv_price", "unlock_price"],
      without: "no usual price can be shown",
    },
    {
      field: "sent_count",
      aliases: [
        "sent",
        "sends",
        "recipients",
        "recipient_count",
        "recipients_count",
        "total_sent",
        "delivered",
      ],
      needed: true,
    },
    {
      field: "viewed_count",
      aliases: ["viewed", "views", "view_count", "opened", "opened_count", "opens", "total_viewed"],
      without: "saturation cannot be told from unlock rates",
    },
    {
      field: "purchased_count",
      aliases: [
        "purchased",
        "purchases",
        "purchase_count",
        "unlocks",
        "unlock_count",
        "unlocked_count",
        "sold",
        "sold_count",
        "buyers",
        "total_purchased",
      ],
      without: "unlocks are not known",
    },
    {
      field: "earnings",
      aliases: ["revenue", "earned", "total_earnings", "earnings_usd", "gross"],
      without: "revenue is not known: tier, hours and expected revenue rest on it",
    },
  ],
};

/** A text and an id are each enough to tell which caption a message was. */
const EITHER: Partial<Readonly<Record<ImportKind, readonly string[]>>> = {
  messages: ["message", "caption_id"],
};

/** Where the fields of a kind stand in a file. */
export interface ColumnMatch {
  /** For each column of the kind, in its order, the place in the file; -1 where the file has none. */
  readonly places: readonly number[];
  readonly used: readonly { readonly field: string; readonly column: string }[];
  /** Columns of the file that nothing is read from. */
  readonly unused: readonly string[];
  /** Columns of the kind that the file lacks, though it may. */
  readonly missing: readonly ImportColumn[];
  /** Why the file cannot be one of this kind; null where it can. */
  readonly problem: string | null;
}

/** A column's name without what spelling adds: `Sent Count`, `sentCount` and `sent-count` are one. */
const plainName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Finds the columns of a kind by name; the product's own name goes before the others, those in their order. */
export function matchColumns(kind: ImportKind, names: readonly string[]): ColumnMatch {
  const plain = names.map(plainName);
  const columns = IMPORT_COLUMNS[kind];
  const places = columns.map(({ field, aliases }) => {
    for (const name of [field, ...aliases]) {
      const place = plain.indexOf(plainName(name));
      if (place >= 0) return place;
    }
    return -1;
  });
  const taken = new Set(places);
  const found = columns.map((column, index) => ({ ...column, place: places[index] ?? -1 }));
  const missing = found.filter(({ place }) => place < 0);
  const twice = found.find(({ place }) => place >= 0 && plain.indexOf(plain[place] ?? "", place + 1) > place);
  return {
    places,
    used: found
      .filter(({ place }) => place >= 0)
      .map(({ field, place }) => ({ field, column: names[place] ?? "" })),
    unused: names.filter((name, index) => !taken.has(index) && name.trim() !== ""),
    missing: missing.filter(({ needed }) => !needed),
    problem:
      twice === undefined
        ? lacking(kind, missing)
        : `the column “${names[twice.place] ?? ""}” stands there twice`,
  };
}

function lacking(kind: ImportKind, missing: readonly ImportColumn[]): string | null {
  const needed = missing.filter((column) => column.needed).map(named);
  const either = missing.filter(({ field }) => EITHER[kind]?.includes(field));
  if (either.length > 0 && either.length === EITHER[kind]?.length)
    needed.push(either.map(({ field }) => field).join(" or "));
  return needed.length === 0 ? null : `it has no column for ${needed.join(", nor for ")}`;
}

const named = ({ field, aliases }: ImportColumn): string =>
  `${field} (${aliases.slice(0, 3).join(", ")} would do)`;

/** The kinds that a file's columns fit: "these are captions". */
export const kindsOfColumns = (names: readonly string[]): ImportKind[] =>
  IMPORT_KINDS.filter((kind) => matchColumns(kind, names).problem === null);
