import { EventEmitter } from "node:events";
import { writeSync } from "node:fs";
import { rowDiff } from "./row-diff.js";

/** What the writer needs of a terminal's output stream. */
export interface Glass extends EventEmitter {
  readonly columns?: number;
  readonly rows?: number;
  readonly fd?: number;
  write(bytes: string): unknown;
}

/**
 * Alternate screen, bracketed paste, no cursor, no automatic wrapping: while the window shrinks, React has drawn rows
 * for the old width, and a row that wraps leaves cells behind.
 */
const ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[?7l\x1b[2J";
const LEAVE = "\x1b[?2026l\x1b[r\x1b[?7h\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";
const SYNC_ON = "\x1b[?2026h";
const SYNC_OFF = "\x1b[?2026l";
const CURSOR_SHOWN = "\x1b[?25h";
const CURSOR_HIDDEN = "\x1b[?25l";
/** At most one frame in this many milliseconds. */
const FRAME_MILLIS = 16;

/**
 * Given to Ink as `stdout` with `debug: true`, where every write is one whole frame: sends only the rows that changed.
 * Ink's own writers repaint everything at every key, or draw one row off (6.8).
 */
export class FrameWriter extends EventEmitter {
  readonly isTTY = true;
  private shown: readonly string[] | null = null;
  private frame: string | undefined;
  private waiting = false;
  private entered = false;
  private lastPaint = Number.NEGATIVE_INFINITY;

  constructor(private readonly glass: Glass) {
    super();
    this.setMaxListeners(50);
    // The terminal may be gone (EIO): nothing is left to draw on, and leaving must not fail for it.
    glass.on("error", () => {});
  }

  get columns(): number {
    return this.glass.columns || 80;
  }
  get rows(): number {
    return this.glass.rows || 24;
  }

  /** Takes the alternate screen. */
  enter(): void {
    if (this.entered) return;
    this.entered = true;
    this.shown = null;
    this.glass.on("resize", this.onResize);
    this.glass.write(ENTER);
  }

  /** Gives the screen back as it was found; synchronously, because the process may be about to end. */
  leave(): void {
    if (!this.entered) return;
    this.entered = false;
    this.glass.off("resize", this.onResize);
    try {
      if (this.glass.fd === undefined) this.glass.write(LEAVE);
      else writeSync(this.glass.fd, LEAVE);
    } catch {
      // The terminal is gone: there is no screen to restore.
    }
  }

  /** Paints everything again: after a stop, when the shell has written over the screen. */
  repaint(): void {
    this.shown = null;
    this.paint();
  }

  /**
   * Takes what stands on the glass for lost. A window that shrinks and grows back at once has cut its rows, and Node
   * tells of no resize: the size is the old one again.
   */
  readonly forget = (): void => {
    this.shown = null;
    // React has to draw for the new size first: a frame of the old one would flash by, cut.
    this.lastPaint = performance.now();
    this.schedule();
  };

  /** Takes a whole frame from Ink; the latest one is painted. */
  readonly write = (frame: string, callback?: unknown): boolean => {
    if (typeof callback === "function") queueMicrotask(() => callback());
    // Ink hides and shows the cursor by itself; here it stays hidden.
    if (frame === "" || frame === CURSOR_SHOWN || frame === CURSOR_HIDDEN) return true;
    this.frame = frame;
    this.schedule();
    return true;
  };

  private schedule(): void {
    if (this.waiting) return;
    this.waiting = true;
    const wait = this.lastPaint + FRAME_MILLIS - performance.now();
    // Node reads the keys that are there before it comes to an immediate: what was typed before a frame is known by then.
    const paint = (): void => {
      setImmediate(() => this.paint());
    };
    if (wait > 0) setTimeout(paint, wait);
    else paint();
  }

  private paint(): void {
    this.waiting = false;
    if (!this.entered || this.frame === undefined) return;
    this.lastPaint = performance.now();
    const rows = this.frame.split("\n").slice(0, this.rows);
    while (rows.length < this.rows) rows.push("");
    const { bytes, rows: shown } = rowDiff(this.shown, rows, this.columns);
    this.shown = shown;
    if (bytes !== "") this.glass.write(SYNC_ON + bytes + SYNC_OFF);
    this.emit("painted");
  }

  private readonly onResize = (): void => {
    this.shown = null;
    this.emit("resize");
  };
}
