import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { World } from "./program.js";

const CAPTIONS = `caption_id,caption_text,price_tier,content_category
1,Good morning,Budget,Cooking
-9223372036854775808,A story,Mid,Travel
`;
const MESSAGES = `page,text,sent_at,type,sent,earnings,colour
ana,Good morning,2025-10-01T10:00:00Z,PPV,100,30,red
ana,\u001b[2JGone,2025-10-01T11:00:00Z,PPV,100,30,red
`;
const BAD = "ana,Good night,yesterday,PPV,100,30,red\nana,,2025-10-01T12:00:00Z,PPV,-1,30,red\n";

let world: World;
const file = (name: string, text: string): string => {
  writeFileSync(join(world.home, name), text);
  return name;
};
beforeEach(() => {
  world = new World();
});
afterEach(() => world.remove());

describe("import", () => {
  it("makes one's own warehouse, tells what came in and how to go on", async () => {
    const { code, stdout, stderr } = await world.run([
      "import",
      "--captions",
      file("c.csv", CAPTIONS),
      "--messages",
      file("m.csv", MESSAGES),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Imported into ${world.own} (made just now)`);
    expect(stdout).toMatch(/captions +c\.csv: 2 records, 2 added/);
    expect(stdout).toMatch(/messages +m\.csv: 2 records, 2 added/);
    expect(stdout).toContain("no column viewed_count");
    expect(stdout).toContain("columns that nothing is read from: colour");
    expect(stdout).toMatch(/1 × a text holds control .*\n +line 3/);
    expect(stdout).toContain(
      "The warehouse holds 2 captions and 2 messages, 2025-10-01 to 2025-10-01; pages: ana",
    );
    expect(stdout).toContain(
      "Go on with\n  eros-tui --as-of 2025-10-02\n  eros-tui preview ana --as-of 2025-10-02",
    );
    expect(stdout).not.toContain("\u001b");
    expect(statSync(world.own).mode & 0o777).toBe(0o600);
    // The way that it shows is one: the page is there.
    const glance = await world.run(["captions", "ana", "--as-of", "2025-10-02", "--json"]);
    expect(glance.code).toBe(0);
  });

  it("stores nothing and names every bad record by its line; --skip-bad takes the rest", async () => {
    const name = file("m.csv", MESSAGES + BAD);
    const refused = await world.run(["import", "--messages", name]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("line 4 (record 3): sending_time “yesterday” is no time");
    expect(refused.stderr).toContain(
      "line 5 (record 4): message is empty, and so is caption_id; sent_count “-1” is negative",
    );
    expect(refused.stderr).toMatch(
      /nothing was imported: 2 of 4 records of m\.csv cannot be taken\n {2}mend .*--skip-bad\n$/,
    );
    expect(existsSync(world.own)).toBe(false);
    const json = await world.run(["import", "--messages", name, "--json"]);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ stored: false, files: [{ records: 4, rejected: 2 }] });
    const skipped = await world.run(["import", "--messages", name, "--skip-bad", "--json"]);
    expect(skipped.code).toBe(0);
    expect(JSON.parse(skipped.stdout)).toMatchObject({
      db: world.own,
      created: true,
      stored: true,
      files: [
        {
          kind: "messages",
          format: "csv",
          added: 2,
          already_there: 0,
          rejected: 2,
          rejects: [
            { record: 3, line: 4, last_line: 4, problems: [{ field: "sending_time", value: "yesterday" }] },
            { record: 4, line: 5 },
          ],
          columns: { unused: ["colour"] },
        },
      ],
      warehouse: { messages: 2, pages: ["ana"] },
    });
  });

  it("goes into no demo, and names the line that works; no demo goes over it", async () => {
    expect((await world.run(["demo"])).code).toBe(0);
    const before = statSync(world.demo).mtimeMs;
    const name = file("c it's.csv", CAPTIONS);
    const refused = await world.run(["import", "--captions", name, "--db", world.demo]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("holds demo data");
    expect(refused.stderr).toContain("`eros-tui import --captions 'c it'\\''s.csv'`");
    expect(statSync(world.demo).mtimeMs).toBe(before);
    expect((await world.run(["import", "--captions", name])).code).toBe(0);
    const named = await world.run(["import", "--captions", name], { env: { EROS_DB: world.demo } });
    expect(named.stderr).toContain(`--db ${world.own}`);
    const demo = await world.run(["demo", "--force", "--db", world.own]);
    expect(demo.code).toBe(2);
    expect(demo.stderr).toContain("left as it is");
  });

  it.each([
    [[], "import needs a file"],
    [["--captions", "no.csv"], "there is no file no.csv"],
    [["--captions", "c.csv", "--messages", "c.csv"], "c.csv cannot be read as messages"],
    [["--captions"], "--captions needs a value"],
    [["--captions", "/dev/null"], "is a pipe or device"],
    [["--captions", "-"], "is empty"],
  ])("%j is refused", async (flags, message) => {
    file("c.csv", CAPTIONS);
    const { code, stdout, stderr } = await world.run(["import", ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(existsSync(world.own)).toBe(false);
  });

  it.each(["SIGINT", "SIGKILL"] as const)("that %s stops leaves nothing half", async (signal) => {
    const rows = Array.from(
      { length: 400_000 },
      (_, n) => `ana,Text ${n},2025-10-01T10:00:00Z,PPV,100,30,red`,
    );
    const name = file("m.csv", [MESSAGES.split("\n")[0], ...rows].join("\n"));
    const first = await world.run(["import", "--messages", name], {
      onStderr: (_, child) => child.kill(signal),
    });
    // Told how far it is after two seconds; a machine that is done by then has nothing to stop.
    if (first.code === 0) return;
    expect(first.code).toBe(signal === "SIGINT" ? 130 : null);
    const left = readdirSync(join(world.home, "data", "eros-tui")).filter((each) => !each.endsWith(".q"));
    if (signal === "SIGINT") expect(left).toEqual([]);
    expect(existsSync(world.own)).toBe(false);
    // The next one finds the place clean and clears away what the dead one left.
    expect((await world.run(["import", "--messages", file("n.csv", MESSAGES)])).code).toBe(0);
    const after = readdirSync(join(world.home, "data", "eros-tui")).filter((each) => !each.endsWith(".q"));
    expect(after).toEqual(["eros.duckdb"]);
  });
});
