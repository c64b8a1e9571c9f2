#!/usr/bin/env node
import { VERSION } from "./version.js";

const words = process.argv.slice(2);
if (words.length === 1 && ["--version", "-V", "-v"].includes(words[0] ?? "")) {
  // Nothing else is loaded: this answers as fast as Node starts.
  process.stdout.on("error", async (error) => {
    const { leaveUnwritten } = await import("./commands/process.js");
    leaveUnwritten(error);
  });
  process.stdout.write(`${VERSION}\n`);
} else {
  const { runInProcess } = await import("./commands/process.js");
  await runInProcess(words, async (services) => {
    const { runScreens } = await import("./tui/app.js");
    return runScreens(services);
  });
}
