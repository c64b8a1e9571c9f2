import { gzipSync } from "node:zlib";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { ImportPlace, MESSAGES, refusedReport, rejects, remarks } from "./place.js";

const ROW = {
  page_name: "ana",
  message: "Good morning",
  sending_time: "2025-10-01T10:00:00Z",
  message_type: "PPV",
  sent_count: 100,
  purchased_count: 6,
};
const jsonl = (...rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

/** Writes a Parquet file with what a query gives. */
async function parquet(path: string, query: string): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection: DuckDBConnection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

describe("JSON lines", () => {
  it("are read by their keys; ids never become doubles", async () => {
    const place = new ImportPlace();
    const text = `\ufeff{"caption_id": 9007199254740993, "caption_text": "One \\"1\\" 👩‍🍳\\nTwo", "price_tier": "Mid", "note": 1e3}

{"text":"Other","id":"-9223372036854775808","tier":"Bump","has_urgency":true}\r\n`;
    const { files } = await place.import({ captions: place.file("c.jsonl", text) });
    expect(files[0]).toMatchObject({
      format: "json lines",
      records: 2,
      added: 2,
      columns: { unused: ["note"] },
    });
    expect(
      await place.rows(
        "SELECT CAST(caption_id AS VARCHAR) AS id, caption_text, price_tier, has_urgency FROM {dataset}.caption_bank ORDER BY caption_id DESC",
      ),
    ).toEqual([
      { id: "9007199254740993", caption_text: 'One "1" 👩‍🍳\nTwo', price_tier: "Mid", has_urgency: false },
      { id: "-9223372036854775808", caption_text: "Other", price_tier: "Free", has_urgency: true },
    ]);
  });

  it("are refused line by line", async () => {
    const place = new ImportPlace();
    const text = [
      jsonl(ROW),
      "",
      '{"page_name": "ana"',
      "[1]",
      jsonl({ ...ROW, message: { text: "nested" } }),
      jsonl({ ...ROW, sent_count: null }),
      '{"sent_count": NaN}',
      jsonl({ ...ROW, message: "half \ud83d" }),
    ].join("\n");
    const report = await refusedReport(place.import({ messages: place.file("m.jsonl", text) }));
    expect(report.records).toBe(7);
    expect(rejects(report)).toEqual([
      "3: record it is not a JSON object",
      "4: record it is not a JSON object",
      "5: record message is no plain value",
      "6: sent_count is empty",
      "7: record it is not a JSON object",
      "8: message holds half a character",
    ]);
  });
});

describe("Parquet", () => {
  const query = `SELECT 'ana' AS page, CAST(9007199254740993 AS BIGINT) AS caption_id, 'Text ' || r AS text,
      TIMESTAMPTZ '2025-10-01 10:00:00+00' + to_minutes(r) AS sent_at, 'PPV' AS type, CAST(100 AS DOUBLE) AS sent,
      CAST(NULL AS INTEGER) AS views, CAST(12.50 AS DECIMAL(10, 2)) AS price, encode('é') AS raw
    FROM range(5000) AS t(r)`;

  it("is read in its order, whatever the file is called", async () => {
    const place = new ImportPlace();
    const path = await parquet(`${place.folder}/m[1]*.parquet`, query);
    const { files } = await place.import({ messages: path });
    expect(files[0]).toMatchObject({ format: "parquet", records: 5000, added: 5000 });
    expect(files[0]?.remarks.map(({ code, count, at }) => [code, count, at.length])).toEqual([
      ["count-decimal-zero", 5000, 1000],
      ["id-unknown", 5000, 1000],
    ]);
    const [first] = await place.rows(
      "SELECT message, CAST(caption_id AS VARCHAR) AS id, CAST(sending_time AS VARCHAR) AS at, price, viewed_count FROM {dataset}.mass_messages WHERE row_id = 5000",
    );
    expect(first).toEqual({
      message: "Text 4999",
      id: "9007199254740993",
      at: "2025-10-04 21:19:00+00",
      price: 12.5,
      viewed_count: null,
    });
  });

  it("tells records by number, for it has no lines", async () => {
    const place = new ImportPlace();
    const path = await parquet(
      `${place.folder}/m.parquet`,
      `SELECT * REPLACE (CASE WHEN r = 1 THEN -1 ELSE 1 END AS sent_count)
       FROM (SELECT 'ana' AS page_name, 'x' AS message, TIMESTAMP '2025-10-01 10:00:00' AS sending_time, 'PPV' AS message_type, 1 AS sent_count, r FROM range(3) AS t(r))`,
    );
    const report = await refusedReport(place.import({ messages: path }));
    expect(rejects(report)).toEqual(["#2: sent_count is negative"]);
    expect(remarks(report)["time-without-zone"]).toEqual([1, 3]);
  });

  it.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ["damaged", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(bytes.length - 4)])],
  ])("is refused where it is %s", async (_, damage) => {
    const place = new ImportPlace();
    const path = await parquet(`${place.folder}/m.parquet`, query);
    const { readFileSync } = await import("node:fs");
    place.file("m.parquet", damage(readFileSync(path)));
    await expect(place.import({ messages: path })).rejects.toMatchObject({
      kind: "badInput",
      message: expect.stringContaining("cannot be read as Parquet"),
    });
    expect(place.others("m.parquet")).toEqual([]);
  });
});

