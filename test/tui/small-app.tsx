// A program of three rows on the real terminal edge, for the tests of leaving: what a key does stands in the middle row.
import { Text, useInput } from "ink";
import { useState } from "react";
import { type Rendered, render, useWindowSize } from "../../src/tui/terminal/terminal.js";

function Small() {
  const [text, setText] = useState("ready");
  const { columns, rows } = useWindowSize();
  useInput((input) => {
    if (input === "t") throw new Error("thrown in a handler");
    if (input === "r") Promise.reject(new Error("a promise nobody kept"));
    if (input === "s") process.kill(process.pid, "SIGTERM");
    if (input === "q") leave(0);
    setText(`key ${input} at ${columns}×${rows}`);
  });
  return <Text>{`small\n${text}\nend`}</Text>;
}

let rendered: Rendered | undefined;
function leave(code: number): void {
  rendered?.unmount();
  rendered?.restore();
  process.exit(code);
}
rendered = render(<Small />, {
  stdin: process.stdin,
  stdout: process.stdout,
  onInterrupt: () => leave(130),
  onCrash: (error) => {
    process.stderr.write(`crashed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
});
