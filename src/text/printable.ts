/** Code units of a foreign text that are looked at per character asked for: escapes and joiners vanish. */
const READ_AHEAD = 4;
/** Marks that one letter may carry: more climb over the rows above and below. */
const MARKS_PER_LETTER = 2;

const ESCAPES = /\x1b(?:[\]PX^_][\s\S]*?(?:\x07|\x1b\\|$)|\[[0-?]*[ -/]*[@-~]?|[ -/]*[0-~]?)/g; // OSC DCS SOS PM APC; CSI; the rest
const C1_ESCAPES = /[\x90\x98\x9d-\x9f][\s\S]*?(?:\x07|\x9c|\x1b\\|$)|\x9b[0-?]*[ -/]*[@-~]?/g;
/** White space, and "letters" that show nothing. */
const BLANKS = /(?:[\s\u0085\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5)+/gu;
/** Controls, bidi overrides, zero-width, tags, private use, unassigned. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
/** Hexagrams and their kin, which became wide in Unicode 16: half of today's terminals draw them narrow. */
const DISPUTED = /[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\u{1d300}-\u{1d376}]/gu;
const REGIONAL = /\p{Regional_Indicator}/u;
const PICTURE = /\p{Extended_Pictographic}|\u20e3/u;
const LOOSE_JAMO = /[\u1160-\u11ff\ud7b0-\ud7ff]/g;
/** What joins the letter or picture before it would climb onto its neighbour where that one is gone. */
const LOOSE_MARK = /^[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}]/u;
const JOINER = "\u200d";
const JOINERS_AND_SELECTORS = /[\u200d\ufe00-\ufe0f]/g;
/** Letter A minus the regional indicator for A. */
const REGIONAL_OFFSET = 0x1f1a5;

const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * A foreign text as one safe line: no escape sequences, controls or bidi overrides, white space as single blanks, and
 * only characters that every terminal draws equally wide (an emoji sequence becomes its first emoji, a flag its two
 * letters). For the screen and for text output; files keep the text untouched.
 * @param max characters kept at most.
 */
export function printable(text: unknown, max = 400): string {
  const raw = String(text ?? "").slice(0, max * READ_AHEAD);
  const seen = raw
    .replace(ESCAPES, "")
    .replace(C1_ESCAPES, "")
    .replace(BLANKS, " ")
    .replace(DISPUTED, "*")
    .replace(UNSEEN, (char) => (char === JOINER ? char : ""));
  let out = "";
  for (const { segment } of clusters.segment(seen)) out += plainCluster(segment);
  // What vanished between two blanks leaves one of them.
  const line = out.replace(/ {2,}/g, " ").trim();
  return line.length > max ? [...line].slice(0, max).join("") : line;
}

function plainCluster(cluster: string): string {
  if (cluster.startsWith(" ")) return " ";
  if (REGIONAL.test(cluster)) return regionalLetters(cluster);
  const first = String.fromCodePoint(cluster.codePointAt(0) ?? 0x20);
  if (PICTURE.test(cluster)) return LOOSE_MARK.test(first) ? "" : first;
  const letters = [...cluster.replace(JOINERS_AND_SELECTORS, "").normalize("NFC").replace(LOOSE_JAMO, "")];
  const kept = letters.slice(0, 1 + MARKS_PER_LETTER).join("");
  return LOOSE_MARK.test(kept) ? "" : kept;
}

function regionalLetters(flag: string): string {
  let out = "";
  for (const char of flag)
    if (REGIONAL.test(char)) out += String.fromCharCode((char.codePointAt(0) ?? 0) - REGIONAL_OFFSET);
  return out;
}
