/** A line of typed text with its caret. The first character typed into a fresh line replaces its text. */
export interface Line {
  readonly text: string;
  /** Before which character the caret stands, 0 to the number of characters. */
  readonly caret: number;
  readonly fresh: boolean;
}

export const EMPTY_LINE: Line = { text: "", caret: 0, fresh: true };

const characters = (text: string): string[] => [...text];

/** A line just entered: the caret at its end, the next character replaces it. */
export const freshLine = (text: string): Line => ({ text, caret: characters(text).length, fresh: true });

export function insert(line: Line, typed: string): Line {
  // Pasted line breaks and controls are no part of a line.
  const added = characters(typed.replace(/\p{Cc}/gu, ""));
  if (added.length === 0) return line;
  if (line.fresh) return { text: added.join(""), caret: added.length, fresh: false };
  const before = characters(line.text).slice(0, line.caret);
  const after = characters(line.text).slice(line.caret);
  return {
    text: [...before, ...added, ...after].join(""),
    caret: before.length + added.length,
    fresh: false,
  };
}

/** Removes the character before the caret. */
export function erase(line: Line): Line {
  if (line.caret === 0) return { ...line, fresh: false };
  const all = characters(line.text);
  all.splice(line.caret - 1, 1);
  return { text: all.join(""), caret: line.caret - 1, fresh: false };
}

export function moveCaret(line: Line, by: number): Line {
  const end = characters(line.text).length;
  return { ...line, caret: Math.min(end, Math.max(0, line.caret + by)), fresh: false };
}
