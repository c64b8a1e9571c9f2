import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CSV_COLUMNS } from "../../src/domain/csv-rows.js";
import type { Schedule } from "../../src/domain/schedule.js";
import { csvText, writeCsv } from "../../src/pipeline/export.js";
import { message, scheduleOf, WEEK } from "../warehouse/fixtures.js";
import { folder } from "./demo-place.js";

const text = (captionText: string, id = "-9223372036854775808", hour = 10): Schedule["messages"][number] => ({
  ...message(
    "PPV",
    { captionId: id, text: captionText, category: "Tease", priceTier: "Mid", urgent: false },
    WEEK,
    hour,
  ),
});
const schedule = (...captions: string[]): Schedule =>
  scheduleOf(
    "jadebri",
    captions.map((caption, index) => text(caption, String(9223372036854775807n - BigInt(index)), 9 + index)),
  );

/** A reader of RFC 4180 that knows nothing of the writer. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < csv.length; at++) {
    const character = csv[at] ?? "";
    if (quoted) {
      if (character !== '"') cell += character;
      else if (csv[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "," || character === "\n") {
      rows.at(-1)?.push(cell);
      cell = "";
      if (character === "\n") rows.push([]);
    } else cell += character;
  }
  return rows.slice(0, -1);
}

const HARD = [
  'say "hi", love',
  "two\nlines",
  "carriage\rreturn",
  "  blanks  ",
  "=1+1",
  "💌 ünïcode",
  "",
  "comma,",
  "'",
];

describe("the text of a CSV", () => {
  it("has the eleven columns, LF, and every caption as it is", () => {
    const csv = csvText(schedule(...HARD));
    const [head, ...rows] = parsed(csv);
    expect(head).toEqual([...CSV_COLUMNS]);
    expect(rows.map((row) => row[6])).toEqual(HARD);
    expect(rows.map((row) => row[5])).toEqual(
      HARD.map((_, index) => String(9223372036854775807n - BigInt(index))),
    );
    expect(csv.endsWith("\n")).toBe(true);
    expect(csv).not.toContain("\r\n");
    expect(csv.startsWith("\uFEFF")).toBe(false);
    expect(rows[0]?.slice(0, 5)).toEqual([
      expect.stringContaining("sched_"),
      "jadebri",
      "Monday",
      "2025-11-10 09:07:00",
      "PPV",
    ]);
  });

  it("for a spreadsheet has a byte order mark and no cell that it would run or round", () => {
    const csv = csvText(schedule("=1+1", "@cmd", "plain"), { spreadsheetSafe: true });
    expect(csv.startsWith("\uFEFF")).toBe(true);
    const rows = parsed(csv.slice(1)).slice(1);
    expect(rows.map((row) => row[6])).toEqual(["'=1+1", "'@cmd", "plain"]);
    for (const row of rows) expect(row[5]).toMatch(/^'\d{19}$/);
  });
});

describe("writing a CSV", () => {
  const week = schedule("one", "two");

  it("writes the file and nothing beside it, and says where it is", async () => {
    const dir = folder();
    expect(await writeCsv(week, join(dir, "week.csv"))).toBe(join(dir, "week.csv"));
    expect(readFileSync(join(dir, "week.csv"), "utf8")).toBe(csvText(week));
    expect(readdirSync(dir)).toEqual(["week.csv"]);
  });

  it("keeps a file that is there, unless forced", async () => {
    const dir = folder();
    const path = join(dir, "week.csv");
    writeFileSync(path, "somebody's");
    await expect(writeCsv(week, path)).rejects.toMatchObject({
      kind: "badInput",
      message: `the CSV was not written: ${path} is there already and is kept`,
      remedy: expect.stringContaining("--force"),
    });
    expect(readFileSync(path, "utf8")).toBe("somebody's");
    expect(readdirSync(dir)).toEqual(["week.csv"]);
    await writeCsv(week, path, { force: true });
    expect(readFileSync(path, "utf8")).toBe(csvText(week));
  });

  it("takes a file that holds exactly this for done, so that trying again is harmless", async () => {
    const path = join(folder(), "week.csv");
    await writeCsv(week, path);
    const { ino } = statSync(path);
    await writeCsv(week, path);
    expect(statSync(path).ino).toBe(ino);
  });

  it("of two that write the same name at once keeps one whole file", async () => {
    const dir = folder();
    const path = join(dir, "week.csv");
    const weeks = Array.from({ length: 6 }, (_, index) => schedule(`week ${index} `.repeat(2000)));
    const ends = await Promise.allSettled(weeks.map((each) => writeCsv(each, path)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const winner = ends.findIndex(({ status }) => status === "fulfilled");
    expect(readFileSync(path, "utf8")).toBe(csvText(weeks[winner] ?? week));
    expect(readdirSync(dir)).toEqual(["week.csv"]);
  });

  it("does not follow a link to somebody's file", async () => {
    const dir = folder();
    writeFileSync(join(dir, "theirs"), "theirs");
    symlinkSync(join(dir, "theirs"), join(dir, "week.csv"));
    await expect(writeCsv(week, join(dir, "week.csv"))).rejects.toMatchObject({ kind: "badInput" });
    expect(readFileSync(join(dir, "theirs"), "utf8")).toBe("theirs");
  });

  it("names the folder that is not there, the folder that is one, and the file in the way", async () => {
    const dir = folder();
    mkdirSync(join(dir, "sub"));
    writeFileSync(join(dir, "file"), "");
    const why = (path: string) =>
      writeCsv(week, path).catch((error: Error & { remedy: string }) => [error.message, error.remedy]);
    expect(await why(join(dir, "gone", "week.csv"))).toEqual([
      `the CSV was not written: the folder ${join(dir, "gone")} is not there`,
      expect.stringContaining("mkdir -p"),
    ]);
    expect(await why(join(dir, "sub"))).toEqual([
      `the CSV was not written: ${join(dir, "sub")} is a folder`,
      expect.stringContaining(join(dir, "sub", `${week.schedule_id}.csv`)),
    ]);
    expect(await why(join(dir, "file", "week.csv"))).toEqual([
      expect.stringContaining("is a file, no folder"),
      "give another path",
    ]);
    expect(await why(join(dir, `${"x".repeat(300)}.csv`))).toEqual([
      expect.stringContaining("too long"),
      expect.any(String),
    ]);
    expect(readdirSync(dir).sort()).toEqual(["file", "sub"]);
  });

  it("says that a folder may not be written to", async () => {
    const dir = folder();
    chmodSync(dir, 0o500);
    // An administrator may write anywhere but where the kernel keeps its own.
    const closed = process.getuid?.() === 0 ? "/sys" : dir;
    await expect(writeCsv(week, join(closed, "week.csv"))).rejects.toMatchObject({
      kind: "notPermitted",
      message: expect.stringContaining("the CSV was not written"),
    });
    chmodSync(dir, 0o700);
  });

  it.skipIf(process.platform !== "linux")(
    "says that the disk is full, and leaves the device alone",
    async () => {
      await expect(writeCsv(week, "/dev/full")).rejects.toMatchObject({
        message: "the CSV was not written: the disk of /dev is full",
        exitCode: 7,
      });
      expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
      await expect(writeCsv(week, "/dev/null")).resolves.toBe("/dev/null");
    },
  );

  it.skipIf(process.platform !== "linux")(
    "puts no file in the place of a link to what a process has open, as /dev/stdout may be",
    async () => {
      const dir = folder();
      const link = join(dir, "stdout");
      const open = openSync(join(dir, "out"), "w");
      symlinkSync(`/proc/self/fd/${open}`, link);
      for (const force of [false, true])
        await expect(writeCsv(week, link, { force })).rejects.toMatchObject({
          kind: "badInput",
          message: `the CSV was not written: ${link} leads to a file here`,
        });
      closeSync(open);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(dir, "out"), "utf8")).toBe("");
    },
  );

  it("knows the home folder as ~", async () => {
    const error = await writeCsv(week, "~/no such folder of mine/week.csv").catch((each: Error) => each);
    expect(error).toMatchObject({
      message: expect.stringContaining("~/no such folder of mine is not there"),
    });
    expect((error as Error & { cause: { path: string } }).cause.path).toContain(homedir());
  });
});
