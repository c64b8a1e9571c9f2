import type { ActionName } from "../walk/actions.js";
import type { Mode } from "../walk/modes.js";
import type { KeyName } from "./key-name.js";

/** Moves that are no actions: they change what is looked at, not what is planned. */
export type Motion =
  | { readonly rows: number }
  | { readonly scroll: number }
  /** A page of rows, as many as the list shows. */
  | { readonly rowPages: number }
  | { readonly scrollPages: number }
  | { readonly days: number }
  | { readonly caret: number }
  | { readonly erase: true }
  /** Characters that are text here: for footer and help only. */
  | { readonly typing: true }
  /** The menu on the screen takes these keys itself. */
  | { readonly menu: true };

/** Keys, how they are written, and what they do. */
export interface Binding {
  readonly keys: readonly KeyName[];
  readonly shown: string;
  readonly does: ActionName | Motion;
  /** In the footer; the action's own words where absent. Empty: only in the help. */
  readonly words?: string;
  /** In the help; the action's own sentence where absent. */
  readonly help?: string;
}

const act = (
  shown: string,
  keys: KeyName | readonly KeyName[],
  does: ActionName,
  words?: string,
): Binding => ({
  keys: typeof keys === "string" ? [keys] : keys,
  shown,
  does,
  words,
});
const move = (
  shown: string,
  keys: readonly KeyName[],
  does: Motion,
  words: string,
  help: string,
): Binding => ({
  keys,
  shown,
  does,
  words,
  help,
});

const rows = (words: string, help: string): Binding[] => [
  move("↑↓", ["up", "k"], { rows: -1 }, words, help),
  move("", ["down", "j"], { rows: 1 }, "", ""),
  move("PgUp PgDn", ["pageup"], { rowPages: -1 }, "", "a page at a time"),
  move("", ["pagedown"], { rowPages: 1 }, "", ""),
  move("g G", ["home", "g"], { rows: Number.NEGATIVE_INFINITY }, "", "the first and the last"),
  move("", ["end", "G"], { rows: Number.POSITIVE_INFINITY }, "", ""),
];
const scrolling: Binding[] = [
  move("↑↓", ["up", "k"], { scroll: -1 }, "scroll", "scrolls"),
  move("", ["down", "j"], { scroll: 1 }, "", ""),
  move("PgUp PgDn", ["pageup"], { scrollPages: -1 }, "", "a page at a time"),
  move("", ["pagedown"], { scrollPages: 1 }, "", ""),
  move("g G", ["home", "g"], { scroll: Number.NEGATIVE_INFINITY }, "", "the top and the end"),
  move("", ["end", "G"], { scroll: Number.POSITIVE_INFINITY }, "", ""),
];
const menu: Binding[] = [
  move("↑↓", ["up", "down", "j", "k"], { menu: true }, "choose", "chooses a line"),
  move("⏎", ["enter"], { menu: true }, "do it", "does what the chosen line says"),
];
const days: Binding[] = [
  move("←→", ["left", "h"], { days: -1 }, "day", "the day before and after"),
  move("", ["right", "l"], { days: 1 }, "", ""),
];
const caret: Binding[] = [
  move("⌫", ["backspace"], { erase: true }, "", "erases the character before the caret"),
  move("←→", ["left"], { caret: -1 }, "", "moves the caret"),
  move("", ["right"], { caret: 1 }, "", ""),
];
const HELP = act("?", "?", "help");
const BACK = act("Esc", "esc", "back");
const QUIT = act("q", "q", "quit");
const panel: readonly Binding[] = [...scrolling, HELP, BACK];
const typed: readonly Binding[] = [
  act("⏎", "enter", "accept"),
  act("Ctrl-U", "ctrl-u", "clear"),
  ...caret,
  act("Esc", "esc", "back", "undo"),
];