describe("a file that cannot be taken", () => {
  it.each<readonly [string, string | Buffer, string]>([
    ["m.csv.gz", gzipSync(MESSAGES), "gzip"],
    ["m.xlsx", Buffer.from("PK\x03\x04rest"), "spreadsheet"],
    ["m.csv", Buffer.from(`\ufeff${MESSAGES}`, "utf16le"), "UTF-16"],
    ["m.json", jsonl([ROW]), "JSON array"],
    ["m.csv", "", "is empty"],
    ["m.csv", "\n\n", "is empty"],
    ["m.csv", "a,b\n1,2\n", "its header is “a”, “b”"],
    ["m.csv", MESSAGES.split("\n").slice(1).join("\n"), "no column for page_name"],
    ["m.csv", MESSAGES.replaceAll("\n", "\r"), "carriage return"],
    ["m.csv", MESSAGES.replace("price", "Sent Count"), "stands there twice"],
    ["c.csv", "caption_id,caption_text,price_tier\n1,a,Mid\n", "cannot be read as messages"],
  ])("%s is told what it is", async (name, content, message) => {
    const place = new ImportPlace();
    await expect(place.import({ messages: place.file(name, content) })).rejects.toMatchObject({
      kind: "badInput",
      message: expect.stringContaining(message),
    });
    expect(place.others(name)).toEqual([]);
  });

  it("names the flag that it is for", async () => {
    const place = new ImportPlace();
    const file = place.file("c.csv", "caption_id,caption_text,price_tier\n1,a,Mid\n");
    await expect(place.import({ messages: file })).rejects.toMatchObject({
      remedy: expect.stringContaining("--captions"),
    });
  });

  it("is not there, is a folder, or is the warehouse itself", async () => {
    const place = new ImportPlace();
    await expect(place.import({ messages: `${place.folder}/no.csv` })).rejects.toThrow("there is no file");
    await expect(place.import({ messages: place.folder })).rejects.toThrow("is a folder");
    // A pattern is a name like any other.
    place.file("m1.csv", MESSAGES);
    await expect(place.import({ messages: `${place.folder}/m*.csv` })).rejects.toThrow("there is no file");
    for (const name of [`${"m".repeat(300)}.csv`, "m1.csv/n.csv"])
      await expect(place.import({ messages: `${place.folder}/${name}` })).rejects.toMatchObject({
        kind: "badInput",
        message: expect.stringContaining("cannot be a file: "),
      });
    await place.import({ messages: `${place.folder}/m1.csv` });
    await expect(place.import({ messages: place.db })).rejects.toThrow(/database|warehouse itself/);
  });
});

describe("a CSV of another make", () => {
  it.each([";", "\t"])("is parted by %j where that gives its columns", async (delimiter) => {
    const place = new ImportPlace();
    const file = place.file("m.csv", `\ufeff${MESSAGES.replaceAll(",", delimiter).replaceAll("\n", "\r\n")}`);
    expect(await place.import({ messages: file })).toMatchObject({ files: [{ records: 3, added: 3 }] });
  });
});
