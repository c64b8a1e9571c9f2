import type { Key as InkKey } from "ink";

/** A key by name: the character itself, or one of these. */
export type NamedKey =
  | "up"
  | "down"
  | "left"
  | "right"
  | "pageup"
  | "pagedown"
  | "home"
  | "end"
  | "enter"
  | "esc"
  | "tab"
  | "shift-tab"
  | "backspace"
  | "ctrl-u"
  | "ctrl-c";
export type KeyName = NamedKey | (string & {});

const NAMES: readonly (readonly [keyof InkKey, NamedKey])[] = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "esc"],
  // Terminals send DEL for ⌫; Ink calls that the Delete key.
  ["backspace", "backspace"],
  ["delete", "backspace"],
];

/** What was pressed; null for combinations that mean nothing here (Alt, other Ctrl keys, function keys). */
export function keyName(input: string, key: InkKey): KeyName | null {
  if (key.tab) return key.shift ? "shift-tab" : "tab";
  const named = NAMES.find(([flag]) => key[flag] === true);
  if (named !== undefined) return named[1];
  if (key.ctrl) return input === "u" || input === "c" ? `ctrl-${input}` : null;
  if (key.meta || input === "" || /\p{Cc}/u.test(input)) return null;
  return input;
}
