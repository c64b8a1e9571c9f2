import type { CaptionId } from "../domain/caption.js";
import type { OverrideTexts } from "../domain/overrides.js";
import { type Draft, draftKey, FIELDS, type Field, type WalkContext } from "./context.js";
import { freshLine, type Line } from "./line.js";

/** A week nobody has touched yet. The PPVs are what is changed most: the cursor begins there. */
export const NEW_DRAFT: Draft = {
  texts: {},
  field: "ppv",
  caret: 0,
  fresh: true,
  typing: false,
  undo: [],
  message: 0,
};

/** How many changes `u` can take back. */
const UNDO_DEPTH = 100;

/** True where something was typed, drawn or excluded: the list marks the page `✎`. */
export const hasDraft = (draft: Draft | undefined): boolean =>
  draft !== undefined && Object.values(draft.texts).some((text) => (text ?? "") !== "");

/** The draft of the page being planned; a new one where there is none. */
export function currentDraft({
  page,
  creators,
  drafts,
}: Pick<WalkContext, "page" | "creators" | "drafts">): Draft {
  return (page === null ? undefined : drafts[draftKey(page, creators.week)]) ?? NEW_DRAFT;
}

/** The focused field as a line with its caret. */
export const fieldLine = (draft: Draft): Line => ({
  text: draft.texts[draft.field] ?? "",
  caret: draft.caret,
  fresh: draft.fresh,
});

/** The draft with the focused field's new text; one run of typing is one step for `u`. */
export function withLine(draft: Draft, line: Line): Draft {
  const before = draft.texts[draft.field] ?? "";
  if (line.text === before) return { ...draft, caret: line.caret, fresh: line.fresh };
  return {
    ...draft,
    texts: withoutStaleMix(draft.texts, { ...draft.texts, [draft.field]: line.text }),
    caret: line.caret,
    fresh: line.fresh,
    typing: true,
    undo: draft.typing ? draft.undo : remembered(draft),
  };
}

/** The draft with other texts, as one step for `u`; unchanged texts are no step. */
export function withTexts(draft: Draft, changes: OverrideTexts): Draft {
  const texts = withoutStaleMix(draft.texts, { ...draft.texts, ...changes });
  return sameTexts(texts, draft.texts) ? draft : { ...atRest(draft, texts), undo: remembered(draft) };
}

/** A price mix is made for a number of PPVs: it goes when the number is changed, by itself or by the zone. */
function withoutStaleMix(before: OverrideTexts, after: OverrideTexts): OverrideTexts {
  const changed = (field: keyof OverrideTexts): boolean => (before[field] ?? "") !== (after[field] ?? "");
  const otherCount = changed("ppv") || (changed("zone") && (after.ppv ?? "") === "");
  return otherCount && !changed("priceMix") ? { ...after, priceMix: "" } : after;
}

/**
 * True where a change of something else took the price mix with it: that has to be said, as long as the typing goes on
 * that took it, or the second digit of a count would wipe the word away.
 */
export function lostMix(before: Draft, after: Draft): boolean {
  const had = after.typing ? after.undo.at(-1) : before.texts;
  return (
    (had?.priceMix ?? "") !== "" &&
    (after.texts.priceMix ?? "") === "" &&
    before.field !== "priceMix" &&
    after.undo.length >= before.undo.length &&
    hasDraft(after)
  );
}

/** The draft with the caret at the end of the focused field, the next character replacing its text. */
const atRest = (draft: Draft, texts: OverrideTexts): Draft => ({
  ...draft,
  texts,
  caret: freshLine(texts[draft.field] ?? "").caret,
  fresh: true,
  typing: false,
});

/** The draft before its last change; null where nothing was changed. */
export function undone(draft: Draft): Draft | null {
  const texts = draft.undo.at(-1);
  if (texts === undefined) return null;
  return { ...atRest(draft, texts), undo: draft.undo.slice(0, -1) };
}

/** The draft with another field focused. */
export const focused = (draft: Draft, field: Field): Draft => atRest({ ...draft, field }, draft.texts);

/** The field that many rows away, held at both ends. */
export function fieldAt(draft: Draft, by: number): Field {
  const here = FIELDS.indexOf(draft.field);
  return FIELDS[Math.min(FIELDS.length - 1, Math.max(0, here + by))] ?? "ppv";
}

/** The draft without a caption. */
export function withoutCaption(draft: Draft, ids: readonly CaptionId[]): Draft {
  const known = excludedOf(draft.texts);
  return withTexts(draft, { exclude: [...known, ...ids.filter((id) => !known.includes(id))].join(",") });
}

export const excludedOf = (texts: OverrideTexts): CaptionId[] =>
  (texts.exclude ?? "").split(",").filter((id) => id !== "");

/** Another draw: its number plus one, so that `n` never comes back to a draw already seen. */
export function nextSeed(seed: string): string {
  const [, head = "", number = ""] = /^(.*?)(\d*)$/.exec(seed) ?? [];
  const next = String(BigInt(number === "" ? 0 : number) + 1n).padStart(number.length, "0");
  return `${head}${next}`.slice(-SEED_LENGTH);
}
/** As long as a draw may be. */
const SEED_LENGTH = 64;

const remembered = (draft: Draft): readonly OverrideTexts[] =>
  [...draft.undo, draft.texts].slice(-UNDO_DEPTH);

export function sameTexts(a: OverrideTexts, b: OverrideTexts): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof OverrideTexts>;
  return [...keys].every((key) => (a[key] ?? "") === (b[key] ?? ""));
}
