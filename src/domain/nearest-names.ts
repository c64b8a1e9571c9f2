import { distance } from "fastest-levenshtein";

/**
 * The known names nearest to one that is not known, the nearest first: "did you mean …". A name counts as near when
 * at most a third of it (at least two letters) would have to change, or when one begins with the other.
 */
export function nearestNames(unknown: string, known: readonly string[], limit = 3): string[] {
  const asked = unknown.trim().toLowerCase();
  if (asked === "") return [];
  return known
    .map((name) => ({ name, apart: apartness(asked, name.toLowerCase()) }))
    .filter(({ name, apart }) => {
      const length = Math.max(asked.length, name.length);
      return apart <= Math.min(length - 1, Math.max(2, Math.floor(length / 3)));
    })
    .sort((a, b) => a.apart - b.apart || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Letters to change; a name that begins with the other, or differs in signs only, is one apart. */
function apartness(a: string, b: string): number {
  const letters = (text: string): string => text.replace(/[^a-z0-9]/g, "");
  const short = a.length < b.length ? a : b;
  const long = short === a ? b : a;
  const alike =
    (short.length >= 3 && long.startsWith(short)) || (letters(a) !== "" && letters(a) === letters(b));
  return Math.min(distance(a, b), alike ? 1 : Number.POSITIVE_INFINITY);
}
