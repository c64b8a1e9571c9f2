/** Several sentences in a row, each begun and ended as one: messages and remedies of errors are written without. */
export const sentences = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== "")
    .map((part) => `${begun(part)}${/[.!?…]$/.test(part) ? "" : "."}`)
    .join(" ");

/** Names, ids and paths keep their small letter: only a plain word begins with a capital. */
const begun = (part: string): string =>
  /^[a-z]+[ ,:;]/.test(part) ? part.charAt(0).toUpperCase() + part.slice(1) : part;
