/**
 * What an import remarks about a row that it takes, or leaves out without calling it wrong. One sentence each, the
 * same for every row, so that a thousand rows are one line with a count and the first places.
 */
export const NOTES = {
  "time-without-zone": "times without a zone are taken as UTC",
  "time-in-seconds":
    "a whole number for a time is taken as seconds (10 digits) or milliseconds (13) since 1970, UTC",
  "count-separators": "thousands separators in a count are left out",
  "count-decimal-zero": "a count with .0 at its end is taken as a whole number",
  "amount-sign": "a dollar sign before an amount is left out",
  "amount-separators": "thousands separators in an amount are left out",
  "page-spelling": "a page's name is trimmed and put into small letters",
  "type-spelling": "PPV and Bump are taken in any letter case",
  "tier-spelling": "a price tier is taken in any letter case, blanks around it left out",
  "id-zeros": "leading zeros of an id are left out",
  "urgency-word": "1 and yes are taken as TRUE, 0 and no as FALSE",
  "urgency-empty": "an empty urgency is taken as FALSE",
  "category-empty": "a caption without a category is not sent as PPV to a page that has an inventory",
  "category-spelling": "a category is spelled as the bank spells it already",
  "text-by-id": "a message without text is taken for its caption",
  "text-long": "a text is longer than 1,000 characters",
  "text-controls": "a text holds control or direction characters: kept as it is, shown without them",
  "text-mojibake": "a text looks as if UTF-8 had been read as Windows-1252: kept as it is",
  "text-lost": "a text holds �: letters were lost before it came here; kept as it is",
  "quote-inside": "quotation marks inside a field that is not quoted are kept as they stand",
  "viewed-above-sent": "more views than recipients: kept as they are",
  "purchased-above-viewed": "more purchases than views: kept as they are",
  "sent-to-nobody": "sent to nobody: kept, counts for no rate",
  "earnings-other": "earnings are not price × purchases (discounts, tips): kept as they are",
  "lines-joined": "line breaks in a field that is not quoted: its lines are put together",
  "row-empty": "rows with nothing but separators are left out",
  "row-twice": "the same row stands in the file before: counted once",
  "row-twice-other":
    "the same row (by its id, or by page, second and caption) stands in the file before with other values: the first one counts",
  "category-unknown": "no caption carries this category",
  "stored-other": "the warehouse has this row already with other values: those stay",
  "stored-other-text": "the bank has this id with another text: that one stays",
  "id-unknown": "no caption has this id: the message is matched by its text",
  "id-other-caption": "the text is another caption's than the id: the text decides, the id is left out",
  "id-edited": "the text is not that of the id's caption, nor another's: the id decides",
  "text-other-id": "the same text (but for case and blanks) has another id too: both count as one caption",
} as const;

export type NoteCode = keyof typeof NOTES;

/** Notes of rows that are not stored. */
const LEFT_OUT: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "row-empty",
  "row-twice",
  "row-twice-other",
  "stored-other",
  "stored-other-text",
]);

export const isLeftOut = (code: NoteCode): boolean => LEFT_OUT.has(code);
