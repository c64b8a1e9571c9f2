import { describe, expect, it } from "vitest";
import { BINDINGS } from "../../src/tui/bindings.js";
import { breadcrumb, footer } from "../../src/tui/frame.view.js";
import { helpRows } from "../../src/tui/help.view.js";
import { type KeyName, keyName } from "../../src/tui/key-name.js";
import { meaningOf, pasteFor } from "../../src/tui/keys.js";
import { rowText, rowWidth } from "../../src/tui/line.js";
import { ACTIONS } from "../../src/walk/actions.js";
import type { Mode } from "../../src/walk/modes.js";
import type { Description } from "../../src/warehouse/port.js";
import { type Walker, ways } from "../walk/walker.js";
import { sightOf } from "./stage.js";

const MODES = Object.keys(BINDINGS) as Mode[];
const TYPING: readonly Mode[] = ["filter", "path", "word", "why"];
const STILL = { first: 0, last: 0, page: 10 };
const press = (walker: Walker, mode: Mode, key: KeyName) => meaningOf(key, mode, walker.context, STILL);

describe("the table of keys", () => {
  it.each(MODES)("gives every key one meaning in %s", (mode) => {
    const keys = BINDINGS[mode].flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("takes letters for text while a name is typed, and for commands everywhere else", async () => {
    const walker = await ways.creators();
    for (const mode of TYPING)
      for (const key of ["q", "?", "/", "j", "g", "G", "r", "ä", "💌", " "])
        expect(press(walker, mode, key)).toEqual({ type: "TYPE", text: key });
    for (const mode of MODES.filter((each) => !TYPING.includes(each)))
      for (const key of ["q", "j", "x", "Z"])
        expect(press(walker, mode, key)).not.toMatchObject({ type: "TYPE" });
  });

  it("lets the fields of Overrides take digits, hyphen and slash only", async () => {
    const walker = await ways.overrides();
    for (const key of ["0", "9", "-", "/"])
      expect(press(walker, "overrides", key)).toEqual({ type: "TYPE", text: key });
    expect(press(walker, "overrides", "j")).toEqual({ type: "MOVE", by: 1 });
    expect(press(walker, "overrides", "k")).toEqual({ type: "MOVE", by: -1 });
    expect(press(walker, "overrides", "y")).toBeNull();
    expect(pasteFor("overrides", "PPVs: 12\n")).toBe("12");
    expect(pasteFor("path", "./a b.csv")).toBe("./a b.csv");
  });

  it("leaves by q from Creators and Result only; elsewhere it says how", async () => {
    const walker = await ways.creators();
    const dropped: readonly Mode[] = ["committing", "quiet"];
    for (const mode of MODES.filter((each) => !TYPING.includes(each) && !dropped.includes(each))) {
      const meant = press(walker, mode, "q");
      if (mode === "creators" || mode === "result") expect(meant).toEqual({ type: "QUIT" });
      else expect(meant).toEqual({ type: "REFUSED", reason: "Esc back · Ctrl-C leaves" });
    }
    for (const mode of dropped) expect(press(walker, mode, "q")).toBeNull();
  });

  it("says why an action cannot be done now instead of doing nothing", async () => {
    const walker = await ways.overrides();
    expect(press(walker, "overrides", "u")).toEqual({ type: "REFUSED", reason: "there is nothing to undo" });
    expect(press(walker, "creators", "m")).toMatchObject({ type: "REFUSED" });
  });

  it("hands menu keys to the menu, and digits to nobody", async () => {
    const walker = await ways.confirm();
    for (const mode of ["confirm", "conflict", "result", "failed", "exportFailed", "zones"] as const) {
      for (const key of ["up", "down", "enter", "j", "k"]) expect(press(walker, mode, key)).toBe("menu");
      for (const digit of "0123456789") expect(press(walker, mode, digit)).toBeNull();
    }
  });

  it("scrolls inside what there is", async () => {
    const { context } = await ways.preview();
    const scroll = { first: 3, last: 5, page: 10 };
    const to = (key: KeyName) => meaningOf(key, "panel warnings", context, scroll);
    expect([to("down"), to("pagedown"), to("G"), to("up"), to("home")]).toEqual(
      [4, 5, 5, 2, 0].map((row) => ({ type: "SCROLL", to: row })),
    );
  });

  it("names keys as terminals send them", () => {
    const none = {
      upArrow: false,
      downArrow: false,
      return: false,
      escape: false,
      tab: false,
      shift: false,
      ctrl: false,
      meta: false,
      delete: false,
      backspace: false,
    };
    const named = (input: string, key: Partial<typeof none>) =>
      keyName(input, { ...none, ...key } as Parameters<typeof keyName>[1]);
    expect(named("", { delete: true })).toBe("backspace");
    expect(named("", { tab: true, shift: true })).toBe("shift-tab");
    expect(named("u", { ctrl: true })).toBe("ctrl-u");
    expect(named("k", { ctrl: true })).toBeNull();
    expect(named("x", { meta: true })).toBeNull();
    expect(named("X", { shift: true })).toBe("X");
  });
});

describe("the footer", () => {
  it.each([60, 80, 140])("fits %d columns and always names help and the way back", async (columns) => {
    const walker = await ways.preview();
    for (const mode of MODES.filter((each) => each !== "left")) {
      const text = rowText(footer(mode, walker.context, columns));
      expect(rowWidth(footer(mode, walker.context, columns)), mode).toBeLessThanOrEqual(columns);
      const bindings = BINDINGS[mode];
      if (bindings.some(({ does }) => does === "help")) expect(text, mode).toContain("? help");
      if (bindings.some(({ does }) => does === "back") && mode !== "creators")
        expect(text, mode).toContain("Esc ");
    }
  });

  it("drops what matters least when narrow", async () => {
    const { context } = await ways.preview();
    expect(rowText(footer("preview", context, 80))).toBe(
      " ⏎ confirm  ←→ day  ↑↓ message  w why  d day  n new draw  ? help  Esc back",
    );
    expect(rowText(footer("preview", context, 60))).toBe(
      " ⏎ confirm  ←→ day  ↑↓ message  w why  ? help  Esc back",
    );
  });

  it("takes what fits to the last blank column", async () => {
    const { context } = await ways.analysis();
    expect(rowText(footer("analysis", context, 80))).toBe(
      " ⏎ overrides  p preview  Tab panel  c captions left  r reload  ? help  Esc back",
    );
  });
});

describe("the help", () => {
  it("begins with the zones in words and has every action of the place", async () => {
    const { context } = await ways.preview();
    for (const mode of MODES) {
      const rows = helpRows(mode, context, sightOf(80, 24)).map(rowText);
      expect(rows.slice(0, 3).map((line) => line.replace(/ +/g, " "))).toEqual([
        " ● GREEN healthy",
        " ▲ YELLOW send less",
        " ■ RED rest two days",
      ]);
      const text = rows
        .map((line) => line.trim())
        .join(" ")
        .replace(/ +/g, " ");
      for (const { does, shown, help } of BINDINGS[mode])
        if (typeof does === "string" && shown !== "")
          expect(text, mode).toContain(help ?? ACTIONS[does].help);
    }
  });

  it("dims what cannot be done now and says why", async () => {
    const { context } = await ways.overrides();
    const undo = helpRows("overrides", context, sightOf(120, 24)).find((row) =>
      rowText(row).includes("takes the last change back"),
    );
    expect(undo?.map(({ tone }) => tone)).toContain("faint");
    expect(rowText(undo ?? [])).toContain("(not now: there is nothing to undo)");
  });
});

describe("the breadcrumb", () => {
  const prod: Description = {
    kind: "bigquery",
    label: "prod",
    place: "of-scheduler-proj.eros_scheduling_brain",
    demo: false,
    demoNow: null,
    production: true,
    readOnly: true,
  };
  const at = (columns: number, page = "jadebri"): string =>
    rowText(breadcrumb({ place: "analysis", page, stored: false }, prod, columns));

  it("loses the program, the project, the dataset and then the page's end", () => {
    expect(at(110)).toMatch(
      /^ eros › jadebri › analysis +prod · of-scheduler-proj\.eros_scheduling_brain · READ-ONLY · PRODUCTION$/,
    );
    expect(at(94)).toMatch(
      /^ jadebri › analysis +prod · of-scheduler-proj\.eros_scheduling_brain · READ-ONLY · PRODUCTION$/,
    );
    expect(at(80)).toMatch(/^ jadebri › analysis +prod · eros_scheduling_brain · READ-ONLY · PRODUCTION$/);
    expect(at(60)).toMatch(/^ jadebri › analysis +prod · READ-ONLY · PRODUCTION$/);
    expect(at(60, "a".repeat(64))).toMatch(/^ a+… › analysis +prod · READ-ONLY · PRODUCTION$/);
  });

  it("is exactly as wide as the screen and never loses a mark", () => {
    for (let columns = 60; columns <= 140; columns += 1)
      for (const page of ["a", "jadebri", "a".repeat(64)]) {
        expect(at(columns, page)).toHaveLength(columns);
        expect(at(columns, page)).toContain("READ-ONLY · PRODUCTION");
      }
  });
});
