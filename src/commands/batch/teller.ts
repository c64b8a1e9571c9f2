import type { PageOutcome } from "../../pipeline/batch-request.js";
import { cut } from "../../text/fit.js";
import type { Run } from "../run.js";
import { headLine, outcomeLine, shownPage } from "./lines.js";
import { type Counts, countsText } from "./tally.js";

/** Tells a batch as it goes. */
export interface Teller {
  begins(page: string): void;
  ended(outcome: PageOutcome, counts: Counts): void;
  close(): void;
}

/** A line a page, for pipes and logs. */
export const plainTeller = (write: (text: string) => void, width: number): Teller => ({
  begins: () => {},
  ended: (outcome) => write(outcomeLine(outcome, width)),
  close: () => {},
});

const SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
const TICK_MS = 120;
/** One line up, and empty. */
const OVER = "\u001b[1A\u001b[2K";

/**
 * For a terminal: a table that grows by the pages that are done, and under it one line that lives. Only that line is
 * ever written over, so that a window smaller than the table loses nothing.
 */
export function liveTeller(run: Run, total: number, width: number): Teller {
  const began = run.clock();
  let counts: Counts = { committed: 0, planned: 0, set: 0, failed: 0, "not done": 0 };
  let page: string | null = null;
  let tick = 0;
  let drawn = false;
  const line = (text: string): string => cut(text, run.columns - 1);
  const status = (): string => {
    const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const seconds = ((run.clock() - began) / 1000).toFixed(1);
    const now = page === null ? "reading the pages" : page;
    const hint = run.signal.aborted ? "stopping after this page" : "Ctrl-C stops after a page";
    return line(
      ` ${SPINNER[tick % SPINNER.length]} ${done} of ${total} · ${now} · ${countsText(counts)} · ${seconds} s · ${hint}`,
    );
  };
  const draw = (above: string | null): void => {
    const over = drawn ? OVER : "";
    run.out(above === null ? over + status() : `${over}${line(above)}\n${status()}`);
    drawn = true;
  };
  draw(headLine(width));
  const timer = setInterval(() => {
    tick += 1;
    draw(null);
  }, TICK_MS);
  timer.unref();
  return {
    begins: (name) => {
      page = shownPage(name);
      draw(null);
    },
    ended: (outcome, sofar) => {
      counts = sofar;
      draw(outcomeLine(outcome, width));
    },
    close: () => {
      clearInterval(timer);
      run.out(`${OVER}\r\u001b[1A`);
    },
  };
}
