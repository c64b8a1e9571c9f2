import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtProgram } from "../built.js";
import { homeWithDemo, rowsOf } from "./home.js";
import { Operator } from "./operator.js";
import { KEY } from "./terminal.js";

const OSC_52 = "\x1b]52;";

describe("after the commit", () => {
  test("a week is queued by hand, by two people, then taken back and put back", {
    timeout: 180_000,
  }, async () => {
    const home = await homeWithDemo();
    const built = spawnSync(process.execPath, [await builtProgram(), "build", "jadebri", "--json"], {
      cwd: home.work,
      env: { ...process.env, ...home.env },
      encoding: "utf8",
    });
    const { schedule_id: id, messages } = JSON.parse(built.stdout);
    // A clipboard of this machine that keeps what it was given.
    const bin = join(home.work, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "wl-copy"), `#!/bin/sh\ncat > '${home.work}/clipboard'\n`);
    chmodSync(join(bin, "wl-copy"), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH}`, WAYLAND_DISPLAY: "wayland-0", TMUX: "" };

    const first = await Operator.atCreators({ home, env });
    await first.press("/jadeb", "❯ jadebri");
    await first.press(KEY.tab, "⏎ analyse");
    await first.press("H", "› history", "W worklist");
    await first.press("W", "0 of 18 queued");
    await first.press(" ", "1 of 18 queued", "next 2");
    // Nothing has gone into any clipboard so far, and goes there by this key alone.
    expect(first.terminal.sent).not.toContain(OSC_52);
    await first.press("y", "caption of message 2 copied: terminal (OSC 52), wl-copy");
    const caption: string = messages[1].caption_text;
    expect(first.terminal.sent).toContain(`${OSC_52}c;${Buffer.from(caption).toString("base64")}\x1b\\`);
    expect(first.terminal.sent.split(OSC_52)).toHaveLength(2);
    expect(readFileSync(join(home.work, "clipboard"), "utf8")).toBe(caption);
    await first.press(" ", "2 of 18 queued");
    first.terminal.type(KEY.ctrlC);
    await first.terminal.end();

    const second = await Operator.atCreators({ home, env });
    await second.press("/jadeb", "❯ jadebri");
    await second.press(KEY.tab, "⏎ analyse");
    await second.press("H", "› history", "W worklist");
    await second.press("W", "2 of 18 queued", "❯     3");
    await second.press(KEY.escape, "› history");

    await second.press("w", "Takes back", "2 of those 18 are marked as queued");
    await second.press("wrong page", "wrong page▏");
    await second.press(KEY.enter, "❯ Withdraw it and write the CSV");
    await second.press(KEY.enter, "✓ withdrawn");
    expect(existsSync(join(home.work, `${id}_remove.csv`))).toBe(true);
    await second.press(KEY.enter, "› history", "withdrawn");
    await second.press("u", "Makes stand again", "❯ Restore it");
    await second.press(KEY.enter, "✓ stands again");
    await second.press(KEY.enter, "› history", "committed");
    await second.press(KEY.escape, "⏎ analyse");
    await second.press("A", "Alerts", "Days of 30");
    second.terminal.type(KEY.ctrlC);
    await second.terminal.end();

    const log = await rowsOf(
      home.demoFile,
      `SELECT command, details FROM eros_scheduling_brain.schedule_export_log
       WHERE schedule_id = '${id}' ORDER BY export_timestamp`,
    );
    expect(log.map(({ command }) => command)).toEqual(["build", "withdraw", "restore"]);
    expect(JSON.parse(String(log[1]?.details)).why).toBe("wrong page");
    home.remove();
  });
});
