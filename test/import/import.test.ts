import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planWeek } from "../../src/domain/week.js";
import { importIntoFile } from "../../src/pipeline/import.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { type Ctx, QUIET } from "../../src/warehouse/port.js";
import { CAPTIONS, ImportPlace, MESSAGES, NOW, refusal, refusedReport, rejects, remarks } from "./place.js";

const HEADER = MESSAGES.split("\n")[0];
const messages = (...rows: readonly string[]): string => [HEADER, ...rows, ""].join("\n");
const GOOD = "ana,Good morning,1,2025-10-01T10:00:00Z,PPV,5.00,100,60,6,30.00";

/** Work that is stopped when its signal has been asked so many times. */
function stoppedAt(ask: number): { readonly ctx: Ctx; asked(): number } {
  const stop = new AbortController();
  let asked = 0;
  const signal = new Proxy(stop.signal, {
    get: (target, name) => {
      if (name === "aborted" && asked++ === ask) stop.abort();
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ctx: { signal, progress: () => {} }, asked: () => asked };
}

describe("an import", () => {
  it("makes the warehouse where there is none, and tells what it holds", async () => {
    const place = new ImportPlace();
    const report = await place.import({
      captions: place.file("c.csv", CAPTIONS),
      messages: place.file("m.csv", MESSAGES),
      creators: place.file("p.csv", "page_name,display_name\nana,Ana\nAna ,Ana\nzoe,\n"),
      inventory: place.file("i.csv", "page_name,content_category\nana,cooking\nana,Cooking\nana,Riddles\n"),
    });
    expect(report).toMatchObject({ created: true, stored: true });
    expect(report.files.map(({ kind, records, added, leftOut }) => [kind, records, added, leftOut])).toEqual([
      ["captions", 4, 4, 0],
      ["creators", 3, 2, 1],
      ["inventory", 3, 2, 1],
      ["messages", 3, 3, 0],
    ]);
    expect(report.files[2]?.remarks.map(({ code, at }) => [code, at[0]?.value])).toEqual([
      ["row-twice", "Cooking"],
      ["category-unknown", "Riddles"],
    ]);
    expect(report.holds).toMatchObject({
      captions: 4,
      messages: 3,
      pages: ["ana", "bea", "zoe"],
      unlisted: ["bea"],
      unmatched: 1,
      firstMessage: Date.UTC(2025, 9, 1, 10),
    });
  });

  it("adds nothing twice", async () => {
    const place = new ImportPlace();
    const files = { captions: place.file("c.csv", CAPTIONS), messages: place.file("m.csv", MESSAGES) };
    await place.import(files);
    const before = await place.rows("SELECT * FROM {dataset}.mass_messages ORDER BY row_id");
    const { files: again, created } = await place.import(files);
    expect(created).toBe(false);
    expect(again.map(({ added, there, remarks: all }) => [added, there, all])).toEqual([
      [0, 4, []],
      [0, 3, []],
    ]);
    expect(await place.rows("SELECT * FROM {dataset}.mass_messages ORDER BY row_id")).toEqual(before);
  });

  it("stores nothing at all where one record cannot be taken", async () => {
    const place = new ImportPlace();
    const files = {
      captions: place.file("c.csv", CAPTIONS),
      messages: place.file("m.csv", messages(GOOD, GOOD.replace("100,", "-100,"))),
    };
    const failure = await refusal(place.import(files));
    expect(failure.message).toBe("nothing was imported: 1 of 2 records of m.csv cannot be taken");
    expect(failure.exitCode).toBe(2);
    expect(place.others("c.csv", "m.csv")).toEqual([]);
    // Nor into a warehouse that is there.
    await place.import({ captions: place.file("one.csv", CAPTIONS.split("\n").slice(0, 2).join("\n")) });
    await refusal(place.import(files));
    expect(await place.rows("SELECT caption_text FROM {dataset}.caption_bank")).toEqual([
      { caption_text: "Good morning" },
    ]);
    const { files: reports } = await place.import(files, { skipBad: true });
    expect(reports.map(({ added, there, rejected }) => [added, there, rejected])).toEqual([
      [3, 1, 0],
      [1, 0, 1],
    ]);
  });

  it("takes no file of which nothing is any good, even without its bad records", async () => {
    const place = new ImportPlace();
    const file = place.file("m.csv", messages(GOOD.replace("PPV", "Mass"), GOOD.replace("PPV", "")));
    const failure = await refusal(place.import({ messages: file }, { skipBad: true }));
    expect(failure.remedy).toMatch(/no record of m.csv is any good/);
    expect(place.others("m.csv")).toEqual([]);
  });

  it("goes into no demo", async () => {
    const place = new ImportPlace();
    await createLocalFile(place.db, { demo: true });
    await expect(place.import({ messages: place.file("m.csv", MESSAGES) })).rejects.toMatchObject({
      kind: "badInput",
      remedy: "go elsewhere",
    });
  });

  it.each(["reading", "storing"])("that is stopped while %s leaves nothing half", async (moment) => {
    const many = Array.from({ length: 60_000 }, (_, n) =>
      GOOD.replace("Good morning", `Text ${n}`).replace(",1,", ",,"),
    );
    const file = new ImportPlace().file("m.csv", messages(...many));
    for (const there of [false, true]) {
      const start = async (): Promise<ImportPlace> => {
        const place = new ImportPlace();
        if (there) await place.import({ messages: place.file("n.csv", MESSAGES) });
        return place;
      };
      // Asked once a batch while reading, then around every statement: the last ones stand before COMMIT.
      const whole = stoppedAt(Number.POSITIVE_INFINITY);
      if (moment === "storing") await (await start()).import({ messages: file }, {}, whole.ctx);
      const { ctx } = stoppedAt(moment === "reading" ? 20 : whole.asked() - 10);
      const place = await start();
      await expect(place.import({ messages: file }, {}, ctx)).rejects.toMatchObject({ name: "AbortError" });
      if (!there) expect(place.others()).toEqual([]);
      else
        expect(await place.rows("SELECT COUNT(*)::INTEGER AS n FROM {dataset}.mass_messages")).toEqual([
          { n: 3 },
        ]);
    }
  });

  it("is not half there after a second one that raced it", async () => {
    const place = new ImportPlace();
    const files = { captions: place.file("c.csv", CAPTIONS), messages: place.file("m.csv", MESSAGES) };
    const reports = await Promise.all([place.import(files), place.import(files)]);
    expect(reports.map(({ files: all }) => all.map(({ added }) => added)).sort()).toEqual([
      [0, 0],
      [4, 3],
    ]);
  });

  it("leaves a folder of the reader alone that cannot hold a warehouse", async () => {
    const place = new ImportPlace();
    mkdirSync(`${place.folder}/deep`);
    const file = place.file("m.csv", MESSAGES);
    const db = `${place.folder}/deep/new/eros.duckdb`;
    const request = { files: { messages: file }, skipBad: false, now: NOW, elsewhere: "" };
    expect(await importIntoFile(db, request, QUIET)).toMatchObject({ created: true });
  });
});

describe("messages", () => {
  const imported = async (...rows: readonly string[]) => {
    const place = new ImportPlace();
    await place.import({ captions: place.file("c.csv", CAPTIONS) });
    return { place, report: place.import({ messages: place.file("m.csv", messages(...rows)) }) };
  };

  it("are one by page, second and caption key", async () => {
    const { report } = await imported(
      GOOD,
      GOOD,
      GOOD.replace("Good morning", " GOOD  MORNING ").replace(":00Z", ":00.700Z"),
      GOOD.replace("100,60", "200,60"),
      GOOD.replace("ana", "bea"),
      GOOD.replace(":00Z", ":01Z"),
      GOOD.replace("Good morning", "Hello there").replace(",1,", ",4,"),
    );
    const [file] = (await report).files;
    expect(file).toMatchObject({ added: 4, leftOut: 3 });
    expect(file && remarks(file)).toEqual({ "row-twice": [3, 4], "row-twice-other": [5] });
    expect(file?.remarks[0]?.at[0]?.first).toEqual({ record: 1, line: 2 });
  });

  it("stay as they are where they come again with other numbers", async () => {
    const { place, report } = await imported(GOOD);
    await report;
    const again = await place.import({
      messages: place.file("n.csv", messages(GOOD.replace("100,60", "200,60"))),
    });
    expect(again.files[0]).toMatchObject({ added: 0, leftOut: 1 });
    expect(again.files[0]?.remarks).toMatchObject([{ code: "stored-other", at: [{ line: 2 }] }]);
    expect(await place.rows("SELECT CAST(sent_count AS INTEGER) AS n FROM {dataset}.mass_messages")).toEqual([
      { n: 100 },
    ]);
  });

  it("without text are their caption's, and the same as with it", async () => {
    const { place, report } = await imported(GOOD.replace("Good morning", ""));
    expect((await report).files[0]).toMatchObject({ added: 1, remarks: [{ code: "text-by-id" }] });
    expect(await place.rows("SELECT message, caption_key FROM {dataset}.mass_messages")).toEqual([
      { message: null, caption_key: "good morning" },
    ]);
    const again = await place.import({ messages: place.file("n.csv", messages(GOOD)) });
    expect(again.files[0]).toMatchObject({ added: 0, there: 1 });
  });

  it("of an id that nobody knows are taken by their text, and without one refused", async () => {
    const { place, report } = await imported(GOOD.replace(",1,", ",77,"));
    expect((await report).files[0]).toMatchObject({ added: 1, remarks: [{ code: "id-unknown" }] });
    const nobody = messages(GOOD.replace("Good morning,1", ",77"), GOOD.replace(":00Z", ":09Z"));
    const refused = await refusedReport(place.import({ messages: place.file("n.csv", nobody) }));
    expect(rejects(refused)).toEqual([expect.stringMatching(/^2: caption_id is no caption's of the bank/)]);
    const kept = await place.import({ messages: place.file("n.csv", nobody) }, { skipBad: true });
    expect(kept.files[0]).toMatchObject({ added: 1, rejected: 1 });
  });

  it("whose id and text are two captions' are the text's; an edited text stays the id's", async () => {
    const { place, report } = await imported(
      GOOD.replace(",1,", ",4,"),
      GOOD.replace("Good morning", "Good morning!").replace(":00Z", ":05Z"),
    );
    const [file] = (await report).files;
    expect(file && remarks(file)).toEqual({ "id-other-caption": [2], "id-edited": [3] });
    expect(
      await place.rows(
        "SELECT message, CAST(caption_id AS VARCHAR) AS id FROM {dataset}.mass_messages ORDER BY sending_time",
      ),
    ).toEqual([
      { message: "Good morning", id: null },
      { message: "Good morning!", id: "1" },
    ]);
  });
});

describe("captions", () => {
  it("keep their id's text, and their values where they come again with others", async () => {
    const place = new ImportPlace();
    await place.import({ captions: place.file("c.csv", CAPTIONS) });
    const { files } = await place.import({
      captions: place.file(
        "d.csv",
        "caption_id,caption_text,price_tier,content_category\n1,Another text,Budget,Cooking\n4,HELLO there,Mid,cooking\n9,hello  there,Bump,COOKING\n",
      ),
    });
    expect(files[0]).toMatchObject({ added: 1, leftOut: 2 });
    expect(files[0] && remarks(files[0])).toEqual({
      "stored-other-text": [2],
      "stored-other": [3],
      "text-other-id": [4],
    });
    expect(
      await place.rows(
        "SELECT caption_text, price_tier, content_category FROM {dataset}.caption_bank WHERE caption_id IN (4, 9) ORDER BY caption_id",
      ),
    ).toEqual([
      { caption_text: "Hello there", price_tier: "Free", content_category: "Cooking" },
      { caption_text: "hello  there", price_tier: "Free", content_category: "Cooking" },
    ]);
  });

  it("of one id with two texts in a file are refused", async () => {
    const place = new ImportPlace();
    const file = place.file("c.csv", "id,text,tier\n1,One,Mid\n1, ONE ,Mid\n1,Two,Mid\n");
    const report = await refusedReport(place.import({ captions: file }));
    expect(rejects(report)).toEqual([expect.stringMatching(/^4: caption_id is another text's earlier/)]);
    expect(remarks(report)).toEqual({ "row-twice": [3] });
  });
});

describe("the refund guard", () => {
  it("plans no PPV outside an imported inventory", async () => {
    const place = new ImportPlace();
    const categories = ["Cooking", "Travel", "Fitness"];
    const tiers = ["Budget", "Mid", "Premium", "Bump"];
    const bank = tiers.flatMap((tier, t) =>
      Array.from(
        { length: 90 },
        (_, n) => `${t * 1000 + n},${tier} number ${n},${tier},${categories[n % 3]}`,
      ),
    );
    await place.import({
      captions: place.file("c.csv", ["caption_id,caption_text,price_tier,category", ...bank].join("\n")),
      creators: place.file("p.csv", "page\nana\nbea\n"),
      inventory: place.file("i.csv", "page,category\nAna, COOKING \n"),
    });
    const warehouse = await openWarehouse({ kind: "local", file: place.db });
    const categoriesOf = async (page: string): Promise<Set<string>> => {
      const request = { page, startDate: "2026-01-12", now: NOW, tolerance: 0.5, zone: "GREEN" as const };
      const prepared = await prepareWeek(warehouse, request, QUIET);
      const plan = planWeek(prepared, { zone: "GREEN", ppvCount: 14, bumpCount: 7 });
      if (!("messages" in plan)) throw new Error(JSON.stringify(plan));
      const ppvs = plan.messages.filter(({ slot }) => slot.type === "PPV");
      expect(ppvs).toHaveLength(14);
      return new Set(ppvs.map(({ caption }) => caption.category));
    };
    expect(await categoriesOf("ana")).toEqual(new Set(["Cooking"]));
    expect((await categoriesOf("bea")).size).toBeGreaterThan(1);
    await warehouse.close();
  });
});
