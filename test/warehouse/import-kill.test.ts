import { spawn } from "node:child_process";
import { copyFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { childProgram } from "../child-program.js";
import { rowsOf } from "../story/home.js";
import { duckdbPlace, temporaryFolder } from "./duckdb-place.js";

const CAPTIONS = 1500;
const MESSAGES = 3000;
const ROUNDS = 9;

function files() {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  const captions = join(folder.path, "captions.csv");
  const messages = join(folder.path, "messages.csv");
  const ids = Array.from({ length: CAPTIONS }, (_, n) => String(4_000_000_000_000_000_001n + BigInt(n)));
  const text = (n: number): string => `A walk of ${n} steps by the sea`;
  writeFileSync(
    captions,
    `caption_id,caption_text,content_category,price_tier\n${ids.map((id, n) => `${id},${text(n)},Fitness,Mid`).join("\n")}\n`,
  );
  const rows = Array.from({ length: MESSAGES }, (_, n) => {
    const at = new Date(Date.UTC(2025, 8, 1) + n * 600_000).toISOString();
    return `ana,${text(n % CAPTIONS)},${at},PPV,9,100,50,5,45`;
  });
  writeFileSync(
    messages,
    `page_name,message,sending_time,message_type,price,sent_count,viewed_count,purchased_count,earnings\n${rows.join("\n")}\n`,
  );
  return { folder: folder.path, captions, messages };
}

/** Lets a process import, and kills it after so many milliseconds. @returns whether it had said that it was done. */
async function imported(args: readonly string[], killAfter?: number) {
  const program = await childProgram(new URL("./import-child.ts", import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.startsWith("ready")) resolve();
    });
  });
  const gone = new Promise((resolve) => child.once("close", resolve));
  await ready;
  const began = performance.now();
  child.stdin.write("go\n");
  if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
  await gone;
  return { done: said.includes("done"), milliseconds: performance.now() - began };
}

async function counts(file: string): Promise<number[]> {
  const [row = {}] = await rowsOf(
    file,
    `SELECT (SELECT COUNT(*) FROM eros_scheduling_brain.caption_bank) AS captions,
       (SELECT COUNT(*) FROM eros_scheduling_brain.mass_messages) AS messages`,
  );
  return [Number(row.captions), Number(row.messages)];
}

describe("an import killed at a random moment", () => {
  it("is there whole or not at all, and done again it is there once", async () => {
    const { folder, captions, messages } = files();
    const place = await duckdbPlace({});
    onTestFinished(() => place.dispose());
    const file = join(folder, "eros.duckdb");
    copyFileSync(place.file, file);
    const { milliseconds, done } = await imported([file, captions, messages]);
    expect([done, await counts(file)]).toEqual([true, [CAPTIONS, MESSAGES]]);

    let broken = 0;
    for (let round = 0; round < ROUNDS; round++) {
      copyFileSync(place.file, file);
      const { done } = await imported([file, captions, messages], Math.random() * milliseconds);
      const [there = 0, sent = 0] = await counts(file);
      expect([
        [0, 0],
        [CAPTIONS, MESSAGES],
      ]).toContainEqual([there, sent]);
      if (done) expect(there).toBe(CAPTIONS);
      else broken++;
      if (round % 4 > 0) continue;
      await imported([file, captions, messages]);
      expect(await counts(file)).toEqual([CAPTIONS, MESSAGES]);
    }
    expect(broken).toBeGreaterThan(0);
  }, 180_000);

  it("that was making the warehouse leaves none or a whole one, and nothing once it is done again", async () => {
    const { folder, captions, messages } = files();
    const file = join(folder, "new", "eros.duckdb");
    const first = join(folder, "first", "eros.duckdb");
    const { milliseconds } = await imported([first, captions, messages]);
    for (let round = 0; round < 4; round++) {
      await imported([file, captions, messages], (0.2 + 0.25 * Math.random() * round) * milliseconds);
      if (statSync(file, { throwIfNoEntry: false }) !== undefined)
        expect(await counts(file)).toEqual([CAPTIONS, MESSAGES]);
    }
    await imported([file, captions, messages]);
    expect(await counts(file)).toEqual([CAPTIONS, MESSAGES]);
    expect(readdirSync(join(folder, "new")).sort()).toEqual(["eros.duckdb", "eros.duckdb.q"]);
  }, 120_000);
});
