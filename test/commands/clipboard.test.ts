import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { clipboardTools, copyLocally } from "../../src/commands/clipboard.js";

const home = mkdtempSync(join(tmpdir(), "eros-clipboard-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const names = (platform: NodeJS.Platform, env: Record<string, string>): string[] =>
  clipboardTools(platform, env).map(({ name }) => name);

describe("the clipboards of a machine", () => {
  it("are those that may reach the operator's own", () => {
    expect(names("darwin", {})).toEqual(["pbcopy"]);
    expect(names("win32", {})).toEqual(["clip.exe"]);
    expect(names("linux", { WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" })).toEqual([
      "wl-copy",
      "xclip",
      "xsel",
    ]);
    expect(names("linux", { TMUX: "/tmp/tmux", WSL_DISTRO_NAME: "Ubuntu" })).toEqual(["tmux", "clip.exe"]);
    // Over SSH the clipboard of the far machine is of no use.
    expect(names("darwin", { SSH_CONNECTION: "1 2 3 4" })).toEqual([]);
    expect(names("linux", {})).toEqual([]);
  });

  it("take a text whole; one that is not there, or fails, is passed by", async () => {
    const program = (name: string, text: string): void => {
      writeFileSync(join(home, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(home, name), 0o755);
    };
    const env = { PATH: `${home}:/usr/bin:/bin`, DISPLAY: ":0", WAYLAND_DISPLAY: "wayland-0" };
    program("wl-copy", "exit 1");
    // As the real one does: it goes on in the background, with its pipes open, to serve the clipboard.
    program("xclip", `cat > '${home}/taken'; sleep 5 & exit 0`);
    const text = "“Check your DMs” 💌\nsecond line\u200d";
    expect(await copyLocally(text, env)).toEqual(["xclip"]);
    expect(readFileSync(join(home, "taken"), "utf8")).toBe(text);
    expect(await copyLocally(text, { PATH: join(home, "nothing"), DISPLAY: ":0" })).toEqual([]);
  });
});
