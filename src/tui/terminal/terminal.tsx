import { render as inkRender, useStdin, useStdout } from "ink";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { FrameWriter } from "./frame-writer.js";
import { type Guard, type GuardOptions, guard } from "./guard.js";
import { ESCAPE_MILLIS, KeySource } from "./key-source.js";

/*
 * The one seam between the screens and the terminal, shaped like Ink 7 (alternate screen, usePaste, useWindowSize):
 * with it most of this folder can go.
 */

export interface RenderOptions extends GuardOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** How long an ESC may be the beginning of a sequence; EROS_ESC_MS sets it. */
  readonly escapeMillis?: number;
}

export interface Rendered extends Guard {
  /** Ends the screens; `waitUntilExit` resolves. */
  unmount(): void;
  /** Rejects with an error of a component. */
  waitUntilExit(): Promise<unknown>;
}

/** Draws a tree in the alternate screen and hands it one key at a time. */
export function render(node: ReactNode, options: RenderOptions): Rendered {
  const writer = new FrameWriter(options.stdout);
  const keys = new KeySource(options.stdin, options.escapeMillis ?? ESCAPE_MILLIS);
  const guarded = guard(writer, keys, options);
  writer.enter();
  const app = inkRender(node, {
    // Ink asks for whole streams and uses what these two classes have of them.
    stdout: writer as unknown as NodeJS.WriteStream,
    stdin: keys as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return { ...guarded, unmount: () => app.unmount(), waitUntilExit: () => app.waitUntilExit() };
}

/** Columns and rows of the terminal, followed as the window changes. */
export function useWindowSize(): { readonly columns: number; readonly rows: number } {
  const { stdout } = useStdout();
  const measure = (): { columns: number; rows: number } => ({
    columns: stdout.columns || 80,
    rows: stdout.rows || 24,
  });
  const [size, setSize] = useState(measure);
  useEffect(() => {
    const follow = (): void => setSize({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
    stdout.on("resize", follow);
    return () => {
      stdout.off("resize", follow);
    };
  }, [stdout]);
  return size;
}

/** Keys that wait until something is read: `waits` is asked for each, `go` and `drop` end the waiting. */
export interface Waiting {
  readonly go: () => void;
  readonly drop: () => void;
}

/** Lets keys wait while `waits` says so, instead of being lost on a place that is not there yet. */
export function useWaitingKeys(waits: (key: string) => boolean): Waiting {
  const stdin: unknown = useStdin().stdin;
  const source = stdin instanceof KeySource ? stdin : null;
  useEffect(() => {
    if (source === null) return;
    source.waits = waits;
    return () => {
      source.waits = () => false;
    };
  }, [source, waits]);
  return useMemo(() => ({ go: () => source?.go(), drop: () => source?.drop() }), [source]);
}

/**
 * Whether what is drawn now stands on the terminal already, so that a key may be an answer to it. Keys that came before
 * are given up at that moment where `drops`: they were typed at something else.
 */
export function useOnGlass(drawn: string, drops: boolean): () => boolean {
  const stdout: unknown = useStdout().stdout;
  const stdin: unknown = useStdin().stdin;
  const shown = useRef("");
  // Before the frame of this commit is painted: a passive effect might come after it, and wait for ever.
  useLayoutEffect(() => {
    if (!(stdout instanceof FrameWriter)) {
      shown.current = drawn;
      return;
    }
    const painted = (): void => {
      if (drops && stdin instanceof KeySource) stdin.drop();
      shown.current = drawn;
    };
    stdout.once("painted", painted);
    return () => {
      stdout.off("painted", painted);
    };
  }, [stdout, stdin, drawn, drops]);
  return useCallback(() => shown.current === drawn, [drawn]);
}

/** Calls with the text of every paste, whole; never as keys. */
export function usePaste(onPaste: (text: string) => void): void {
  const { stdin } = useStdin();
  useEffect(() => {
    stdin.on("paste", onPaste);
    return () => {
      stdin.off("paste", onPaste);
    };
  }, [stdin, onPaste]);
}
