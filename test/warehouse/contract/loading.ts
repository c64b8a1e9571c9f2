import { describe, expect, it, onTestFinished } from "vitest";
import { captionKey } from "../../../src/domain/caption.js";
import { type MessageInput, QUIET } from "../../../src/warehouse/port.js";
import { caption, NOW } from "../fixtures.js";
import type { MakePlace } from "./place.js";

const sent = (
  page: string,
  minutes: number,
  text: string | null,
  over: Partial<MessageInput> = {},
): MessageInput => ({
  page,
  text,
  sendingTime: NOW - minutes * 60_000,
  type: "PPV",
  price: 12.5,
  sent: 100,
  viewed: 60,
  purchased: 6,
  earnings: 75.25,
  ...over,
});

/** Bulk rows: what the demo and an import bring. */
export function loading(make: MakePlace): void {
  describe("a load", () => {
    const rows = {
      creators: [{ page: "bea" }, { page: "ana", displayName: "Ana 🌻" }],
      inventory: [{ page: "ana", category: "Fitness" }],
      captions: [
        caption(0, { text: "Line one\nline “two” 👩‍🍳", createdAt: NOW }),
        caption(1, { active: false }),
      ],
      messages: [
        sent("bea", 10, "Hello"),
        sent("ana", 5, "Hello"),
        sent("ana", 50, null, { price: null, sent: null, viewed: null, purchased: null, earnings: null }),
      ],
    };

    it("stores rows as they came, with keys, numbered by page and time", async () => {
      const place = await make({});
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      expect(await warehouse.load(rows, QUIET)).toEqual({
        creators: 2,
        inventory: 1,
        captions: 2,
        messages: 3,
      });
      const messages = await place.rows(
        "SELECT CAST(row_id AS STRING) AS n, page_name, message, caption_key, price, earnings FROM {dataset}.mass_messages ORDER BY row_id",
      );
      expect(messages).toEqual([
        { n: "1", page_name: "ana", message: null, caption_key: null, price: null, earnings: null },
        { n: "2", page_name: "ana", message: "Hello", caption_key: "hello", price: 12.5, earnings: 75.25 },
        { n: "3", page_name: "bea", message: "Hello", caption_key: "hello", price: 12.5, earnings: 75.25 },
      ]);
      const [first] = await place.rows(
        "SELECT caption_text, caption_key, is_active FROM {dataset}.caption_bank ORDER BY is_active DESC LIMIT 1",
      );
      const text = rows.captions[0]?.text ?? "";
      expect(first).toEqual({ caption_text: text, caption_key: captionKey(text), is_active: true });
    });

    it("adds nothing twice: not what is there, not what stands twice in it", async () => {
      const place = await make(rows);
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const none = { creators: 0, inventory: 0, captions: 0, messages: 0 };
      expect(await warehouse.load(rows, QUIET)).toEqual(none);
      const more = {
        // The same second and key, whatever the case of the letters; then another second; then another text.
        messages: [
          sent("ana", 5, " HELLO ", { sendingTime: NOW - 5 * 60_000 + 400 }),
          sent("ana", 4, "Hello"),
          sent("ana", 4, "Hello"),
          sent("ana", 5, "Hello again"),
        ],
        captions: [caption(1), caption(2), caption(2)],
      };
      expect(await warehouse.load(more, QUIET)).toEqual({ ...none, captions: 1, messages: 2 });
      const ids = await place.rows("SELECT DISTINCT row_id FROM {dataset}.mass_messages");
      expect(ids).toHaveLength(5);
    });

    it("is all or nothing", async () => {
      const place = await make({});
      onTestFinished(() => place.dispose());
      let broken = true;
      const warehouse = await place.open({
        witness: (statement, moment) => {
          // One job has stored it all by then: it breaks before.
          const last = place.oneJob ? statement === "COMMIT" : /INSERT INTO \S+mass_messages/.test(statement);
          if (broken && moment === (place.oneJob ? "before" : "after") && last) throw new Error("broken");
        },
      });
      await expect(warehouse.load(rows, QUIET)).rejects.toThrow("broken");
      expect(await place.rows("SELECT * FROM {dataset}.caption_bank")).toEqual([]);
      broken = false;
      expect(await warehouse.load(rows, QUIET)).toMatchObject({ messages: 3 });
    });
  });
}
