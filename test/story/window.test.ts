import { describe, it } from "vitest";
import { Operator, SCREENS, type Screen } from "./operator.js";
import { KEY } from "./terminal.js";

const SIZES: readonly (readonly [number, number])[] = [
  [80, 24],
  [60, 20],
  [120, 40],
  [200, 50],
];

describe("windows of every size", { timeout: 120_000 }, () => {
  it("every screen and panel fits at 80×24, 60×20, 120×40 and 200×50, row by row", async () => {
    const operator = await Operator.sitsDown();
    const fits = async (): Promise<void> => {
      for (const [cols, rows] of SIZES) await operator.resizes(cols, rows);
      await operator.resizes(80, 24);
    };
    const panel = async (key: string, title: string, beneath: string): Promise<void> => {
      await operator.press(key, title);
      await fits();
      await operator.press(KEY.escape, beneath);
    };
    await operator.stands("creators");
    await fits();
    await panel("?", "● GREEN     healthy", "⏎ analyse");
    await operator.press("/jadeb", "/ jadeb▏", "❯ jadebri");
    await fits();
    await operator.press(KEY.enter, "⏎ overrides");
    await fits();
    for (const title of ["Saturation", "Hours", "Weekdays", "Categories", "Triggers"]) {
      await operator.press(KEY.tab, ` ${title}`, "the next panel");
      await fits();
    }
    await operator.press(KEY.tab, "Account");
    await panel("c", "Captions left", "⏎ overrides");
    await operator.press(KEY.enter, "COMPUTED");
    await operator.press("99", "do not fit");
    await fits();
    await operator.press(KEY.ctrlU, /PPVs\s+9\s+·▏/);
    await operator.press(KEY.up, "❯ Zone");
    await operator.press(" ", "❯ as computed");
    await fits();
    await operator.press(KEY.escape, "⏎ preview");
    await operator.press(KEY.enter, "⏎ confirm");
    await fits();
    await panel("d", "CATEGORY", "⏎ confirm");
    await operator.press("w", "Passed over");
    await fits();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await fits();
    await operator.press("e", ".csv▏");
    await fits();
    await operator.press(KEY.escape, "❯ Commit and write the CSV");
    await operator.press(KEY.enter, "❯ Next creator due");
    await fits();
  });

  it("a storm of sizes at every screen ends with the picture it began with", async () => {
    const operator = await Operator.sitsDown();
    for (const screen of SCREENS) {
      if (screen === "analysis") {
        await untilHeard(operator, "/", (text) => /^ \/ .*▏/m.test(text));
        await operator.press("jadeb", "/ jadeb▏", "❯ jadebri");
        await operator.press(KEY.tab, "⏎ analyse");
      }
      if (screen !== "creators") await goesOnTo(screen, operator);
      await operator.stands(screen);
      const before = operator.terminal.styledRows();
      for (const [cols, rows] of storm(screen)) operator.terminal.resize(cols, rows);
      await operator.resizes(80, 24);
      await operator.terminal.until(() => operator.terminal.styledRows().join("\n") === before.join("\n"));
      await operator.hasWholeFrame();
    }
  });

  it("too small is one line that says so; keys do nothing meanwhile; it grows back as it was", async () => {
    const operator = await (await Operator.sitsDown()).reaches("confirm");
    const before = operator.text;
    for (const [cols, rows] of [
      [59, 24],
      [80, 19],
      [20, 5],
      [1, 1],
      [40, 10],
    ] as const) {
      operator.terminal.resize(cols, rows);
      await operator.terminal.until(() => {
        const said = `eros-tui needs 60×20, this is ${cols}×${rows}`;
        const [first = "", ...others] = operator.terminal.rows();
        const shown = first.replace(/…$/, "");
        return shown !== "" && said.startsWith(shown) && others.every((row) => row === "");
      });
      // ⏎ would commit here. Before the window grows again it has been read: a size later something is painted.
      if (cols < 40 || rows > 10) operator.terminal.type(`${KEY.enter}${KEY.escape}`);
    }
    await operator.resizes(80, 24);
    await operator.terminal.until((text) => text === before);
    await operator.press(KEY.escape, "⏎ confirm");
  });
});

/** Where one is changes at once, however long the reading takes. */
function goesOnTo(screen: Screen, operator: Operator): Promise<void> {
  const from = SCREENS[SCREENS.indexOf(screen) - 1] ?? screen;
  return untilHeard(operator, KEY.enter, (text) => !text.includes(`› ${from} `));
}

/**
 * A key until it is heard: a menu that a window too small has covered takes no key for its quiet time, and while the
 * program still goes through the sizes of a storm it may be too small once more.
 */
async function untilHeard(
  operator: Operator,
  key: string,
  isHeard: (text: string) => boolean,
): Promise<void> {
  for (let press = 0; press < 10; press++) {
    operator.terminal.type(key);
    const heard = await operator.terminal.until(isHeard, 2_000).then(
      () => true,
      () => false,
    );
    if (heard) return;
  }
}

/** Sixty sizes, the same ones for the same screen. */
function storm(screen: Screen): [number, number][] {
  let seed = [...screen].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 2_147_483_647;
  const next = (upTo: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return 1 + (seed % upTo);
  };
  return Array.from({ length: 60 }, () => [next(220), next(60)]);
}
