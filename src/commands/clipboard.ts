import { spawn } from "node:child_process";

type Env = Readonly<Record<string, string | undefined>>;

/** A program that puts its standard input into a clipboard. */
interface Tool {
  readonly name: string;
  readonly args: readonly string[];
  readonly encoding: "utf8" | "utf16le";
}
const tool = (name: string, args: readonly string[] = [], encoding: Tool["encoding"] = "utf8"): Tool => ({
  name,
  args,
  encoding,
});

/**
 * Those that may reach the operator's own clipboard, the likeliest first. Over SSH the clipboard of this machine is not
 * the operator's: there only tmux and a forwarded display lead to it, and the terminal's own way (OSC 52).
 */
export function clipboardTools(platform: NodeJS.Platform, env: Env): Tool[] {
  const remote = Boolean(env.SSH_CONNECTION || env.SSH_TTY);
  return [
    // tmux hands it on to its own terminal, which swallows OSC 52 otherwise.
    ...(env.TMUX ? [tool("tmux", ["load-buffer", "-w", "-"])] : []),
    ...(platform === "darwin" && !remote ? [tool("pbcopy")] : []),
    ...(env.WAYLAND_DISPLAY ? [tool("wl-copy")] : []),
    ...(env.DISPLAY
      ? [tool("xclip", ["-selection", "clipboard", "-in"]), tool("xsel", ["--clipboard", "--input"])]
      : []),
    ...((platform === "win32" || env.WSL_DISTRO_NAME) && !remote ? [tool("clip.exe", [], "utf16le")] : []),
  ];
}

/** A clipboard that does not answer keeps nobody waiting. */
const MILLIS = 2_000;

/** Copies a text into the first clipboard that takes it. @returns its program's name; nothing where there is none. */
export async function copyLocally(text: string, env: Env): Promise<readonly string[]> {
  for (const each of clipboardTools(process.platform, env))
    if (await took(each, text, env)) return [each.name];
  return [];
}

/** Some of these go on in the background to serve the clipboard: only their own end is waited for, not their pipes'. */
function took({ name, args, encoding }: Tool, text: string, env: Env): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(name, args, {
      stdio: ["pipe", "ignore", "ignore"],
      env: { ...env, LC_CTYPE: env.LC_CTYPE ?? "UTF-8" },
      timeout: MILLIS,
    });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
    child.stdin.on("error", () => {});
    child.stdin.end(Buffer.from(text, encoding));
  });
}
