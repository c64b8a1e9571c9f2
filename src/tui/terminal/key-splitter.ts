/** A key as the terminal sends it (one character or one escape sequence), or a pasted text. */
export type Input = { readonly key: string } | { readonly paste: string };

export const PASTE_ON = "\x1b[200~";
const PASTE_OFF = "\x1b[201~";

/** One whole CSI or SS3 sequence; the Linux console sends function keys as ESC [ [ A. */
const SEQUENCE = /^\x1b(?:\[\[?[0-?]*[ -/]*[@-~]|O[0-?]*[@-~])/;
/** One whole string that a terminal sends as an answer: OSC, DCS, SOS, PM, APC. */
const ANSWER = /^\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)/;
/** What may still become one of the two. */
const PARTIAL = /^\x1b(?:\[\[?[0-?]*[ -/]*|O[0-?]*|[\]PX^_][^\x07\x1b]*\x1b?)?$/;
const OPEN_ANSWER = /^\x1b[\]PX^_]/;
const FOCUS = new Set(["\x1b[I", "\x1b[O"]);
/** Ctrl-C, Ctrl-Z and the next ESC. */
const LEAVING = /[\x03\x1a\x1b]/;
/** The rest of a key's sequence whose ESC went ahead. People do not type it within one read. */
const TAIL = /^(?:\[\[?[0-9;]*[A-Za-z~]|O[A-Za-z])/;

/**
 * Splits what a terminal sent into whole keys and pasted texts, in order. `rest` may still become a key; focus events,
 * answers and stray ends of pastes are no keys.
 */
export function splitKeys(sent: string): { readonly inputs: readonly Input[]; readonly rest: string } {
  const inputs: Input[] = [];
  let left = sent;
  while (left !== "") {
    if (left.startsWith(PASTE_ON)) {
      const end = left.indexOf(PASTE_OFF);
      if (end < 0) return { inputs, rest: left };
      inputs.push({ paste: left.slice(PASTE_ON.length, end) });
      left = left.slice(end + PASTE_OFF.length);
      continue;
    }
    const answer = ANSWER.exec(left)?.[0];
    if (answer !== undefined) {
      left = left.slice(answer.length);
      continue;
    }
    if (PARTIAL.test(left)) return { inputs, rest: left };
    const key = firstKey(left);
    if (key !== PASTE_OFF && !FOCUS.has(key)) inputs.push({ key });
    left = left.slice(key.length);
  }
  return { inputs, rest: "" };
}

/** What a wait in vain makes of the rest: a lone ESC is the Escape key, an open paste is what has come of it. */
export function giveUp(rest: string): readonly Input[] {
  if (rest.startsWith(PASTE_ON)) return [{ paste: rest.slice(PASTE_ON.length) }];
  return rest === "\x1b" ? [{ key: "\x1b" }] : [];
}

/** Text without the tail of a sequence whose beginning was given up; the end of a paste is still no keys. */
export function withoutTail(text: string, given: string): string {
  if (given.startsWith(PASTE_ON)) return withPaste(text);
  if (given === "\x1b") return text.replace(TAIL, "");
  if (OPEN_ANSWER.test(given)) return text.replace(/^[^\x07\x1b]*(?:\x07|\x1b?\\)/, "");
  return text.replace(/^[0-?]*[ -/]*[@-~]/, "");
}

/** What comes before the end of a paste belongs to it. */
function withPaste(text: string): string {
  const end = text.indexOf(PASTE_OFF);
  return end >= 0 && !text.slice(0, end).includes(PASTE_ON) ? PASTE_ON + text : text;
}

function firstKey(text: string): string {
  const sequence = SEQUENCE.exec(text)?.[0];
  if (sequence !== undefined) return sequence;
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  // Keys that leave the program are never half of another.
  if (first !== "\x1b" || LEAVING.test(text[1] ?? "")) return first;
  // Alt and a character come as ESC and the character.
  return first + String.fromCodePoint(text.codePointAt(1) ?? 0);
}
