import { describe, expect, it } from "vitest";
import {
  IMPORT_COLUMNS,
  type ImportKind,
  kindsOfColumns,
  matchColumns,
} from "../../src/domain/import-columns.js";
import { judgeRecord } from "../../src/domain/import-rows.js";

const NOW = Date.UTC(2026, 0, 1);
const MESSAGE = {
  page_name: "ana",
  message: "Good morning",
  sending_time: "2025-10-01T10:00:00Z",
  message_type: "PPV",
  price: "5.00",
  sent_count: "100",
  viewed_count: "60",
  purchased_count: "6",
  earnings: "30.00",
};
const CAPTION = {
  caption_id: "1",
  caption_text: "Good morning",
  price_tier: "Budget",
  content_category: "Cooking",
  has_urgency: "false",
};

const judge = (kind: ImportKind, fields: Readonly<Record<string, string | null | undefined>>) =>
  judgeRecord(
    kind,
    IMPORT_COLUMNS[kind].map(({ field }) => fields[field]),
    NOW,
  );
const why = (kind: ImportKind, fields: Readonly<Record<string, string | null | undefined>>): string[] => {
  const verdict = judge(kind, fields);
  return "problems" in verdict ? verdict.problems.map((one) => `${one.field} ${one.why}`) : [];
};

describe("the columns of a file", () => {
  it("are found by name, whatever the case, blanks, hyphens and underscores", () => {
    const { used, unused, missing, problem } = matchColumns("messages", [
      "Creator Name",
      "sentAt",
      "message-type",
      "Caption_Text",
      "SENT COUNT",
      "Unlocks",
      "Notes",
    ]);
    expect(problem).toBeNull();
    expect(Object.fromEntries(used.map(({ field, column }) => [field, column]))).toEqual({
      page_name: "Creator Name",
      message: "Caption_Text",
      sending_time: "sentAt",
      message_type: "message-type",
      sent_count: "SENT COUNT",
      purchased_count: "Unlocks",
    });
    expect(unused).toEqual(["Notes"]);
    expect(missing.map(({ field }) => field)).toEqual(["caption_id", "price", "viewed_count", "earnings"]);
  });

  it("goes by the product's own name before any other", () => {
    expect(matchColumns("messages", ["caption_text", "message"]).used).toEqual([
      { field: "message", column: "message" },
    ]);
  });

  it("must be there where they are needed, and once", () => {
    expect(matchColumns("captions", ["caption_id", "text"]).problem).toMatch(/no column for price_tier/);
    expect(matchColumns("messages", ["page", "date", "type", "sent"]).problem).toMatch(
      /message or caption_id/,
    );
    expect(matchColumns("inventory", ["page", "category", "Category"]).problem).toMatch(/twice/);
  });

  it("tell what a file is", () => {
    expect(kindsOfColumns(Object.keys(CAPTION))).toContain("captions");
    expect(kindsOfColumns(Object.keys(CAPTION))).not.toContain("messages");
    expect(kindsOfColumns(Object.keys(MESSAGE))).toContain("messages");
  });

  it("no name means two fields of one kind", () => {
    const plain = (name: string) => name.replaceAll("_", "");
    for (const columns of Object.values(IMPORT_COLUMNS)) {
      const names = columns.flatMap(({ field, aliases }) => [...new Set([field, ...aliases].map(plain))]);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });
});

describe("a message of a file", () => {
  it("is taken with everything that it says", () => {
    expect(judge("messages", { ...MESSAGE, caption_id: "-7" })).toEqual({
      row: {
        page: "ana",
        text: "Good morning",
        captionId: "-7",
        sendingTime: Date.UTC(2025, 9, 1, 10),
        type: "PPV",
        price: 5,
        sent: 100,
        viewed: 60,
        purchased: 6,
        earnings: 30,
      },
      notes: [],
    });
  });

  it("does without what is optional", () => {
    const { page_name, sending_time, message_type, sent_count } = MESSAGE;
    const verdict = judge("messages", { page_name, sending_time, message_type, sent_count, caption_id: "5" });
    expect(verdict).toMatchObject({
      row: { text: null, captionId: "5", price: null, viewed: null, purchased: null, earnings: null },
      notes: [],
    });
  });

  it.each([
    [{ sent_count: "-1" }, ["sent_count is negative"]],
    [{ sent_count: "" }, ["sent_count is empty"]],
    [{ purchased_count: "101" }, ["purchased_count is above sent_count 100"]],
    [{ sent_count: "0" }, ["purchased_count is above sent_count 0"]],
    [{ message: " \u200b " }, ["message is empty, and so is caption_id"]],
    [{ message: "a\0b" }, ["message holds a NUL character"]],
    [{ caption_id: "x" }, ["caption_id is no whole number"]],
    [{ page_name: null }, ["page_name is empty"]],
    [
      { sending_time: "soon", message_type: "", earnings: "-1" },
      [
        "earnings is negative",
        "sending_time is no time: write it as 2025-11-03T17:12:00Z",
        "message_type is empty",
      ],
    ],
  ])("%j is refused, with everything that is wrong", (over, expected) => {
    expect(why("messages", { ...MESSAGE, ...over })).toEqual(expected);
  });

  it.each([
    [{ viewed_count: "101" }, ["viewed-above-sent"]],
    [{ viewed_count: "5" }, ["purchased-above-viewed"]],
    [{ earnings: "29.99" }, ["earnings-other"]],
    [{ price: "0.1", purchased_count: "3", earnings: "0.3" }, []],
    [{ sent_count: "0", viewed_count: "0", purchased_count: "0", earnings: "0" }, ["sent-to-nobody"]],
    [{ message: "", caption_id: "4" }, ["text-by-id"]],
    [{ viewed_count: "" }, []],
  ])("%j is taken with its remarks", (over, notes) => {
    expect(judge("messages", { ...MESSAGE, ...over })).toMatchObject({ notes });
  });
});

describe("other rows of files", () => {
  it("a caption has an id, a text and a price tier", () => {
    expect(judge("captions", { ...CAPTION, is_active: "no" })).toMatchObject({
      row: { captionId: "1", priceTier: "Budget", urgent: false, active: false, createdAt: null },
    });
    expect(why("captions", {})).toEqual([
      "caption_text is empty",
      "caption_id is empty",
      "price_tier is empty",
    ]);
    expect(judge("captions", { ...CAPTION, content_category: "", has_urgency: "" })).toMatchObject({
      row: { category: null, urgent: false },
      notes: ["category-empty", "urgency-empty"],
    });
  });

  it("a page has a name, an offer a category", () => {
    expect(judge("creators", { page_name: "ana", display_name: " Ana 🌻 " })).toEqual({
      row: { page: "ana", displayName: "Ana 🌻", active: true },
      notes: [],
    });
    expect(why("inventory", { page_name: "ana", content_category: "" })).toEqual([
      "content_category is empty",
    ]);
  });
});
