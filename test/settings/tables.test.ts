import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { TABLES, tableName } from "../../src/domain/table-names.js";
import { loadSettings } from "../../src/settings/load.js";
import { tableStatements } from "../../src/warehouse/sql-library.js";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "eros tables "));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const load = (text: string) => {
  const file = join(home, "config.toml");
  writeFileSync(file, text);
  return loadSettings({ env: { HOME: home, EROS_CONFIG: file } });
};

describe("names of tables", () => {
  it("are those of sql/tables, each of which can have another one", () => {
    const statements = tableStatements("d", "plain");
    expect(statements.map((text) => /d\.(\w+)/.exec(text)?.[1])).toEqual([...TABLES]);
  });

  it("come from the config file, a profile before the rest", async () => {
    const text = '[tables]\ncaption_bank = "bank"\n[profiles.prod.tables]\nmass_messages = "messages_v2"\n';
    expect((await load(text)).tables).toEqual({ caption_bank: "bank" });
    const { tables } = await load(`profile = "prod"\n${text}`);
    expect(tables).toEqual({ mass_messages: "messages_v2" });
    expect([tableName(tables, "mass_messages"), tableName(tables, "caption_bank")]).toEqual([
      "messages_v2",
      "caption_bank",
    ]);
  });

  it.each([
    ["a table that is none of ours", '[tables]\ncaptions = "x"\n'],
    ["a name with a dataset", '[tables]\ncaption_bank = "other.bank"\n'],
    ["a name that ends the statement", '[tables]\ncaption_bank = "bank; DROP TABLE x"\n'],
    ["an empty name", '[tables]\ncaption_bank = ""\n'],
    ["two tables of one name", '[tables]\ncaption_bank = "bank"\nmass_messages = "bank"\n'],
    ["the name of another table", '[tables]\ncaption_bank = "mass_messages"\n'],
  ])("are refused for %s", async (_, text) => {
    const error = await load(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ErosError);
    expect(error).toMatchObject({ kind: "badInput", field: "--config" });
    expect(String(error)).toMatch(/line [12]: /);
    expect(String(error)).toContain("schedule_recommendations");
  });
});