/** Which key does what where, the most useful first: footer and help are made from this. */
export const BINDINGS: Readonly<Record<Mode, readonly Binding[]>> = {
  creators: [
    act("⏎", "enter", "analyse"),
    act("p", "p", "planAtOnce"),
    act("/", "/", "filter"),
    act("s", "s", "sort"),
    act("[ ]", "[", "weekBefore", "week"),
    act("", "]", "weekAfter", ""),
    act("m", "m", "mine"),
    act("r", "r", "reload"),
    act("␣", " ", "mark"),
    act("B", "B", "batch"),
    act("H", "H", "history"),
    act("A", "A", "health"),
    ...rows("", "moves the selection"),
    { ...act("Esc", "esc", "back", ""), help: "takes the filter away" },
    HELP,
    QUIT,
  ],
  filter: [
    act("⏎", "enter", "analyse", "open"),
    ...rows("move", "moves the selection")
      .filter(({ keys }) => !keys.includes("home") && !keys.includes("end"))
      .map(withoutLetters),
    act("Tab", "tab", "keepFilter"),
    act("Ctrl-U", "ctrl-u", "clear"),
    ...caret,
    act("Esc", "esc", "back", "clear"),
  ],
  analysis: [
    act("⏎", "enter", "overrides"),
    act("p", "p", "preview"),
    act("Tab", "tab", "panelAfter"),
    act("⇧Tab", "shift-tab", "panelBefore", ""),
    act("c", "c", "captions"),
    act("r", "r", "reload"),
    act("H", "H", "history"),
    ...scrolling.map((binding) => ({ ...binding, words: "" })),
    HELP,
    BACK,
  ],
  overrides: [
    ...rows("field", "the field before and after").map(withoutPages),
    {
      keys: [],
      shown: "0-9",
      does: { typing: true },
      words: "type",
      help: "0-9 - / type into the field; the first one replaces it",
    },
    act("Ctrl-U", "ctrl-u", "computed"),
    act("u", "u", "undo"),
    act("⏎", "enter", "previewOverrides"),
    act("n", "n", "newDraw"),
    act("␣", " ", "zones", "zones"),
    act("c", "c", "captions"),
    act("X", "X", "allComputed"),
    act("Tab", "tab", "fieldAfter", ""),
    act("⇧Tab", "shift-tab", "fieldBefore", ""),
    move("⌫", ["backspace"], { erase: true }, "", "erases the character before the caret"),
    move("←→", ["left", "h"], { caret: -1 }, "", "moves the caret in the field"),
    move("", ["right", "l"], { caret: 1 }, "", ""),
    HELP,
    BACK,
  ],
  zones: [...menu, HELP, BACK],
  preview: [
    act("⏎", "enter", "confirm"),
    ...days,
    ...rows("message", "the message before and after"),
    act("w", "w", "why"),
    act("d", "d", "day"),
    act("n", "n", "newDraw"),
    act("x", "x", "exclude"),
    act("!", "!", "warnings"),
    act("c", "c", "captions"),
    HELP,
    BACK,
  ],
  "panel help": [...scrolling, BACK],
  "panel warnings": panel,
  "panel captions": panel,
  "panel why": [
    ...scrolling,
    move("←→", ["left", "h"], { rows: -1 }, "message", "the message before and after"),
    move("", ["right", "l"], { rows: 1 }, "", ""),
    HELP,
    BACK,
  ],
  "panel day": [...rows("message", "the message before and after"), ...days, HELP, BACK],
  confirm: [
    ...menu,
    act("e", "e", "csvPath"),
    act("r", "r", "checkAgain"),
    act("!", "!", "warnings"),
    HELP,
    BACK,
  ],
  path: typed,
  word: typed,
  committing: [act("Esc", "esc", "cancel")],
  conflict: [...menu, HELP, BACK],
  exportFailed: [...menu, HELP, BACK],
  failed: [...menu, HELP, BACK],
  result: [
    ...menu.map((each) => (each.shown === "⏎" ? { ...each, words: "go" } : each)),
    act("W", "W", "resultWorklist"),
    act("H", "H", "history"),
    act("Esc", "esc", "back", "creators"),
    HELP,
    QUIT,
  ],
  batch: [
    act("⏎", "enter", "batchPlan"),
    act("C", "C", "storeBatch"),
    act("␣", " ", "leaveOut"),
    ...rows("", "moves the selection"),
    HELP,
    BACK,
  ],
  "batch plan": [
    act("←→", ["left", "h"], "batchBefore"),
    act("", ["right", "l"], "batchAfter", ""),
    ...scrolling,
    HELP,
    BACK,
  ],
  "batch menu": [...menu, HELP, BACK],
  "batch storing": [...rows("", "moves the selection"), HELP, act("Esc", "esc", "stopBatch")],
  history: [
    act("⏎", "enter", "showSchedule"),
    act("␣", " ", "markSchedule"),
    act("d", "d", "compare"),
    act("W", "W", "worklist"),
    act("u", "u", "restore"),
    act("w", "w", "withdraw"),
    act("e", "e", "exportAgain"),
    act("r", "r", "reload"),
    ...rows("", "moves the selection"),
    HELP,
    BACK,
  ],
  "history shown": [...scrolling, act("W", "W", "shownWorklist"), HELP, BACK],
  worklist: [
    act("␣", " ", "markQueued"),
    act("y", "y", "copyCaption"),
    ...rows("message", "the message before and after"),
    act("r", "r", "reload"),
    HELP,
    BACK,
  ],
  why: typed.map((each) => (each.does === "back" ? BACK : each)),
  undo: [...menu, HELP, BACK],
  "undo doing": [HELP, BACK],
  "undo done": [act("⏎", "enter", "undone"), HELP, BACK],
  health: [act("r", "r", "reload"), ...scrolling, HELP, BACK],
  quiet: [HELP, BACK],
  working: [
    act("Esc", "esc", "cancel"),
    // While one week's list is read the next may be asked for: ] ] ] is three weeks on, however slow the reading.
    act("", "[", "weekBefore", ""),
    act("", "]", "weekAfter", ""),
    HELP,
  ],
  left: [],
};

/** While a name is typed letters are text. */
function withoutLetters(binding: Binding): Binding {
  return { ...binding, keys: binding.keys.filter((key) => key.length > 1) };
}

/** Seven fields need no pages. */
function withoutPages(binding: Binding): Binding {
  return binding.keys.some((key) => key.startsWith("page")) ? { ...binding, shown: "", help: "" } : binding;
}
