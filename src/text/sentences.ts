/**
 * Several sentences in a row, each begun and ended as one: messages and remedies of errors are written without.
 * @param page whose name may begin one.
 */
export const sentences = (page: string | null, ...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== "")
    .map((part) => `${begun(page, part)}${/[.!?…]$/.test(part) ? "" : "."}`)
    .join(" ");

/** Names, ids and paths keep their small letter, and so does the page: only a plain word begins with a capital. */
export function begun(page: string | null, part: string): string {
  const [word] = /^[a-z]+(?=$|[ ,:;])/.exec(part) ?? [];
  return word === undefined || word === page ? part : part.charAt(0).toUpperCase() + part.slice(1);
}
