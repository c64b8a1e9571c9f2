import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { FrameWriter } from "../../src/tui/terminal/frame-writer.js";
import { rowDiff } from "../../src/tui/terminal/row-diff.js";
import { Glass, Screen } from "./screen.js";

const COLUMNS = 12;
const ROWS = 10;

/** Rows as screens have them: few different ones, so that windows seem to move, some of full width, some in colour. */
const row = fc.constantFrom(
  "",
  "one",
  "two",
  "three",
  "\x1b[33m▲ YELLOW\x1b[39m",
  "─".repeat(COLUMNS),
  "full width!!",
  "日本語日本語",
  "❯ chosen",
  "\x1b[1mbold\x1b[22m",
);
const frame = fc.array(row, { minLength: ROWS, maxLength: ROWS });
/** The frame after a list window moved: what happens at the edge of every list. */
const moved = fc.tuple(frame, fc.integer({ min: -4, max: 4 })).map(([rows, by]) => {
  const next = [...rows];
  for (let y = 1; y < ROWS - 1; y += 1) next[y] = rows[(y + by + ROWS) % ROWS] ?? "";
  return [rows, next] as const;
});

const NO_WRAP = "\x1b[?7l";

async function painted(frames: readonly (readonly string[])[], columns = COLUMNS): Promise<Screen> {
  const screen = new Screen(columns, ROWS);
  await screen.write(NO_WRAP);
  let shown: readonly string[] | null = null;
  for (const next of frames) {
    const paint = rowDiff(shown, next, columns);
    await screen.write(paint.bytes);
    shown = paint.rows;
  }
  return screen;
}

describe("painting only what changed", () => {
  it("leaves the screen that a full repaint would, after any sequence of frames", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { minLength: 2, maxLength: 5 }),
        moved,
        async (frames, [before, after]) => {
          const all = [...frames, before, after];
          const repainted = await painted([after]);
          expect((await painted(all)).cells()).toEqual(repainted.cells());
        },
      ),
      { numRuns: 150 },
    );
  });

  it("sends of a long row only its end where that is all that differs, and leaves what a full repaint would", async () => {
    const wide = 60;
    const begun = fc.constantFrom(
      "─".repeat(29),
      "─".repeat(30),
      "─".repeat(31),
      `\x1b[2m${"─".repeat(28)}`,
      `\x1b[1m${"abc ".repeat(7)}\x1b[22m`,
    );
    const ended = fc.constantFrom(
      "",
      "─",
      "e",
      "e\u0301",
      "\u0301x",
      "日本",
      "\x1b[33m▲ 3\x1b[39m",
      " ▼ 12 below",
      "─".repeat(wide),
    );
    const long = fc.tuple(begun, ended).map(([begin, end]) => `${begin}${end}\x1b[0m`);
    const frames = fc.array(fc.array(fc.oneof(long, row), { minLength: ROWS, maxLength: ROWS }), {
      minLength: 2,
      maxLength: 4,
    });
    // A window that has shrunk has rows that are longer than it.
    const columns = fc.constantFrom(28, 29, 31, wide);
    await fc.assert(
      fc.asyncProperty(frames, columns, async (all, window) => {
        const repainted = await painted(all.slice(-1), window);
        expect((await painted(all, window)).cells()).toEqual(repainted.cells());
      }),
      { numRuns: 200 },
    );
    const rule = "─".repeat(50);
    expect(rowDiff([`${rule} ▼ 9 below`], [`${rule} ▼ 8 below`], 80).bytes.length).toBeLessThan(40);
  });

  it("lets the terminal scroll a list whose window moved", () => {
    const list = (from: number): string[] =>
      Array.from({ length: ROWS }, (_, y) => `a row number ${from + y}`);
    const { bytes } = rowDiff(list(0), list(1), 40);
    expect(bytes).toContain("\x1b[1S");
    expect(bytes).not.toContain("number 5");
  });

  it("sends nothing for the same frame", () => {
    expect(rowDiff(["a", "b"], ["a", "b"], 40).bytes).toBe("");
  });

  it("keeps the last cell of a row of full width", async () => {
    const screen = await painted([["─".repeat(COLUMNS), ...Array.from({ length: ROWS - 1 }, () => "")]]);
    expect(screen.lines()[0]).toBe("─".repeat(COLUMNS));
  });
});

describe("the frame writer", () => {
  const shownBy = async (glass: Glass, screen: Screen): Promise<string[]> => {
    await screen.write(glass.take());
    return screen.lines();
  };
  const frameOf = (...rows: string[]): string => rows.join("\n");

  it("takes the alternate screen, paints the latest frame and gives the screen back", async () => {
    const glass = new Glass(20, 4);
    const screen = new Screen(20, 4);
    await screen.write("shell$");
    const writer = new FrameWriter(glass);
    writer.enter();
    writer.write(frameOf("old", "", "", ""));
    writer.write(frameOf("new", "", "", "footer"));
    await vi.waitFor(() => expect(glass.written).toContain("footer"));
    expect(glass.written).not.toContain("old");
    expect(await shownBy(glass, screen)).toEqual(["new", "", "", "footer"]);
    expect(screen.alternate).toBe(true);
    writer.leave();
    expect((await shownBy(glass, screen))[0]).toBe("shell$");
    expect(screen.alternate).toBe(false);
    writer.leave();
    expect(glass.take()).toBe("");
  });

  it("forgets the glass when the window changes, and cuts a frame that is too high", async () => {
    const glass = new Glass(20, 4);
    const screen = new Screen(20, 4);
    const writer = new FrameWriter(glass);
    writer.enter();
    writer.write(frameOf("one", "two", "three", "four"));
    await vi.waitFor(() => expect(glass.written).toContain("four"));
    await screen.write(glass.take());
    glass.rows = 3;
    screen.resize(20, 3);
    const resized = vi.fn();
    writer.on("resize", resized);
    glass.emit("resize");
    expect(resized).toHaveBeenCalledOnce();
    writer.write(frameOf("one", "two", "three", "four"));
    await vi.waitFor(() => expect(glass.written).toContain("three"));
    expect(await shownBy(glass, screen)).toEqual(["one", "two", "three"]);
    writer.leave();
  });

  it("writes nothing outside the alternate screen", async () => {
    const glass = new Glass();
    const writer = new FrameWriter(glass);
    writer.write("a frame after the end");
    await new Promise((done) => setTimeout(done, 0));
    await new Promise((done) => setImmediate(done));
    expect(glass.written).toBe("");
  });
});
