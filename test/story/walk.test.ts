import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { builtProgram } from "../built.js";
import { type Home, newHome, rowsOf } from "./home.js";
import { KEY, TerminalSession } from "./terminal.js";

describe("an operator's first week", () => {
  let home: Home;
  let terminal: TerminalSession | undefined;
  afterEach(() => {
    terminal?.close();
    home.remove();
  });

  test("from an empty home to a committed week, with the keyboard at 80×24", {
    timeout: 120_000,
  }, async () => {
    home = newHome();
    terminal = new TerminalSession(process.execPath, [await builtProgram()], {
      env: home.env,
      cwd: home.work,
    });

    // The first start makes the demo and opens the list, what is due first.
    await terminal.until(/jadebri\s+MEDIUM\s+STANDARD\s+▲ YELLOW\s+0\.45/, 60_000);
    expect(terminal.inAlternateScreen).toBe(true);
    expect(terminal.rows()[0]).toContain("DEMO DATA");

    terminal.type("/jadeb");
    await terminal.until(/1 of \d+/);
    terminal.type(KEY.enter);
    await terminal.until("Saturation  0.45 ▲ YELLOW");

    terminal.type(KEY.enter);
    await terminal.until(/PPVs\s+9\s+·/);

    // An override that takes effect at once, kept through going back and coming again, then taken back.
    terminal.type("10");
    await terminal.until(/PPV(\s+\d){7}\s+10\s+was 9/);
    terminal.type(KEY.escape);
    await terminal.until("› analysis");
    terminal.type(KEY.enter);
    await terminal.until(/PPVs\s+9\s+10/);
    terminal.type(KEY.ctrlU);
    await terminal.until(/PPVs\s+9\s+·/);

    terminal.type(KEY.enter);
    await terminal.until("› preview");
    await terminal.until("9 PPVs 9 bumps  ▲ YELLOW  2.5 h gap");
    terminal.type(KEY.enter);
    await terminal.until("› confirm");
    await terminal.until("❯ Commit and write the CSV");
    // Keys that come before the menu has stood quietly are dropped: press until it is taken.
    await pressUntil(terminal, KEY.enter, "9 captions locked");

    const id = /sched_\d{8}_\d{6}_\d{6}_jadebri/.exec(terminal.text())?.[0] ?? "";
    expect(id).not.toBe("");
    await pressUntil(terminal, "q", () => terminal?.ended !== undefined);
    expect((await terminal.end()).exitCode).toBe(0);
    expect(terminal.inAlternateScreen).toBe(false);

    const [row] = await rowsOf(
      home.demoFile,
      `SELECT schedule_json, total_messages, saturation_zone FROM eros_scheduling_brain.schedule_recommendations WHERE schedule_id = '${id}'`,
    );
    const schedule = JSON.parse(String(row?.schedule_json)) as {
      messages: { caption_id: string; message_type: string }[];
    };
    expect(row).toMatchObject({ saturation_zone: "YELLOW" });
    expect(schedule.messages).toHaveLength(18);

    const locks = await rowsOf(
      home.demoFile,
      `SELECT CAST(caption_id AS VARCHAR) AS caption_id FROM eros_scheduling_brain.active_caption_assignments WHERE schedule_id = '${id}' AND is_active`,
    );
    const sold = schedule.messages
      .filter((message) => message.message_type === "PPV")
      .map((message) => message.caption_id);
    expect(locks.map((lock) => lock.caption_id).sort()).toEqual([...sold].sort());
    expect(sold).toHaveLength(9);

    const log = await rowsOf(
      home.demoFile,
      `SELECT status FROM eros_scheduling_brain.schedule_export_log WHERE schedule_id = '${id}'`,
    );
    expect(log).toEqual([{ status: "SUCCESS" }]);

    expect(readdirSync(home.work)).toEqual([`${id}.csv`]);
    const records = csvRecords(readFileSync(join(home.work, `${id}.csv`), "utf8"));
    expect(records).toHaveLength(19);
    expect(records.slice(1).map((record) => record[5])).toEqual(
      schedule.messages.map((message) => message.caption_id),
    );
  });
});

/** Presses a key again and again, looking between the presses, until a text shows or a state is reached. */
async function pressUntil(
  terminal: TerminalSession,
  key: string,
  wanted: string | (() => boolean),
): Promise<void> {
  for (let press = 0; press < 40; press++) {
    terminal.type(key);
    const seen = await terminal.until(wanted, 500).then(
      () => true,
      () => false,
    );
    if (seen) return;
  }
  throw new Error(`never saw ${wanted}; the screen was:\n${terminal.text()}`);
}

/** RFC 4180, read without the library that wrote it. */
function csvRecords(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === "" && quoted === undefined && plain === "") break;
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\n") records.push([]);
  }
  return records.filter((record) => record.length > 0);
}
