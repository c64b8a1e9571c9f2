import { describe, expect, it } from "vitest";
import { changeRows, heldByAnother, rowsOf } from "./home.js";
import { Operator } from "./operator.js";
import { KEY } from "./terminal.js";

const DATASET = "eros_scheduling_brain";

/** Another page takes captions of a kind from the bank for a day of the week: locks, as a commit leaves them. */
const takes = (ids: readonly string[]): string =>
  `INSERT INTO ${DATASET}.active_caption_assignments
     (assignment_key, page_name, caption_id, caption_text, price_tier, schedule_id, assigned_date, assigned_at,
      scheduled_send_date, scheduled_send_hour, is_active)
   SELECT 'k' || caption_id, 'anna_v', caption_id, caption_text, price_tier, 'sched_20251103_080000_000000_anna_v',
     DATE '2025-11-03', TIMESTAMP '2025-11-03 17:00:00', DATE '2025-11-12', 10, TRUE
   FROM ${DATASET}.caption_bank WHERE caption_id IN (${ids.join(", ")})`;

/** The ids of the captions that the page's week on the screen would lock: the same plan, told by the command. */
async function plannedPpvs(operator: Operator): Promise<string[]> {
  const { execFileSync } = await import("node:child_process");
  const { builtProgram } = await import("../built.js");
  const json = execFileSync(process.execPath, [await builtProgram(), "preview", "jadebri", "--json"], {
    env: { ...process.env, ...operator.home.env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { messages } = JSON.parse(json) as { messages: { caption_id: string; message_type: string }[] };
  return messages.filter((each) => each.message_type === "PPV").map((each) => each.caption_id);
}

const locksOf = (operator: Operator): Promise<Record<string, unknown>[]> =>
  rowsOf(
    operator.home.demoFile,
    `SELECT CAST(caption_id AS VARCHAR) AS id FROM ${DATASET}.active_caption_assignments WHERE page_name = 'jadebri' AND is_active`,
  );

describe("somebody else is quicker", { timeout: 120_000 }, () => {
  it("before the check: the taken captions are named, and only those are replaced", async () => {
    const operator = await (await Operator.sitsDown()).reaches("preview");
    const planned = await plannedPpvs(operator);
    await changeRows(operator.home.demoFile, takes(planned.slice(0, 2)));
    await operator.press(KEY.enter, "■ 2 captions were taken while you planned", "locked by anna_v  Nov 12");
    await operator.sees("the other 7 can stay as they are", "❯ Draw replacements for those 2");
    await operator.press(KEY.enter, "› confirm", "❯ Commit and write the CSV");
    await operator.press(KEY.enter, "✓ stored, 9 captions locked");
    const locked = (await locksOf(operator)).map((row) => String(row.id));
    expect(locked).toHaveLength(9);
    expect(locked.filter((id) => planned.includes(id)).sort()).toEqual(planned.slice(2).sort());
  });

  it("between the check and the commit: the commit itself finds it, and nothing is written", async () => {
    const operator = await (await Operator.sitsDown({ size: [60, 20] })).reaches("confirm");
    const planned = await plannedPpvs(operator);
    await changeRows(operator.home.demoFile, takes(planned.slice(0, 1)));
    await operator.press(KEY.enter, "■ 1 caption was taken while you planned");
    expect(await locksOf(operator)).toEqual([]);
    await operator.sees("❯ Draw replacements for that one");
    await operator.press(KEY.down, "❯ Plan again");
    await operator.press(KEY.enter, "› preview", "9 PPVs 9 bumps");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await operator.press(KEY.enter, "✓ stored, 9 captions locked");
    expect((await locksOf(operator)).map((row) => row.id)).not.toContain(planned[0]);
  });

  it("the same page in another window: the second one is told who covers the week", async () => {
    const first = await (await Operator.sitsDown()).reaches("confirm");
    const second = await (await Operator.sitsDown({ home: first.home })).reaches("confirm");
    await second.press(KEY.enter, "✓ stored, 9 captions locked");
    await first.press(KEY.enter, "■", "covers the week from Nov 10");
    expect(first.text).not.toContain("Draw replacements");
    await first.press(KEY.escape, "› preview");
    await first.press(KEY.escape, "COMPUTED");
    expect(await locksOf(first)).toHaveLength(9);
  });

  it("replacing can be cancelled, and the conflict stands as it stood", async () => {
    const operator = await (await Operator.sitsDown()).reaches("preview");
    await changeRows(operator.home.demoFile, takes((await plannedPpvs(operator)).slice(0, 1)));
    await operator.press(KEY.enter, "❯ Draw replacements for that one");
    const held = await heldByAnother(operator.home.demoFile);
    await operator.press(KEY.enter, "waiting for process");
    await operator.press(KEY.escape, "■ 1 caption was taken", "❯ Draw replacements for that one");
    await held.letGo();
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
  });
});
